"""Faults of mail servers beyond being down: encryption, names, and a process that is killed while it sends. Real sockets, real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from intlcoop.proposals import mail
from intlcoop.proposals.mail_faults import PLAIN, explain
from intlcoop.proposals.models import OutgoingMail, Proposal
from tests import builders
from tests.house import ROOT
from tests.pages import shown
from tests.places import Place, place
from tests.proposals.mail_server import MailServer, unknown_certificate
from tests.proposals.test_mail import later, only, until
from tests.proposals.visitor import Visitor

pytestmark = pytest.mark.django_db


@contextmanager
def fault(server: MailServer, settings: Settings, name: str) -> Iterator[None]:
    """The portal asks for this security; the server has this fault."""
    settings.EMAIL_USE_TLS = name != "certificate of a server with TLS"
    settings.EMAIL_USE_SSL = not settings.EMAIL_USE_TLS
    begin: dict[str, Any] = {
        "certificate of a server with TLS": lambda: server.start(ssl_context=unknown_certificate()),
        "certificate after STARTTLS": lambda: server.start(tls_context=unknown_certificate()),
        "no STARTTLS": server.start,
        "a handshake that stalls": server.stall_in_tls,
        "an unknown name": server.start,
    }
    begin[name]()
    if name == "an unknown name":
        # The resolver of the machine is no part of ours, and asking it would leave this machine.
        with patch.object(socket, "getaddrinfo", side_effect=socket.gaierror(-2, "Name or service not known")):
            yield
    else:
        yield
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False


FAULTS = {
    "certificate of a server with TLS": "The certificate of the mail server is not valid for it",
    "certificate after STARTTLS": "The certificate of the mail server is not valid for it",
    "no STARTTLS": "The mail server offers no encryption (STARTTLS)",
    "a handshake that stalls": "The mail server does not answer.",
    "an unknown name": "The name of the mail server (EMAIL_HOST) is not known.",
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_mail_waits_staff_read_why_and_it_leaves_once(
    server: MailServer,
    settings: Settings,
    admin_client: Client,
    name: str,
) -> None:
    builders.outgoing_mail()
    builders.outgoing_mail(to="other@example.org")
    begun = time.monotonic()
    with fault(server, settings, name):
        done = mail.deliver()
    assert time.monotonic() - begun < 5
    assert (done.sent, done.failed) == (0, 1), "the others would fail for the same reason"
    assert not server.inbox, "nothing is sent in clear text that should not be"
    assert FAULTS[name] in shown(admin_client, "/admin/proposals/outgoingmail/")
    server.start()
    with later(minutes=2):
        assert mail.deliver().sent == 2
    assert len(server.inbox) == 2


def test_the_limit_in_service_is_five_seconds() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from intlcoop.settings import EMAIL_TIMEOUT; print(EMAIL_TIMEOUT)"],
        cwd=ROOT, env=os.environ | {"SECRET_KEY": "x" * 60}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == "5"


@pytest.mark.django_db(transaction=True)
def test_a_visitor_does_not_wait_for_a_handshake_that_stalls(
    server: MailServer,
    settings: Settings,
    visitor: Visitor,
) -> None:
    hidden = visitor.open()
    visitor.wait(seconds=60)
    settings.SEND_MAIL_AT_ONCE = True
    with fault(server, settings, "a handshake that stalls"):
        begun = time.monotonic()
        answer = visitor.send(hidden)
        assert answer.status_code == 302
        assert visitor.client.get(answer["Location"]).status_code == 200
        assert time.monotonic() - begun < 1
        until(lambda: OutgoingMail.objects.failing().exists())
    assert Proposal.objects.get().mails.count() == 2


@pytest.mark.parametrize("beginning", PLAIN)
def test_every_error_keeps_its_own_words_behind_the_plain_ones(beginning: str) -> None:
    said = f"{beginning} details"
    assert explain(said).endswith(f"({said})")
    assert explain("Something new") == "Something new"


def run(there: Place, port: int) -> "subprocess.Popen[str]":
    """A round of the queue as a process of its own."""
    words = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port), "EMAIL_SECURITY": "none", "DEFAULT_FROM_EMAIL": "portal@example.edu"}
    command = [sys.executable, "manage.py", "send_mail_queue"]
    return subprocess.Popen(command, cwd=ROOT, env=there.environment | words, stdout=subprocess.PIPE, text=True)


QUEUE = "from intlcoop.proposals.models import OutgoingMail as M; "


@pytest.mark.django_db(transaction=True)
def test_kill_9_before_and_after_sending_loses_nothing_and_doubles_at_most_once(tmp_path: Path) -> None:
    """Whether the mail of a killed run has left, nobody can know. So it is sent again, under the same number of the message."""
    builders.office()
    builders.outgoing_mail()
    there_is = MailServer()
    free = f"{QUEUE}m = M.objects.get(); print(m.sent_at, m.tries, M.objects.ready().exists()); M.objects.update(next_try_at=m.queued_at)"
    with place(tmp_path / "there", connection.vendor, migrated=True) as there:
        there_is.swallow()
        assert there_is.hole
        there_is.hole.settimeout(60)
        before = run(there, there_is.port)
        connected, _address = there_is.hole.accept()  # taken, and not sent
        with connected:
            before.kill()
            before.communicate()
        assert there.ask(free) == "None 1 False", "for a while the killed run has it"

        there_is.taken = lambda: os.kill(after.pid, signal.SIGKILL)  # sent, and not noted
        there_is.start()
        after = run(there, there_is.port)
        after.communicate(timeout=60)
        assert after.returncode == -signal.SIGKILL
        assert there.ask(free) == "None 2 False"

        there_is.taken = lambda: None
        assert run(there, there_is.port).communicate(timeout=60)[0] == "1 sent, 0 failed, 0 waiting\n"
    there_is.stop()
    assert len(there_is.inbox) == 2
    assert len({sent["Message-ID"] for sent in there_is.inbox}) == 1
    assert only().tries == 0  # the tests' own database was left alone
