"""The list of events and the page of one, as visitors read them."""

import datetime
import re

import pytest
from django.test import Client
from pytest_django import Settings

from intlcoop.base.clock import today
from intlcoop.profile.models import Profile
from news.models import Event, EventCountry
from news.views import times_of
from partners.models import Figure, Person
from tests import builders
from tests.pages import content, cost, shown
from visitors.models import Appointment

pytestmark = pytest.mark.django_db
NEXT_WEEK = (today() + datetime.timedelta(days=7)).isoformat()
NEXT_YEAR = str(today().year + 1)


@pytest.fixture(autouse=True)
def office() -> Profile:
    return builders.office(languages=["en", "sr"])


def main(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", content(shown(client, address)))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def titles(html: str) -> list[str]:
    return [words(title).strip() for title in re.findall(r'<h[23] class="row-title">(.*?)</h[23]>', html)]


def test_upcoming_come_first_then_undated_then_past_backwards(client: Client) -> None:
    builders.event("Past long ago", starts_on="1999")
    builders.event("Undated")
    builders.event("Next year", starts_on=NEXT_YEAR)
    builders.event("Past lately", starts_on="2020-10", ends_on="2020-11")
    builders.event("Next week", starts_on=NEXT_WEEK)
    builders.event("Running", starts_on="2001", ends_on=NEXT_YEAR)
    page = main(client, "/events/")
    assert titles(page) == ["Running", "Next week", "Next year", "Undated", "Past lately", "Past long ago"]
    assert re.findall(r'<h2 class="country">(.*?)</h2>', page) == ["Upcoming", "Held regularly, or dates not given", "Past"]
    assert "6 events" in page


def test_what_is_held_regularly_is_never_over(client: Client) -> None:
    builders.event("Summer school", starts_on="2015", is_recurring=True)
    builders.event("Series that ended", starts_on="2015", ends_on="2018", is_recurring=True)
    page = main(client, "/events/")
    assert titles(page) == ["Summer school", "Series that ended"]
    assert "since 2015" in words(page)
    assert titles(main(client, "/events/?when=past")) == ["Series that ended"]


def test_one_day_is_not_since_that_day(client: Client) -> None:
    event = builders.event(starts_on="2026-03-12")
    several = builders.event("Several days", starts_on="2026-03-12", ends_on="2026-03-14")
    assert "12 March 2026" in words(main(client, event.get_absolute_url()))
    assert "since" not in words(main(client, event.get_absolute_url()))
    assert "12 – 14 March 2026" in words(main(client, several.get_absolute_url()))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=cardiology", ["Days of Cardiology"]),
        ("q=КАРДИОЛОГИЈЕ", ["Days of Cardiology"]),
        ("q=minsk", ["Seminar on Burns"]),
        ("kind=seminar", ["Seminar on Burns"]),
        ("mode=online", ["Teleconference"]),
        ("when=upcoming", ["Days of Cardiology"]),
        ("when=past", ["Teleconference", "Seminar on Burns"]),
        ("sort=oldest", ["Seminar on Burns", "Teleconference", "Days of Cardiology"]),
        ("sort=newest", ["Days of Cardiology", "Teleconference", "Seminar on Burns"]),
        ("kind=seminar&mode=online", []),
        ("kind=nonsense&when=never&page=99", ["Days of Cardiology", "Teleconference", "Seminar on Burns"]),
    ],
)
def test_filters_and_sorts(client: Client, query: str, expected: list[str]) -> None:
    builders.event({"en": "Days of Cardiology", "sr": "Дани кардиологије"}, starts_on=NEXT_YEAR, kind="conference", mode="hybrid")
    builders.event("Seminar on Burns", starts_on="2010", kind="seminar", place="Minsk")
    builders.event("Teleconference", starts_on="2015", kind="teleconference", mode="online")
    page = main(client, f"/events/?{query}")
    assert titles(page) == expected
    assert ("Nothing matches these filters." in page) == (not expected)
    assert page.count("Unknown value") == (2 if "nonsense" in query else 0)


def test_only_kinds_that_occur_are_offered(client: Client) -> None:
    builders.event(kind="seminar")
    builders.event("Another", kind="lecture")
    builders.event("Draft", kind="forum", is_published=False)
    page = main(client, "/events/")
    assert '<option value="seminar">' in page
    assert '<option value="forum">' not in page


def test_stated_figures_stand_above_the_list(client: Client) -> None:
    Figure.objects.create(subject="events_held", low=12, qualifier="over", is_published=True)
    Figure.objects.create(subject="students_abroad", low=77, is_published=True)
    assert "over 12" in words(main(client, "/events/"))
    assert "77" not in words(main(client, "/events/"))


def test_a_title_alone_makes_a_page_without_empty_labels(client: Client) -> None:
    page = main(client, builders.event("Meeting of Deans").get_absolute_url())
    assert re.findall(r"<dt>(.*?)</dt>", page) == ["Kind"]
    assert not re.search(r"<dd>\s*</dd>", page)
    assert 'href=""' not in page


def test_the_page_says_what_is_known(client: Client) -> None:
    organiser = builders.institution("Medical University of Graz")
    centre, project = builders.centre(name="Centre of Oncology"), builders.project("Medical Physics")
    event = builders.event(
        starts_on="2027-03-12", start_time=datetime.time(10), end_time=datetime.time(16, 30), mode="hybrid", place="Banja Luka",
        website="https://example.edu/days", organiser=organiser, centre=centre, project=project, has_other_countries=True,
        description="<p>About hearts.</p>",
    )  # fmt: skip
    for order, country in enumerate(["PL", "GE"]):
        EventCountry.objects.create(event=event, country=country, order=order)
    page = main(client, event.get_absolute_url())
    for words_ in ("12 March 2027", "10:00–16:30 (CET, UTC+1)", "On site and online", "Banja Luka", "About hearts."):
        assert words_ in words(page), words_
    assert "Poland, Georgia and others" in page
    for address in (organiser.get_absolute_url(), centre.get_absolute_url(), project.get_absolute_url(), "https://example.edu/days"):
        assert f'href="{address}"' in page, address


def test_what_has_no_public_page_is_no_link(client: Client, office: Profile) -> None:
    event = builders.event(
        organiser=builders.home(), centre=builders.centre(name="Draft centre", is_published=False),
        project=builders.project("Idea of a project", stage="idea"),
    )  # fmt: skip
    page = main(client, event.get_absolute_url())
    assert "Faculty of Medicine" in page
    assert "Draft centre" not in page
    assert "Idea of a project" not in page
    Event.objects.update(centre=builders.centre(name="Known centre"), project=builders.project("Known project"))
    office.sections = ["events"]
    office.save()
    page = main(client, event.get_absolute_url())
    assert "Known centre" in page
    assert "Known project" in page
    assert not re.search(r'href="/(centres|projects|partners)/', page)


def test_a_professor_is_named_only_with_consent(client: Client) -> None:
    person = builders.person("Vera Vasić")
    term = Appointment.objects.create(person=person, is_published=True)
    event = builders.event("Guest lecture", appointment=term)
    assert f'href="{term.get_absolute_url()}"' in main(client, event.get_absolute_url())
    Person.objects.update(has_consent=False)
    assert "rofessor" not in main(client, event.get_absolute_url())
    Person.objects.update(has_consent=True)
    Appointment.objects.update(is_published=False)
    assert "Vasić" not in main(client, event.get_absolute_url())


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("Europe/Sarajevo", "2026-07-01", "10:00 (CEST, UTC+2)"),
        ("Europe/Minsk", "2026-07-01", "10:00 (UTC+3)"),
        ("Asia/Kolkata", "2026-07-01", "10:00 (IST, UTC+5:30)"),
        ("America/New_York", "2026-01-01", "10:00 (EST, UTC-5)"),
        ("UTC", "2026-01-01", "10:00 (UTC)"),
    ],
)
def test_times_name_the_offices_zone(settings: Settings, zone: str, day: str, expected: str) -> None:
    settings.TIME_ZONE = zone
    assert times_of(Event(starts_on=day, start_time=datetime.time(10))) == expected


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_a_changed_plan_is_said_first(client: Client, status: str) -> None:
    event = builders.event(status=status, starts_on=NEXT_YEAR)
    assert f"This event has been {status}." in main(client, event.get_absolute_url())
    assert status.capitalize() in words(main(client, "/events/"))


def test_drafts_and_a_section_that_is_off_do_not_exist(client: Client, office: Profile) -> None:
    draft, event = builders.event("Draft", is_published=False), builders.event()
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "Draft" not in main(client, "/events/")
    office.sections = []
    office.save()
    assert client.get("/events/").status_code == 404
    assert client.get(event.get_absolute_url()).status_code == 404


def test_nothing_to_list_says_so(client: Client) -> None:
    page = main(client, "/events/")
    assert "No events are listed yet." in page
    assert "<h2" not in page
    assert "0 events" not in page


def test_serbian_pages_show_serbian_and_mark_what_is_not(client: Client) -> None:
    event = builders.event({"en": "Days of Cardiology", "sr": "Дани кардиологије"}, place="Vienna")
    assert "Дани кардиологије" in main(client, "/sr/events/")
    assert f'href="/sr{event.get_absolute_url()}"' in main(client, "/sr/events/")
    assert "Дани кардиологије" in main(client, f"/sr{event.get_absolute_url()}")
    builders.event("Only in English")
    assert '<span lang="en">Only in English</span>' in main(client, "/sr/events/")


def full_event(title: str) -> Event:
    event = builders.event(
        title, starts_on="2019", organiser=builders.institution(f"Institution of {title}"), centre=builders.centre(name=f"Centre of {title}"),
        project=builders.project(f"Project of {title}"),
    )  # fmt: skip
    EventCountry.objects.create(event=event, country="PL")
    return event


def test_the_list_costs_the_same_for_any_number_of_events(client: Client) -> None:
    full_event("Event")
    cost_of_one = cost(client, "/events/")
    full_event("Second event")
    full_event("Third event")
    assert cost(client, "/events/") == cost_of_one
    assert cost_of_one <= 10


def test_the_page_costs_the_same_for_any_number_of_countries(client: Client) -> None:
    event = full_event("Event")
    cost_of_one = cost(client, event.get_absolute_url())
    for country in ["RS", "SI"]:
        EventCountry.objects.create(event=event, country=country)
    assert cost(client, event.get_absolute_url()) == cost_of_one
    assert cost_of_one == 4  # the office, the event with its relatives, its countries, its news
