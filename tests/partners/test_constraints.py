"""Each promise that the database itself keeps, whoever writes to it; and that none is forgotten here."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from intlcoop.profile.models import OldAddress, Profile
from partners.models import (
    Agreement,
    AgreementParty,
    Department,
    ExchangeCondition,
    FactSheet,
    Figure,
    FigureCountry,
    Institution,
    InstitutionName,
    Membership,
    Person,
)
from projects.models import Participation
from tests.builders import agreement, figure, home, institution, project

pytestmark = pytest.mark.django_db

make = Institution.objects.create


def second_home() -> None:
    home()
    make(name="B", country="AT", relation="home")


def same_ror() -> None:
    make(name="A", country="AT", ror="0282m7c06")
    make(name="B", country="AT", ror="0282m7c06")


def same_orcid() -> None:
    Person.objects.create(name="A", orcid="0000-0002-1825-0097")
    Person.objects.create(name="B", orcid="0000-0002-1825-0097")


def twice(model: Any, /, **values: Any) -> None:
    model.objects.create(**values)
    model.objects.create(**values)


def party_twice() -> None:
    made = agreement(institution())
    AgreementParty.objects.create(agreement=made, institution=made.parties.get().institution)


def department_twice() -> None:
    graz = institution()
    twice(AgreementParty, agreement=agreement(), institution=graz, department=Department.objects.create(institution=graz, name="A"))


def condition(**values: Any) -> None:
    graz, ours = institution(), home()
    made = agreement(graz, ours)
    ExchangeCondition.objects.create(**{"agreement": made, "sending": ours, "receiving": graz} | values)


def sends_to_itself() -> None:
    graz = institution()
    ExchangeCondition.objects.create(agreement=agreement(graz), sending=graz, receiving=graz)


def linked_to_itself(link: str) -> None:
    made = agreement()
    Agreement.objects.filter(pk=made.pk).update(**{link: made})


STAFF = {"kind": "staff_teacher"}
BROKEN: dict[str, Callable[[], Any]] = {
    "partners_institution_one_home": second_home,
    "partners_institution_ror_once": same_ror,
    "partners_institution_both_coordinates": lambda: make(name="A", country="AT", latitude=47),
    "partners_institution_has_country": lambda: make(name="A", country=""),
    "partners_institutionname_once": lambda: twice(InstitutionName, institution=institution(), kind="native", text="A"),
    "partners_person_orcid_once": same_orcid,
    "partners_agreement_ends_after_it_starts": lambda: Agreement.objects.create(starts_on="2003", ends_on="2002"),
    "partners_agreement_expires_or_goes_on": lambda: Agreement.objects.create(is_left_to_expire=True, is_renewed_automatically=True),
    "partners_agreementparty_once": party_twice,
    "partners_agreementparty_department_once": department_twice,
    "partners_membership_ends_after_it_starts": lambda: Membership.objects.create(body="A", starts_on="2003-02", ends_on="2003-01"),
    "partners_figure_ends_after_it_starts": lambda: Figure.objects.create(subject="graduates", starts_on="2003", ends_on="2002"),
    "partners_figure_range": lambda: Figure.objects.create(subject="graduates", low=5, high=5),
    "partners_figurecountry_once": lambda: twice(FigureCountry, figure=figure(), country="AT"),
    "partners_agreement_no_annex_to_itself": lambda: linked_to_itself("umbrella"),
    "partners_agreement_does_not_replace_itself": lambda: linked_to_itself("predecessor"),
    "partners_exchangecondition_two_institutions": sends_to_itself,
    "partners_exchangecondition_years_in_order": lambda: condition(first_academic_year="2026/2027", last_academic_year="2025/2026"),
    "partners_exchangecondition_at_least_one_place": lambda: condition(mobilities_per_year=0),
    "partners_exchangecondition_months_of_students": lambda: condition(**STAFF, months_per_year=5),
    "partners_exchangecondition_days_of_staff": lambda: condition(days_per_year=5),
    "partners_exchangecondition_levels_of_students": lambda: condition(**STAFF, is_doctoral=True),
    "partners_exchangecondition_language_first": lambda: condition(language_level="B2"),
    "partners_exchangecondition_two_languages": lambda: condition(language="en", second_language="en"),
    "partners_factsheet_decision_within_a_year": lambda: FactSheet.objects.create(institution=institution(), decision_weeks=53),
    "partners_factsheet_transcript_within_a_year": lambda: FactSheet.objects.create(institution=institution(), transcript_weeks=0),
    "profile_profile_only_one": lambda: Profile.objects.bulk_create([Profile(id=2, name="A")]),
    "profile_oldaddress_once": lambda: twice(OldAddress, model="partners.institution", slug="graz", target=1),
}


def columns(name: str) -> str:
    """SQLite names the columns of a broken UNIQUE constraint instead of the constraint."""
    model, constraint = next(
        (model, constraint) for model in apps.get_models() for constraint in model._meta.constraints if constraint.name == name
    )
    return ", ".join(f"{model._meta.db_table}.{model._meta.get_field(field).column}" for field in getattr(constraint, "fields", ()))


# The same constraint, broken in another way: a name may hold more than one promise.
ALSO_BROKEN: list[tuple[str, Callable[[], Any]]] = [
    ("partners_exchangecondition_months_of_students", lambda: condition(months_per_year=0)),
    ("partners_exchangecondition_days_of_staff", lambda: condition(**STAFF, days_per_year=0)),
    ("partners_exchangecondition_levels_of_students", lambda: condition(**STAFF, is_blended=True)),
    ("partners_exchangecondition_language_first", lambda: condition(language_field="0912")),
    ("partners_exchangecondition_language_first", lambda: condition(second_language="de")),
    ("partners_exchangecondition_two_languages", lambda: condition(language="en", second_language_level="B1")),
]


@pytest.mark.parametrize(("name", "breaks"), ALSO_BROKEN)
def test_the_database_refuses_this_too(name: str, breaks: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        breaks()


def test_what_conditions_and_fact_sheets_may_leave_open() -> None:
    condition()
    FactSheet.objects.create(institution=institution())
    assert ExchangeCondition.objects.get().first_academic_year == ""


def test_one_successor_and_one_fact_sheet() -> None:
    old, graz = agreement(), institution()
    agreement(predecessor=old)
    FactSheet.objects.create(institution=graz)
    with pytest.raises(ValidationError, match="Another agreement replaces that one already"):
        agreement(predecessor=old)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(predecessor=old)
    with pytest.raises(IntegrityError), transaction.atomic():
        FactSheet.objects.create(institution=graz)


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BROKEN[name]()
    said = str(refused.value)
    assert name in said or (connection.vendor == "sqlite" and said.endswith(f": {columns(name)}"))


def test_no_promise_is_forgotten() -> None:
    ours = [model for label in ("partners", "profile") for model in apps.get_app_config(label).get_models()]
    names = {constraint.name for model in ours for constraint in model._meta.constraints}
    # That of all records together is broken in tests/house/test_records.py.
    assert {name for name in names if not name.endswith("_withdrawn_after_published")} == set(BROKEN)


def test_a_department_beside_its_institution_is_another_party() -> None:
    graz = institution()
    made = agreement(graz)
    AgreementParty.objects.create(agreement=made, institution=graz, department=Department.objects.create(institution=graz, name="A"))
    assert made.parties.count() == 2


def test_what_is_unknown_may_be_unknown_many_times() -> None:
    for number in range(2):
        make(name=f"A{number}", country="AT")
        Person.objects.create(name="A")
    assert Institution.objects.filter(ror="").count() == 2


def test_a_department_of_another_institution_cannot_sign_or_take_part() -> None:
    graz, vienna = institution("Graz"), institution("Vienna")
    surgery = Department.objects.create(institution=vienna, name="Surgery")
    with pytest.raises(ValidationError, match="belongs to another institution"):
        AgreementParty(agreement=agreement(graz), institution=graz, department=surgery).full_clean()
    with pytest.raises(ValidationError, match="belongs to another institution"):
        Participation(project=project(), institution=graz, department=surgery).full_clean()
    Participation(project=project(), institution=vienna, department=surgery).full_clean()
