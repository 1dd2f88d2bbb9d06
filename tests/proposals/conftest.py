import pytest
from django.test import Client

from intlcoop.profile.models import Profile
from tests import builders
from tests.proposals.visitor import Visitor


@pytest.fixture
def office(db: None) -> Profile:
    return builders.office(languages=["en", "sr"], email="office@example.edu", answer_days=7)


@pytest.fixture
def visitor(office: Profile, client: Client, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return Visitor(client, monkeypatch)
