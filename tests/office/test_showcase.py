"""The showcase on any day: it loads, something always ends soon, and a second loading changes nothing."""

import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, TestCase, override_settings
from pypdf import PdfReader

from intlcoop.base.clock import today
from intlcoop.office import loader, sample_papers, sample_pictures
from intlcoop.office.models import Policy
from intlcoop.office.sample_dates import resolved
from news.models import Article, Document, Event
from partners.models import Agreement, ExchangeCondition
from partners.models.agreement_state import PUBLIC_STATES
from projects.models import Call, Project, ProjectNumber
from projects.models.project import State as ProjectState
from tests.pages import shown
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


@pytest.mark.once
@pytest.mark.parametrize("day", DAYS)
def test_on_any_day_something_ends_soon_and_every_state_is_there(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    turn_to(monkeypatch, day)
    loader.load("showcase")
    soon = today() + datetime.timedelta(days=60)
    assert Agreement.objects.published().expiring().filter(ends_on_last__lte=soon).exists()
    assert Appointment.objects.named().filter(starts_on_first__lte=today(), ends_on_last__range=(today(), soon)).exists()
    assert Call.objects.published().open_now().filter(deadline_on__range=(today(), soon)).exists()
    assert Event.objects.published().upcoming().filter(starts_on_first__range=(today(), soon)).exists()

    agreements = Agreement.objects.published().with_state()
    assert set(agreements.values_list("state_now", flat=True)) == {state.value for state in PUBLIC_STATES}
    assert {project.state for project in Project.objects.published()} == set(ProjectState)
    assert set(Event.objects.published().with_phase().values_list("phase", flat=True)) == set(Event.Phase.values)
    assert {call.state for call in Call.objects.published()} == set(Call.State)
    assert ExchangeCondition.objects.on_offer(agreements).values("agreement").distinct().count() >= 12
    assert Appointment.objects.published().from_country().current().exists()
    assert Appointment.objects.published().former().exists()
    assert Placement.objects.published().values("academic_year").distinct().count() == 6
    assert len(Policy.objects.published().adopted()) == 2


def test_loading_again_a_year_later_moves_the_dates(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    turn_to(monkeypatch, "2027-02-10")
    loader.load("showcase")
    turn_to(monkeypatch, "2028-02-29")
    counts = loader.load("showcase").counts
    assert set(counts) == {"unchanged", "updated"}
    assert Agreement.objects.published().expiring().exists()
    assert client.get("/agreements/").status_code == 200


class Today(TestCase):
    """The showcase as it is loaded today, once for all of these."""

    @classmethod
    def setUpTestData(cls) -> None:
        with TemporaryDirectory() as media, override_settings(MEDIA_ROOT=media):
            loader.load("showcase")

    def test_every_number_has_the_form_of_its_programme(self) -> None:
        odd = [number.as_printed for number in ProjectNumber.objects.filter(kind="other") if not number.as_printed.startswith("SAMPLE")]
        assert odd == ["KA220-HED-000099777"]  # of a project that is only submitted, as such numbers are seen in the wild
        networks = [number.ceepus for number in ProjectNumber.objects.filter(kind="ceepus")]
        assert ("CIII-BA-9902", resolved("{academic}", today())) in [(code.network, code.year) for code in networks if code]

    def test_loading_again_on_the_same_day_changes_nothing(self) -> None:
        assert set(loader.load("showcase").counts) == {"unchanged"}

    def test_news_to_come_and_news_withdrawn_are_seen_by_nobody(self) -> None:
        assert Article.objects.count() - Article.objects.published().count() == 3
        page = shown(self.client, "/news/")
        assert "Families spoke first" in page
        assert "Scheduled: a visit from" not in page
        assert "The office is closed on Monday" not in page

    def test_an_older_paper_leads_to_the_newer_and_a_text_not_public_is_no_link(self) -> None:
        assert "prospectus" in {document.slug for document in Document.objects.published().latest_versions()}
        assert "prospectus-first-edition" not in {document.slug for document in Document.objects.published().latest_versions()}
        assert ".pdf" in shown(self.client, "/agreements/clinical-practice-with-krakow/")
        graz = shown(self.client, "/agreements/agreement-with-graz/")
        assert Agreement.objects.get(slug="agreement-with-graz").document
        assert ".pdf" not in graz


def test_each_drawn_file_is_light_and_used() -> None:
    folder = loader.SAMPLES / "showcase"
    said = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.toml"))
    sizes = {file.name: file.stat().st_size for file in (folder / "files").iterdir()}
    assert [name for name in sizes if f'"files/{name}"' not in said] == []
    assert {name: size for name, size in sizes.items() if size > (5_000 if name.endswith(".pdf") else 25_000)} == {}
    drawn = {f"{name}.webp" for name in sample_pictures.LANDSCAPES} | {f"portrait-{name}.webp" for name in sample_pictures.PORTRAITS}
    assert set(sizes) == drawn | {"logo.png"} | {f"{name}.pdf" for name in sample_papers.PAPERS}


@pytest.mark.once
def test_pictures_and_papers_are_made_anew_by_their_scripts(tmp_path: Path) -> None:
    sample_pictures.draw_all(tmp_path)
    sample_papers.write_all(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {file.name for file in (loader.SAMPLES / "showcase" / "files").iterdir()}
    paper = PdfReader(tmp_path / "policy.pdf", strict=True)
    assert len(paper.pages) == 2
    assert "Double the number of students" in paper.pages[1].extract_text()
