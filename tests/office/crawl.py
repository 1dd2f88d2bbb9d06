"""A visitor who follows every link of the portal and reads every page."""

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client

NOT_PAGES = ("/static/", "/admin/", "/sr/admin/", "/sr-latn/admin/", "/favicon.ico")
# The two views of a map that is filtered by country show what the list of that country shows.
NOT_WALKED = re.compile(r"\?(?=.*\bcountry=).*\bview=")
OF_ONE_KIND = 3  # of addresses that differ only in the values behind their question mark
IN_A_LINE = {"a", "b", "code", "em", "i", "span", "strong", "time"}
QUIET = {"script", "style", "title"}


class Reader(HTMLParser):
    """The words that a visitor reads, and the addresses that she can click."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in IN_A_LINE:
            self.words.append(" ")
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not QUIET & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@dataclass
class Walk:
    """What the visitor met: the pages' words by address, and what she would complain of."""

    pages: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.pages.values())


EMPTY = re.compile(r"<(h[1-6]|dt|dd|li|a|th|caption|label|legend|p)\b[^>]*>\s*</\1>")
NEVER = ("None", "UNDEFINED-VARIABLE", "{{", "{%", 'href=""', "&lt;p&gt;")


def walk(client: Client, start: str = "/", *, without: tuple[str, ...] = ()) -> Walk:
    """Every page that links lead to from `start`; of filters and page numbers a few values each; not beneath the paths of `without`."""
    found, waiting, alike = Walk(), [(start, "")], Counter[tuple[str, ...]]()
    while waiting:
        address, source = waiting.pop()
        path, _mark, query = address.partition("?")
        kind = (path, *sorted(part.partition("=")[0] for part in query.split("&")))
        if address in found.pages or (query and alike[kind] == OF_ONE_KIND):
            continue
        alike[kind] += 1
        response = client.get(address)
        found.pages[address] = ""
        if response.status_code != 200:
            found.faults.append(f"{response.status_code} {address} (from {source})")
            continue
        if not response.headers["Content-Type"].startswith("text/html"):
            b"".join(response)  # a download is read to its end, which closes the file
            continue
        body = response.content.decode()
        reader = Reader()
        reader.feed(body)
        found.pages[address] = html.unescape(reader.text)
        found.faults += [f"{word} on {address}" for word in NEVER if word in body]
        found.faults += [f"empty {match[1]} on {address}" for match in EMPTY.finditer(body)]
        for link in reader.links:
            target = urlsplit(urljoin(f"http://testserver{address}", link))
            is_ours = target.hostname == "testserver" and not target.path.startswith((*NOT_PAGES, *without))
            if is_ours and not NOT_WALKED.search(link):
                waiting.append((f"{target.path}?{target.query}" if target.query else target.path, address))
    return found
