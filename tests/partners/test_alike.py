"""Adding what is there already: the form comes back once and says where to look."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intlcoop.base.text import fold
from partners.alike import institutions_like, likeness, people_like
from partners.models import Institution, Person
from tests import builders
from tests.forms import filled
from tests.pages import links, shown

pytestmark = pytest.mark.django_db
ADD = "/admin/partners/institution/add/"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jagiellonian University", "Jagiellonian University, Kraków"),
        ("Jagellonian University", "Jagiellonian University"),
        ("University of Graz", "Graz University"),
        ("Универзитет у Бањој Луци", "Univerzitet u Banjoj Luci"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert likeness(fold(one), fold(other)) > 0.85


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("University of Warsaw", "University of Wrocław"),
        ("Medical University of Graz", "Medical University of Vienna"),
        ("University of Graz", "Medical University of Graz"),
        ("Faculty of Medicine", "Faculty of Economics"),
    ],
)
def test_not_alike(one: str, other: str) -> None:
    assert likeness(fold(one), fold(other)) == 0


def test_the_city_behind_a_name_hides_nothing() -> None:
    there = builders.institution("Jagiellonian University", country="PL", city="Kraków")
    builders.institution("Pedagogical University", country="PL", city="Kraków")
    found = institutions_like(Institution(name={"en": "Jagielonian University Krakow"}, country="PL"))
    assert [alike.record for alike in found] == [there]


def test_an_institution_that_is_there_already_is_asked_about_once(admin_client: Client) -> None:
    builders.office()
    there = builders.institution("Jagiellonian University, Kraków", country="PL")
    form = filled(shown(admin_client, ADD), name_en="Jagiellonian University", country="PL", acronym="UJ")
    answer = admin_client.post(ADD, form)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f"/admin/partners/institution/{there.pk}/change/" in links(html)
    assert "the name is 87 % alike" in html
    again = filled(html)
    assert (again["name_en"], again["acronym"]) == (["Jagiellonian University"], ["UJ"])
    assert admin_client.post(ADD, again).status_code == 302
    assert Institution.objects.count() == 2


def test_another_name_asks_again(admin_client: Client) -> None:
    builders.office()
    builders.institution("Jagiellonian University", country="PL")
    builders.institution("University of Lodz", country="PL")
    html = admin_client.post(ADD, filled(shown(admin_client, ADD), name_en="Jagiellonian University", country="PL")).content.decode()
    answer = admin_client.post(ADD, filled(html, name_en="Lodz University"))
    assert answer.status_code == 200
    assert "University of Lodz" in answer.content.decode()


def test_changing_a_record_asks_nothing(admin_client: Client) -> None:
    builders.office()
    builders.institution("Jagiellonian University", country="PL")
    other = builders.institution("Jagiellonian University", country="PL")
    path = f"/admin/partners/institution/{other.pk}/change/"
    assert admin_client.post(path, filled(shown(admin_client, path))).status_code == 302


@pytest.mark.parametrize(
    ("there", "new", "reason"),
    [
        ({"pic": "999999999"}, {"pic": "999999999", "country": "PL"}, "the same PIC"),
        ({"erasmus_code": "PL BIALYST02"}, {"erasmus_code": "PL BIALYST02"}, "the same Erasmus code"),
        ({"ror": "01faaaf77"}, {"ror": "01faaaf77", "country": "PL"}, "the same ROR"),
        ({"acronym": "KFU"}, {"acronym": "kfu"}, "the same acronym"),
        ({"acronym": "KFU"}, {"acronym": "KFU", "country": "PL"}, ""),
        ({}, {"name": "Karl-Franzen Universitat"}, "the name is 98 % alike"),
        ({"country": "PL"}, {"name": "Alpha"}, ""),
        ({"name": "Alpha", "is_archived": True}, {"name": "Alpha"}, "the name is 100 % alike"),
    ],
)
def test_what_speaks_for_the_same_institution(there: dict[str, Any], new: dict[str, Any], reason: str) -> None:
    made = builders.institution(**{"name": "Alpha", **there})
    made.names.create(text="Karl-Franzens-Universität", kind="native")
    fresh = Institution(**{"name": {"en": "Beta"}, "country": "AT", **new, **({"name": {"en": new["name"]}} if "name" in new else {})})
    assert [each.reason for each in institutions_like(fresh)] == ([reason] if reason else [])


def test_people_are_alike_in_either_order_of_their_names() -> None:
    there = builders.person("Maria Skłodowska-Curie", orcid="0000-0002-1825-0097")
    builders.person("Marie Popović")
    assert [each.record for each in people_like(Person(name={"en": "Sklodowska Curie Maria"}))] == [there]
    assert [each.reason for each in people_like(Person(name={"en": "X Y"}, orcid="0000-0002-1825-0097"))] == ["the same ORCID"]
    assert people_like(Person(name={"en": "Ana Anić"})) == []


def test_ten_thousand_institutions_are_asked_quickly() -> None:
    rows = [Institution(name={"en": f"University of Town {number}"}, country="AT", slug=f"town-{number}") for number in range(10_000)]
    for row in rows:
        row.search_text = fold(str(row.name))
    Institution.objects.bulk_create(rows, batch_size=500)
    start = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        found = institutions_like(Institution(name={"en": "University of Town 77"}, country="AT"))
    assert str(found[0].record) == "University of Town 77"
    assert len(queries) <= 4
    assert time.perf_counter() - start < 5
