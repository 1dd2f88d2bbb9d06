"""What the database itself refuses of a call, whoever writes; and that the form says each of it at its field."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from projects.models import Call
from tests import builders

pytestmark = pytest.mark.django_db

BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "projects_call_is_for_somebody": ({"is_for_students": False}, "is_for_students"),
    "projects_call_first_year_of_study": ({"study_year_from": 0}, "study_year_from"),
    "projects_call_last_year_of_study": ({"study_year_to": 7}, "study_year_to"),
    "projects_call_years_of_study_in_order": ({"study_year_from": 5, "study_year_to": 4}, "study_year_to"),
    "projects_call_only_students_have_years": (
        {"is_for_students": False, "is_for_other_staff": True, "study_year_to": 4}, "study_year_from",
    ),
    "projects_call_has_places": ({"places": 0}, "places"),
    "projects_call_closes_after_it_opens": ({"opens_on": "2027-03-11", "deadline_on": "2027-03-10"}, "deadline_on"),
    "projects_call_time_has_a_day": ({"deadline_time": "12:00"}, "deadline_on"),
    "projects_call_closes_at_its_deadline": ({}, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name: str) -> None:
    call = builders.call()
    values = BROKEN[name][0]
    closing = {"closes_at": "2027-03-11T00:00Z"} if "deadline_on" in values or not values else {}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(**values, **closing)


def test_no_promise_is_forgotten() -> None:
    names = {constraint.name for constraint in Call._meta.constraints}
    assert names - {"projects_call_withdrawn_after_published"} == set(BROKEN)


@pytest.mark.parametrize("name", [name for name, (_values, field) in BROKEN.items() if field])
def test_the_form_says_it_at_the_field(name: str) -> None:
    values, field = BROKEN[name]
    with pytest.raises(ValidationError) as told:
        builders.call(**{"is_for_students": True} | values)
    assert field in told.value.message_dict
