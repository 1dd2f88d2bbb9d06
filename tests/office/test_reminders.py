"""Reminders: each once, whatever the clock, the timer or the server do. The mails are real rows of the queue; nothing is sent."""

import datetime
import threading
from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings, strategies as st

from intlcoop.base.clock import working_days_after, working_days_before
from intlcoop.base.ends import Before
from intlcoop.office import reminders, roles
from intlcoop.office.models import Desk, Reminder
from intlcoop.profile.models import Profile
from intlcoop.proposals.models import OutgoingMail
from partners.models import Agreement
from tests import builders

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
ZONE = ZoneInfo("Europe/Sarajevo")


@pytest.fixture(autouse=True)
def office() -> None:
    builders.office(email="office@example.edu")


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """This moment on every clock of the portal."""
    local = datetime.datetime.fromisoformat(moment).replace(tzinfo=ZONE)
    monkeypatch.setattr("django.utils.timezone.now", lambda: local)


def on(day: str) -> datetime.date:
    return datetime.date.fromisoformat(day)


def told() -> list[tuple[str, str]]:
    """(end, threshold) of each line of the ledger, in the order in which they were written."""
    return [(row.due_on.isoformat(), row.threshold) for row in Reminder.objects.order_by("pk")]


def run(first: str, days: int, step: int = 1) -> None:
    for number in range(0, days, step):
        reminders.send(on(first) + number * DAY)


def test_in_a_year_day_by_day_each_threshold_is_told_once_on_its_day() -> None:
    graz = builders.institution("Graz")
    builders.agreement(graz, starts_on="2020", ends_on="2027-03-31")
    found = {}
    for number in range(500):
        day = on("2026-01-15") + number * DAY
        for digest in reminders.send(day).digests:
            found[day.isoformat()] = len(digest.lines)
    assert found == {"2026-03-31": 1, "2026-09-30": 1, "2026-12-31": 1, "2027-02-28": 1, "2027-03-31": 1}
    assert told() == [("2027-03-31", before) for before in ("12m", "6m", "3m", "1m", "0d")]
    assert OutgoingMail.objects.count() == 5


def test_three_runs_a_day_tell_once_also_on_the_days_when_clocks_change(monkeypatch: pytest.MonkeyPatch) -> None:
    graz = builders.institution("Graz")
    for day in ("2027-03-28", "2027-10-31", "2028-02-29"):
        builders.agreement(graz, title=day, starts_on="2020", ends_on=day)
    for day in (
        "2027-03-27",
        "2027-03-28",
        "2027-03-29",
        "2027-10-30",
        "2027-10-31",
        "2027-11-01",
        "2028-02-28",
        "2028-02-29",
        "2028-03-01",
    ):
        for hour in ("00:00", "02:30", "23:59"):
            at(monkeypatch, f"{day}T{hour}")
            call_command("send_reminders", verbosity=0)
    days = Counter(row.due_on.isoformat() for row in Reminder.objects.filter(threshold="0d"))
    assert days == {"2027-03-28": 1, "2027-10-31": 1, "2028-02-29": 1}
    assert len(told()) == len(set(told()))


def test_after_40_days_without_a_run_only_the_tightest_is_told() -> None:
    builders.agreement(starts_on="2020", ends_on="2027-03-31")
    run("2026-09-25", 20)
    assert [before for _end, before in told()] == ["12m", "6m"]
    Reminder.objects.all().delete()
    OutgoingMail.objects.all().delete()
    reminders.send(on("2027-03-05"))  # six, three and one month have passed
    assert told() == [("2027-03-31", "1m")]
    reminders.send(on("2027-04-14"))  # 40 days later
    assert told()[1:] == [("2027-03-31", "0d")]
    assert "14 days ago" in OutgoingMail.objects.order_by("pk")[1].text


def test_a_clock_that_goes_back_sends_nothing() -> None:
    builders.agreement(starts_on="2020", ends_on="2027-03-31")
    reminders.send(on("2027-03-05"))
    run("2026-03-01", 400, step=5)
    assert [row for row in told() if row[1] != "0d"] == [("2027-03-31", "1m")]


def test_what_ended_long_ago_is_no_news() -> None:
    builders.agreement(starts_on="2003", ends_on="2010")
    reminders.send(on("2026-11-22"))
    assert not told()


@pytest.mark.parametrize(
    "values",
    [
        {"is_left_to_expire": True, "expiry_reason": "nobody came"},
        {"terminated_on": "2026-12-01"},
        {"is_in_preparation": True, "signed_on": ""},
        {"is_archived": True},
        {"ends_on": ""},
    ],
)
def test_what_is_decided_is_not_told(values: dict[str, Any]) -> None:
    builders.agreement(**{"starts_on": "2020", "ends_on": "2027-03-31"} | values)
    run("2026-01-15", 500, step=7)
    assert not told()


def test_a_successor_ends_the_reminders_once_it_is_signed() -> None:
    graz = builders.institution("Graz")
    old = builders.agreement(graz, starts_on="2020", ends_on="2027-03-31")
    new = builders.agreement(graz, predecessor=old, starts_on="2027-04-01", signed_on="", is_in_preparation=True)
    reminders.send(on("2027-01-05"))
    assert len(told()) == 1
    Agreement.objects.filter(pk=new.pk).update(signed_on="2027-01-06")
    run("2027-01-06", 120)
    assert len(told()) == 1


def test_another_end_has_reminders_of_its_own() -> None:
    made = builders.agreement(starts_on="2020", ends_on="2027-03-31")
    reminders.send(on("2027-03-05"))
    Agreement.objects.filter(pk=made.pk).update(ends_on="2027-04-15")
    reminders.send(on("2027-03-16"))
    assert told() == [("2027-03-31", "1m"), ("2027-04-15", "1m")]


def test_of_one_that_goes_on_by_itself_the_day_for_notice_is_told_term_by_term() -> None:
    builders.agreement(starts_on="2012-11-01", ends_on="2017-10-31", is_renewed_automatically=True, renewal_years=5, notice_months=6)
    run("2026-04-01", 800, step=3)
    assert told() == [("2027-04-30", before) for before in ("12m", "6m", "3m", "1m", "0d")]
    assert "30 April 2027" in OutgoingMail.objects.order_by("pk")[0].text


def test_guests_calls_and_memberships_are_told_before_they_end() -> None:
    ana = builders.person()
    builders.appointment(ana, starts_on="2026", ends_on="2027-03-31")
    again = builders.person("Once More")
    builders.appointment(again, starts_on="2026", ends_on="2027-03-31")
    builders.appointment(again, starts_on="2027-04", ends_on="2030")
    builders.call(deadline_on=on("2027-03-31"))
    builders.call("Draft", deadline_on=on("2027-03-31"), is_published=False)
    builders.membership(starts_on="2020", ends_on="2027-03-31")
    builders.call("Over", deadline_on=on("2026-09-25"))
    builders.membership(body="Over", status="former", ends_on="2027-03-31")
    run("2026-10-01", 200)
    rows = Counter((row.model, row.threshold) for row in Reminder.objects.all())
    assert rows == {
        ("visitors.appointment", "60d"): 1,
        ("projects.call", "7d"): 1,
        ("partners.membership", "3m"): 1,
        ("partners.membership", "1m"): 1,
        ("partners.membership", "0d"): 1,
    }


def test_one_digest_for_each_responsible_person_in_her_language() -> None:
    Profile.objects.update(languages=["en", "sr"])
    ana = builders.account(roles.EDITOR, username="ana", email="ana@example.edu")
    Desk.objects.create(user=ana, language="en")
    gone = builders.account(roles.EDITOR, username="gone", email="gone@example.edu", is_active=False)
    graz = builders.institution("Graz")
    for number, responsible in enumerate([ana, ana, None, gone]):
        builders.agreement(graz, title=f"Agreement {number}", starts_on="2020", ends_on="2027-03-31", responsible=responsible)
    reminders.send(on("2027-03-31"))
    hers, ours = OutgoingMail.objects.order_by("to")
    assert (hers.to, ours.to) == ("ana@example.edu", "office@example.edu")
    assert hers.purpose == OutgoingMail.Purpose.REMINDER
    assert hers.subject == "Reminder: 2 things need you"
    assert "Agreement 0" in hers.text
    assert "Agreement 1" in hers.text
    assert "Agreement 2" not in hers.text
    assert "/admin/partners/agreement/" in hers.text
    assert "/sr/admin/partners/agreement/" in ours.text
    assert "31. марта 2027. (" in ours.text
    assert {row.readers for row in Reminder.objects.all()} == {"ana@example.edu", "office@example.edu"}


def test_of_appointments_calls_and_memberships_the_responsible_colleague_is_told() -> None:
    ana = builders.account(roles.EDITOR, username="ana", email="ana@example.edu")
    for responsible in (ana, None):
        builders.appointment(starts_on="2026", ends_on="2027-03-31", responsible=responsible)
        builders.call(deadline_on=on("2027-03-31"), responsible=responsible)
        builders.membership(starts_on="2020", ends_on="2027-03-31", responsible=responsible)
    reminders.send(on("2027-03-25"))
    assert Counter(Reminder.objects.values_list("model", "readers")) == {
        (model, reader): 1
        for model in ("visitors.appointment", "projects.call", "partners.membership")
        for reader in ("ana@example.edu", "office@example.edu")
    }


def test_proposals_are_told_to_those_who_read_them_and_to_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2026-11-02T10:00")  # a Monday
    made = builders.proposal("University of Coimbra")
    for name, role in (("ina", roles.INBOX_OFFICER), ("adi", roles.ADMINISTRATOR), ("eda", roles.EDITOR)):
        builders.account(role, username=name, email=f"{name}@example.edu")
    run("2026-11-02", 20)
    assert told() == [("2026-11-08", "0d")]
    assert {mail.to for mail in OutgoingMail.objects.all()} == {"ina@example.edu", "adi@example.edu"}
    text = OutgoingMail.objects.order_by("pk")[0].text
    assert str(made) in text
    assert made.name not in text
    assert made.email not in text


def test_without_a_reader_a_reminder_waits_for_one(capsys: pytest.CaptureFixture[str]) -> None:
    Profile.objects.update(email="")
    builders.agreement(starts_on="2020", ends_on="2027-03-31")
    call_command("send_reminders", as_of="2027-03-31")
    assert "Reminders without a reader: 1" in capsys.readouterr().err
    Profile.objects.update(email="office@example.edu")
    call_command("send_reminders", as_of="2027-04-01")
    assert told() == [("2027-03-31", "0d")]


def test_a_dry_run_shows_the_mails_and_leaves_no_trace(capsys: pytest.CaptureFixture[str]) -> None:
    builders.agreement(builders.institution("Graz"), starts_on="2020", ends_on="2027-03-31")
    call_command("send_reminders", as_of="2027-03-31", dry_run=True)
    said = capsys.readouterr().out
    assert "To: office@example.edu" in said
    assert "Cooperation agreement with Graz" in said
    assert not told()
    assert not OutgoingMail.objects.exists()
    with pytest.raises(CommandError, match="--as-of is a day"):
        call_command("send_reminders", as_of="tomorrow")


def test_a_mail_that_cannot_be_queued_leaves_no_line_in_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    builders.agreement(starts_on="2020", ends_on="2027-03-31")

    def broken(**values: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("intlcoop.proposals.mail.queue", broken)
        with pytest.raises(OSError, match="full"):
            reminders.send(on("2027-03-31"))
    assert not told()
    reminders.send(on("2027-03-31"))
    assert len(told()) == OutgoingMail.objects.count() == 1


def test_more_agreements_cost_no_more_queries() -> None:
    graz = builders.institution("Graz")
    builders.agreement(graz, starts_on="2020", ends_on="2027-03-31")
    with CaptureQueriesContext(connection) as one:
        reminders.look(on("2027-03-31"))
    for number in range(2):
        builders.agreement(graz, title=f"A {number}", starts_on="2020", ends_on="2027-03-31")
    with CaptureQueriesContext(connection) as three:
        assert len(reminders.look(on("2027-03-31")).digests[0].lines) == 3
    assert len(three) == len(one)


@pytest.mark.parametrize(
    ("before", "end", "day"),
    [
        ("1m", "2027-03-31", "2027-02-28"),
        ("1m", "2028-03-31", "2028-02-29"),
        ("12m", "2028-02-29", "2027-02-28"),
        ("6m", "2027-08-31", "2027-02-28"),
        ("60d", "2027-03-01", "2026-12-31"),
        ("0d", "2028-02-29", "2028-02-29"),
        ("12m", "0001-06-01", "0001-01-01"),
    ],
)
def test_thresholds_go_by_the_calendar(before: str, end: str, day: str) -> None:
    assert Before.read(before).day(on(end)) == on(day)
    assert str(Before.read(before)) == before


@given(st.datetimes(datetime.datetime(2000, 1, 1), datetime.datetime(2060, 1, 1), timezones=st.just(datetime.UTC)), st.integers(0, 30))  # noqa: DTZ001
@settings(max_examples=60, deadline=None)
def test_so_many_working_days_later_is_the_first_day_of_which_it_is_so_many_before(moment: datetime.datetime, days: int) -> None:
    later = working_days_after(moment, days)
    assert working_days_before(later, days) >= moment
    assert days == 0 or working_days_before(later - DAY, days) < moment


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_the_same_moment_send_once() -> None:
    graz = builders.institution("Graz")
    for number in range(3):
        builders.agreement(graz, title=f"A {number}", starts_on="2020", ends_on="2027-03-31")
    ready, sent = threading.Barrier(2), []

    def one_run() -> None:
        ready.wait(10)
        try:
            sent.append(sum(len(digest.lines) for digest in reminders.send(on("2027-03-31")).digests))
        finally:
            connection.close()

    runs = [threading.Thread(target=one_run) for _ in range(2)]
    for each in runs:
        each.start()
    for each in runs:
        each.join(30)
    assert sorted(sent) == [0, 3]
    assert OutgoingMail.objects.count() == 1
    assert Reminder.objects.count() == 3
