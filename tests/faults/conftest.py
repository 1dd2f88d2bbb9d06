"""The furnished portal of these tests."""

import pytest
from django.db.models import Model
from django.test import Client

from tests.faults.portal import furnished


@pytest.fixture
def rows(db: None) -> list[Model]:
    """A published row of each model."""
    return furnished()


@pytest.fixture
def visitor() -> Client:
    """Sees a fault as a page, as people do."""
    return Client(raise_request_exception=False)
