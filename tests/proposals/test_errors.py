"""Mistakes in the form: said in words that help, first of all and beside the field, and nothing typed is lost."""

from typing import Any
from unittest.mock import patch

import pytest
from django.db import InterfaceError, OperationalError, connection

from intlcoop.proposals.models import Proposal
from tests.proposals.visitor import ANSWERS, LEAST, Visitor, kept, main, summary

pytestmark = pytest.mark.django_db

E_MAIL = "Enter an e-mail address in the correct format, like name@example.com"
WEBSITE = "Enter a website address in the correct format, like www.example.edu"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Enter your name"),
        ("name", " \u3000\t ", "Enter your name"),
        ("name", "\u200b\u200d\u2060\ufeff", "Enter your name"),
        ("name", "\u3164\u2800", "Enter your name"),
        ("name", "\u0301\u0301", "Enter your name"),
        ("name", "x" * 151, "“Your name” must be 150 characters or fewer. It has 151."),
        ("position", "x" * 151, "“Your position” must be 150 characters or fewer. It has 151."),
        ("email", "", "Enter your e-mail address"),
        ("email", "nobody", E_MAIL),
        ("email", "ines@example.pt\r\nBcc: v@x.org", E_MAIL),
        ("email", "ines@example.pt, v@x.org", E_MAIL),
        ("email", f"{'x' * 250}@example.pt", "“E-mail address” must be 254 characters or fewer. It has 261."),
        ("phone", "1" * 41, "“Phone” must be 40 characters or fewer. It has 41."),
        ("institution", "\x00", "Enter the name of your institution"),
        ("country", "", "Select the country of your institution"),
        ("country", "XX", "Select the country of your institution"),
        ("institution_kind", "circus", "Select the kind of your institution"),
        ("city", "x" * 101, "“City” must be 100 characters or fewer. It has 101."),
        ("website", "javascript:alert(1)", WEBSITE),
        ("website", "jav\tascript:alert(1)", WEBSITE),
        ("website", "data:text/html,x", WEBSITE),
        ("website", "ftp://example.pt", WEBSITE),
        ("website", "not a site", WEBSITE),
        ("text", "", "Enter a description of your proposal"),
        ("text", "Too short", "Your description must be 50 characters or more. It has 9."),
        ("text", "\u200d" * 60, "Enter a description of your proposal"),
        ("text", "a" + "\u200d" * 60, "Your description must be 50 characters or more. It has 1."),
        ("text", "ž" * 5001, "Your description must be 5,000 characters or fewer. It has 5001."),
    ],
)
def test_a_mistake_is_said_at_the_top_and_at_its_field(visitor: Visitor, field: str, value: str, words: str) -> None:
    page = visitor.propose(**{field: value})
    assert page.status_code == 200
    html = main(page)
    assert summary(page) == [(f"id_{field}", words)]
    assert html.index("There is a problem") < html.index("<h1")
    assert html.count(words) == 2
    assert f'id="id_{field}_error"' in html
    assert f'id="id_{field}"' in html
    assert f"id_{field}_error" in html.partition(f'name="{field}"')[2].partition(">")[0]  # aria-describedby
    assert kept(page) == ANSWERS | {field: value}
    assert "<title>Error: Propose cooperation – " in page.content.decode()
    assert not Proposal.objects.exists()


def test_of_several_boxes_the_first_is_led_to(visitor: Visitor) -> None:
    page = visitor.propose({name: value for name, value in ANSWERS.items() if name != "topics"})
    assert summary(page) == [("id_topics_0", "Select what you would like to do together")]
    html = main(page)
    assert 'id="id_topics_0"' in html
    assert 'aria-describedby="id_topics_helptext id_topics_error"' in html
    assert summary(visitor.propose(topics=["research", "nonsense"])) == summary(page)


def test_an_empty_form_is_told_everything_at_once_in_the_order_of_the_page(visitor: Visitor) -> None:
    page = visitor.propose({})
    assert [anchor.removeprefix("id_").removesuffix("_0") for anchor, _words in summary(page)] == list(LEAST)
    words = " ".join(words for _anchor, words in summary(page)).lower()
    assert not [word for word in ("this field", "please", "invalid ", "sorry", "oops") if word in words]


def test_a_form_without_mistakes_has_no_summary(visitor: Visitor) -> None:
    page = visitor.client.get("/propose/").content.decode()
    assert "There is a problem" not in page
    assert "Error:" not in page


def test_after_a_mistake_the_same_form_can_be_sent(visitor: Visitor) -> None:
    hidden = visitor.open()
    visitor.wait(seconds=60)
    again = visitor.hidden(visitor.send(hidden, name=""))
    assert again["key"] == hidden["key"]
    assert visitor.wait(seconds=1).send(again).status_code == 302
    assert not Proposal.objects.get().is_suspected


HOSTILE = "\"><script>alert('x')</script>&amp;"


@pytest.mark.parametrize("field", [name for name in ANSWERS if name != "topics"])
def test_what_is_shown_again_is_text_and_never_markup(visitor: Visitor, field: str) -> None:
    page = visitor.propose(**{field: HOSTILE, "email": HOSTILE})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert kept(page)[field] == HOSTILE


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError("connection already closed")])
@pytest.mark.parametrize("when", ["exists", "save"])
def test_a_database_that_fails_costs_nobody_the_text(visitor: Visitor, error: Exception, when: str) -> None:
    hidden = visitor.open()
    visitor.wait(seconds=60)
    place: Any = "intlcoop.proposals.models.Proposal.save" if when == "save" else "intlcoop.proposals.views.Proposal.objects.filter"
    with patch(place, side_effect=error):
        page = visitor.send(hidden)
    assert page.status_code == 503
    assert page["Retry-After"] == "30"
    assert page["Cache-Control"] == "no-store"
    html = main(page)
    assert "Nothing was received. Keep a copy of your text and try again." in html
    assert 'href="mailto:office@example.edu"' in html
    assert kept(page) == ANSWERS
    assert "students of medicine" in html
    assert visitor.send(visitor.hidden(page)).status_code == 302
    assert str(Proposal.objects.get().key) == hidden["key"]


def test_the_apology_asks_the_database_for_nothing(visitor: Visitor) -> None:
    def only_the_office(execute: Any, sql: str, *rest: Any) -> Any:
        if "profile_profile" in sql:
            return execute(sql, *rest)
        raise OperationalError("disk I/O error")

    hidden = visitor.open()
    visitor.wait(seconds=60)
    with connection.execute_wrapper(only_the_office):
        page = visitor.send(hidden)
    assert page.status_code == 503
    assert kept(page) == ANSWERS
