"""The large office for measuring: invented, the same each time, and findable as if staff had entered it."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from intlcoop.base.translated import SearchTextField, SortKeysField
from intlcoop.office import large_office
from partners.models import Agreement, Institution, InstitutionName
from projects.models import Call, Project, ProjectNumber
from tests import builders
from tests.pages import shown
from visitors.models import Appointment, Placement

pytestmark = pytest.mark.django_db
SMALL = {"institutions": 40, "agreements": 30, "projects": 10, "placements": 60, "people": 8, "articles": 3, "events": 3, "calls": 3}
MODELS = (Institution, InstitutionName, Agreement, Project, ProjectNumber, Call, Placement, Appointment)


def rows() -> dict[str, list[Any]]:
    """What is stored of each kind, without the moments and numbers of this run."""
    passing = {"id", "created_at", "updated_at"}
    return {
        model.__name__: [
            {
                field.name: str(getattr(row, field.name))
                for field in model._meta.fields
                if field.name not in passing and not field.is_relation
            }
            for row in model.objects.order_by("pk")
        ]
        for model in MODELS
    }


def made() -> dict[str, list[Any]]:
    with transaction.atomic():
        large_office.make(large_office.Size(**SMALL), tell=lambda _words: None)
        found = rows()
        transaction.set_rollback(True)
    return found


def test_two_runs_make_the_same_rows() -> None:
    first = made()
    assert first == made()
    assert [len(first[name]) for name in ("Institution", "Agreement", "Project", "Placement", "Call")] == [41, 30, 10, 60, 3]


def test_no_row_differs_from_one_that_was_saved_and_every_page_says_that_it_is_invented(client: Client) -> None:
    call_command("make_sample_data", **SMALL, verbosity=0)
    for model in MODELS:
        computed = [field.name for field in model._meta.fields if isinstance(field, SearchTextField | SortKeysField)]
        for row in model.objects.all()[:5]:
            kept = {name: getattr(row, name) for name in (*computed, "slug", "closes_at", "kind") if hasattr(row, name)}
            row.full_clean()
            row.save()
            row.refresh_from_db()
            assert {name: getattr(row, name) for name in kept} == kept, row
    for path in ("/", "/partners/", "/agreements/", "/projects/", "/calls/", "/mobility/", "/search/?q=university"):
        assert "invented" in shown(client, path)


def test_it_stays_away_from_an_office_that_has_content() -> None:
    builders.institution("University of Graz")
    with pytest.raises(CommandError, match="holds content"):
        call_command("make_sample_data", **SMALL, verbosity=0)
    assert Institution.objects.count() == 1
    call_command("make_sample_data", **SMALL, into_a_filled_office=True, verbosity=0)
    assert Institution.objects.count() == 42
