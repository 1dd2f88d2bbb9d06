"""What tests ask of a page: its words, its links, its cost."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

FAULTY = ("UNDEFINED-VARIABLE", ">None<", " None ", 'href=""', 'lang=""')


def shown(client: Client, path: str, status: int = 200) -> str:
    """The page's HTML. It answers as expected, and no template forgot a value."""
    answer = client.get(path)
    assert answer.status_code == status, f"{path} answers {answer.status_code}"
    html = answer.content.decode()
    assert not [fault for fault in FAULTY if fault in html], path
    return html


def content(html: str) -> str:
    """The page without its frame: what stands in <main>."""
    return html.partition("<main")[2].partition("</main>")[0]


def links(html: str) -> list[str]:
    """Where the page's links lead, in their order."""
    return [link.replace("&amp;", "&") for link in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', html)]


def unmarked(html: str) -> str:
    """The page of the search without the marks in its words."""
    return html.replace("<mark>", "").replace("</mark>", "")


def in_order(html: str, *words: str) -> bool:
    """Whether the words occur, one after the other."""
    return re.search(".*".join(re.escape(word) for word in words), html, re.DOTALL) is not None


def cost(client: Client, path: str) -> int:
    """How many queries a page makes."""
    with CaptureQueriesContext(connection) as queries:
        shown(client, path)
    return len(queries)
