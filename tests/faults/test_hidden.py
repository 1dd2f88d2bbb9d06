"""What is not public is nowhere: no page, no file, no list, no search, no site map, no start page (faults.md 4.1)."""

import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from intlcoop.base.translated import TranslatedField
from tests import builders, uploads
from tests.faults.portal import RECORDS, ask, data_addresses, is_text, own_addresses, plain_addresses, text_fields
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
    for path in [*plain_addresses(), *data_addresses(but=("csv", "xlsx")), *extra]:
        answer = ask(client, path)
        assert answer.status_code < 500, path
        if is_text(answer) and answer.status_code == 200:
            texts.append(answer.content.decode().casefold())
    return "\n".join(texts)


@pytest.fixture
def records() -> list[Any]:
    builders.office(languages=["en", "sr"])
    return [marked(model) for model in RECORDS]


def found(client: Client) -> set[str]:
    """Where the search leads: each kind of record has its group of hits."""
    return set(links(content(shown(client, "/search/?q=zq"))))


def told(client: Client, paths: list[str]) -> list[str]:
    """The kinds of records whose words stand on one of the pages."""
    texts = said(client, paths)
    return [model.__name__ for model in RECORDS if word(model).casefold() in texts]


def test_nothing_tells_of_a_record_that_is_not_public(client: Client, records: list[Any]) -> None:
    own = [path for row in records for path in own_addresses(row) if path not in plain_addresses()]
    assert told(client, own) == [model.__name__ for model in RECORDS]  # otherwise the rest would look for what stands nowhere
    assert found(client) & set(own)
    assert set(own) & set(places(client))
    for state, values in HIDDEN.items():
        for row in records:
            type(row).objects.filter(pk=row.pk).update(
                **{"is_published": True, "is_archived": False, "publish_at": None, "withdraw_at": None} | values
            )
        there = [path for path in own if ask(client, path).status_code not in ({404, 410} if state == "archived" else {404})]
        assert not there, state
        assert not told(client, ["/sr/", "/sr/partners/", "/sr/visits/", *own]), state
        assert not found(client) & set(own), state
        assert not set(own) & set(places(client)), state


def places(client: Client) -> list[str]:
    """The paths in the site map for machines."""
    return [urlsplit(part.partition("</loc>")[0]).path for part in client.get("/sitemap.xml").content.decode().split("<loc>")[1:]]
