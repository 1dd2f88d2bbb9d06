"""Before anything is sent the visitor sees all answers, and may go back to each; the page keeps them without a session."""

import re
from html import unescape

import pytest

from intlcoop.proposals.models import Proposal
from tests.forms import filled
from tests.pages import FAULTY
from tests.proposals.visitor import ANSWERS, LEAST, Visitor, kept, main

pytestmark = pytest.mark.django_db
HOSTILE = "\"'><script>alert(1)</script>"


def test_all_answers_are_shown_in_words_and_nothing_is_stored_yet(visitor: Visitor) -> None:
    page = visitor.check(visitor.open())
    words = main(page)
    for expected in (
        "Check your answers", "Nothing has been sent yet.", "Inês de Sá", "Portugal", "University", "Exchange of students<br>", "English",
        "https://www.example.pt", "each spring,<br>and to write", "Erasmus+", "spring 2027", "Prof. Anić", "Send the proposal",
    ):  # fmt: skip
        assert expected in words, expected
    assert not [fault for fault in FAULTY if fault in page.content.decode()]
    assert page["Cache-Control"] == "no-store"
    assert not Proposal.objects.exists()


def test_what_the_page_holds_is_what_is_sent(visitor: Visitor) -> None:
    visitor.wait(seconds=60)
    page = visitor.check(visitor.open())
    visitor.wait(seconds=60)
    answer = visitor.client.post("/propose/", filled(page.content.decode(), send="yes"))
    proposal = Proposal.objects.get()
    assert answer.status_code == 302
    assert {name: getattr(proposal, name) for name in ANSWERS} == ANSWERS | {"website": "https://www.example.pt"}
    assert not proposal.is_suspected


def test_each_answer_can_be_changed_and_the_others_stay(visitor: Visitor) -> None:
    page = visitor.check(visitor.open())
    changes = re.findall(r'name="change" value="(\w+)" formaction="(/propose/#\w+)"', main(page))
    assert [name for name, _where in changes] == list(ANSWERS)
    for name, where in changes:
        form = visitor.client.post("/propose/", filled(page.content.decode(), change=name))
        assert kept(form) == ANSWERS
        assert f'id="{where.partition("#")[2]}"' in form.content.decode(), where
        assert "There is a problem" not in form.content.decode()


def test_what_was_left_empty_is_said(visitor: Visitor) -> None:
    page = main(visitor.check(visitor.open(), LEAST))
    assert page.count("Not given") == len(ANSWERS) - len(LEAST)


@pytest.mark.parametrize("field", ["name", "institution", "city", "text", "contact_here"])
def test_hostile_text_is_shown_as_text_here_and_later(visitor: Visitor, field: str) -> None:
    hostile = HOSTILE * (3 if field == "text" else 1)
    page = visitor.check(visitor.open(), **{field: hostile})
    assert "<script>alert" not in page.content.decode()
    assert filled(page.content.decode())[field] == [hostile]
    assert unescape(page.content.decode()).count(hostile) == 2  # shown and held


def test_a_forged_hidden_field_is_judged_like_a_typed_one(visitor: Visitor) -> None:
    page = visitor.check(visitor.open())
    answer = visitor.client.post("/propose/", filled(page.content.decode(), send="yes", email="a@b.org\r\nBcc: v@x.org", country="XX"))
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_the_trap_is_remembered(visitor: Visitor) -> None:
    page = visitor.check(visitor.open(), subject="Hello")
    visitor.wait(seconds=60)
    assert visitor.client.post("/propose/", filled(page.content.decode(), send="yes")).status_code == 302
    assert "trap" in Proposal.objects.get().suspicion


def test_with_one_language_nobody_is_asked_for_one(visitor: Visitor) -> None:
    visitor.open()
    office = visitor.client.get("/propose/").context["office"]
    office.languages = ["en"]
    office.save()
    answers = {name: value for name, value in ANSWERS.items() if name != "reply_language"}
    assert "Language of our answer" not in main(visitor.client.get("/propose/"))
    assert visitor.propose(answers).status_code == 302
    assert Proposal.objects.get().answer_language == "en"
