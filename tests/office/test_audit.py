"""The log of deeds: one line each, with who, when and what, and no words of records (faults.md 4.32)."""

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client, RequestFactory

from intlcoop.base import audit
from intlcoop.office.roles import ADMINISTRATOR, INBOX_OFFICER, PUBLISHER, VIEWER
from tests.builders import PASSWORD, account, event, office, person, proposal
from tests.forms import filled
from tests.pages import shown

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def made_office() -> None:
    office()


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    """What has been written so far."""

    def read(event: str = "") -> list[dict[str, Any]]:
        written = [json.loads(entry.getMessage()) for entry in caplog.records if entry.name == "intlcoop.audit"]
        return [line for line in written if not event or line["event"] == event]

    return read


def signed_in(*roles: str) -> Client:
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.force_login(account(*roles, username="officer"))
    return client


def test_signing_in_and_out(lines: Any) -> None:
    account(VIEWER)
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.post(LOGIN, {"username": "colleague", "password": "wrong, and often"})
    client.post(LOGIN, {"username": "my secret passphrase", "password": "wrong, and often"})
    client.post(LOGIN, {"username": "colleague", "password": PASSWORD})
    client.post("/admin/logout/")
    known, unknown, came, went = lines()
    assert [line["event"] for line in (known, unknown, came, went)] == ["sign-in failed", "sign-in failed", "sign-in", "sign-out"]
    assert [line["account"] for line in (known, unknown, came, went)] == ["colleague", "(unknown)", "colleague", "colleague"]
    for line in lines():
        assert line["address"] == "203.0.113.7"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line["at"])
    assert "passphrase" not in str(lines())
    assert PASSWORD not in str(lines())


def test_a_closed_door(lines: Any) -> None:
    for _ in range(7):
        Client(REMOTE_ADDR="203.0.113.7").post(LOGIN, {"username": "colleague", "password": "wrong"})
    assert [line["address"] for line in lines("sign-in locked")] == ["203.0.113.7"] * 2


def test_publishing_one_by_one_and_many_at_once(lines: Any) -> None:
    first, second = event("First", is_published=False), event("Second", is_published=False)
    client = signed_in(PUBLISHER)
    path = f"/admin/news/event/{first.pk}/change/"
    client.post(path, filled(shown(client, path), is_published="on"))
    client.post("/admin/news/event/", {"action": "publish", "_selected_action": [first.pk, second.pk]})
    client.post("/admin/news/event/", {"action": "archive", "_selected_action": [second.pk]})
    client.post(f"/admin/news/event/{first.pk}/delete/", {"post": "yes"})
    published = [(line["by"], line["about"], line.get("is_published"), line.get("is_archived")) for line in lines("publishing")]
    assert published == [
        ("officer", f"news.event {first.pk}", True, None),
        ("officer", f"news.event {second.pk}", True, None),
        ("officer", f"news.event {second.pk}", None, True),
    ]
    assert [line["about"] for line in lines("delete")] == [f"news.event {first.pk}"]
    assert [line["about"] for line in lines("change")] == [f"news.event {first.pk}"]


def test_rights(lines: Any) -> None:
    colleague = account(VIEWER)
    client = signed_in(ADMINISTRATOR)
    path = f"/admin/auth/user/{colleague.pk}/change/"
    role = Group.objects.get(name=PUBLISHER)
    client.post(path, filled(shown(client, path), groups=[str(role.pk)]))
    (line,) = lines("roles")
    assert (line["by"], line["account"], line["old"], line["new"]) == ("officer", "colleague", [VIEWER], [PUBLISHER])
    form = filled(shown(client, path))
    client.post(path, {name: value for name, value in form.items() if name != "is_active"})
    assert [line["is_active"] for line in lines("account")] == [False]


def test_words_of_records_stay_out(lines: Any) -> None:
    """What is erased must not live on here."""
    somebody, sent = person("Ana Anić"), proposal("Secret Institute")
    client = signed_in(ADMINISTRATOR)
    path = f"/admin/partners/person/{somebody.pk}/change/"
    client.post(path, filled(shown(client, path), title="Prof."))
    client.post(f"/admin/proposals/proposal/{sent.pk}/delete/", {"post": "yes"})
    assert {line["about"] for line in lines() if line["event"] != "sign-in"} == {
        f"partners.person {somebody.pk}",
        f"proposals.proposal {sent.pk}",
    }
    assert "Ana" not in str(lines())
    assert "Secret" not in str(lines())


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\u202e", "\0"])
def test_input_never_makes_a_second_line(caplog: pytest.LogCaptureFixture, breaks: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR=f"x{breaks}y")
    request.user = User(username=f'a{breaks}{{"event": "sign-in"}}')
    audit.record("change", request, note=f"b{breaks}c")
    (text,) = [entry.getMessage() for entry in caplog.records if entry.name == "intlcoop.audit"]
    assert breaks not in text
    assert len(text.splitlines()) == 1
    assert json.loads(text)["note"] == f"b{breaks}c"


def test_who_reads_a_proposal_and_who_changes_their_password(lines: Any) -> None:
    sent = proposal("Secret Institute")
    path = f"/admin/proposals/proposal/{sent.pk}/change/"
    signed_in(VIEWER).get(path)
    assert lines("seen") == []
    User.objects.get().groups.set(Group.objects.filter(name=INBOX_OFFICER))
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.force_login(User.objects.get())
    shown(client, path)
    assert [(line["by"], line["about"]) for line in lines("seen")] == [("officer", f"proposals.proposal {sent.pk}")]
    new = "another sentence that only staff know"
    assert client.post("/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}).status_code == 302
    assert [line["by"] for line in lines("own password changed")] == ["officer"]
    assert "Secret" not in str(lines())
    assert new not in str(lines())
