"""Programs are told from people by a trap, a stamp and links. Whoever is suspected is answered and stored like everybody."""

import uuid

import pytest

from intlcoop.proposals.models import Proposal
from intlcoop.proposals.spam import Ticket
from tests.proposals.visitor import ANSWERS, Visitor, main, status

pytestmark = pytest.mark.django_db


def suspicion() -> str:
    """Why the only proposal is suspected; empty if it is not."""
    proposal = Proposal.objects.get()
    assert proposal.is_suspected == bool(proposal.suspicion)
    return proposal.suspicion


def assert_answered_like_everybody(response: object, visitor: Visitor) -> None:
    assert response["Location"] == status(Proposal.objects.get())  # type: ignore[index]
    page = visitor.client.get(response["Location"]).content.decode()  # type: ignore[index]
    assert Proposal.objects.get().reference in page
    assert "spam" not in page.lower()
    assert "suspect" not in page.lower()


def test_the_trap_catches_who_fills_in_everything(visitor: Visitor) -> None:
    response = visitor.propose(subject="Hello")
    assert suspicion() == "trap"
    assert_answered_like_everybody(response, visitor)


def test_people_neither_see_nor_reach_the_trap(visitor: Visitor) -> None:
    trap = main(visitor.client.get("/propose/")).partition('<div class="trap" aria-hidden="true">')[2].partition("</div>")[0]
    assert "Leave this field empty" in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap


@pytest.mark.parametrize(("seconds", "expected"), [(0, "too_fast"), (2, "too_fast"), (3, ""), (24 * 3600, "")])
def test_a_form_takes_at_least_three_seconds(visitor: Visitor, seconds: int, expected: str) -> None:
    hidden = visitor.open()
    response = visitor.wait(seconds=seconds).send(hidden)
    assert suspicion() == expected
    assert_answered_like_everybody(response, visitor)


@pytest.mark.parametrize(
    ("stamp", "expected"), [("", "no_stamp"), ("nonsense", "forged"), ("e30:abc", "forged"), ("\x00", "forged"), ("é" * 5000, "forged")]
)
def test_a_stamp_that_we_did_not_give_is_suspected(visitor: Visitor, stamp: str, expected: str) -> None:
    response = visitor.propose(stamp=stamp)
    assert suspicion() == expected
    assert_answered_like_everybody(response, visitor)


def test_a_changed_stamp_is_suspected(visitor: Visitor) -> None:
    hidden = visitor.open()
    visitor.wait(seconds=60).send(hidden | {"stamp": "A" + hidden["stamp"][1:]})
    assert suspicion() == "forged"


def test_a_stamp_holds_for_its_own_key_only(visitor: Visitor) -> None:
    hidden = visitor.open()
    visitor.wait(seconds=60).send(hidden | {"key": str(uuid.uuid4())})
    assert suspicion() == "forged"


@pytest.mark.parametrize("key", ["", "nonsense", "\x00", "1" * 10000])
def test_a_key_that_is_none_is_replaced(visitor: Visitor, key: str) -> None:
    response = visitor.propose(key=key)
    assert suspicion() == "forged"
    assert_answered_like_everybody(response, visitor)


def test_a_form_without_any_hidden_field_is_stored_too(visitor: Visitor) -> None:
    assert_answered_like_everybody(visitor.send({}), visitor)
    assert suspicion() == "no_stamp"


def test_a_form_that_waited_a_day_comes_back_once_with_the_text(visitor: Visitor) -> None:
    hidden = visitor.open()
    page = visitor.wait(hours=25).send(hidden)
    assert page.status_code == 200
    assert "open for more than a day" in main(page)
    assert "<title>Error: " in page.content.decode()
    assert page.context["form"].cleaned_data["text"] == ANSWERS["text"]
    assert not Proposal.objects.exists()
    renewed = visitor.hidden(page)
    assert renewed["key"] == hidden["key"]
    assert_answered_like_everybody(visitor.wait(seconds=1).send(renewed), visitor)
    assert suspicion() == ""


def test_a_form_that_waits_another_day_is_stored_and_marked(visitor: Visitor) -> None:
    renewed = visitor.hidden(visitor.wait(hours=25).send(visitor.open() | {"stamp": Ticket.issue().stamp}, name=""))
    hidden = visitor.open()
    renewed = visitor.hidden(visitor.wait(hours=25).send(hidden))
    assert visitor.wait(hours=25).send(renewed).status_code == 302
    assert suspicion() == "too_old"


def test_an_old_form_with_a_mistake_is_asked_for_the_mistake_only(visitor: Visitor) -> None:
    hidden = visitor.open()
    page = visitor.wait(hours=25).send(hidden, name="")
    assert "open for more than a day" not in main(page)
    assert visitor.send(visitor.hidden(page)).status_code == 302
    assert suspicion() == ""


def test_an_old_form_in_the_trap_gets_no_second_chance(visitor: Visitor) -> None:
    hidden = visitor.open()
    assert visitor.wait(hours=25).send(hidden, subject="x").status_code == 302
    assert suspicion() == "trap too_old"


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ("https://a.example " * 5, ""),
        ("https://a.example " * 6, "links"),
        ("HTTP://a.example,www.b.example," * 3, "links"),
        ("https://www.a.example " * 5, ""),
        ("[url=https://a.example]x[/url]" * 6, "links"),
    ],
)
def test_six_links_are_too_many(visitor: Visitor, links: str, expected: str) -> None:
    visitor.propose(text=f"{ANSWERS['text']} {links}")
    assert suspicion() == expected


def test_several_reasons_are_all_kept(visitor: Visitor) -> None:
    visitor.send({"stamp": "x"}, subject="x", text="https://a.example " * 6)
    assert suspicion() == "trap forged links"
