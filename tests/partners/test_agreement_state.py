"""The state of an agreement: one table of rules, and the database reads it as Python does."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given, settings, strategies as st

from intlcoop.base.clock import start_of
from intlcoop.base.partial_date import PartialDate
from partners.models import Agreement
from partners.models.agreement_state import PUBLIC_STATES, State
from tests.builders import agreement, office
from tests.pages import content, shown

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 12)
DAY = datetime.timedelta(days=1)
BOUNDARIES = [0, 1, -1, 183, 184, 185, -184, 365, -365]


def on_day(offset: int) -> str:
    return (TODAY + offset * DAY).isoformat()


near = st.builds(on_day, st.sampled_from(BOUNDARIES) | st.integers(-1200, 1200))
partial = st.just("") | st.builds(lambda day, length: day[:length], near, st.sampled_from([4, 7, 10, 10, 10]))
facts = st.fixed_dictionaries(
    {
        "signed_on": partial,
        "sent_on": partial,
        "starts_on": partial,
        "ends_on": partial,
        "terminated_on": partial,
        "is_renewed_automatically": st.booleans(),
        "is_in_preparation": st.booleans(),
    }
).filter(lambda row: not row["starts_on"] or not row["ends_on"] or PartialDate(row["starts_on"]).first <= PartialDate(row["ends_on"]).last)


@settings(max_examples=15, deadline=None)
@given(st.lists(facts, min_size=30, max_size=60), near.map(datetime.date.fromisoformat))
def test_the_query_and_the_row_say_the_same(rows: list[dict[str, Any]], today: datetime.date) -> None:
    """Each third one replaces the one before it."""
    Agreement.objects.update(predecessor=None)
    Agreement.objects.all().delete()
    made = Agreement.objects.bulk_create([Agreement(slug=f"a-{number}", **row) for number, row in enumerate(rows)])
    for old, new in zip(made[1::3], made[2::3], strict=False):
        Agreement.objects.filter(pk=new.pk).update(predecessor=old)
    computed = list(Agreement.objects.with_state(today))
    assert [(row.pk, row.state_now) for row in computed] == [(row.pk, row.state_on(today).value) for row in computed]
    by_state = {state: {row.pk for row in computed if row.state_now == state} for state in State}
    assert {row.pk for row in Agreement.objects.in_force(today)} == by_state[State.IN_FORCE] | by_state[State.EXPIRING]
    assert {row.pk for row in Agreement.objects.expiring(today)} == by_state[State.EXPIRING]
    over = by_state[State.EXPIRED] | by_state[State.TERMINATED] | by_state[State.RENEWED]
    assert {row.pk for row in Agreement.objects.not_over(today)} == {row.pk for row in computed} - over


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        ({}, State.ON_FILE),
        ({"signed_on": "2003"}, State.IN_FORCE),
        ({"signed_on": "2026-03-12"}, State.IN_FORCE),
        ({"signed_on": "2026-03-13"}, State.UPCOMING),
        ({"signed_on": "2003", "starts_on": "2026-03-13"}, State.SIGNED),
        ({"is_in_preparation": True}, State.DRAFT),
        ({"is_in_preparation": True, "starts_on": "2020", "ends_on": "2024"}, State.DRAFT),
        ({"is_in_preparation": True, "sent_on": "2026-03", "starts_on": "2020"}, State.SENT),
        ({"is_in_preparation": True, "sent_on": "2026-03", "signed_on": "2026-03-12"}, State.IN_FORCE),
        ({"signed_on": "2026-04", "starts_on": "2026"}, State.IN_FORCE),  # the year may have begun it
        ({"ends_on": "2026-03-11"}, State.EXPIRED),
        ({"ends_on": "2026-03-12"}, State.EXPIRING),  # the last day counts
        ({"ends_on": "2026-03"}, State.EXPIRING),
        ({"ends_on": on_day(184)}, State.EXPIRING),
        ({"ends_on": on_day(185)}, State.IN_FORCE),
        ({"ends_on": "2025"}, State.EXPIRED),
        ({"ends_on": "2025", "is_renewed_automatically": True}, State.IN_FORCE),
        ({"ends_on": "2026-03", "is_renewed_automatically": True}, State.IN_FORCE),
        ({"starts_on": "2027", "ends_on": "2028"}, State.UPCOMING),
        ({"starts_on": "2026-04", "ends_on": "2026-05"}, State.UPCOMING),
        ({"signed_on": "2003", "terminated_on": "2026-03-12"}, State.TERMINATED),
        ({"signed_on": "2003", "terminated_on": "2026-03-13"}, State.EXPIRING),
        ({"signed_on": "2003", "terminated_on": on_day(185)}, State.IN_FORCE),
        ({"signed_on": "2003", "terminated_on": "2026"}, State.TERMINATED),
        ({"ends_on": "2025", "terminated_on": "2024"}, State.TERMINATED),
        ({"ends_on": "2025", "is_renewed_automatically": True, "terminated_on": "2026-01"}, State.TERMINATED),
    ],
)
def test_what_the_dates_mean(dates: dict[str, Any], state: State) -> None:
    made = agreement(**{"signed_on": ""} | dates)
    assert made.state_on(TODAY) == state
    assert Agreement.objects.with_state(TODAY).get().state == state


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ({"ends_on": "2025"}, {"starts_on": "2026"}, State.RENEWED),
        ({"ends_on": "2025"}, {"starts_on": "2026", "is_in_preparation": True}, State.EXPIRED),  # promised is not signed
        ({"ends_on": "2025"}, {"starts_on": "2026-04"}, State.EXPIRED),  # a gap between the two
        ({"ends_on": "2026-03"}, {"signed_on": "2026-03-01"}, State.EXPIRING),  # the old one holds to its last day
        ({"signed_on": "2003"}, {"starts_on": "2026"}, State.RENEWED),
        ({"ends_on": "2020", "is_renewed_automatically": True}, {"starts_on": "2026"}, State.RENEWED),
        ({"ends_on": "2025", "terminated_on": "2024"}, {"starts_on": "2026"}, State.TERMINATED),
        ({"ends_on": "2025"}, {"signed_on": ""}, State.EXPIRED),
    ],
)
def test_what_replaces_it_counts_from_its_beginning_once_it_is_signed(old: dict[str, Any], new: dict[str, Any], state: State) -> None:
    first = agreement(**{"signed_on": ""} | old)
    agreement(first.parties.get().institution, **{"signed_on": "", "predecessor": first} | new)
    assert Agreement.objects.with_state(TODAY).get(pk=first.pk).state == state
    assert Agreement.objects.get(pk=first.pk).state_on(TODAY) == state


def test_before_it_is_signed_it_is_public_for_nobody() -> None:
    made = agreement(signed_on="", is_in_preparation=True, is_published=True)
    assert not made.is_public
    assert not Agreement.objects.published().exists()
    Agreement.objects.update(signed_on="2026-03-12")
    assert Agreement.objects.get().is_public
    assert Agreement.objects.published().exists()
    assert {state for state in State if state.is_for_staff} == set(State) - set(PUBLIC_STATES) == {State.DRAFT, State.SENT}


def test_the_state_of_today_needs_no_query_to_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    made = agreement(ends_on="2026-03-12")
    for day, state in ((TODAY, State.EXPIRING), (TODAY + DAY, State.EXPIRED)):
        for module in ("agreement_life", "agreement_state"):
            monkeypatch.setattr(f"partners.models.{module}.today", lambda day=day: day)
        assert made.state == state
        assert Agreement.objects.with_state().get().state == state


def test_each_state_is_active_over_or_neither() -> None:
    assert {state for state in State if state.is_active} == {State.EXPIRING, State.IN_FORCE}
    assert {state for state in State if state.is_over} == {State.EXPIRED, State.TERMINATED, State.RENEWED}


@pytest.mark.parametrize("last", ["2026-11-22", "2027-03-28", "2027-10-31", "2028-02-29"])
def test_the_public_word_changes_at_the_office_s_midnight(monkeypatch: pytest.MonkeyPatch, client: Client, last: str) -> None:
    """Also on the days when clocks change; not at midnight of UTC."""
    office()
    made = agreement(starts_on="2020", ends_on=last)
    midnight = start_of(datetime.date.fromisoformat(last) + DAY, ZoneInfo("Europe/Sarajevo"))
    for moment, word in ((midnight - datetime.timedelta(seconds=1), "Ends soon"), (midnight, "Expired")):
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        assert word in content(shown(client, made.get_absolute_url()))
    assert made.get_absolute_url() in shown(client, "/agreements/?state=expired")
