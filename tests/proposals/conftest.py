from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from intlcoop.profile.models import Profile
from tests import builders
from tests.proposals.mail_server import MailServer
from tests.proposals.visitor import Visitor


@pytest.fixture
def office(db: None) -> Profile:
    return builders.office(languages=["en", "sr"], email="office@example.edu", answer_days=7)


@pytest.fixture
def visitor(office: Profile, client: Client, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return Visitor(client, monkeypatch)


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    made = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_SECURITY = "127.0.0.1", made.port, "none"
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 0.3
    settings.DEFAULT_FROM_EMAIL = "portal@example.edu"
    yield made
    made.stop()
