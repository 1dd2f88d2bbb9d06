"""Every kind of page, with everything on it: no complaint of axe (WCAG 2.2 AA and best practice), and it fits a small phone.

Not for the whole matrix of languages, widths and schemes: each value of each of them is met, which finds nearly as much.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from intlcoop.office import loader
from tests import builders
from tests.pages import content, shown

pytestmark = pytest.mark.django_db(transaction=True)

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],  # not every node that passed, which takes longer to tell than to find
}
NOT_IN_THE_SITE_MAP = [
    "/search/?q=med", "/search/?q=zzqq", "/search/", "/partners/map/?view=world", "/partners/?country=PL&q=a", "/partners/?q=zzqq",
    "/mobility/?by=country", "/propose/", "/api/", "/nothing-here/",
]  # fmt: skip


def kinds_of_pages(client: Client) -> list[str]:
    """One address of each kind: every list and page of the site, and the first record of each section."""
    told = re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", client.get("/sitemap.xml").content.decode())
    kinds: dict[str, str] = {}
    for path in told:
        if not path.startswith("/sr"):
            parts = path.strip("/").split("/")
            kinds.setdefault(path if len(parts) < 2 else f"{parts[0]} {len(parts)}", path)
    return [*kinds.values(), *NOT_IN_THE_SITE_MAP]


def overflow_in(page: object) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize(("prefix", "width", "scheme"), [("", 1280, "light"), ("/sr", 320, "dark")])
def test_every_kind_of_page(chromium: Browser, live_server: LiveServer, client: Client, prefix: str, width: int, scheme: str) -> None:
    loader.load("showcase")
    paths, faults = kinds_of_pages(client), []
    assert len(paths) > 35
    with chromium.new_context(base_url=live_server.url, viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = context.new_page()
        for path in paths:
            page.goto(prefix + path)
            if sideways := overflow_in(page):
                faults.append(f"{prefix}{path} is {sideways} pixels too wide")
            for rule in Axe().run(page, options=RULES).response["violations"]:
                faults.append(f"{rule['id']} on {prefix}{path}: {rule['nodes'][0]['html'][:150]}")
    assert not faults, "\n".join(faults)


def test_the_statement_has_the_parts_of_the_european_model(client: Client) -> None:
    """Commission Implementing Decision (EU) 2018/1523, and a way to it from every page."""
    builders.office()
    assert 'href="/accessibility/"' in shown(client, "/partners/")
    page = content(shown(client, "/accessibility/"))
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", page)
    assert headings == [
        "Compliance status", "Non-accessible content", "How these pages are built", "Preparation of this statement",
        "Feedback and contact information", "Enforcement procedure",
    ]  # fmt: skip
