"""Whom to tell about a weakness: /.well-known/security.txt (RFC 9116)."""

import datetime

import pytest
from django.test import Client
from pytest_django import Settings

from tests.builders import office
from tests.pages import links, shown

pytestmark = pytest.mark.django_db

PATH = "/.well-known/security.txt"


def fields(client: Client) -> dict[str, str]:
    answer = client.get(PATH)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    return dict(line.split(": ", 1) for line in answer.text.splitlines())


def test_the_contact_of_the_office(client: Client, settings: Settings) -> None:
    settings.SITE_URL = "https://international.example.edu"
    office(email="office@example.edu", languages=["en", "sr-latn"])
    found = fields(client)
    assert found["Contact"] == "mailto:office@example.edu"
    assert found["Canonical"] == f"https://international.example.edu{PATH}"
    assert found["Preferred-Languages"] == "en, sr-Latn"
    left = datetime.datetime.fromisoformat(found["Expires"]) - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=30) < left < datetime.timedelta(days=365)
    assert PATH in links(shown(client, "/"))


def test_a_contact_of_its_own(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = "https://example.edu/security"
    office(email="office@example.edu")
    assert fields(client)["Contact"] == "https://example.edu/security"


def test_without_a_contact_there_is_no_such_page(client: Client) -> None:
    office()
    assert client.get(PATH).status_code == 404
    assert PATH not in links(shown(client, "/"))
