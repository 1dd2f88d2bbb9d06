"""What staff choose while typing in another form: told apart in words, nothing from the archive, at one price."""

import pytest
from django.test import Client

from tests import builders
from tests.pages import cost, shown
from visitors.models import Appointment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office() -> None:
    builders.office()


def address(field: str, words: str = "") -> str:
    app, model, name = field.split(".")
    return f"/admin/autocomplete/?app_label={app}&model_name={model}&field_name={name}&term={words}"


def offered(client: Client, field: str, words: str = "") -> list[str]:
    return [choice["text"] for choice in client.get(address(field, words)).json()["results"]]


def test_agreements_without_a_title_are_told_by_their_parties(admin_client: Client) -> None:
    ours = builders.home()
    builders.agreement(ours, builders.institution("University of Graz"))
    builders.agreement(ours, builders.institution("University of Vienna"), number="12/2020")
    builders.agreement(title="Charter of 2020")
    for field in ("visitors.visit.agreement", "partners.jointcentre.agreement"):
        assert sorted(offered(admin_client, field)) == [
            "Charter of 2020",
            "Cooperation agreement with University of Graz (2020)",
            "Cooperation agreement with University of Vienna (12/2020)",
        ]
    assert offered(admin_client, "visitors.visit.agreement", "vienna") == ["Cooperation agreement with University of Vienna (12/2020)"]


def test_appointments_are_told_by_their_person(admin_client: Client) -> None:
    builders.appointment(builders.person("Ana Anić"), starts_on="2025")
    builders.appointment(builders.person("Boris Bojić", has_consent=False))
    assert sorted(offered(admin_client, "news.event.appointment")) == [
        "Ana Anić – visiting professor 2025",
        "Boris Bojić – visiting professor",
    ]


def test_what_has_been_chosen_bears_the_same_words(admin_client: Client) -> None:
    visit = builders.visit(agreement=builders.agreement(builders.home(), builders.institution("University of Graz")))
    event = builders.event(appointment=builders.appointment(builders.person("Ana Anić")))
    assert "selected>Cooperation agreement with University of Graz (2020)</option>" in shown(
        admin_client, f"/admin/visitors/visit/{visit.pk}/change/"
    )
    assert "selected>Ana Anić – visiting professor</option>" in shown(admin_client, f"/admin/news/event/{event.pk}/change/")


def test_the_archive_offers_nothing_and_what_was_chosen_before_stays(admin_client: Client) -> None:
    graz = builders.institution("University of Graz", is_archived=True)
    builders.institution("Graz clinic")
    assert offered(admin_client, "partners.person.institution", "graz") == ["Graz clinic"]
    person = builders.person(institution=graz)
    path = f"/admin/partners/person/{person.pk}/change/"
    assert "selected>University of Graz</option>" in shown(admin_client, path)


def test_rows_without_words_of_their_own_are_offered_as_they_are(admin_client: Client) -> None:
    builders.project("Pain Medicine", acronym="HEPMP")
    assert offered(admin_client, "news.event.project", "hepmp") == ["Pain Medicine – HEPMP"]


@pytest.mark.parametrize(("field", "kind"), [("visitors.visit.agreement", "agreement"), ("news.event.appointment", "appointment")])
def test_ten_choices_cost_as_much_as_one(admin_client: Client, field: str, kind: str) -> None:
    def price(number: int) -> int:
        for _ in range(number):
            builders.agreement(builders.institution(), builders.institution()) if kind == "agreement" else builders.appointment()
        return cost(admin_client, address(field))

    assert price(1) == price(9)


def test_who_may_not_look_is_offered_nothing(client: Client) -> None:
    Appointment.objects.all().delete()
    assert client.get(address("news.event.appointment")).status_code == 302
