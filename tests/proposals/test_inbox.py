"""What the office does with a proposal: taking it, stepping on, replying, accepting (story 3 of staff.md)."""

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from intlcoop.office.roles import INBOX_OFFICER
from intlcoop.profile.models import Profile
from intlcoop.proposals import acceptance, replies
from intlcoop.proposals.models import Message, OutgoingMail, Proposal
from intlcoop.proposals.models.proposal import Status
from partners.models import Agreement, Institution
from tests import builders
from tests.forms import filled
from tests.pages import content, cost, shown
from tests.proposals.visitor import status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
LIST = "/admin/proposals/proposal/"


def page_of(proposal: Proposal, name: str = "change") -> str:
    return f"{LIST}{proposal.pk}/{name}/"


@pytest.fixture
def officer() -> User:
    return builders.account(INBOX_OFFICER, username="ana", first_name="Ana", last_name="Anić")


@pytest.fixture
def desk(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def colleague() -> Client:
    client = Client()
    client.force_login(builders.account(INBOX_OFFICER, username="boris"))
    return client


# --- Taking -----------------------------------------------------------------------------------------------------------


def test_the_second_officer_is_told_who_has_taken_it(desk: Client, officer: User) -> None:
    proposal, second = builders.proposal(), colleague()
    both_saw = shown(second, page_of(proposal))
    assert "Nobody has taken this proposal yet." in both_saw
    desk.post(page_of(proposal), {"_deed": "take", "taken_by": ""})
    answer = second.post(page_of(proposal), {"_deed": "take", "taken_by": ""}, follow=True).content.decode()
    assert "Taken already by Ana Anić," in answer
    proposal.refresh_from_db()
    assert (proposal.taken_by, proposal.status) == (officer, "in_review")
    assert "Taken by ana" in shown(second, page_of(proposal))


def test_taking_over_and_giving_back(desk: Client, officer: User) -> None:
    proposal, second = builders.proposal(), colleague()
    desk.post(page_of(proposal), {"_deed": "take"})
    second.post(page_of(proposal), {"_deed": "take_over", "taken_by": str(officer.pk)})
    assert Proposal.objects.get().taken_by.username == "boris"
    assert (
        "Taken already by boris"
        in desk.post(page_of(proposal), {"_deed": "take_over", "taken_by": str(officer.pk)}, follow=True).content.decode()
    )
    desk.post(page_of(proposal), {"_deed": "give_back"})
    assert Proposal.objects.get().taken_by.username == "boris"  # it is not hers to give back
    second.post(page_of(proposal), {"_deed": "give_back"})
    assert Proposal.objects.get().taken_by is None


# --- Steps ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", Status)
def test_only_allowed_steps_are_offered_and_taken(desk: Client, stage: Status) -> None:
    proposal = builders.proposal(status=stage)
    page = shown(desk, page_of(proposal))
    options = re.findall(r'<option value="(\w+)"', page.partition('name="status"')[2].partition("</select>")[0])
    assert set(options) == {stage, *stage.next_steps} - ({Status.ACCEPTED} if stage != Status.ACCEPTED else set())
    for other in set(Status) - set(options):
        answer = desk.post(page_of(proposal), filled(page, status=other.value, decision_reason="x"))
        assert answer.status_code == 200, other
        assert Proposal.objects.get().status == stage


def test_declining_needs_a_reason_which_the_sender_does_not_see(desk: Client) -> None:
    proposal = builders.proposal(status="in_review")
    page = shown(desk, page_of(proposal))
    assert "Enter why you decline" in desk.post(page_of(proposal), filled(page, status="declined")).content.decode()
    desk.post(page_of(proposal), filled(page, status="declined", decision_reason="No capacity."))
    proposal.refresh_from_db()
    assert (proposal.status, proposal.answered_at is None) == ("declined", False)
    public = shown(Client(), status(proposal))
    assert "Declined" in public
    assert "No capacity" not in public


def test_overdue_is_counted_on_the_start_page_until_somebody_answers(desk: Client) -> None:
    proposal = builders.proposal("Late Institute")
    builders.proposal("Fresh Institute")
    Proposal.objects.filter(pk=proposal.pk).update(created_at=timezone.now() - datetime.timedelta(days=30))
    assert "Proposals that have waited longer than you promise" in shown(desk, "/admin/")
    page = content(shown(desk, f"{LIST}?due=overdue"))
    assert "Late Institute" in page
    assert "Fresh Institute" not in page
    replies.reply(proposal, by=None, subject="x", text="x")
    assert "waited longer" not in content(shown(desk, "/admin/"))


# --- Replying ---------------------------------------------------------------------------------------------------------


def test_a_reply_from_a_template_is_sent_and_kept(desk: Client, officer: User) -> None:
    proposal = builders.proposal(name="Zoë {link}\r\nBcc: v@x.org", reply_language="en")
    template = builders.reply_template(text="Dear {name}, about {reference}: {other} {{reference}}")
    page = shown(desk, f"{page_of(proposal, 'reply')}?template={template.pk}")
    given = filled(page)
    assert given["text"] == [f"Dear Zoë {{link}} Bcc: v@x.org, about {proposal.reference}: {{other}} {{{proposal.reference}}}"]
    answer = desk.post(page_of(proposal, "reply"), given | {"text": ["What about <spring>?"], "status": ["waiting"]})
    assert answer.status_code == 302
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.purpose, mail.text, mail.reply_to) == ("ines@example.pt", "reply", "What about <spring>?", "office@example.edu")
    message = Message.objects.get()
    assert (message.direction, message.written_by, message.mail) == ("reply", officer, mail)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.answered_at is None) == ("waiting", False)
    assert "What about &lt;spring&gt;?" in shown(desk, page_of(proposal))
    public = shown(Client(), status(proposal))
    assert "What about &lt;spring&gt;?" in public
    assert officer.get_full_name() not in public


def test_without_templates_there_is_something_to_begin_with_in_the_senders_language(desk: Client) -> None:
    proposal = builders.proposal(reply_language="en")
    page = shown(desk, page_of(proposal, "reply"))
    keys = re.findall(r'href="\?template=(\w+)"', page)
    assert keys == ["questions", "accepted", "declined"]
    for key in keys:
        text = filled(shown(desk, f"{page_of(proposal, 'reply')}?template={key}"))["text"][0]
        assert "Dear Inês Sá," in text
        assert "{" not in text
    builders.reply_template(language="sr")
    builders.reply_template(language="en", name="Ours")
    assert "Ours" in shown(desk, page_of(proposal, "reply"))
    assert "A question" not in shown(desk, page_of(proposal, "reply"))


def test_an_empty_reply_is_not_sent(desk: Client) -> None:
    proposal = builders.proposal()
    assert desk.post(page_of(proposal, "reply"), {"subject": "x", "text": " ", "status": "new"}).status_code == 200
    assert not OutgoingMail.objects.exists()


def test_a_suspected_one_gets_no_reply_before_it_is_released(desk: Client) -> None:
    proposal = builders.proposal(is_suspected=True, suspicion="links")
    desk.post(page_of(proposal, "reply"), {"subject": "x", "text": "x", "status": "new"})
    assert not OutgoingMail.objects.exists()
    for _click in range(2):
        desk.post(LIST, {"action": "mark_as_not_spam", "_selected_action": [proposal.pk]})
    assert sorted(OutgoingMail.objects.values_list("purpose", flat=True)) == ["confirmation", "notice"]


# --- Accepting --------------------------------------------------------------------------------------------------------


def accepted(desk: Client, proposal: Proposal, **given: str) -> Any:
    return desk.post(page_of(proposal, "accept"), filled(shown(desk, page_of(proposal, "accept")), **{"kind": "memorandum"} | given))


def test_accepting_makes_an_institution_and_an_agreement_as_drafts(desk: Client) -> None:
    home = builders.home()
    proposal = builders.proposal(city="Coimbra", website="https://www.uc.pt", institution_kind="university", status="in_review")
    accepted(desk, proposal, partner="new")
    partner, agreement = Institution.objects.exclude(pk=home.pk).get(), Agreement.objects.get()
    assert (str(partner.name), str(partner.city), partner.country.code, partner.is_published) == (
        "University of Coimbra",
        "Coimbra",
        "PT",
        False,
    )
    assert [party.institution for party in agreement.parties.all()] == [home, partner]
    assert (agreement.kind, agreement.is_published, agreement.internal_note) == ("memorandum", False, proposal.reference)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.partner, proposal.agreement) == ("accepted", partner, agreement)
    assert str(agreement) in shown(desk, page_of(proposal))
    accepted_again = desk.post(page_of(proposal, "accept"), {"partner": "new", "kind": "memorandum"})
    assert accepted_again.status_code == 200
    assert Agreement.objects.count() == 1


def test_an_institution_of_the_register_is_offered_and_taken(desk: Client) -> None:
    known = builders.institution("Universität Coimbra (University of Coimbra)", country="PT")
    known = builders.institution("University of Coimbra", country="PT")
    proposal = builders.proposal("university of coimbra")
    page = shown(desk, page_of(proposal, "accept"))
    assert "alike" in page
    assert 'value="new"' in page
    assert f"/admin/partners/institution/{known.pk}/change/" in shown(desk, page_of(proposal))
    before = Institution.objects.count()
    accepted(desk, proposal, partner=str(known.pk))
    assert Institution.objects.count() == before
    assert Agreement.objects.get().parties.get().institution == known


def test_nothing_is_made_when_a_colleague_was_faster(desk: Client) -> None:
    proposal = builders.proposal(status="in_review")
    form = filled(shown(desk, page_of(proposal, "accept")), partner="new")
    Proposal.objects.update(status="declined")
    desk.post(page_of(proposal, "accept"), form)
    assert not Agreement.objects.exists()
    assert not Institution.objects.exists()


def test_half_an_acceptance_does_not_exist(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = builders.proposal()
    monkeypatch.setattr(acceptance.AgreementParty.objects, "create", lambda **_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        acceptance.accept(proposal, partner=None, kind="memorandum")
    assert not Agreement.objects.exists()
    assert not Institution.objects.exists()
    assert Proposal.objects.get().status == "new"


# --- Seeing what belongs together -------------------------------------------------------------------------------------


def test_proposals_that_belong_together_are_linked(desk: Client) -> None:
    first = builders.proposal("University of Coimbra")
    same_address = builders.proposal("Another name", email="INES@example.pt", country="ES")
    alike = builders.proposal("Coimbra University", email="rui@example.pt")
    other = builders.proposal("University of Porto", email="eva@example.pt")
    page = shown(desk, page_of(first)).partition("field-alike_proposals")[2].partition("</div></div>")[0]
    assert same_address.reference in page
    assert alike.reference in page
    assert other.reference not in page


def test_the_form_costs_the_same_for_any_number_of_messages(desk: Client) -> None:
    proposal = builders.proposal()
    replies.reply(proposal, by=None, subject="x", text="x")
    shown(desk, page_of(proposal))  # what is asked once for each process
    one = cost(desk, page_of(proposal))
    for _number in range(2):
        replies.reply(proposal, by=User.objects.first(), subject="x", text="x")
    assert cost(desk, page_of(proposal)) == one


def test_an_office_without_an_address_is_told_nothing_and_nothing_breaks(desk: Client) -> None:
    Profile.objects.update(email="")
    replies.reply(builders.proposal(), by=None, subject="x", text="x")
    assert OutgoingMail.objects.get().reply_to == ""


def test_the_inbox_shows_mine_those_of_nobody_and_those_of_each_colleague(desk: Client, officer: User) -> None:
    boris = User.objects.create_user("boris", first_name="Boris", last_name="Borić")
    mine, free, his = builders.proposal(taken_by=officer), builders.proposal(), builders.proposal(taken_by=boris)
    links = dict(re.findall(r'href="\?(taken_by=\w+)"[^>]*>\s*([^<]+?)\s*</a>', shown(desk, LIST)))
    assert links == {"taken_by=me": "me", "taken_by=nobody": "nobody", f"taken_by={boris.pk}": "Boris Borić"}
    for chosen, row in (("me", mine), ("nobody", free), (boris.pk, his)):
        page = shown(desk, f"{LIST}?taken_by={chosen}")
        assert [other.reference in page for other in (mine, free, his)] == [other == row for other in (mine, free, his)]
    assert desk.get(f"{LIST}?taken_by=x1").status_code == 200
