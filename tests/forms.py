"""Fills in a form as a browser does: everything that the page holds is sent back, with what the test changes."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """The successful controls (HTML's words) of the last form of a page, the one that a page of the admin is about."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "form":
            self.values = {}
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.values.setdefault(self.select, []).append(given.get("value", ""))
        elif tag == "textarea":
            self.area = name
            self.values[name] = [""]
        elif tag == "input" and name and kind not in {"submit", "file"} and (kind not in {"checkbox", "radio"} or "checked" in given):
            self.values.setdefault(name, []).append(given.get("value", "on" if kind in {"checkbox", "radio"} else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser drops the line break after <textarea>; Django writes one.
            self.values[self.area] = [self.values[self.area][0].removeprefix("\r\n").removeprefix("\n")]
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area][0] += data


def filled(html: str, **changes: str | list[str]) -> dict[str, list[str]]:
    """What a browser would send for the page's main form."""
    parser = _Form()
    parser.feed(html)
    changed = {name: value if isinstance(value, list) else [value] for name, value in changes.items()}
    return parser.values | changed
