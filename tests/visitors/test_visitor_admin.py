"""Staff find people by their names, named in public or not, and enter what visitors see."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import builders
from visitors.models import Placement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def staff(client: Client) -> User:
    builders.office()
    user = User.objects.create_superuser("officer")
    client.force_login(user)
    return user


def listed(client: Client, model: str, **query: str) -> str:
    answer = client.get(reverse(f"admin:visitors_{model}_changelist"), query)
    assert answer.status_code == 200
    return answer.content.decode().partition('id="result_list"')[2]


@pytest.mark.parametrize("words", ["xyzzy", "QUUX", "graz"])
def test_a_search_finds_by_person_and_institution_also_without_consent(client: Client, words: str) -> None:
    graz = builders.institution("Graz")
    hidden = builders.person("Xyzzy Quux", has_consent=False, institution=graz)
    other = builders.person("Ana Anić")
    for who, place in ((hidden, graz), (other, builders.institution("Vienna"))):
        builders.appointment(who, home_institution=place)
        builders.visit(person=who, institution=place, visitor="")
    builders.honour(person=hidden)
    for model in ("appointment", "visit"):
        page = listed(client, model, q=words)
        assert "Xyzzy Quux" in page, model
        assert "Ana Anić" not in page, model
    assert ("Xyzzy Quux" in listed(client, "honour", q=words)) == (words != "graz")


def test_visits_are_found_by_their_words_and_placements_by_institution(client: Client) -> None:
    builders.visit(visitor="Two nurses")
    builders.placement(12, institution=builders.institution("Graz"))
    assert "Two nurses" in listed(client, "visit", q="nurse")
    assert "Graz" in listed(client, "placement", q="graz")
    assert "Graz" not in listed(client, "placement", q="vienna")


def test_a_placement_takes_the_country_of_its_institution(client: Client) -> None:
    sent = {
        "academic_year": "2024/25", "direction": "outgoing", "kind": "study", "number": 3, "country": "",
        "institution": builders.institution("Graz").pk, "is_published": "on",
    }  # fmt: skip
    assert client.post(reverse("admin:visitors_placement_add"), sent).status_code == 302
    placement = Placement.objects.get()
    assert (placement.academic_year, str(placement.country), placement.number) == ("2024/2025", "AT", 3)


def test_the_page_of_somebody_who_may_not_be_named_is_a_preview_for_staff(client: Client) -> None:
    for name, values, public in (("Ana", {}, True), ("Ben", {"has_consent": False}, False), ("Eva", {"is_published": False}, False)):
        url = builders.appointment(builders.person(name, **values)).get_absolute_url()
        assert ("remark preview" in client.get(url).content.decode()) == (not public), name
        assert Client().get(url).status_code == (200 if public else 404), name


@pytest.mark.parametrize("model", ["appointment", "visit", "honour", "placement"])
def test_forms_open(client: Client, model: str) -> None:
    row = getattr(builders, model)()
    for path in (reverse(f"admin:visitors_{model}_add"), reverse(f"admin:visitors_{model}_change", args=[row.pk])):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("model", ["appointment", "visit", "honour", "placement"])
def test_more_rows_cost_no_more_queries(client: Client, model: str) -> None:
    def price(number: int) -> int:
        for country in ("AT", "DE", "PL")[:number]:
            values = (
                {"institution": builders.institution(country)}
                if model != "appointment"
                else {"home_institution": builders.institution(country)}
            )
            getattr(builders, model)(**values)
        with CaptureQueriesContext(connection) as queries:
            listed(client, model)
        return len(queries)

    assert price(1) == price(3)
