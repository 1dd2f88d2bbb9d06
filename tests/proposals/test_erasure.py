"""A person asks to be forgotten, or time does it: then no table knows the name, and the counts stay (4.34)."""

import datetime
import json
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from intlcoop.proposals import acceptance, replies
from intlcoop.proposals.models import Allowance, OutgoingMail, Proposal
from intlcoop.proposals.models.allowance import Deed
from tests import builders
from tests.pages import shown
from tests.proposals.visitor import status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
LIST = "/admin/proposals/proposal/"
PERSON = {"name": "Zebulon Quixote", "email": "zebulon@example.org", "phone": "+351 555 123", "text": "I am Zebulon Quixote. " * 5}


def everything() -> str:
    """Every value of every table, as a dump would show it."""
    return "\n".join(
        json.dumps(list(model._base_manager.values_list()), default=str, ensure_ascii=False)
        for model in apps.get_models(include_auto_created=True)
    )


def written_about(admin_client: Client, **values: Any) -> Proposal:
    """A proposal with all that may happen to one."""
    proposal = builders.proposal(**PERSON | values)
    admin = User.objects.get(username="admin")
    admin_client.post(f"{LIST}{proposal.pk}/change/", {"_deed": "take"})
    Client().post(status(proposal), {"text": "Zebulon again"})
    replies.reply(proposal, by=admin, subject="To Zebulon", text="Dear Zebulon Quixote")
    Proposal.objects.filter(pk=proposal.pk).update(internal_note="Zebulon called", decision_reason="Quixote")
    proposal.refresh_from_db()
    return proposal


def assert_forgotten(kept: Proposal) -> None:
    dump = everything()
    for word in ("Zebulon", "Quixote", "zebulon@", "555 123", kept.token, str(kept.key)):
        assert word not in dump, word
    assert kept.reference in dump
    row = Proposal.objects.get(pk=kept.pk)
    assert (row.country, row.created_at) == (kept.country, kept.created_at)


def test_who_is_erased_by_staff_is_nowhere(admin_client: Client) -> None:
    proposal = written_about(admin_client)
    assert "Zebulon" in everything()
    assert "cannot be undone" in shown(admin_client, f"{LIST}{proposal.pk}/erase/")
    admin_client.post(f"{LIST}{proposal.pk}/erase/")
    assert_forgotten(proposal)
    assert "has been erased" in shown(admin_client, f"{LIST}{proposal.pk}/change/")
    for page in ("reply", "accept", "erase", "data"):
        assert admin_client.get(f"{LIST}{proposal.pk}/{page}/").status_code == 404
    assert Client().get(status(proposal)).status_code == 404
    assert Proposal.objects.get().status == "closed"


def test_what_was_accepted_keeps_its_register_and_forgets_the_person(admin_client: Client) -> None:
    proposal = written_about(admin_client)
    agreement = acceptance.accept(proposal, partner=None, kind="memorandum")
    admin_client.post(f"{LIST}{proposal.pk}/erase/")
    assert_forgotten(proposal)
    row = Proposal.objects.get()
    assert (row.agreement, str(row.partner), row.status) == (agreement, "University of Coimbra", "accepted")


def test_time_erases_what_is_over_and_only_when_told_to(admin_client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    old = written_about(admin_client, status="new")
    spam = builders.proposal("Spam", is_suspected=True)
    still_open, accepted, recent = (
        builders.proposal(status="in_review"),
        builders.proposal(status="accepted"),
        builders.proposal(status="declined"),
    )
    long_ago = timezone.now() - datetime.timedelta(days=370)
    Proposal.objects.exclude(pk=recent.pk).update(status_changed_at=long_ago)
    Proposal.objects.filter(pk=old.pk).update(status="declined")
    call_command("purge_proposals")
    told = capsys.readouterr().out
    assert "2 proposals would be erased" in told
    assert old.reference in told
    assert "Zebulon" not in told
    assert Proposal.objects.kept().count() == 5
    call_command("purge_proposals", really=True)
    assert set(Proposal.objects.kept()) == {still_open, accepted, recent}
    assert_forgotten(old)
    assert not OutgoingMail.objects.filter(about=spam).exists()
    assert Proposal.objects.count() == 5
    call_command("purge_proposals", really=True)
    assert "0 proposals erased" in capsys.readouterr().out


def test_hashes_of_connections_live_a_week() -> None:
    week = timezone.now() - datetime.timedelta(days=8)
    old, fresh = builders.proposal(origin="a" * 64), builders.proposal(origin="b" * 64)
    Proposal.objects.filter(pk=old.pk).update(created_at=week)
    for digest, begun_at in (("a", week), ("b", timezone.now())):
        Allowance.objects.create(deed=Deed.PROPOSAL, digest=digest, begun_at=begun_at)
    call_command("purge_proposals", really=True)
    assert dict(Proposal.objects.values_list("pk", "origin")) == {old.pk: "", fresh.pk: "b" * 64}
    assert Allowance.objects.get().digest == "b"


def test_a_person_gets_everything_that_is_stored_about_her(admin_client: Client) -> None:
    proposal = written_about(admin_client)
    builders.proposal("Another", **PERSON | {"email": "ZEBULON@example.org"})
    builders.proposal("Somebody else")
    answer = admin_client.get(f"{LIST}{proposal.pk}/data/")
    assert f'filename="{proposal.reference}.json"' in answer["Content-Disposition"]
    data = answer.json()
    assert len(data["proposals"]) == 2
    text = json.dumps(data)
    for expected in ("Zebulon again", "To Zebulon", "Zebulon called", "+351 555 123"):
        assert expected in text
    assert "Somebody else" not in text
    assert proposal.token not in json.dumps([row | {"mails": []} for row in data["proposals"]])
