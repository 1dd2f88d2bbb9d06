"""What a sender agrees to: never ticked beforehand, never needed, kept word for word, taken back as easily as given."""

import json
from typing import Any

import pytest
from django.test import Client

from intlcoop.profile.models import Profile
from intlcoop.proposals import personal_data
from intlcoop.proposals.erasure import erase
from intlcoop.proposals.models import Proposal
from tests.forms import filled
from tests.pages import shown
from tests.proposals.visitor import Visitor, main, status, summary

pytestmark = pytest.mark.django_db
NAMING = "You may name my institution on your public pages as one that would like to work with you."


@pytest.fixture
def asked(visitor: Visitor) -> Visitor:
    Profile.objects.update(proposal_extras=["notice", "naming", "news"])
    return visitor


def test_nothing_is_asked_unless_the_office_wants_it(visitor: Visitor) -> None:
    page = main(visitor.client.get("/propose/"))
    assert "I have read" not in page
    assert "What you agree to" not in page
    visitor.propose(consents=["naming"], notice=["read"])
    assert Proposal.objects.get().consents == []


def test_only_the_notice_is_needed_and_nothing_is_ticked(asked: Visitor) -> None:
    form = asked.client.get("/propose/").content.decode()
    assert not {"notice", "consents"} & set(filled(form))
    page = asked.propose()
    assert summary(page) == [("id_notice_0", "Confirm that you have read what happens to your data")]
    assert asked.propose(notice=["read"]).status_code == 302
    assert [one["code"] for one in Proposal.objects.get().consents] == ["read"]


def test_what_is_agreed_to_is_kept_word_for_word_with_its_moment(asked: Visitor, admin_client: Client) -> None:
    hidden = asked.open()
    asked.wait(seconds=60)
    page = asked.check(hidden, notice=["read"], consents=["naming"])
    assert NAMING in main(page)
    asked.client.post("/propose/", filled(page.content.decode(), send="yes"))
    proposal = Proposal.objects.get()
    read, naming = proposal.consents
    assert (naming["code"], naming["words"], naming["taken_back_at"]) == ("naming", NAMING, "")
    assert naming["given_at"][:4] == str(proposal.created_at.year)
    assert NAMING in shown(admin_client, f"/admin/proposals/proposal/{proposal.pk}/change/")
    assert NAMING in json.dumps(personal_data.of_person(proposal.email), default=str)
    assert read["words"] == "I have read what happens to my data."


def test_in_serbian_the_serbian_words_are_kept(asked: Visitor) -> None:
    words = asked.client.get("/sr/propose/").context["form"].fields["consents"].choices
    asked.send(asked.open("/sr/propose/"), path="/sr/propose/", notice=["read"], consents=["news"])
    assert Proposal.objects.get().consents[1]["words"] == dict(words)["news"]


def test_it_is_taken_back_on_the_senders_own_page(asked: Visitor, admin_client: Client) -> None:
    asked.propose(notice=["read"], consents=["naming", "news"])
    proposal = Proposal.objects.get()
    page = shown(asked.client, status(proposal))
    assert page.count('name="take_back"') == 2
    asked.client.post(status(proposal), {"take_back": "naming"})
    page = shown(asked.client, status(proposal))
    assert page.count('name="take_back"') == 1
    assert "it no longer holds" in shown(admin_client, f"/admin/proposals/proposal/{proposal.pk}/change/")
    asked.client.post(status(proposal), {"take_back": "<x>"})
    erase(proposal)
    proposal.refresh_from_db()
    assert proposal.consents == []


@pytest.mark.parametrize("values", [{"consents": ["all"]}, {"notice": ["x"]}])
def test_what_was_not_offered_is_refused(asked: Visitor, values: dict[str, Any]) -> None:
    assert asked.propose(**{"notice": ["read"]} | values).status_code == 200
    assert not Proposal.objects.exists()
