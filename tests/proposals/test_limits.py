"""How often: counted in the database, by keyed hashes; a friendly answer that keeps the text (4.12, 4.20, 4.21)."""

import datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from pytest_django import Settings

from intlcoop.proposals.models import Allowance, OutgoingMail, Proposal, allowance
from intlcoop.proposals.models.allowance import Deed
from tests.proposals.visitor import ANSWERS, Visitor, main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits(settings: Settings) -> None:
    settings.UNLIMITED_NETWORKS = []


def later(**passed: float) -> Any:
    moment = allowance.now() + datetime.timedelta(**passed)
    return patch.object(allowance, "now", lambda: moment)


def different(number: int) -> dict[str, str]:
    return {"email": f"v{number}@example.org", "text": f"{number} " * 60}


def test_the_sixth_proposal_within_an_hour_is_kept_for_later(visitor: Visitor) -> None:
    for number in range(5):
        assert visitor.propose(**different(number)).status_code == 302
    page = visitor.propose(**different(5))
    assert page.status_code == 429
    assert 3500 < int(page["Retry-After"]) <= 3601
    assert "Nothing is lost" in main(page)
    assert "5 5 5" in main(page)
    assert Proposal.objects.count() == 5
    hidden = visitor.hidden(page)
    with later(minutes=61):
        assert visitor.send(hidden, **different(5)).status_code == 302


def test_mistakes_and_resent_forms_count_for_nothing(visitor: Visitor) -> None:
    hidden = visitor.open()
    visitor.wait(seconds=60)
    for _time in range(10):
        visitor.send(hidden, name="")
        visitor.check(hidden)
    for _time in range(10):
        assert visitor.send(hidden).status_code == 302
    assert Allowance.objects.get(deed=Deed.PROPOSAL).number == 1


def test_other_connections_are_not_affected(visitor: Visitor, settings: Settings) -> None:
    settings.TRUSTED_PROXY_COUNT = 1

    def propose(chain: str) -> int:
        hidden = visitor.open()
        visitor.wait(seconds=60)
        return visitor.client.post("/propose/", ANSWERS | hidden | {"send": "yes"}, headers={"x-forwarded-for": chain}).status_code

    assert [propose("203.0.113.9, 192.0.2.1") for _time in range(6)] == [302] * 5 + [429]
    assert propose("192.0.2.1, 203.0.113.9") == 302  # what stands left of our proxy's entry was made up
    assert propose("x, 192.0.2.1") == 429


def test_the_offices_own_network_is_not_limited(visitor: Visitor, settings: Settings) -> None:
    settings.UNLIMITED_NETWORKS = ["127.0.0.0/8"]
    assert [visitor.propose(**different(number)).status_code for number in range(7)] == [302] * 7


def test_one_sender_with_many_proposals_is_suspected_and_answered(visitor: Visitor, settings: Settings) -> None:
    settings.UNLIMITED_NETWORKS = ["127.0.0.0/8"]
    for number in range(6):
        assert visitor.propose(text=f"{number} " * 60).status_code == 302
    assert list(Proposal.objects.order_by("pk").values_list("suspicion", flat=True)) == [""] * 5 + ["sender"]


def test_the_same_text_from_three_connections_is_suspected(visitor: Visitor) -> None:
    for number in range(3):
        visitor.client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        assert visitor.propose(email=f"v{number}@example.org").status_code == 302
    assert list(Proposal.objects.order_by("pk").values_list("suspicion", flat=True)) == ["", "", "same_text"]


def test_one_address_gets_one_confirmation_an_hour_and_three_a_day(visitor: Visitor, settings: Settings) -> None:
    settings.UNLIMITED_NETWORKS = ["127.0.0.0/8"]

    def confirmations() -> int:
        return OutgoingMail.objects.filter(purpose="confirmation").count()

    for hours, expected in ((0, 1), (0.5, 1), (1.1, 2), (2.2, 3), (3.3, 3), (25, 4)):
        with later(hours=hours):
            visitor.propose(email="Victim@example.org" if hours else "victim@example.org", text=f"{hours} " * 60)
        assert confirmations() == expected, hours


def test_a_suspected_one_is_never_mailed(visitor: Visitor) -> None:
    visitor.propose(subject="x")
    assert not OutgoingMail.objects.exists()


def test_mails_carry_the_reference_and_nothing_that_was_written(visitor: Visitor) -> None:
    visitor.propose(name="Evil\r\nBcc: v@x.org", institution="Evil\r\nBcc: v@x.org", text="BUY NOW " * 20)
    confirmation, notice = OutgoingMail.objects.order_by("pk")
    reference = Proposal.objects.get().reference
    assert (confirmation.to, confirmation.subject, confirmation.reply_to) == (
        "ines@example.pt", f"Your proposal {reference}", "office@example.edu")  # fmt: skip
    assert (notice.to, notice.subject, notice.reply_to) == ("office@example.edu", f"New proposal {reference}", "ines@example.pt")
    for written in ("Evil", "Bcc", "BUY", "Coimbra", "Inês"):
        assert written not in confirmation.subject + confirmation.text
    assert "Evil Bcc: v@x.org, Portugal" in notice.text
    assert f"/propose/status/{Proposal.objects.get().token}/" in confirmation.text
    assert f"/admin/proposals/proposal/{Proposal.objects.get().pk}/change/" in notice.text
    assert "UNDEFINED" not in confirmation.text + notice.text


def test_addresses_are_kept_as_keyed_hashes_only(visitor: Visitor) -> None:
    visitor.propose()
    kept = str(list(Allowance.objects.values())) + Proposal.objects.get().origin
    assert "127.0.0.1" not in kept
    assert "ines" not in kept
