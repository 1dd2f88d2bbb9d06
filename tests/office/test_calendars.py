"""Calendar files, read by a library that did not write them by hand: days, times, zones, what is cancelled."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from tests import builders
from tests.pages import links, shown

pytestmark = pytest.mark.django_db
SARAJEVO = ZoneInfo("Europe/Sarajevo")


def calendar(client: Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    return Calendar.from_ical(answer.content)


def entry(client: Client, path: str = "/api/events.ics") -> Any:
    (found,) = calendar(client, path).walk("VEVENT")
    return found


def test_a_whole_day_ends_on_the_next(client: Client) -> None:
    builders.office()
    builders.event(starts_on="2026-05-04")
    found = entry(client)
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (datetime.date(2026, 5, 4), datetime.date(2026, 5, 5))
    assert b"DTSTART;VALUE=DATE:20260504" in client.get("/api/events.ics").content


def test_several_days(client: Client) -> None:
    builders.office()
    builders.event(starts_on="2026-05-04", ends_on="2026-05-06")
    assert entry(client)["DTEND"].dt == datetime.date(2026, 5, 7)


def test_times_stand_on_the_offices_clocks_on_both_sides_of_a_change(client: Client) -> None:
    builders.office()
    builders.event(starts_on="2026-10-24", ends_on="2026-10-25", start_time="10:00", end_time="16:00")
    found, whole = entry(client), client.get("/api/events.ics").content
    assert b"DTSTART;TZID=Europe/Sarajevo:20261024T100000" in whole
    assert b"DTEND;TZID=Europe/Sarajevo:20261025T160000" in whole
    assert b"BEGIN:VTIMEZONE" in whole
    start, end = found["DTSTART"].dt.astimezone(datetime.UTC), found["DTEND"].dt.astimezone(datetime.UTC)
    assert (start.hour, end.hour) == (8, 15)


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ({"start_time": "10:00"}, None),
        ({"start_time": "10:00", "end_time": "10:00"}, None),
        ({"start_time": "10:00", "ends_on": "2026-05-05"}, datetime.datetime(2026, 5, 6, 0, 0, tzinfo=SARAJEVO)),
        ({"end_time": "16:00"}, datetime.date(2026, 5, 5)),
    ],
)
def test_an_end_that_nobody_said(client: Client, given: dict[str, str], end: Any) -> None:
    builders.office()
    builders.event(starts_on="2026-05-04", **given)
    found = entry(client)
    assert (found["DTEND"].dt if "DTEND" in found else None) == end


@pytest.mark.parametrize("given", [{}, {"starts_on": "2026"}, {"starts_on": "2026-05"}, {"starts_on": "2026-05-04", "ends_on": "2026-06"},
                                   {"starts_on": "9999-12-31"}, {"starts_on": "0001-01-01"}])  # fmt: skip
def test_a_month_is_no_entry(client: Client, given: dict[str, str]) -> None:
    builders.office()
    event = builders.event(**given)
    assert not calendar(client, "/api/events.ics").walk("VEVENT")
    assert client.get(f"/api/events/{event.slug}.ics").status_code == 404
    assert "Add to your calendar" not in shown(client, event.get_absolute_url())


def test_what_is_cancelled_says_so_and_each_change_counts(client: Client) -> None:
    builders.office()
    event = builders.event("Days; of, Cardiology\\", starts_on="2026-05-04", place="Hall 2", description="<p>Come &amp; see.</p>")
    path = f"/api/events/{event.slug}.ics"
    assert path in links(shown(client, event.get_absolute_url()))
    before = entry(client, path)
    assert (str(before["SUMMARY"]), str(before["LOCATION"]), str(before["DESCRIPTION"])) == (
        "Days; of, Cardiology\\",
        "Hall 2",
        "Come & see.",
    )
    assert before["STATUS"] == "CONFIRMED"
    event.status = "cancelled"
    event.save()
    type(event).objects.filter(pk=event.pk).update(updated_at=event.updated_at + datetime.timedelta(minutes=1))
    after = entry(client, path)
    assert after["STATUS"] == "CANCELLED"
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert after["URL"].endswith(event.get_absolute_url())


def test_a_postponed_event_is_not_certain(client: Client) -> None:
    builders.office()
    builders.event(starts_on="2026-05-04", status="postponed")
    found = entry(client)
    assert found["STATUS"] == "TENTATIVE"
    assert "postponed" in found["DESCRIPTION"]


def test_the_calendar_has_the_filter_and_the_language_of_the_list(client: Client) -> None:
    builders.office(languages=["en", "sr"])
    builders.event({"en": "Seminar", "sr": "Семинар"}, kind="seminar", starts_on="2150-05-04")
    builders.event("Forum", kind="forum", starts_on="2012-05-04")
    assert len(calendar(client, "/api/events.ics").walk("VEVENT")) == 2
    assert str(entry(client, "/sr/api/events.ics?when=upcoming")["SUMMARY"]) == "Семинар"


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ({"deadline_zone": "Europe/Brussels"}, "20300501T235900"),
        ({"deadline_zone": "Europe/Brussels", "deadline_time": "17:00"}, "20300501T170000"),
        ({"deadline_zone": "Europe/Kyiv", "deadline_time": "00:00"}, "20300501T000000"),
    ],
)
def test_a_deadline_stands_on_the_clocks_of_its_zone(client: Client, given: dict[str, str], moment: str) -> None:
    builders.office()
    call = builders.call("Stays in Ghent", deadline_on="2030-05-01", **given)
    builders.call("All year")
    builders.call("Draft", deadline_on="2030-05-01", is_published=False)
    found = entry(client, "/api/calls.ics")
    assert str(found["SUMMARY"]) == "Deadline: Stays in Ghent"
    assert f"DTSTART;TZID={given['deadline_zone']}:{moment}".encode() in client.get("/api/calls.ics").content
    assert "DTEND" not in found
    assert found["TRANSP"] == "TRANSPARENT"
    path = f"/api/calls/{call.slug}.ics"
    assert path in links(shown(client, call.get_absolute_url()))
    assert client.get(path).headers["Content-Disposition"] == f'attachment; filename="{call.slug}.ics"'


def test_a_draft_has_no_entry_even_for_staff_who_preview_it(client: Client, admin_client: Client) -> None:
    builders.office()
    event = builders.event(starts_on="2030-05-04", is_published=False)
    for visitor in (client, admin_client):
        assert visitor.get(f"/api/events/{event.slug}.ics").status_code == 404


def test_the_office_fits_into_an_address_book(client: Client) -> None:
    builders.office(office_name="Office; for, relations", street="Ulica 1", city={"en": "Zelengora"}, phone="+387 51 1", hours="Mon\nTue")
    answer = client.get("/office.vcf")
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:org"]
    assert "FN:Office\\; for\\, relations" in lines
    assert "ORG:University of Zelengora;Faculty of Medicine;Office\\; for\\, relations" in lines
    assert "ADR:;;Ulica 1;Zelengora;;;Bosnia and Herzegovina" in lines
    assert "NOTE:Mon\\nTue" in lines
    assert not [line for line in lines if line.endswith(":")]
    assert "/office.vcf" in links(shown(client, "/office/"))


def test_without_a_contact_there_is_no_card(client: Client) -> None:
    builders.office()
    assert client.get("/office.vcf").status_code == 404
