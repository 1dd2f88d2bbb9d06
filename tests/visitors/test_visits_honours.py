"""Visits and honours, as visitors read them."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from intlcoop.profile.models import Profile
from partners.models import Institution
from tests import builders
from tests.pages import content, cost, in_order, links, shown
from visitors.models import Honour, Visit

pytestmark = pytest.mark.django_db
SECRET = "Xyzzy Quux"


@pytest.fixture(autouse=True)
def office() -> Profile:
    return builders.office(languages=["en", "pl"])


def visits(client: Client, query: str = "") -> str:
    return content(shown(client, f"/visits/{query}"))


def honours(client: Client, query: str = "") -> str:
    return content(shown(client, f"/honours/{query}"))


def test_visits_stand_by_year_newest_first(client: Client) -> None:
    builders.visit(visitor="Undated guests")
    builders.visit(visitor="Older guests", starts_on="2019-05")
    builders.visit(visitor="Newer guests", starts_on="2025-03-12", ends_on="2025-03-14")
    page = visits(client)
    assert in_order(
        page,
        "3 visits",
        "<h2>2025</h2>",
        "Newer guests",
        "12",
        "14 March 2025",
        "<h2>2019</h2>",
        "Older guests",
        "May 2019",
        "Date not given",
        "Undated guests",
    )
    assert "since" not in page


def test_a_visit_says_who_where_and_why(client: Client) -> None:
    graz = builders.institution("Graz", city="Graz")
    builders.visit(
        person=builders.person("Ana Anić", title="Professor"), visitor="", institution=graz, purpose="lecture", description="On hearts."
    )
    builders.visit(visitor="", institution=graz, direction="outgoing", purpose="conference", starts_on="2019")
    builders.visit(visitor="Two nurses", country="DE", starts_on="2018")
    page = visits(client)
    assert in_order(
        page, "Conference", "From us", "Graz", "Two nurses", "Germany", "Professor Ana Anić", "To us", "Graz", "lecture", "On hearts."
    )
    assert links(page).count(graz.get_absolute_url()) == 2


@pytest.mark.parametrize("values", [{"has_consent": False}, {"is_published": False}])
def test_a_visitor_is_not_named_without_consent_or_as_a_draft(client: Client, values: dict[str, bool]) -> None:
    graz = builders.institution("Graz")
    person = builders.person(SECRET, **values)
    builders.visit(person=person, visitor="", institution=graz)
    builders.visit(person=person, visitor="A physiologist")
    for path in ("/visits/", "/visits/?q=graz", graz.get_absolute_url()):
        html = shown(client, path)
        assert "Name not published" in html, path
        assert "xyzzy" not in html.lower(), path
    assert "A physiologist" in visits(client)
    assert "Nothing matches" in visits(client, "?q=xyzzy")


def test_filters_of_visits(client: Client) -> None:
    builders.visit(visitor="In from Graz", institution=builders.institution("Graz"), purpose="lecture")
    builders.visit(visitor="Out to Berlin", direction="outgoing", country="DE", purpose="meeting")
    for query, first_is_in in [
        ("direction=incoming", True),
        ("direction=outgoing", False),
        ("purpose=lecture", True),
        ("country=AT", True),
        ("country=DE", False),
        ("q=graz", True),
        ("q=berlin", False),
    ]:
        page = visits(client, f"?{query}")
        assert ("In from Graz" in page, "Out to Berlin" in page) == (first_is_in, not first_is_in), query
        assert "1 visit<" in page, query


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?country=1'--", "Unknown value for “Country”"),
        ("?direction=up", "Unknown value for “Direction”"),
        ("?purpose=spying", "Unknown value for “Purpose”"),
        (f"?page={10**200}", "There is no such page"),
    ],
)
def test_nonsense_in_the_address_of_visits_shows_everything(client: Client, query: str, message: str) -> None:
    builders.visit(visitor="Two nurses", country="DE")
    page = visits(client, query)
    assert message in page
    assert "Two nurses" in page


def test_the_page_of_an_institution_shows_its_visits(client: Client) -> None:
    graz = builders.institution("Graz")
    builders.visit(visitor="Two nurses", institution=graz, starts_on="2024")
    builders.visit(visitor="Draft nurses", institution=graz, is_published=False)
    page = content(shown(client, graz.get_absolute_url()))
    assert in_order(page, "<h2>Visits</h2>", "Two nurses", "To us", "2024")
    assert "Draft nurses" not in page


def test_honours_stand_by_year_with_their_citation(client: Client) -> None:
    ana = builders.person("Ana Anić", institution=builders.institution("Graz"))
    builders.honour(person=ana, awarded_on="2020-05-03", citation="For the study of hearts.")
    builders.honour(institution=builders.institution("Vienna"), kind="letter_of_appreciation", awarded_on="2021")
    builders.honour(person=builders.person("Ben Bek"), awarded_on="", kind="honorary_professor")
    page = honours(client)
    assert in_order(
        page, "3 honours", "<h2>2021</h2>", "Vienna", "Letter of appreciation", "<h2>2020</h2>", "Ana Anić", "Honorary doctor", "3 May 2020",
        "Graz", "For the study of hearts.", "Date not given", "Ben Bek", "Honorary professor",
    )  # fmt: skip


def test_an_honoured_person_is_named_only_with_consent(client: Client) -> None:
    builders.honour(
        person=builders.person(SECRET, has_consent=False, institution=builders.institution("Graz")), citation="To Xyzzy for his work."
    )
    builders.honour(person=builders.person("Quux Draft", is_published=False))
    html = shown(client, "/honours/")
    assert in_order(html, "1 honour<", "Name not published", "Honorary doctor")
    assert "xyzzy" not in html.lower()
    assert "quux" not in html.lower()


def test_the_country_of_somebody_who_may_not_be_named_is_no_choice(client: Client) -> None:
    office = {"institution": builders.institution("Kyiv", country="UA")}
    builders.honour(person=builders.person("Quux", has_consent=False, consent_note="", **office), citation="Xyzzy")
    builders.honour(person=builders.person("Ana Anić", institution=builders.institution("Graz")))
    assert "Ukraine" not in honours(client)
    builders.honour(person=builders.person("Olha", **office))
    assert "Ukraine (1)" in honours(client)
    assert in_order(honours(client, "?country=UA"), "1 honour<", "Olha")


def test_filters_of_honours(client: Client) -> None:
    builders.honour(person=builders.person("Ana Anić", institution=builders.institution("Graz")))
    builders.honour(institution=builders.institution("Berlin", country="DE"), kind="letter_of_appreciation")
    for query, ana_is_in in [
        ("kind=honorary_doctor", True),
        ("kind=letter_of_appreciation", False),
        ("country=AT", True),
        ("country=DE", False),
    ]:
        page = honours(client, f"?{query}")
        assert ("Ana Anić" in page, ">Berlin" in page) == (ana_is_in, not ana_is_in), query
    for query in ("?kind=knight", "?country=1'--", f"?page={10**200}"):
        page = honours(client, query)
        assert "Ana Anić" in page
        assert 'class="remark"' in page


def test_an_honour_is_of_a_person_or_an_institution() -> None:
    with pytest.raises(ValidationError):
        Honour(kind="honorary_doctor").full_clean()
    with pytest.raises(ValidationError):
        Honour(kind="honorary_doctor", person=builders.person(), institution=builders.institution()).full_clean()


def test_a_visit_needs_somebody_or_some_place() -> None:
    with pytest.raises(ValidationError):
        Visit().full_clean()


@pytest.mark.parametrize(("path", "words"), [("/visits/", "No visits are listed yet."), ("/honours/", "No honours are listed yet.")])
def test_empty_drafts_and_off(client: Client, office: Profile, path: str, words: str) -> None:
    builders.visit(is_published=False)
    builders.honour(is_published=False)
    assert words in shown(client, path)
    office.sections = ["partners"]
    office.save()
    shown(client, path, 404)


@pytest.mark.parametrize("path", ["/visits/", "/visits/?q=graz", "/honours/", "institution"])
def test_more_rows_cost_no_more_queries(client: Client, path: str) -> None:
    graz: Institution = builders.institution("Graz")

    def price(number: int) -> int:
        for year in range(number):
            person = builders.person(institution=builders.institution())
            builders.visit(person=person, institution=graz, starts_on=f"{2000 + year}")
            builders.visit(institution=builders.institution("Graz too"))
            builders.honour(person=person, awarded_on=f"{2000 + year}")
            builders.honour(institution=builders.institution())
        return cost(client, graz.get_absolute_url() if path == "institution" else path)

    assert price(1) == price(3)
