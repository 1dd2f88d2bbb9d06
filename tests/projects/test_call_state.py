"""When a call is open: one table of rules, to the minute, on the clocks of its deadline; the database reads it as Python does."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings, strategies as st

from intlcoop.base.clock import zones
from projects.models import Call
from projects.models.deadline import SOON, State
from tests import builders
from tests.pages import content, shown

pytestmark = pytest.mark.django_db

HOME = ZoneInfo("Europe/Sarajevo")  # the office's own zone in the tests' settings
NOW = datetime.datetime(2027, 3, 10, 9, 30, tzinfo=datetime.UTC)
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
ZONES = [
    "Europe/Sarajevo",
    "Europe/Brussels",
    "UTC",
    "Asia/Tokyo",
    "America/New_York",
    "Asia/Kolkata",
    "Africa/Cairo",
    "Pacific/Kiritimati",
]


def at(text: str, zone: ZoneInfo = HOME, fold: int = 0) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(datetime.UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the clock on the wall, for everything that asks."""

    def set_to(moment: datetime.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


near = st.builds(lambda days: NOW.date() + days * DAY, st.sampled_from([-1, 0, 1, 13, 14, 15, 16, 17, 18, 19]) | st.integers(-500, 500))
times = st.none() | st.sampled_from([datetime.time(0), datetime.time(2, 30), datetime.time(12), datetime.time(23, 59)]) | st.times()
facts = st.fixed_dictionaries(
    {"opens_on": st.none() | near, "deadline_on": st.none() | near, "deadline_time": times, "deadline_zone": st.sampled_from(ZONES)}
).filter(lambda row: not row["opens_on"] or not row["deadline_on"] or row["opens_on"] <= row["deadline_on"])
moments = st.builds(
    lambda day, minutes: datetime.datetime.combine(day, datetime.time(), datetime.UTC) + minutes * MINUTE, near, st.integers(0, 1439)
)


def unsaved(number: int, row: dict[str, Any]) -> Call:
    call = Call(slug=f"c-{number}", title="A", is_for_students=True, **row if row["deadline_on"] else row | {"deadline_time": None})
    call.closes_at = call.closing_moment()
    return call


@settings(max_examples=15, deadline=None)
@given(st.lists(facts, min_size=30, max_size=60), moments, st.integers(0, 40), st.booleans())
def test_the_query_and_the_row_say_the_same(
    rows: list[dict[str, Any]], moment: datetime.datetime, days: int, is_at_the_deadline: bool
) -> None:
    Call.objects.all().delete()
    made = Call.objects.bulk_create([unsaved(number, row) for number, row in enumerate(rows)])
    if is_at_the_deadline:
        moment = next((call.closes_at for call in made if call.closes_at), moment)
    computed = list(Call.objects.with_state(moment))
    assert [(row.pk, row.state_now) for row in computed] == [(row.pk, row.state_at(moment).value) for row in computed]
    of = {state: {row.pk for row in computed if row.state_now == state} for state in State}
    open_now = of[State.OPEN] | of[State.CLOSING_SOON] | of[State.NO_DEADLINE]
    assert {row.pk for row in Call.objects.open_now(moment)} == open_now
    assert {row.pk for row in Call.objects.closed(moment)} == of[State.CLOSED]
    assert {row.pk for row in Call.objects.not_closed(moment)} == {row.pk for row in computed} - of[State.CLOSED]
    last = timezone.localdate(moment) + days * DAY
    within = {
        row.pk for row in computed if row.pk in open_now and row.closes_at and timezone.localdate(row.closes_at - MINUTE / 60) <= last
    }
    assert {row.pk for row in Call.objects.closing_within(days, moment)} == within
    assert {row.pk for row in Call.objects.closing_within(SOON, moment)} == of[State.CLOSING_SOON]


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        ({}, State.NO_DEADLINE),
        ({"opens_on": "2027-03-10"}, State.NO_DEADLINE),
        ({"opens_on": "2027-03-11"}, State.UPCOMING),
        ({"opens_on": "2027-03-11", "deadline_on": "2027-03-12"}, State.UPCOMING),
        ({"opens_on": "2027-03-10", "deadline_on": "2027-03-10"}, State.CLOSING_SOON),
        ({"deadline_on": "2027-03-09"}, State.CLOSED),
        ({"deadline_on": "2027-03-10", "deadline_time": "10:30"}, State.CLOSED),  # 10:30 in Sarajevo is now
        ({"deadline_on": "2027-03-10", "deadline_time": "10:31"}, State.CLOSING_SOON),
        ({"deadline_on": "2027-03-10", "deadline_time": "09:31", "deadline_zone": "UTC"}, State.CLOSING_SOON),
        ({"deadline_on": "2027-03-10", "deadline_time": "09:31", "deadline_zone": "Asia/Tokyo"}, State.CLOSED),
        ({"deadline_on": "2027-03-24"}, State.CLOSING_SOON),
        ({"deadline_on": "2027-03-25"}, State.OPEN),
        ({"deadline_on": "2027-03-24", "deadline_zone": "UTC"}, State.OPEN),  # which is the 25th, 00:59, of the office
    ],
)
def test_what_the_dates_mean(dates: dict[str, Any], state: State) -> None:
    made = builders.call(**dates)
    assert made.state_at(NOW) == state
    assert Call.objects.with_state(NOW).get().state == state


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "day", ["2027-03-28", "2027-10-31", "2027-03-14", "2027-11-07", "2028-02-29", "2027-12-31", "2026-04-23", "2026-04-24"]
)
@pytest.mark.parametrize("time", [None, "12:00", "23:59"])
def test_it_flips_in_the_minute_of_the_deadline(zone: str, day: str, time: str | None) -> None:
    """Also on both days of the clock change, in Europe, America and Egypt (where it is at midnight)."""
    made = builders.call(deadline_on=day, deadline_time=time, deadline_zone=zone)
    last = at(f"{day}T{time if time == '12:00' else '23:59'}", ZoneInfo(zone))
    last -= MINUTE if time == "12:00" else 0 * MINUTE  # the whole minute of 23:59 belongs to the day, 12:00 is over
    for moment, is_open in ((last, True), (last + MINUTE * 0.99, True), (last + MINUTE, False)):
        assert made.state_at(moment).is_open == is_open, moment
        assert Call.objects.open_now(moment).exists() == is_open, moment


def test_a_time_that_the_clocks_jump_over_is_told_at_its_field() -> None:
    with pytest.raises(ValidationError) as told:
        builders.call(deadline_on="2027-03-28", deadline_time="02:30")
    assert list(told.value.message_dict) == ["deadline_time"]
    assert "jump over" in told.value.message_dict["deadline_time"][0]
    builders.call(deadline_on="2027-03-28", deadline_time="02:30", deadline_zone="Asia/Tokyo")
    builders.call(deadline_on="2027-03-28", deadline_time="03:00")


def test_a_time_that_comes_twice_means_the_second_one() -> None:
    made = builders.call(deadline_on="2027-10-31", deadline_time="02:30")
    assert made.closes_at == at("2027-10-31T02:30", fold=1) == at("2027-10-31T02:30", fold=0) + 60 * MINUTE
    assert made.deadline_clock == "02:30 (CET, UTC+1)"


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        ({"deadline_on": "2027-03-10", "deadline_time": "12:00"}, "closes today at 12:00 (CET, UTC+1)"),
        ({"deadline_on": "2027-03-10"}, "closes today at 23:59 (CET, UTC+1)"),
        ({"deadline_on": "2027-03-11"}, "closes tomorrow"),
        ({"deadline_on": "2027-03-11", "deadline_time": "00:00"}, "closes today at 23:59 (CET, UTC+1)"),
        ({"deadline_on": "2027-03-11", "deadline_time": "01:00", "deadline_zone": "Asia/Tokyo"}, "closes today at 17:00 (CET, UTC+1)"),
        ({"deadline_on": "2027-03-10", "deadline_zone": "UTC"}, "closes tomorrow"),
        (
            {"deadline_on": "2027-03-10", "deadline_time": "17:00", "deadline_zone": "America/New_York"},
            "closes today at 23:00 (CET, UTC+1)",
        ),
        (
            {"deadline_on": "2027-03-10", "deadline_time": "18:00", "deadline_zone": "America/New_York"},
            "closes today at 23:59 (CET, UTC+1)",
        ),
        ({"deadline_on": "2027-03-12"}, "2 days left"),
        ({"deadline_on": "2028-03-10"}, "366 days left"),
        ({"deadline_on": "2027-03-09"}, ""),
        ({"opens_on": "2027-03-11", "deadline_on": "2027-03-12"}, ""),
        ({}, ""),
    ],
)
def test_days_left_are_those_of_the_offices_calendar(clock: Any, deadline: dict[str, Any], words: str) -> None:
    clock(NOW)
    assert builders.call(**deadline).days_left_in_words == words
    assert Call.objects.with_state().get().days_left_in_words == words


@pytest.mark.parametrize(
    ("values", "clock_words"),
    [
        ({"deadline_on": "2027-06-30"}, "23:59 (CEST, UTC+2)"),
        ({"deadline_on": "2027-06-30", "deadline_time": "00:00"}, "00:00 (CEST, UTC+2)"),
        ({"deadline_on": "2027-12-31", "deadline_time": "23:59:59", "deadline_zone": "UTC"}, "23:59 (UTC)"),
        ({"deadline_on": "2027-03-28"}, "23:59 (CEST, UTC+2)"),
        ({"deadline_on": "2027-03-28", "deadline_time": "01:00"}, "01:00 (CET, UTC+1)"),
        ({"deadline_on": "2027-10-31"}, "23:59 (CET, UTC+1)"),
        ({"deadline_on": "2026-04-23", "deadline_zone": "Africa/Cairo"}, "23:59 (EET, UTC+2)"),
        ({}, ""),
    ],
)
def test_the_deadline_is_told_on_the_clocks_of_its_zone(values: dict[str, Any], clock_words: str) -> None:
    assert builders.call(**values).deadline_clock == clock_words


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31", "2027-12-31", "2028-02-29"])
def test_the_days_left_go_down_at_the_offices_midnight(clock: Any, day: str) -> None:
    made = builders.call(deadline_on=(datetime.date.fromisoformat(day) + 3 * DAY).isoformat())
    clock(at(f"{day}T23:59"))
    assert made.days_left == 3
    clock(at(f"{day}T23:59") + MINUTE)
    assert made.days_left == 2


def test_the_page_says_closed_in_the_minute_of_the_deadline_and_stays(client: Client, clock: Any) -> None:
    builders.office()
    call = builders.call(deadline_on="2027-03-28", deadline_time="12:00", deadline_zone="Europe/Brussels")
    clock(at("2027-03-28T11:59"))
    assert "closes today at 12:00 (CEST, UTC+2)" in content(shown(client, "/calls/"))
    assert "Open calls" in content(shown(client, "/"))
    clock(at("2027-03-28T12:00"))
    assert "No calls are open" in content(shown(client, "/calls/"))
    assert "Open calls" not in content(shown(client, "/"))
    page = content(shown(client, call.get_absolute_url()))
    assert 'Closed on <time datetime="2027-03-28">28 March 2027</time>' in page
    assert "closes" not in page


def test_a_call_opens_at_the_offices_midnight(client: Client, clock: Any) -> None:
    builders.office()
    builders.call(opens_on="2028-01-01")
    for moment, words in ((at("2027-12-31T23:59"), 'Opens on <time datetime="2028-01-01">'), (at("2028-01-01T00:00"), "No deadline")):
        clock(moment)
        assert words in content(shown(client, "/calls/"))


@pytest.mark.parametrize("day", ["0001-01-01", "1949-12-31", "2200-01-01", "9999-12-31"])
@pytest.mark.parametrize("field", ["opens_on", "deadline_on"])
def test_a_year_that_nobody_means_is_told(field: str, day: str) -> None:
    call = Call(title="A", is_for_students=True, **{field: datetime.date.fromisoformat(day)})
    with pytest.raises(ValidationError) as told:
        call.clean_fields()
    assert list(told.value.message_dict) == [field]


@pytest.mark.parametrize("zone", ["", "CET+1", "Europe/Atlantis", "../etc/passwd", "europe/brussels"])
def test_a_zone_that_is_none_is_told(zone: str) -> None:
    with pytest.raises(ValidationError) as told:
        builders.call(deadline_on="2027-03-10", deadline_zone=zone)
    assert "deadline_zone" in told.value.message_dict


def test_every_zone_of_the_world_has_an_end_of_the_day() -> None:
    for zone in zones():
        for day in (datetime.date(1950, 1, 1), datetime.date(2026, 4, 23), datetime.date(2199, 12, 31)):
            call = Call(deadline_on=day, deadline_zone=zone)
            end = call.closing_moment()
            assert end is not None
            assert abs(end - datetime.datetime.combine(day + DAY, datetime.time(), datetime.UTC)) < DAY, zone
