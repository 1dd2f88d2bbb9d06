"""Somebody proposes cooperation: the form, its confirmation, what is stored."""

import datetime
import re
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intlcoop.profile.models import Profile
from intlcoop.proposals.models import Proposal, reference_count
from tests import builders
from tests.pages import shown
from tests.proposals.visitor import ANSWERS, LEAST, Visitor, main, status

pytestmark = pytest.mark.django_db


def test_a_proposal_is_stored_as_it_was_written(visitor: Visitor) -> None:
    response = visitor.propose()
    proposal = Proposal.objects.get()
    assert (response.status_code, response["Location"]) == (302, status(proposal))
    assert {name: getattr(proposal, name) for name in ANSWERS} == ANSWERS | {"website": "https://www.example.pt"}
    assert (proposal.is_suspected, proposal.suspicion, proposal.status, proposal.language) == (False, "", "new", "en")
    assert mail.outbox == []  # no view waits for a mail server


def test_the_required_answers_are_enough(visitor: Visitor) -> None:
    assert visitor.propose(dict.fromkeys(ANSWERS, "") | LEAST).status_code == 302
    proposal = Proposal.objects.get()
    assert (proposal.website, proposal.city, proposal.contact_here) == ("", "", "")


def test_the_confirmation_says_the_reference_and_what_happens_when(visitor: Visitor) -> None:
    page = visitor.client.get(visitor.propose()["Location"])
    words = main(page)
    for expected in (Proposal.objects.get().reference, "within 7 working days", "Keep a record", "office@example.edu"):
        assert expected in words, expected
    for written in ("Inês de Sá", "Portugal", "each spring,<br>and to write", "Exchange of students", "ines@example.pt", "What you wrote"):
        assert written in words, written
    assert "Change" not in words
    assert page["Referrer-Policy"] == "same-origin"


def test_nobody_can_guess_a_confirmation(visitor: Visitor) -> None:
    visitor.propose()
    proposal = Proposal.objects.get()
    assert len(proposal.token) == 32  # 192 random bits
    for guess in (proposal.key, proposal.pk, proposal.reference, proposal.token[:-1], "x" * 32):
        assert visitor.client.get(f"/propose/status/{guess}/").status_code == 404


def test_references_count_within_the_year_of_the_offices_calendar_and_come_once() -> None:
    with patch.object(reference_count, "today", lambda: datetime.date(2026, 12, 31)):
        first, second = builders.proposal(), builders.proposal()
        assert (first.reference, second.reference) == ("IC-2026-0001", "IC-2026-0002")
        second.delete()
        assert builders.proposal().reference == "IC-2026-0003"
    with patch.object(reference_count, "today", lambda: datetime.date(2027, 1, 1)):
        assert builders.proposal().reference == "IC-2027-0001"


def test_no_cache_keeps_the_pages_and_a_search_engine_finds_only_the_empty_form(visitor: Visitor) -> None:
    empty, status, faulty = visitor.client.get("/propose/"), visitor.client.get(visitor.propose()["Location"]), visitor.propose({})
    assert {page["Cache-Control"] for page in (empty, status, faulty)} == {"no-store"}
    assert ["noindex" in page.content.decode() for page in (empty, status, faulty)] == [False, True, True]


def test_only_the_form_sets_a_cookie_and_only_the_one_against_forged_requests(client: Client, office: Profile) -> None:
    client.get("/events/")
    assert not client.cookies
    client.get("/propose/")
    assert list(client.cookies) == ["csrftoken"]


def test_the_form_tells_what_happens_and_what_is_done_with_the_answers(visitor: Visitor) -> None:
    words = main(visitor.client.get("/propose/"))
    assert "within 7 working days" in words
    notice, button = words.index("Only the staff of the office read it"), words.index(">Check your answers</button>")
    assert 0 < button - notice < 700
    assert 'href="/privacy/"' in words[notice:button]


def test_fields_carry_the_tokens_for_autofill_and_nothing_that_browsers_would_judge(visitor: Visitor) -> None:
    form = main(visitor.client.get("/propose/")).partition("<form")[2]
    tokens = dict(re.findall(r'name="(\w+)"[^>]*?autocomplete="([\w-]+)"', form))
    assert tokens == {
        "key": "off", "stamp": "off", "subject": "off", "name": "name", "position": "organization-title", "email": "email", "phone": "tel",
        "institution": "organization", "country": "country", "city": "address-level2", "website": "url",
        "erasmus_code": "off", "fields_of_medicine": "off", "programme": "off", "proposed_start": "off", "contact_here": "off",
    }  # fmt: skip
    assert " novalidate" in form
    assert not re.search(r"\s(required|maxlength|minlength|pattern)\b", form)
    labels = re.findall(r"<(?:label for=\"id_\w+\"|legend)>([^<]*)</", form)
    optional = {re.sub(r"\s*\(optional\)", "", label) for label in labels if "(optional)" in label}
    assert optional == {
        "Your position", "Phone", "City", "Website", "Erasmus code or PIC", "Fields of medicine", "Programme", "When would you like to begin?",
        "Whom of us do you know already?",
    }  # fmt: skip


def test_countries_stand_in_the_alphabet_of_the_readers_language(visitor: Visitor) -> None:
    def names(path: str) -> list[str]:
        options = main(visitor.client.get(path)).partition('id="id_country"')[2].partition("</select>")[0]
        return [name.strip() for name in re.findall(r"<option[^>]*>([^<]*)<", options)]

    english, serbian = names("/propose/"), names("/sr/propose/")
    assert english[1:3] == ["Afghanistan", "Åland Islands"]
    assert serbian.index("Италија") < serbian.index("Јамајка") < serbian.index("Казахстан") < serbian.index("Џибути")
    assert len(english) == len(serbian) > 240


def test_in_another_language_everything_stays_in_that_language(visitor: Visitor) -> None:
    hidden = visitor.open("/sr/propose/")
    visitor.wait(seconds=60)
    response = visitor.send(hidden, path="/sr/propose/")
    proposal = Proposal.objects.get()
    assert response["Location"] == f"/sr{status(proposal)}"
    assert proposal.language == "sr"


def test_without_the_section_there_is_no_form(visitor: Visitor, office: Profile) -> None:
    sent = visitor.propose()["Location"]
    hidden = visitor.open()
    office.sections = ["partners"]
    office.save()
    assert visitor.client.get("/propose/").status_code == 404
    assert visitor.client.get(sent).status_code == 404
    assert visitor.send(hidden).status_code == 404
    assert Proposal.objects.count() == 1


def test_pages_forget_no_value(visitor: Visitor) -> None:
    shown(visitor.client, "/propose/")
    shown(visitor.client, visitor.propose()["Location"])
    Profile.objects.update(email="")
    shown(visitor.client, "/propose/")
    assert "mailto:" not in visitor.client.get(visitor.propose()["Location"]).content.decode()


def test_a_form_without_its_token_gets_the_portals_own_page(visitor: Visitor) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/propose/", ANSWERS | visitor.open())
    assert response.status_code == 403
    assert "what you typed is still in your browser" in response.content.decode()
    assert not Proposal.objects.exists()


def test_the_form_costs_few_queries(visitor: Visitor) -> None:
    hidden = visitor.open()
    visitor.wait(seconds=60)
    with CaptureQueriesContext(connection) as queries:
        visitor.send(hidden)
    statements = [query["sql"] for query in queries if query["sql"].split()[0] in {"SELECT", "INSERT", "UPDATE"}]
    assert len(statements) <= 25, statements  # counted, numbered, stored, announced to both
