"""What is not public is nowhere: no page, no file, no list, no search, no site map, no start page (faults.md 4.1)."""

import datetime
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from intlcoop.base.translated import TranslatedField
from tests import builders, uploads
from tests.faults.portal import RECORDS, ask, is_text, own_addresses, plain_addresses, text_fields
from tests.pages import content, links, shown

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
HIDDEN: dict[str, dict[str, Any]] = {
    "draft": {"is_published": False},
    "archived": {"is_archived": True},
    "scheduled": {"publish_at": timezone.now() + 24 * HOUR},
    "withdrawn": {"withdraw_at": timezone.now() - 24 * HOUR},
}
NUMBER, IN_WORDS = 54321, "54,321"
EXTRA: dict[str, dict[str, Any]] = {
    "Agreement": {"document": uploads.pdf, "is_document_public": lambda: True},
    "Figure": {"low": lambda: NUMBER},
    "Institution": {"logo": uploads.picture},
    "Person": {"photo": uploads.picture},
    "Placement": {"number": lambda: NUMBER},
}


def word(model: type[Model]) -> str:
    return IN_WORDS if model.__name__ == "Placement" else f"Zq{model.__name__.lower()}"


def marked(model: Any) -> Any:
    """A public record of its own, which no other one refers to, with a word in every text that occurs nowhere else."""
    row = builders.of(model)(**{name: make() for name, make in EXTRA.get(model.__name__, {}).items()})
    for field in text_fields(model):
        if field.name not in {"orcid", "consent_note"}:
            words = word(model)[: field.max_length or None]
            setattr(row, field.name, field.kind({"en": words, "sr": words}) if isinstance(field, TranslatedField) else words)
    row.save()
    if model.__name__ == "Person":
        builders.appointment(row)
    return row


def said(client: Client, extra: list[str]) -> str:
    """Everything that the portal says at these addresses and at all that need no parameter."""
    texts = []
    for path in [*plain_addresses(), *extra]:
        answer = ask(client, path)
        assert answer.status_code < 500, path
        if is_text(answer) and answer.status_code == 200:
            texts.append(answer.content.decode().casefold())
    return "\n".join(texts)


@pytest.fixture
def records() -> list[Any]:
    builders.office(languages=["en", "sr"])
    return [marked(model) for model in RECORDS]


@pytest.mark.parametrize("state", HIDDEN)
def test_nothing_tells_of_a_record_that_is_not_public(client: Client, records: list[Any], state: str) -> None:
    own = [path for row in records for path in own_addresses(row) if path not in plain_addresses()]
    for path in own:
        assert ask(client, path).status_code == 200, path
    for row in records:
        type(row).objects.filter(pk=row.pk).update(**HIDDEN[state])
    there = [path for path in own if ask(client, path).status_code not in ({404, 410} if state == "archived" else {404})]
    assert not there
    for language in ("", "/sr"):
        texts = said(client, [f"{language}{path}" for path in plain_addresses() if path.endswith("/")])
        told = [model.__name__ for model in RECORDS if word(model).casefold() in texts]
        assert not told, told
    sitemap = client.get("/sitemap.xml").content.decode()
    assert not [path for path in own if path in sitemap]


def test_the_same_pages_do_tell_of_them_while_they_are_public(client: Client, records: list[Any]) -> None:
    """Otherwise the test above would look for words that stand nowhere anyway."""
    texts = said(client, [path for row in records for path in own_addresses(row)])
    assert [model.__name__ for model in RECORDS if word(model).casefold() not in texts] == []


@pytest.mark.parametrize("state", HIDDEN)
def test_no_search_finds_what_is_not_public(client: Client, records: list[Any], state: str) -> None:
    """The words themselves are repeated in the box, so the links are what counts."""
    own = {path for row in records for path in own_addresses(row)} - set(plain_addresses())
    assert hits(client) & own
    for row in records:
        type(row).objects.filter(pk=row.pk).update(**HIDDEN[state])
    assert not hits(client) & own


def hits(client: Client) -> set[str]:
    """Where the search leads for the words of every record, in both languages' pages as without a prefix."""
    pages = [content(shown(client, f"/search/?q={word(model)}")) for model in RECORDS]
    return {link for page in pages for link in links(page)}
