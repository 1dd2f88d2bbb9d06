"""What people and hostile programs may type, and what is stored of it."""

import pytest

from intlcoop.proposals.models import Proposal
from tests.proposals.visitor import ANSWERS, Visitor

pytestmark = pytest.mark.django_db
LINES = ["name", "position", "phone", "institution", "city"]


@pytest.mark.parametrize("field", LINES)
@pytest.mark.parametrize("hostile", ["a\r\nBcc: v@x.org", "a\nBcc: v@x.org", "a\u2028Bcc: v@x.org", "a\x85Bcc: v@x.org", "a\tBcc: v@x.org"])
def test_one_line_stays_one_line(visitor: Visitor, field: str, hostile: str) -> None:
    visitor.propose(**{field: hostile})
    assert getattr(Proposal.objects.get(), field) == "a Bcc: v@x.org"


@pytest.mark.parametrize("field", [*LINES, "text"])
def test_what_nobody_sees_is_not_stored(visitor: Visitor, field: str) -> None:
    plain = "Coimbra " * 8 if field == "text" else "Coimbra"
    visitor.propose(**{field: f"\x9b\u202e\x00{plain[:3]}\u200b\x1b{plain[3:]}\u2069\x7f\ufeff"})
    assert getattr(Proposal.objects.get(), field) == plain.strip()


def test_decomposed_letters_are_composed(visitor: Visitor) -> None:
    visitor.propose(name="Ine\u0302s S\u0301a", city="Ło\u0301dz\u0301", text="Łódz\u0301 " * 20)
    proposal = Proposal.objects.get()
    assert (proposal.name, proposal.city, proposal.text[:4]) == ("Inês Śa", "Łódź", "Łódź")


@pytest.mark.parametrize(
    "words",
    ["ბათუმის შოთა რუსთაველის უნივერსიტეტი", "جامعة دمشق", "Чернівці", "Медицински факултет", "神戸大学", "O’Brien & Søn <3", "Łódź"],
)
def test_every_script_comes_through(visitor: Visitor, words: str) -> None:
    visitor.propose(name=words, institution=words, city=words, text=f"{words}\n\n" * 20)
    proposal = Proposal.objects.get()
    assert (proposal.name, proposal.institution, proposal.city) == (words, words, words)
    assert proposal.text == (f"{words}\n\n" * 20).strip()


def test_joined_signs_and_lines_of_the_text_stay(visitor: Visitor) -> None:
    text = "👩‍⚕️ and 🇬🇪 می‌خواهم\r\n\r\n  indented: " + "x" * 50
    visitor.propose(text=text)
    assert Proposal.objects.get().text == text.replace("\r\n", "\n")


def test_five_thousand_letters_fit(visitor: Visitor) -> None:
    visitor.propose(text="ž" * 5000, name="ж" * 150, institution="ქ" * 250)
    assert len(Proposal.objects.get().text) == 5000


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("www.example.pt", "https://www.example.pt"),
        ("HTTP://example.pt/a?b=c#d", "HTTP://example.pt/a?b=c#d"),
        ("example.pt:8080/x", "https://example.pt:8080/x"),
        (" https://example.pt ", "https://example.pt"),
    ],
)
def test_a_website_needs_no_scheme(visitor: Visitor, typed: str, stored: str) -> None:
    visitor.propose(website=typed)
    assert Proposal.objects.get().website == stored


def test_many_values_for_one_field_are_no_fault(visitor: Visitor) -> None:
    response = visitor.propose(name=["First", "Last"], country=["PT", "XX", "PL"], email=["a@b.org", "c@d.org"])
    assert response.status_code == 302
    assert ANSWERS["institution"] == Proposal.objects.get().institution


def test_broken_utf8_is_no_fault(visitor: Visitor) -> None:
    hidden = visitor.open()
    body = "&".join(f"{name}={value}" for name, value in hidden.items()) + "&name=%ff%fe&text=%ED%A0%80"
    response = visitor.client.post("/propose/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
