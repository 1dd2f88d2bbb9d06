"""The date moves day by day through more than a year, with everything that ends: each threshold is told exactly once."""

import datetime
from collections import Counter

import pytest

from intlcoop.base.clock import months_later
from intlcoop.office import reminders, roles
from intlcoop.office.models import Reminder
from intlcoop.proposals.models import Proposal
from tests import builders

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
FIRST = datetime.date(2026, 11, 2)
DAYS = 400
BEFORE = {
    "partners.agreement": [12, 6, 3, 1, 0],
    "partners.membership": [3, 1, 0],
    "visitors.appointment": [datetime.timedelta(days=60)],
    "projects.call": [datetime.timedelta(days=7)],
}
Told = tuple[str, datetime.date, datetime.date]


@pytest.fixture
def ends() -> list[tuple[str, datetime.date]]:
    """An office with something of every kind; ends on the last day of a short month, on a leap day, on days when clocks change."""
    builders.office(email="office@example.edu", answer_days=5)
    builders.account(roles.INBOX_OFFICER, username="officer", email="officer@example.edu")
    graz = builders.institution("Graz")
    found = []
    for text in ("2027-02-28", "2027-03-28", "2027-10-31", "2027-11-30", "2028-02-29", "2028-11-15"):
        day = datetime.date.fromisoformat(text)
        builders.agreement(graz, title=text, starts_on="2020", ends_on=text)
        builders.membership(body=f"Body {text}", starts_on="2020", ends_on=text)
        builders.appointment(builders.person(f"Person {text}"), starts_on="2020", ends_on=text)
        builders.call(text, deadline_on=day)
        found += [(model, day) for model in BEFORE]
    for number, text in enumerate(("2026-11-13T09:00Z", "2027-03-26T23:30Z", "2027-10-29T12:00Z")):
        made = builders.proposal(f"Sender {number}")
        Proposal.objects.filter(pk=made.pk).update(created_at=text)
    return found


# A Friday and five working days; half past midnight of a Saturday in Sarajevo, whose five days end with the next; a Friday before clocks change.
OVERDUE = ["2026-11-21", "2027-04-04", "2027-11-06"]


def expected(ends: list[tuple[str, datetime.date]], first: datetime.date, last: datetime.date) -> Counter[Told]:
    """By arithmetic of its own: what becomes due between these days, on its day."""
    found: Counter[Told] = Counter()
    for model, end in ends:
        for before in BEFORE[model]:
            day = end - before if isinstance(before, datetime.timedelta) else months_later(end, -before)
            if first <= day <= last:
                found[model, end, day] += 1
    for text in OVERDUE:
        day = datetime.date.fromisoformat(text)
        found["proposals.proposal", day, day] += 1
    return found


def ledger() -> Counter[Told]:
    return Counter(Reminder.objects.values_list("model", "due_on", "remind_on"))


def test_through_400_days_each_threshold_of_everything_is_told_once(ends: list[tuple[str, datetime.date]]) -> None:
    reminders.send(FIRST - DAY)  # what was due before is caught up with
    caught_up = ledger()
    for number in range(DAYS):
        today = FIRST + number * DAY
        if reminders.send(today).digests:
            assert set(Reminder.objects.order_by("-pk")[:1].values_list("remind_on", flat=True)) == {today}, "on its own day"
            assert not reminders.send(today).digests  # the timer's second run of the day
    last = FIRST + (DAYS - 1) * DAY
    assert ledger() - caught_up == expected(ends, FIRST, last)

    before = ledger()
    for number in range(0, 120, 7):  # the clock goes back by months
        reminders.send(last - number * DAY)
    assert ledger() == before
    reminders.send(last + 40 * DAY)  # and then nothing ran for 40 days
    missed = Reminder.objects.order_by("pk")[sum(before.values()) :]
    assert [(row.model, row.due_on, row.threshold) for row in missed] == [("visitors.appointment", datetime.date(2028, 2, 29), "60d")]
    reminders.send(last + 40 * DAY)
    assert missed.count() == 1
