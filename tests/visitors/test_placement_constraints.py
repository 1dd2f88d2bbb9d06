"""The same placements cannot be entered twice, whatever of place and programme is known."""

import pytest
from django.db import IntegrityError, transaction

from projects.models import Programme
from tests import builders
from visitors.models import Placement

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("with_institution", [True, False])
@pytest.mark.parametrize("with_programme", [True, False])
def test_the_same_placements_are_refused_by_the_database(with_institution: bool, with_programme: bool) -> None:
    values = {"academic_year": "2025/2026", "direction": "outgoing", "kind": "study", "country": "AT", "number": 7}
    values["institution"] = builders.institution() if with_institution else None
    values["programme"] = Programme.objects.create(name="Erasmus+") if with_programme else None
    Placement.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(**values | {"number": 9})
    Placement.objects.create(**values | {"kind": "traineeship"})


def test_a_country_and_an_institution_of_it_are_two_rows() -> None:
    values = {"academic_year": "2025/2026", "direction": "outgoing", "kind": "study", "country": "AT", "number": 7}
    Placement.objects.create(**values)
    Placement.objects.create(**values | {"institution": builders.institution()})
    assert Placement.objects.count() == 2
