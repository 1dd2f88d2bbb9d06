"""Visiting professors: people, not periods; from the country and from abroad; and no name without consent anywhere."""

import datetime
from typing import Any

import pytest
from django.test import Client

from intlcoop.profile.models import Profile
from partners.models import Person
from tests import builders
from tests.pages import content, cost, in_order, links, shown
from visitors.filters import AppointmentFilter
from visitors.models import Appointment
from visitors.models.appointment import years_of

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 15)
LIST = "/visiting-professors/"
SECRET = "Xyzzy Quux"


@pytest.fixture(autouse=True)
def office() -> Profile:
    return builders.office(country="", languages=["en", "sr", "pl"])


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("visitors.models.appointment", "intlcoop.base.models"):
        monkeypatch.setattr(f"{module}.today", lambda: TODAY)


def listed(client: Client, query: str = "") -> str:
    return content(shown(client, f"{LIST}{query}"))


def groups() -> dict[str, set[str]]:
    """Who stands in which of the three groups, asked of the QuerySet."""
    rows = Appointment.objects.select_related("person")
    found = {"country": rows.from_country(), "abroad": rows.from_abroad(), "unknown": rows.origin_unknown()}
    return {group: {str(row.person) for row in queryset} for group, queryset in found.items()}


# -- from the country or from abroad -------------------------------------------------------------------------------------


def make_guests() -> None:
    """One of each kind that matters."""
    near, far = builders.institution("Near", country="BA"), builders.institution("Far", country="AT")
    builders.appointment(builders.person("Near"), home_institution=near)
    builders.appointment(builders.person("Far"), home_institution=far)
    builders.appointment(builders.person("Nowhere"))
    builders.appointment(builders.person("Near by the person's own", institution=near))
    builders.appointment(builders.person("Said abroad"), home_institution=near, origin="abroad")
    builders.appointment(builders.person("Said country"), origin="country")


ALL_TOLD = {
    "country": {"Near", "Near by the person's own", "Said country"},
    "abroad": {"Far", "Said abroad"},
    "unknown": {"Nowhere"},
}


def test_our_own_institution_tells_what_is_abroad() -> None:
    make_guests()
    builders.home(country="BA")
    assert groups() == ALL_TOLD


def test_the_profile_tells_it_where_no_own_institution_is_entered(office: Profile) -> None:
    make_guests()
    office.country = "BA"
    office.save()
    assert groups() == ALL_TOLD


def test_while_our_country_is_unknown_only_what_staff_said_is_known() -> None:
    make_guests()
    said = {"country": {"Said country"}, "abroad": {"Said abroad"}}
    assert groups() == said | {"unknown": {"Near", "Far", "Nowhere", "Near by the person's own"}}


def test_the_list_has_a_table_for_each_group_in_their_order(client: Client) -> None:
    make_guests()
    builders.home(country="BA")
    page = listed(client)
    assert in_order(
        page,
        "6 guests from 2 countries",
        "From the country",
        "Said country",
        "Near<",
        "From abroad",
        "Said abroad",
        "Far<",
        "Other guests",
        "Nowhere",
    )
    assert "<h2>From" not in listed(client, "?q=nowhere")


# -- people, not periods ---------------------------------------------------------------------------------------------------


def test_a_second_term_adds_no_guest(client: Client) -> None:
    ana = builders.person("Ana Anić")
    builders.appointment(ana, starts_on="2019", ends_on="2020")
    builders.appointment(ana, starts_on="2025")
    page = listed(client)
    assert "1 guest<" in page
    assert page.count("Ana Anić") == 1
    assert in_order(page, "since", "2025", "2019", "2020", "former")


def test_guests_stand_by_family_name(client: Client) -> None:
    for name in ("Zora Abić", "Ana Marić", "Ben Čavić"):
        builders.appointment(builders.person(name))
    assert in_order(listed(client), "Zora Abić", "Ben Čavić", "Ana Marić")


def test_the_page_is_of_the_person_with_all_public_terms(client: Client) -> None:
    project = builders.project("Pain Medicine")
    graz = builders.institution("Graz")
    ana = builders.person("Ana Anić", title="Professor", institution=graz, field="cardiology", biography="<p>Teaches hearts.</p>")
    builders.appointment(ana, starts_on="2019", ends_on="2020", topics="Old topics")
    builders.appointment(
        ana, starts_on="2025", project=project, department="Internal Medicine", home_institution=builders.institution("Wien")
    )
    builders.appointment(ana, starts_on="2027", topics="Still a draft", is_published=False)
    page = content(shown(client, "/visiting-professors/ana-anic/"))
    assert in_order(
        page,
        "Professor Ana Anić",
        "Teaches hearts.",
        "Graz",
        "cardiology",
        "2025",
        "Internal Medicine",
        "Wien",
        "Pain Medicine",
        "2019",
        "former",
        "Old topics",
    )
    assert {graz.get_absolute_url(), project.get_absolute_url()} <= set(links(page))
    assert "Still a draft" not in page


def test_a_guest_of_a_draft_or_idea_does_not_tell_it(client: Client) -> None:
    drafts = builders.project("A draft", is_published=False), builders.project("An idea", stage="idea")
    for project in drafts:
        title = str(project.title)
        appointment = builders.appointment(builders.person(title.replace("A", "B")), project=project)
        assert title not in shown(client, appointment.get_absolute_url())


def test_the_decision_is_for_staff(client: Client) -> None:
    appointment = builders.appointment(decision_number="18/3.210/26", decided_on="2026-02-01")
    for page in (listed(client), shown(client, appointment.get_absolute_url())):
        assert "18/3.210/26" not in page
        assert "1 February 2026" not in page


# -- consent ---------------------------------------------------------------------------------------------------------------


def hidden(**values: Any) -> Person:
    facts = {"title": "Professor", "field": "xyzzylogy", "website": "https://xyzzy.example/", "biography": "<p>Xyzzy.</p>"}
    return builders.person(SECRET, has_consent=False, **facts | values)


def test_without_consent_no_page_says_the_name(client: Client) -> None:
    graz = builders.institution("Graz")
    project = builders.project()
    appointment = builders.appointment(
        hidden(institution=graz), home_institution=graz, project=project, topics="Xyzzy studies", starts_on="2025"
    )
    assert not appointment.has_page
    for path in (LIST, f"{LIST}?q=graz", f"{LIST}?country=AT", graz.get_absolute_url(), project.get_absolute_url()):
        html = shown(client, path)
        assert "Name not published" in html, path
        assert "xyzzy" not in html.lower(), path
        assert "quux" not in html.lower(), path
    assert "1 guest from 1 country" in listed(client)


def test_without_consent_there_is_no_page_and_no_redirect_to_one(client: Client) -> None:
    ana = builders.person("Ana Anić")
    builders.appointment(ana)
    ana = Person.objects.get(pk=ana.pk)
    ana.slug = "ana"
    ana.save()
    assert client.get(f"{LIST}ana-anic/").headers["Location"] == f"{LIST}ana/"
    assert client.get(f"{LIST}ana/").status_code == 200
    ana.has_consent = False
    ana.save()
    for slug in ("ana", "ana-anic"):
        assert client.get(f"{LIST}{slug}/").status_code == 404


@pytest.mark.parametrize("words", ["xyzzy", "quux", "XYZZY QUUX", "xyzzylogy"])
def test_a_search_does_not_tell_who_is_hidden(client: Client, words: str) -> None:
    builders.appointment(hidden())
    builders.appointment(builders.person("Ana Anić"))
    assert "Nothing matches" in listed(client, f"?q={words}")


def test_the_place_in_the_order_does_not_tell_the_name(client: Client) -> None:
    first = builders.appointment(builders.person("Aaa Aaa", has_consent=False), department="One")
    builders.appointment(builders.person("Mmm Mmm"))
    before = listed(client)
    assert in_order(before, "Mmm Mmm", "Name not published")
    person = Person.objects.get(pk=first.person.pk)
    person.name = {"en": "Zzz Zzz"}
    person.save()
    assert listed(client) == before


@pytest.mark.parametrize("values", [{"is_published": False}, {"is_published": False, "has_consent": False}])
def test_a_person_who_is_a_draft_is_not_even_counted(client: Client, values: dict[str, bool]) -> None:
    builders.appointment(builders.person(SECRET, **values))
    page = listed(client)
    assert "No visiting professors are listed at present." in page
    assert "xyzzy" not in page.lower()
    shown(client, f"{LIST}xyzzy-quux/", 404)


def test_a_person_without_public_terms_has_no_page(client: Client) -> None:
    builders.person("Ana Anić")
    builders.appointment(builders.person("Ben Draft"), is_published=False)
    for slug in ("ana-anic", "ben-draft", "nobody"):
        shown(client, f"{LIST}{slug}/", 404)


# -- filters and counts ----------------------------------------------------------------------------------------------------


def test_filters_find_terms_and_show_people(client: Client) -> None:
    builders.home()
    ana = builders.person("Ana Anić", institution=builders.institution("Graz"))
    builders.appointment(ana, starts_on="2019", ends_on="2020")
    builders.appointment(ana, starts_on="2025-10", ends_on="2026-09")
    builders.appointment(
        builders.person("Ben Former", institution=builders.institution("Tuzla", country="BA")), starts_on="2018", ends_on="2019"
    )
    for query, ana_is_in, ben_is_in in [
        ("year=2019", True, True),
        ("year=2026", True, False),
        ("term=current", True, False),
        ("term=former", True, True),
        ("country=AT", True, False),
        ("country=BA", False, True),
        ("q=anic", True, False),
        ("q=tuzla", False, True),
    ]:
        page = listed(client, f"?{query}")
        assert ("Ana Anić" in page, "Ben Former" in page) == (ana_is_in, ben_is_in), query
        assert f"{ana_is_in + ben_is_in} guest" in page, query


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?country=1'--", "Unknown value for “Country”"),
        ("?country=XX", "Unknown value for “Country”"),
        ("?year=abc", "Unknown value for “Year”"),
        ("?year=99999999999999999999", "Unknown value for “Year”"),
        ("?term=future", "Unknown value for “Appointment”"),
        (f"?page={10**200}", "There is no such page"),
        ("?page=", "There is no such page"),
        ("?sort=name&q=", "1 guest"),
    ],
)
def test_nonsense_in_the_address_is_said_and_shows_everything(client: Client, query: str, message: str) -> None:
    builders.appointment(builders.person("Ana Anić"))
    page = listed(client, query)
    assert message in page
    assert "Ana Anić" in page
    assert "1'--" not in page


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "years"),
    [
        ("2024-10", "2025-09", [2024, 2025]),
        ("2024", "", [2024, 2025, 2026]),
        ("2026-12", "2028", [2026]),
        ("2027", "", []),
        ("2027", "2028", []),
        ("", "2020", [2020]),
        ("", "2030", []),
        ("", "", []),
        ("2020", "2020", [2020]),
    ],
)
def test_the_years_in_which_a_term_holds_in_the_row_and_in_the_query_alike(starts_on: str, ends_on: str, years: list[int]) -> None:
    builders.appointment(starts_on=starts_on, ends_on=ends_on)
    assert list(years_of(starts_on, ends_on)) == years
    assert [year for year in range(2018, 2032) if Appointment.objects.in_year(year).exists()] == years


def test_a_year_counts_everybody_once(client: Client) -> None:
    ana = builders.person("Ana Anić")
    builders.appointment(ana, starts_on="2024-01", ends_on="2024-03")
    builders.appointment(ana, starts_on="2024-10", ends_on="2025-02")
    builders.appointment(hidden(), starts_on="2024", ends_on="2024")
    builders.appointment(builders.person("Draft"), starts_on="2024", is_published=False)
    published = AppointmentFilter(queryset=Appointment.objects.published().with_group())
    assert published.occurring["year"] == {"2025": 1, "2024": 2}
    assert in_order(listed(client), "Visiting professors per year", "2025", ">1<", "2024", ">2<")


def test_without_dates_there_is_no_table_of_years_and_no_column_of_periods(client: Client) -> None:
    builders.appointment()
    page = listed(client)
    assert "Visiting professors per year" not in page
    assert "Period" not in page
    assert "Home institution" not in page


def test_an_empty_list_still_says_what_the_office_knows(client: Client) -> None:
    builders.figure(subject="visiting_professors", low=10, qualifier="over", is_yearly=True)
    builders.institution("Mayo Clinic", country="US", city="Rochester", relation="affiliation")
    builders.institution("Secret Clinic", relation="affiliation", is_published=False)
    page = listed(client)
    assert in_order(
        page,
        "over 10",
        "each year",
        "No visiting professors are listed at present.",
        "Our guests have come from",
        "Mayo Clinic",
        "Rochester",
    )
    assert "Secret" not in page
    assert "<table" not in page
    assert "<form" not in page


def test_a_section_that_is_off_has_no_pages_and_no_links(client: Client, office: Profile) -> None:
    graz = builders.institution("Graz")
    appointment = builders.appointment(home_institution=graz)
    assert appointment.get_absolute_url() in links(shown(client, graz.get_absolute_url()))
    office.sections = ["partners"]
    office.save()
    for path in (LIST, appointment.get_absolute_url()):
        shown(client, path, 404)
    assert appointment.get_absolute_url() not in links(shown(client, graz.get_absolute_url()))


def test_institutions_and_projects_show_their_guests(client: Client) -> None:
    graz, project = builders.institution("Graz"), builders.project()
    appointment = builders.appointment(builders.person("Ana Anić"), home_institution=graz, project=project, starts_on="2025")
    builders.appointment(appointment.person, home_institution=graz, starts_on="2020")
    for heading, path in {
        "Visiting professors from here": graz.get_absolute_url(),
        "Guests funded by this project": project.get_absolute_url(),
    }.items():
        page = content(shown(client, path))
        assert in_order(page, heading, "Ana Anić", "2025")
        assert links(page).count(appointment.get_absolute_url()) == 1


def test_the_guests_of_a_project_stand_by_name_wherever_they_come_from(client: Client) -> None:
    builders.home(country="BA")
    project = builders.project()
    for name, country in (("Zora", "BA"), ("Ana", "AT"), ("Maja", "BA")):
        builders.appointment(builders.person(name), home_institution=builders.institution(country=country), project=project)
    assert in_order(content(shown(client, project.get_absolute_url())), "Guests funded by this project", "Ana", "Maja", "Zora")


def test_two_countries_are_ours_where_profile_and_institution_differ(office: Profile) -> None:
    make_guests()
    builders.home(country="BA")
    office.country = "AT"
    office.save()
    assert groups() == ALL_TOLD | {"country": ALL_TOLD["country"] | {"Far"}, "abroad": {"Said abroad"}}


@pytest.mark.parametrize("path", [LIST, f"{LIST}?term=current&q=a", "detail", "institution", "project"])
def test_more_rows_cost_no_more_queries(client: Client, path: str) -> None:
    builders.home()
    graz, project = builders.institution("Graz"), builders.project()

    def price(number: int) -> int:
        for _ in range(number):
            ana = builders.person("Ana Anić", institution=builders.institution())
            for _term in range(number):
                builders.appointment(ana, home_institution=graz, project=project, starts_on="2025")
        addresses = {"detail": f"{LIST}{ana.slug}/", "institution": graz.get_absolute_url(), "project": project.get_absolute_url()}
        return cost(client, addresses.get(path, path))

    assert price(1) == price(3)


@pytest.mark.parametrize(("number", "is_all"), [(40, True), (41, False)])
def test_where_guests_come_from_is_a_glance_and_no_register(client: Client, number: int, is_all: bool) -> None:
    builders.appointment(builders.person())
    for place in range(number):
        builders.institution(f"Clinic {place:02}", relation="affiliation")
    page = listed(client)
    assert page.count("Clinic") == 40
    assert ("There are more of them" not in page) == is_all


def test_of_two_terms_the_newest_is_listed_and_what_has_no_date_is_older() -> None:
    person = builders.person()
    undated, first, second = (builders.appointment(person, starts_on=day) for day in ("", "2019", "2019"))
    assert list(Appointment.objects.one_per_person()) == [second]
    second.delete()
    assert list(Appointment.objects.one_per_person()) == [first]
    first.delete()
    assert list(Appointment.objects.one_per_person()) == [undated]
