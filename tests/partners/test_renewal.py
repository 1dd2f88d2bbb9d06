"""Renewing: the next term is as long as the last and follows it directly; the draft is for staff to complete."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from hypothesis import given, strategies as st

from intlcoop.base.partial_date import PartialDate
from partners.models import Agreement, Department, Institution, Scope
from partners.renewal import next_term, renew
from tests.builders import agreement, condition, home, institution
from tests.forms import filled

LIST = reverse("admin:partners_agreement_changelist")
DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("begins", "ends", "then"),
    [
        ("2020", "2024", ("2025", "2029")),
        ("2020-10", "2025-09", ("2025-10", "2030-09")),
        ("2020-10-01", "2025-09-30", ("2025-10-01", "2030-09-30")),
        ("2020-10-15", "2025-10-15", ("2025-10-16", "2030-10-15")),
        ("2020-10-15", "2025-10-14", ("2025-10-15", "2030-10-14")),
        ("2023-09-01", "2024-02-29", ("2024-03-01", "2024-08-31")),
        ("2020-03", "2024-02-29", ("2024-03-01", "2028-02-29")),
        ("2020-07", "2024", ("2025", "2029-06")),
        ("2021-03-01", "2021-03-10", ("2021-03-11", "2021-03-20")),
        ("", "2024", ("2025", "")),
        ("2020", "", ("", "")),
        ("9990", "9999", ("", "")),
        ("9000", "9990", ("9991", "")),
        ("9990-01-05", "9998-12-31", ("9999-01-01", "")),
    ],
)
def test_the_next_term(begins: str, ends: str, then: tuple[str, str]) -> None:
    assert next_term(PartialDate(begins), PartialDate(ends)) == then


@given(DAYS, DAYS)
def test_the_next_term_follows_directly_and_is_as_long(one: datetime.date, other: datetime.date) -> None:
    first, last = sorted((one, other))
    start, end = next_term(PartialDate(first.isoformat()), PartialDate(last.isoformat()))
    assert start.first == last + datetime.timedelta(days=1)
    assert end.last is not None
    old, new = (last - first).days + 1, (end.last - start.first).days + 1
    assert abs(new - old) <= 6, (start, end)  # months and leap years differ by days


@given(st.integers(1950, 2100), st.integers(0, 30))
def test_years_stay_years(first: int, more: int) -> None:
    then = next_term(PartialDate(str(first)), PartialDate(str(first + more)))
    assert then == (str(first + more + 1), str(first + 2 * more + 1))


@pytest.fixture
def graz() -> Institution:
    return institution("Graz")


@pytest.fixture
def old(graz: Institution) -> Agreement:
    """Five years with all that a successor takes over, and what it does not."""
    ours = home()
    made = agreement(
        ours, graz, title={"en": "Exchange", "sr": "Размена"}, number="12/2020", starts_on="2020-10", ends_on="2025-09", signed_on="2020-05",
        description="<p>a</p>", is_renewed_automatically=False, termination_reason="x", internal_note="do not copy",
        umbrella=agreement(graz, title="Frame"),
    )  # fmt: skip
    made.scopes.add(Scope.objects.create(code="exchange", name="Exchange"))
    clinic = Department.objects.create(institution=graz, name="Clinic")
    made.parties.filter(institution=graz).update(department=clinic, name_as_signed="Gratz")
    condition(
        made, ours, graz, mobilities_per_year=2, field_of_study="0912", receiving_department=clinic,
        first_academic_year="2020/2021", last_academic_year="2024/2025", order=7,
    )  # fmt: skip
    return made


@pytest.mark.django_db
def test_the_successor_takes_over_what_lasts(old: Agreement, graz: Institution) -> None:
    new = renew(old)
    new.refresh_from_db()
    assert (new.title, new.kind, new.description, new.umbrella) == (old.title, old.kind, old.description, old.umbrella)
    assert (new.predecessor, old.successor, new.starts_on, new.ends_on) == (old, new, "2025-10", "2030-09")
    assert (new.number, new.signed_on, new.internal_note, new.is_published) == ("", "", "", False)
    assert new.slug != old.slug
    parties = [(row.institution_id, row.department_id, row.name_as_signed, row.order) for row in new.parties.all()]
    assert parties == [(row.institution_id, row.department_id, row.name_as_signed, row.order) for row in old.parties.all()]
    assert [str(scope) for scope in new.scopes.all()] == ["Exchange"]
    row = new.conditions.get()
    assert (row.first_academic_year, row.last_academic_year, row.order) == ("2025/2026", "2029/2030", 7)
    assert (row.receiving, row.receiving_department, row.mobilities_per_year) == (graz, old.conditions.get().receiving_department, 2)
    assert old.conditions.count() == old.parties.count() - 1 == 1
    for thing in (new, *new.parties.all(), row):
        thing.full_clean()
        assert thing.history.count() == 1


@pytest.mark.django_db
def test_staff_renew_one_and_are_led_to_the_draft(admin_client: Client, old: Agreement) -> None:
    asked = admin_client.post(LIST, {"action": "renew", "_selected_action": [old.pk], "_stay": "1"}).content.decode()
    assert "Exchange" in asked
    assert not Agreement.objects.filter(predecessor=old).exists()
    answer = admin_client.post(LIST, filled(asked), follow=True)
    assert answer.redirect_chain == [(reverse("admin:partners_agreement_change", args=[old.successor.pk]), 302)]
    assert "1 draft made; check its dates, then publish it." in answer.content.decode()
    assert old.successor.history.get().history_user.username == "admin"


@pytest.mark.django_db
def test_staff_renew_many_and_are_told_which_cannot_be(admin_client: Client, graz: Institution) -> None:
    ending = [agreement(graz, title=title, starts_on="2020", ends_on="2024") for title in ("A", "B")]
    endless, followed = agreement(graz, title="Endless"), agreement(graz, title="Followed", ends_on="2024")
    agreement(graz, title="Next", predecessor=followed)
    chosen = [row.pk for row in (*ending, endless, followed)]
    asked = admin_client.post(LIST, {"action": "renew", "_selected_action": chosen}).content.decode()
    assert (
        "followed by another agreement already: Followed (2020); Endless (2020)." in asked
        or "already: Endless (2020); Followed (2020)." in asked
    )
    assert "2 drafts made" in admin_client.post(LIST, filled(asked, years="3"), follow=True).content.decode()
    assert {row.ends_on for row in Agreement.objects.filter(predecessor__in=ending)} == {"2027"}
    assert Agreement.objects.filter(predecessor__in=ending).count() == 2
    assert "Not renewed" in admin_client.post(LIST, filled(asked), follow=True).content.decode()
    assert Agreement.objects.filter(is_published=False).count() == 2


@pytest.mark.django_db
def test_who_may_not_add_agreements_may_not_renew_them(client: Client, old: Agreement, django_user_model: type) -> None:
    colleague = django_user_model.objects.create_user("colleague", is_staff=True)
    colleague.user_permissions.set(Permission.objects.filter(codename__in=["view_agreement", "change_agreement", "publish_agreement"]))
    client.force_login(colleague)
    assert client.post(LIST, {"action": "renew", "_selected_action": [old.pk], "confirmed": "1"}).status_code in {200, 302}
    assert Agreement.objects.filter(predecessor=old).count() == 0
    assert 'value="renew"' not in client.get(LIST).content.decode()
