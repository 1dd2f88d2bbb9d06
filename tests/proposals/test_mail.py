"""Mails wait in the database until a server has taken them; whatever the server does, none is lost and none goes twice (4.11, 4.27)."""

import datetime
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connections
from django.test import Client
from pytest_django import Settings

from intlcoop.proposals import mail, postman
from intlcoop.proposals.models import OutgoingMail, outgoing_mail
from intlcoop.proposals.models.outgoing_mail import LEASE
from tests import builders
from tests.pages import shown
from tests.proposals.mail_server import MailServer

pytestmark = pytest.mark.django_db


def later(**passed: float) -> Any:
    """The queue's clock, moved."""
    moment = outgoing_mail.now() + datetime.timedelta(**passed)
    return patch.object(outgoing_mail, "now", lambda: moment)


def only() -> OutgoingMail:
    return OutgoingMail.objects.get()


def test_a_healthy_server_gets_each_mail_once(server: MailServer) -> None:
    server.start()
    for number in range(3):
        builders.outgoing_mail(to=f"v{number}@example.org")
    assert mail.deliver().sent == 3
    assert mail.deliver().sent == 0
    assert sorted(sent["To"] for sent in server.inbox) == ["v0@example.org", "v1@example.org", "v2@example.org"]
    assert not OutgoingMail.objects.waiting().exists()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("refused", "ConnectionRefusedError"),
        ("silent", "TimeoutError"),
        ("451 Greylisted", "451 Greylisted"),
        ("550 No such user", "550 No"),
    ],
)
def test_whatever_the_server_does_the_mail_leaves_once_when_it_is_back(server: MailServer, fault: str, words: str) -> None:
    builders.outgoing_mail()
    {"refused": server.stop, "silent": server.swallow}.get(fault, lambda: server.start(fault))()
    assert mail.deliver().failed == 1
    assert (only().tries, only().sent_at) == (1, None)
    assert words in only().last_error or "timed out" in only().last_error
    assert mail.deliver().failed == 0  # not before the pause is over
    server.start()
    with later(minutes=2):
        assert mail.deliver().sent == 1
        assert mail.deliver().sent == 0
    assert len(server.inbox) == 1
    assert (only().last_error, only().tries) == ("", 2)


def test_pauses_grow_and_after_two_weeks_staff_decide(server: MailServer) -> None:
    builders.outgoing_mail()
    hours, waits = 0.0, []
    while not only().is_given_up:
        with later(hours=hours):
            mail.deliver()
            if next_try := only().next_try_at:
                waits.append(round((next_try - outgoing_mail.now()).total_seconds() / 60))
                hours += waits[-1] / 60
    assert waits[:8] == [1, 5, 15, 60, 180, 360, 720, 1440]
    assert 14 * 24 <= hours <= 16 * 24
    server.start()
    assert OutgoingMail.objects.try_again() == 1
    assert mail.deliver().sent == 1


def test_a_server_that_is_down_is_asked_once_a_round(server: MailServer) -> None:
    for _number in range(5):
        builders.outgoing_mail()
    server.swallow()
    done = mail.deliver()
    assert done.failed == 1
    assert done.problem
    assert OutgoingMail.objects.ready().count() == 4


def test_one_bad_address_does_not_hold_up_the_others(server: MailServer) -> None:
    server.start()
    first = builders.outgoing_mail(subject="x")
    OutgoingMail.objects.filter(pk=first.pk).update(subject="a\nBcc: v@x.org")  # as nobody but raw SQL would store it
    builders.outgoing_mail(to="good@example.org")
    done = mail.deliver()
    assert (done.sent, done.failed) == (1, 1)
    assert [sent["To"] for sent in server.inbox] == ["good@example.org"]
    first.refresh_from_db()
    assert "BadHeaderError" in first.last_error


@pytest.mark.parametrize("subject", ["a\r\nBcc: v@x.org", "a\nBcc: v@x.org", "a\u2028Bcc: v@x.org", "a\x00b" * 200])
def test_a_subject_is_one_line(server: MailServer, subject: str) -> None:
    server.start()
    mail.queue(to="ines@example.pt", subject=subject, text="x", purpose=OutgoingMail.Purpose.REPLY, reply_to="office@example.edu")
    mail.deliver()
    (sent,) = server.inbox
    assert (sent["To"], sent["Bcc"], sent["From"], sent["Reply-To"]) == (
        "ines@example.pt",
        None,
        "portal@example.edu",
        "office@example.edu",
    )
    assert sent["X-Envelope-To"] == "ines@example.pt"


@pytest.mark.parametrize("address", ["", "a@b", "ines@example.pt, v@x.org", "ines@example.pt\nBcc: v@x.org"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        mail.queue(to=address, subject="x", text="x", purpose=OutgoingMail.Purpose.REPLY)
    assert not OutgoingMail.objects.exists()


def test_every_script_arrives(server: MailServer) -> None:
    server.start()
    builders.outgoing_mail(subject="Предлог 👩‍⚕️ ბათუმი", text="Здраво, مرحبا\n\n👩‍⚕️")
    mail.deliver()
    (sent,) = server.inbox
    assert sent["Subject"].strip() == "Предлог 👩‍⚕️ ბათუმი"
    assert sent.get_content().strip().replace("\r\n", "\n") == "Здраво, مرحبا\n\n👩‍⚕️"


def test_killed_between_sending_and_noting_it_costs_one_duplicate(server: MailServer) -> None:
    server.start()
    builders.outgoing_mail()
    with patch.object(OutgoingMail, "mark_sent", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        mail.deliver()
    assert mail.deliver().sent == 0  # somebody has it, for all that we know
    with later(seconds=LEASE.total_seconds() + 1):
        assert mail.deliver().sent == 1
        assert mail.deliver().sent == 0
    assert len(server.inbox) == 2
    assert len({sent["Message-ID"] for sent in server.inbox}) == 1


@pytest.mark.django_db(transaction=True)
def test_runs_at_one_moment_share_the_mails(server: MailServer) -> None:
    server.start()
    for number in range(20):
        builders.outgoing_mail(to=f"v{number}@example.org")

    def run(_number: int) -> int:
        try:
            return mail.deliver().sent
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(run, range(4))) == 20
    assert len({sent["To"] for sent in server.inbox}) == len(server.inbox) == 20


@pytest.mark.django_db(transaction=True)
def test_after_the_commit_the_postman_sends_at_once_and_nobody_waits(server: MailServer, settings: Settings) -> None:
    settings.SEND_MAIL_AT_ONCE = True
    server.start()
    mail.queue(to="ines@example.pt", subject="x", text="x", purpose=OutgoingMail.Purpose.CONFIRMATION)
    until(lambda: OutgoingMail.objects.exclude(sent_at=None).exists())
    server.swallow()
    begun = time.monotonic()
    mail.queue(to="ana@example.pt", subject="x", text="x", purpose=OutgoingMail.Purpose.CONFIRMATION)
    assert time.monotonic() - begun < 0.25
    until(lambda: OutgoingMail.objects.failing().exists())
    until(lambda: not postman._is_working)


def until(condition: Any) -> None:
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_without_a_server_mails_wait_and_the_command_says_so(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    builders.outgoing_mail()
    call_command("send_mail_queue")
    told = capsys.readouterr()
    assert told.out == "0 sent, 0 failed, 1 waiting\n"
    assert "no mail server is set" in told.err
    assert only().tries == 0


def test_staff_see_why_a_mail_waits_and_try_again(server: MailServer, admin_client: Client) -> None:
    server.start("550 No such user")
    made = builders.outgoing_mail()
    mail.deliver()
    page = shown(admin_client, "/admin/proposals/outgoingmail/")
    assert "550 No such user" in page
    assert "waits for another try" in page
    assert "Mails that could not be sent yet" in shown(admin_client, "/admin/")
    assert "We have received it." in shown(admin_client, f"/admin/proposals/outgoingmail/{made.pk}/change/")
    admin_client.post("/admin/proposals/outgoingmail/", {"action": "try_again", "_selected_action": [made.pk]})
    server.answer = ""
    assert mail.deliver().sent == 1
