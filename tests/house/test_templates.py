"""Templates: none left over, and none that the Content-Security-Policy would have to forgive."""

import re

import pytest

from tests.house import ROOT, STOREYS, snake, sources

# Found by Django or a library by name alone.
CALLED_FROM_OUTSIDE = re.compile(
    r"(400|403|403_csrf|404|405|413|415|429|500|503)\.html"  # error pages
    r"|portal/.*"  # the crispy-forms pack
    r"|(admin|registration|simple_history|django_filters)/.*"  # overrides
    r"|django/forms/.*"
)
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
INLINE = {
    "a style element": re.compile(r"<style\b(?! data-tiptap-style></style></math>)", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
    # JSON is data, not a script
    "a script without src": re.compile(r"<script\b(?![^>]*\ssrc\s*=)(?![^>]*type=[\"']application/(ld\+)?json)", re.IGNORECASE),
}


def templates() -> dict[str, str]:
    """Name → text of everything under templates/."""
    folder = ROOT / "templates"
    return {path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


def implied() -> set[str]:
    """The names that views have without writing them down: InstitutionList → partners/institution_list.html."""
    return {
        f"{package.rpartition('.')[2]}/{snake(name)}.html"
        for package in STOREYS
        for module, path in sources().items()
        if module.startswith(f"{package}.views")
        for name in re.findall(r"^class (\w+)", path.read_text(), re.MULTILINE)
    }


def test_no_template_is_left_over() -> None:
    everything = templates()
    python = "\n".join(path.read_text() for path in sources().values())
    unused = []
    for name in everything.keys() - implied():
        quoted = re.compile(f"""["']{re.escape(name)}["']""")
        used = quoted.search(python) or any(quoted.search(text) for other, text in everything.items() if other != name)
        if not used and not CALLED_FROM_OUTSIDE.fullmatch(name):
            unused.append(name)
    assert not unused


@pytest.mark.parametrize("fault", INLINE)
def test_nothing_inline(fault: str) -> None:
    assert not [name for name, text in templates().items() if INLINE[fault].search(TAGS.sub("", text))], fault
