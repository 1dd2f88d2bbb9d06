"""Staff read what came in; they change nothing of what the visitor wrote."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db.models import TextField, Value
from django.test import Client

from intlcoop.proposals.models import Proposal
from tests import builders
from tests.forms import filled
from tests.pages import content, cost, shown

pytestmark = pytest.mark.django_db
LIST = "/admin/proposals/proposal/"
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}"


def change(proposal: Proposal) -> str:
    return f"{LIST}{proposal.pk}/change/"


def references(page: str) -> list[str]:
    return re.findall(r'class="field-reference[^"]*"><a[^>]*>([^<]*)</a>', page)


def test_the_list_shows_what_decides_about_the_next_step(admin_client: Client) -> None:
    proposal = builders.proposal("Universidade de Coimbra", is_suspected=True, suspicion="trap")
    page = admin_client.get(LIST).content.decode()
    for expected in (proposal.reference, "Universidade de Coimbra", "Portugal", ">new<", ">suspected spam<"):
        assert expected in page, expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("is_suspected__exact=1", ["Spam Ltd"]),
        ("is_suspected__exact=0", ["University of Coimbra"]),
        ("status__exact=closed", ["Spam Ltd"]),
        ("country__exact=PT", ["University of Coimbra"]),
        ("q=coimbra", ["University of Coimbra"]),
        ("q=buyer@example.org", ["Spam Ltd"]),
    ],
)
def test_the_list_can_be_narrowed(admin_client: Client, query: str, expected: list[str]) -> None:
    builders.proposal()
    builders.proposal("Spam Ltd", email="buyer@example.org", country="US", status="closed", is_suspected=True)
    page = admin_client.get(f"{LIST}?{query}").content.decode()
    assert re.findall(r'class="field-institution"><a[^>]*>([^<]*)</a>', page) == expected


def test_a_reference_finds_its_proposal(admin_client: Client) -> None:
    first = builders.proposal()
    builders.proposal()
    assert references(admin_client.get(LIST, {"q": f" {first.reference.lower()} "}).content.decode()) == [first.reference]
    assert references(admin_client.get(LIST, {"q": "IC-2026-999999999999"}).content.decode()) == []


def test_what_the_visitor_wrote_cannot_be_changed(admin_client: Client) -> None:
    proposal = builders.proposal()
    before: dict[str, Any] = dict(Proposal.objects.values().get())
    forged = (
        filled(shown(admin_client, change(proposal)))
        | dict.fromkeys(before, "changed")
        | {"status": "in_review", "internal_note": "Asked the dean.", "is_suspected": "on", "partner": ""}
    )
    assert admin_client.post(change(proposal), forged).status_code == 302
    after: dict[str, Any] = dict(Proposal.objects.values().get())
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"status", "status_changed_at", "decision_reason", "internal_note", "updated_at"}
    page = content(admin_client.get(change(proposal)).content.decode())
    main_form = page.partition('id="proposal_form"')[2]
    found = re.findall(r'<(?:input|select|textarea)[^>]*name="(?!_|csrf|messages)([\w]+)"', main_form)
    assert found == ["status", "decision_reason", "internal_note", "partner"]


def test_nobody_adds_a_proposal_by_hand(admin_client: Client) -> None:
    assert admin_client.get(f"{LIST}add/").status_code == 403
    assert "addlink" not in admin_client.get(LIST).content.decode().partition('id="content"')[2]


def past_the_field(text: str) -> Value:
    """As raw SQL would store it: a web address is refused by its field when anything else saves it."""
    return Value(text, output_field=TextField())


@pytest.mark.parametrize("field", ["name", "position", "email", "phone", "institution", "city", "website", "text", "suspicion", "language"])
def test_hostile_text_is_shown_and_does_nothing(admin_client: Client, field: str) -> None:
    proposal = builders.proposal(is_suspected=True)
    hostile = {"phone": HOSTILE[:40], "language": "<script>"}.get(field, HOSTILE)
    Proposal.objects.update(**{field: past_the_field(hostile)})
    for address in (LIST, change(proposal), *(f"{LIST}{proposal.pk}/{page}/" for page in ("history", "reply", "accept", "erase"))):
        page = admin_client.get(address).content.decode()
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
    assert "&lt;script&gt;" in admin_client.get(change(proposal)).content.decode()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "jav\tascript:alert(1)", "data:text/html,<script>alert(1)</script>"])
def test_a_hostile_website_is_no_link(admin_client: Client, address: str) -> None:
    proposal = builders.proposal()
    Proposal.objects.update(website=past_the_field(address))
    assert not re.search(r'href="\s*(jav|data)', admin_client.get(change(proposal)).content.decode())


def test_topics_that_no_longer_exist_break_nothing(admin_client: Client) -> None:
    proposal = builders.proposal(topics=["research", "gone", "<b>"])
    page = admin_client.get(change(proposal)).content.decode()
    assert "joint research" in page
    assert "<b>" not in content(page)


def test_every_script_and_line_is_read_as_it_was_written(admin_client: Client) -> None:
    proposal = builders.proposal("ბათუმის უნივერსიტეტი", text="مرحبا 👩‍⚕️\n\nЗдраво " * 10)
    page = admin_client.get(change(proposal)).content.decode()
    assert "ბათუმის უნივერსიტეტი" in page
    assert '<div dir="auto">مرحبا 👩‍⚕️<br><br>Здраво' in page


def test_the_answer_goes_to_the_sender_with_the_reference(admin_client: Client) -> None:
    proposal = builders.proposal(email="ines+sa&cc=x@example.pt")
    page = admin_client.get(change(proposal)).content.decode()
    assert f'href="mailto:ines%2Bsa%26cc%3Dx@example.pt?subject={proposal.reference}"' in page


def test_the_reasons_of_a_suspicion_are_words(admin_client: Client) -> None:
    proposal = builders.proposal(is_suspected=True, suspicion="trap links")
    page = admin_client.get(change(proposal)).content.decode()
    assert "the field for programs was filled in; six or more links in the text" in page


def test_many_can_be_marked_as_spam_and_released(admin_client: Client) -> None:
    wrong, right = builders.proposal(is_suspected=True, suspicion="too_fast"), builders.proposal()
    chosen = {"_selected_action": [str(wrong.pk), str(right.pk)]}
    page = admin_client.post(LIST, chosen | {"action": "mark_as_not_spam"}, follow=True).content.decode()
    assert "1 proposal changed." in page
    assert not Proposal.objects.suspected().exists()
    admin_client.post(LIST, chosen | {"action": "mark_as_spam"})
    assert list(Proposal.objects.order_by("pk").values_list("is_suspected", "suspicion")) == [(True, "too_fast"), (True, "staff")]
    assert "Marked as spam." in admin_client.get(f"{LIST}{right.pk}/history/").content.decode()


def test_only_who_may_sees_proposals(client: Client) -> None:
    builders.proposal()
    user = User.objects.create_user("ana", password="x", is_staff=True)
    client.force_login(user)
    assert client.get(LIST).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_proposal"))
    page = client.get(LIST).content.decode()
    assert "University of Coimbra" in page
    assert "mark_as_spam" not in page


def test_the_list_costs_the_same_for_any_number(admin_client: Client) -> None:
    builders.proposal()
    cost_of_one = cost(admin_client, LIST)
    builders.proposal()
    builders.proposal()
    assert cost(admin_client, LIST) == cost_of_one
    assert cost_of_one <= 15


@pytest.mark.parametrize("words", ["muller", "MÜLLER", "клиника", "graz muller"])
def test_the_search_minds_neither_accents_nor_capitals(admin_client: Client, words: str) -> None:
    builders.proposal("Klinik Graz", name="Zoë Müller", text="Клиника тражи партнере за заједнички пројекат у области медицине бола.")
    builders.proposal("Another")
    page = admin_client.get(LIST, {"q": words}).content.decode()
    assert len(references(page)) == 1
    assert "Klinik Graz" in page
