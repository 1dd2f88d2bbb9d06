"""Each of the sample offices, loaded and walked through as a visitor does."""

from pathlib import Path

import pytest
from django.test import Client

from intlcoop.base import languages
from intlcoop.office import loader
from intlcoop.profile.models import Profile
from tests.office.crawl import walk

FACTS = Path(__file__).parent.parent / "data" / "facts"
pytestmark = pytest.mark.django_db


def facts(office: str) -> list[str]:
    lines = (FACTS / f"{office}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("office", loader.offices())
def test_every_page_of_an_office_is_whole_and_says_its_facts(client: Client, office: str) -> None:
    loader.load(office)
    found = walk(client)
    assert not found.faults, "\n".join(found.faults)
    english = "\n".join(text for address, text in found.pages.items() if not address.startswith("/sr"))
    missing = [fact for fact in facts(office) if fact.casefold() not in english.casefold()]
    assert not missing


@pytest.mark.parametrize("office", loader.offices())
def test_a_section_in_use_is_linked_from_home(client: Client, office: str) -> None:
    loader.load(office)
    home = client.get("/").content.decode()
    for section in Profile.objects.current().sections:
        assert f'href="/{section.replace("_", "-")}/"' in home


def test_banja_luka_speaks_serbian_in_both_scripts(client: Client) -> None:
    loader.load("banja-luka")
    cyrillic, latin = client.get("/sr/").content.decode(), client.get("/sr-latn/").content.decode()
    assert "Медицински факултет" in cyrillic
    assert "Medicinski fakultet" in latin
    assert "Медицински" not in latin.replace(languages.own_name("sr"), "")


def test_five_offices_and_the_showcase_are_there() -> None:
    assert loader.offices() == ["banja-luka", "batumi", "bialystok", "chernivtsi", "minsk", "showcase"]
