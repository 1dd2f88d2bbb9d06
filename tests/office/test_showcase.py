"""The showcase on any day: it loads, something always ends soon, and a second loading changes nothing."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from intlcoop.base.clock import today
from intlcoop.office import loader
from intlcoop.office.models import Policy
from news.models import Event
from partners.models import Agreement
from projects.models import Project, ProjectNumber
from projects.models.project import State as ProjectState
from visitors.models import Appointment, Placement

pytestmark = pytest.mark.django_db
DAYS = (
    "2026-08-31", "2026-09-30", "2026-10-01", "2026-12-31", "2027-01-01", "2027-03-28",
    "2027-10-31", "2028-02-28", "2028-02-29", "2028-03-01", "2029-06-30", "2032-02-29",
)  # fmt: skip


def turn_to(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Noon of that day, on every clock of the portal."""
    noon = datetime.datetime.fromisoformat(day).replace(hour=12, tzinfo=ZoneInfo("Europe/Sarajevo"))
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)


@pytest.mark.parametrize("day", DAYS)
def test_on_any_day_something_ends_soon_and_every_state_is_there(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    turn_to(monkeypatch, day)
    loader.load("showcase")
    soon = today() + datetime.timedelta(days=60)
    assert Agreement.objects.published().expiring().filter(ends_on_last__lte=soon).exists()
    assert Appointment.objects.named().filter(starts_on_first__lte=today(), ends_on_last__range=(today(), soon)).exists()
    assert Event.objects.published().upcoming().filter(starts_on_first__range=(today(), soon)).exists()

    agreements = Agreement.objects.published().with_state()
    assert set(agreements.values_list("state_now", flat=True)) == set(Agreement.State.values)
    assert {project.state for project in Project.objects.published()} == set(ProjectState)
    assert set(Event.objects.published().with_phase().values_list("phase", flat=True)) == set(Event.Phase.values)
    assert Appointment.objects.published().from_country().current().exists()
    assert Appointment.objects.published().former().exists()
    assert Placement.objects.published().values("academic_year").distinct().count() == 6
    assert len(Policy.objects.published().adopted()) == 2


def test_every_number_has_the_form_of_its_programme(monkeypatch: pytest.MonkeyPatch) -> None:
    turn_to(monkeypatch, "2026-11-22")
    loader.load("showcase")
    odd = [number.as_printed for number in ProjectNumber.objects.filter(kind="other") if not number.as_printed.startswith("SAMPLE")]
    assert odd == ["KA220-HED-000099777"]  # of a project that is only submitted, as such numbers are seen in the wild
    networks = [number.ceepus for number in ProjectNumber.objects.filter(kind="ceepus")]
    assert ("CIII-BA-9902", "22", "2026/2027") in [(code.network, code.edition, code.year) for code in networks if code]


def test_loading_again_on_the_same_day_changes_nothing() -> None:
    loader.load("showcase")
    assert set(loader.load("showcase").counts) == {"unchanged"}


def test_loading_again_a_year_later_moves_the_dates(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    turn_to(monkeypatch, "2027-02-10")
    loader.load("showcase")
    turn_to(monkeypatch, "2028-02-29")
    counts = loader.load("showcase").counts
    assert set(counts) == {"unchanged", "updated"}
    assert Agreement.objects.published().expiring().exists()
    assert client.get("/agreements/").status_code == 200
