"""The sender's own page: how far it is, what may be added, withdrawing, and the way back to a lost link."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from intlcoop.profile.models import Profile
from intlcoop.proposals.models import Message, OutgoingMail, Proposal
from intlcoop.proposals.models.proposal import Status
from tests import builders
from tests.pages import shown
from tests.proposals.visitor import Visitor, main, status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def limits(settings: Settings) -> None:
    settings.UNLIMITED_NETWORKS = []


@pytest.mark.parametrize("stage", Status)
def test_it_says_how_far_the_office_is_and_no_note_or_name(client: Client, stage: Status) -> None:
    officer = User.objects.create_user("ana.officer")
    proposal = builders.proposal(
        status=stage, taken_by=officer, internal_note="Secret note", decision_reason="Secret reason", suspicion="trap", is_suspected=True
    )
    page = shown(client, status(proposal))
    assert f"<strong>{stage.for_sender}</strong>" in page
    assert proposal.reference in page
    for hidden in ("Secret", "ana.officer", "spam", "suspect"):
        assert hidden not in page, hidden
    assert "We propose an exchange" in page  # a copy for her records
    assert ("Add something" in page) == stage.is_open
    answer = client.get(status(proposal))
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "same-origin")
    assert '<meta name="robots" content="noindex">' in page


def test_what_is_added_is_kept_and_the_office_is_told_without_the_words(client: Client) -> None:
    proposal = builders.proposal(status="waiting")
    for _click in range(2):
        answer = client.post(status(proposal), {"text": "Two more students, <b>please</b>."})
    assert answer.headers["Location"] == f"{status(proposal)}#messages"
    assert "Two more students, &lt;b&gt;please&lt;/b&gt;." in shown(client, status(proposal))
    assert Message.objects.get().direction == "addition"
    proposal.refresh_from_db()
    assert proposal.status == "in_review"  # who was waited for has answered
    told = OutgoingMail.objects.get()
    assert (told.to, told.purpose) == ("office@example.edu", "notice")
    assert "students" not in told.subject + told.text


def test_an_empty_addition_is_told_so(client: Client) -> None:
    page = client.post(status(builders.proposal()), {"text": " \u200b "})
    assert "Enter what you would like to add" in main(page)
    assert "<title>Error: " in page.content.decode()


def test_additions_are_limited_and_the_text_is_kept(client: Client) -> None:
    proposal = builders.proposal()
    for number in range(5):
        assert client.post(status(proposal), {"text": f"Number {number}"}).status_code == 302
    page = client.post(status(proposal), {"text": "Number six"})
    assert page.status_code == 429
    assert 3500 < int(page["Retry-After"]) <= 3601
    assert "Number six" in main(page)
    assert "send it again in 60 minutes" in main(page)
    assert client.post(status(builders.proposal()), {"text": "Another sender"}).status_code == 302


def test_a_proposal_that_is_decided_takes_nothing_more(client: Client) -> None:
    proposal = builders.proposal(status="declined")
    client.post(status(proposal), {"text": "But why?"})
    assert not Message.objects.exists()


def test_withdrawing_asks_once_then_erases(client: Client) -> None:
    proposal = builders.proposal("Secret Institute", internal_note="Secret")
    builders.outgoing_mail(about=proposal)
    client.post(status(proposal), {"text": "Secret words"})
    page = shown(client, f"{status(proposal)}withdraw/")
    assert "cannot be undone" in page
    assert Proposal.objects.kept().count() == 1
    answer = client.post(f"{status(proposal)}withdraw/")
    assert "has been withdrawn" in shown(client, answer.headers["Location"])
    for path in (status(proposal), f"{status(proposal)}withdraw/"):
        assert client.get(path).status_code == client.post(path).status_code == 404
    row = Proposal.objects.values().get()
    assert not [value for value in row.values() if "ecret" in str(value) or "ines" in str(value).lower()]
    assert (row["reference"], row["country"], row["status"]) == (proposal.reference, "PT", "closed")
    assert [(mail.to, mail.purpose) for mail in OutgoingMail.objects.all()] == [("office@example.edu", "notice")]
    assert not Message.objects.exists()


def test_the_link_comes_again_to_the_address_that_was_given_and_to_no_other(client: Client) -> None:
    proposal = builders.proposal(reply_language="sr")
    answers = set()
    for reference, email in (
        (proposal.reference.lower(), "INES@example.pt"), (proposal.reference, "other@example.pt"), ("IC-2026-9999", "ines@example.pt")
    ):  # fmt: skip
        answer = client.post("/propose/link/", {"reference": reference, "email": email})
        answers.add((answer.status_code, answer.headers["Location"]))
    assert answers == {(302, "/propose/link/sent/")}
    shown(client, "/propose/link/sent/")
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.purpose) == ("ines@example.pt", "link")
    assert f"/sr{status(proposal)}" in mail.text


def test_who_is_suspected_gets_no_mail_by_asking_for_the_link(client: Client) -> None:
    proposal = builders.proposal(is_suspected=True)
    client.post("/propose/link/", {"reference": proposal.reference, "email": proposal.email})
    assert not OutgoingMail.objects.exists()


@pytest.mark.usefixtures("limits")
def test_asking_for_links_is_limited(client: Client) -> None:
    given = {"reference": "IC-2026-0001", "email": "a@example.org"}
    codes = [client.post("/propose/link/", given).status_code for _time in range(11)]
    assert codes == [302] * 10 + [429]
    assert client.post("/propose/link/", given)["Retry-After"]


def test_the_form_for_the_link_says_what_is_missing(client: Client) -> None:
    page = main(client.post("/propose/link/", {"reference": "", "email": "nobody"}))
    assert "Enter your reference" in page
    assert "Enter an e-mail address in the correct format" in page


def test_pages_stand_in_the_language_of_their_address(visitor: Visitor, office: Profile) -> None:
    proposal = builders.proposal()
    for path in (status(proposal), f"{status(proposal)}withdraw/", "/propose/link/", "/propose/link/sent/", "/propose/withdrawn/"):
        assert '<html lang="sr">' in shown(visitor.client, f"/sr{path}")
