"""Each of the sample offices, loaded and walked through as a visitor does."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from intlcoop.base import languages
from intlcoop.office import loader
from intlcoop.profile.models import Profile
from tests.office.crawl import walk
from tests.pages import content, shown

FACTS = Path(__file__).parent.parent / "data" / "facts"
NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
pytestmark = pytest.mark.django_db


def facts(office: str) -> list[str]:
    lines = (FACTS / f"{office}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def of_the_site_map(client: Client) -> list[str]:
    """Every address that machines are told."""
    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    return [(element.text or "").removeprefix("http://testserver") for element in root.findall("s:url/s:loc", NAMESPACE)]


@pytest.mark.parametrize("office", loader.offices())
def test_every_page_of_an_office_is_whole_and_says_its_facts(client: Client, settings: Settings, office: str) -> None:
    """One walk through the office answers all that is asked of its pages."""
    settings.SITE_URL = "http://testserver"
    loader.load(office)
    # The Latin script is made of the Cyrillic text; Banja Luka shows it on every kind of page.
    found = walk(client, without=("/sr-latn/",) if office == "showcase" else ())
    assert not found.faults, "\n".join(found.faults)
    english = "\n".join(text for address, text in found.pages.items() if not address.startswith("/sr"))
    missing = [fact for fact in facts(office) if fact.casefold() not in english.casefold()]
    assert not missing

    told = of_the_site_map(client)
    assert len(told) == len(set(told)) >= 5
    for address in set(told) - set(found.pages):
        assert client.get(address).status_code == 200, address

    home, contents = shown(client, "/"), content(shown(client, "/sitemap/"))
    for section in Profile.objects.current().sections:
        assert f'href="/{section.replace("_", "-")}/"' in home
    counted = re.findall(r'<a href="(/[a-z-]+/)">[^<]*</a> \((\d+)\)', contents)
    assert counted or office == "batumi"
    for address, number in counted:
        words = re.search(r'<p class="count"[^>]*>(\d+)', shown(client, address))
        assert words, address
        assert words[1] == number, address


def test_banja_luka_speaks_serbian_in_both_scripts(client: Client) -> None:
    loader.load("banja-luka")
    cyrillic, latin = client.get("/sr/").content.decode(), client.get("/sr-latn/").content.decode()
    assert "Медицински факултет" in cyrillic
    assert "Medicinski fakultet" in latin
    assert "Медицински" not in latin.replace(languages.own_name("sr"), "")


def test_five_offices_and_the_showcase_are_there() -> None:
    assert loader.offices() == ["banja-luka", "batumi", "bialystok", "chernivtsi", "minsk", "showcase"]
