"""The search finds what people type, and nothing that is not public."""

import datetime

import pytest
from django.test import Client

from intlcoop.base.clock import now
from intlcoop.office import loader
from partners.models import InstitutionName
from tests import builders
from tests.pages import cost, in_order

pytestmark = pytest.mark.django_db


def found(client: Client, words: str) -> str:
    response = client.get("/search/", {"q": words})
    assert response.status_code == 200
    return response.content.decode().split("<main")[1]


@pytest.mark.parametrize(
    ("office", "words", "expected"),
    [
        ("chernivtsi", "testemitanu", "Nicolae Testemi"),
        ("chernivtsi", "TESTEMIŢANU", "Nicolae Testemi"),
        ("chernivtsi", "zheshov", "Rzesz"),
        ("chernivtsi", "kishinev testemitanu", "Nicolae Testemi"),
        ("chernivtsi", "olbani", "New York"),
        ("chernivtsi", "poznan", "Pozna"),
        ("banja-luka", "585927 epp", "Pain Medicine"),
        ("banja-luka", "585927epp1", "Pain Medicine"),
        ("banja-luka", "3109 001", "Pain Medicine"),
        ("banja-luka", "hepmp", "Pain Medicine"),
        ("banja-luka", "фармације", "pharmacy"),
        ("banja-luka", "farmacije", "pharmacy"),
        ("banja-luka", "banja", "University of Banja Luka"),
        ("banja-luka", "бања", "University of Banja Luka"),
        ("minsk", "ambassadors", "Training of overseas specialists"),
        ("bialystok", "euroregional", "Euroregional"),
        ("bialystok", "grodno", "Grodno"),
    ],
)
def test_words_find(client: Client, office: str, words: str, expected: str) -> None:
    loader.load(office)
    assert expected in found(client, words)


def test_a_former_name_in_another_script_finds(client: Client) -> None:
    institution = builders.institution("University of Banja Luka", country="BA")
    InstitutionName(institution=institution, text="Универзитет у Бањој Луци", kind="native", language="sr").save()
    assert "University of Banja Luka" in found(client, "univerzitet banjoj luci")


def test_drafts_prospects_and_sections_that_are_off_are_not_found(client: Client) -> None:
    builders.office(sections=["partners"])
    builders.institution("Draft of Graz", is_published=False)
    builders.institution("Prospect of Graz", relation="prospect")
    builders.agreement(builders.institution("Partner of Graz"), title="Agreement about Graz")
    page = found(client, "graz")
    assert "Partner of Graz" in page
    assert "Draft of Graz" not in page
    assert "Prospect of Graz" not in page
    assert "Agreement about Graz" not in page


def test_one_letter_is_too_few_and_the_page_says_so(client: Client) -> None:
    assert "at least two letters" in found(client, "a")


def test_nothing_found_is_said_with_the_words_and_a_way_on(client: Client) -> None:
    page = found(client, "<script>xyzzy")
    assert "No results" in page
    assert "<script>" not in page
    assert 'href="/partners/"' in page


@pytest.mark.parametrize("words", ["'", "%", "_", "\\", "a" * 10_000, "\u202e\u200b", "😀", "١٢", "' OR 1=1 --"])
def test_odd_words_give_a_page(client: Client, words: str) -> None:
    builders.institution()
    found(client, words)


def test_hits_cost_the_same_for_one_and_for_three(client: Client) -> None:
    builders.office()
    costs = []
    for number in range(3):
        builders.agreement(builders.institution(f"University of Graz {number}"))
        builders.appointment(builders.person(f"Graz {number}"))
        builders.article(f"Graz {number}")
        builders.delegation(institution=builders.institution(f"Graz {number}"))
        costs.append(cost(client, "/search/?q=graz"))
    assert costs[0] == costs[2] <= 16


def test_of_many_hits_the_first_ten_are_shown_and_all_are_counted(client: Client) -> None:
    for number in range(12):
        builders.institution(f"University of Graz {number:02}")
    page = found(client, "graz")
    assert "12 in all" in page
    assert "Graz 09" in page
    assert "Graz 10" not in page


def test_news_and_delegations_are_found_while_they_are_public(client: Client) -> None:
    office = builders.office()
    article = builders.article("Guests from Graz", body="<p>Surgeons.</p>", published_on=datetime.date(2026, 3, 12))
    delegation = builders.delegation(results="A course for surgeons.", starts_on="2025")
    builders.article("Draft about surgeons", is_published=False)
    builders.delegation(results="Surgeons, not public yet.", is_published=False)
    builders.article("Surgeons of tomorrow", publish_at=now() + datetime.timedelta(minutes=1))
    page = found(client, "surgeons")
    assert in_order(
        page, "2 results", "Delegations", delegation.get_absolute_url(), "2025", "News", article.get_absolute_url(), "12 March 2026"
    )
    office.sections = ["partners"]
    office.save()
    assert "No results" in found(client, "surgeons")
