"""Loading an office: again and again, and never over what staff have done."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from intlcoop.office import loader
from intlcoop.office.models import OfficeTask
from intlcoop.profile.models import Profile
from news.models import Document
from partners.models import Agreement, AgreementParty, Department, ExchangeCondition, FactSheet, Institution, InstitutionName
from tests import builders
from tests.uploads import drawn, paper, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office of our own, "tiny", in an empty samples folder."""
    monkeypatch.setattr(loader, "SAMPLES", tmp_path)
    (tmp_path / "tiny").mkdir()
    return tmp_path / "tiny"


def write(folder: Path, text: str) -> None:
    (folder / "all.toml").write_text(text, encoding="utf-8")


GRAZ = """
[[partners.institution]]
key = "graz"
name = "Medical University of Graz"
country = "AT"
names = [{ text = "Gratz", kind = "as_signed" }]
departments = [{ key = "graz-surgery", name = "Surgery" }]
[[partners.agreement]]
key = "a"
kind = "memorandum"
signed_on = "2003"
parties = [{ institution = "graz", department = "graz-surgery" }]
"""


def test_loading_twice_changes_nothing(folder: Path) -> None:
    write(folder, GRAZ)
    assert loader.load("tiny").counts == {"created": 2}
    before = list(Institution.objects.values_list("pk", "updated_at"))
    assert loader.load("tiny").counts == {"unchanged": 2}
    assert list(Institution.objects.values_list("pk", "updated_at")) == before


def test_a_changed_file_refreshes_the_row_and_its_children(folder: Path) -> None:
    write(folder, GRAZ)
    loader.load("tiny")
    write(folder, GRAZ.replace("Gratz", "Graetz").replace("Surgery", "Surgery Clinic"))
    assert loader.load("tiny").counts == {"updated": 1, "unchanged": 1}
    assert [name.text for name in InstitutionName.objects.all()] == ["Graetz"]
    assert [str(department) for department in Department.objects.all()] == ["Surgery Clinic"]
    assert AgreementParty.objects.get().department == Department.objects.get()


def test_what_staff_changed_is_kept(folder: Path) -> None:
    write(folder, GRAZ)
    loader.load("tiny")
    graz = Institution.objects.get()
    graz.website = "https://www.example.org/"
    graz.save()
    write(folder, GRAZ.replace('country = "AT"', 'country = "AT"\nacronym = "MUG"'))
    summary = loader.load("tiny")
    assert summary.kept == ["partners.institution graz"]
    graz.refresh_from_db()
    assert (graz.website, graz.acronym) == ("https://www.example.org/", "")


def test_what_staff_deleted_stays_deleted(folder: Path) -> None:
    write(folder, GRAZ)
    loader.load("tiny")
    Agreement.objects.all().delete()
    assert loader.load("tiny").kept == ["partners.agreement a"]
    assert not Agreement.objects.exists()


def test_sample_rows_are_published_unless_they_say_otherwise(folder: Path) -> None:
    write(folder, GRAZ + '[[partners.institution]]\nkey = "x"\nname = "X"\ncountry = "DE"\nis_published = false\n')
    loader.load("tiny")
    assert dict(Institution.objects.values_list("slug", "is_published")) == {"medical-university-of-graz": True, "x": False}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GRAZ.replace('"AT"', '"Austria"'), "partners.institution graz"),
        (GRAZ.replace('institution = "graz", department', 'institution = "gratz", department'), "has the key 'gratz'"),
        (GRAZ.replace("kind =", "sort ="), "no field 'sort'"),
        (GRAZ.replace("parties =", "#"), "at least one party"),
        (GRAZ + "[[partners.nonsense]]\nkey = 'x'\n", "Unknown tables: partners.nonsense"),
        (GRAZ.replace('key = "graz"', ""), "has no key"),
        (GRAZ.replace('"2003"', '"in 2003"'), "partners.agreement a"),
    ],
)
def test_a_fault_in_the_files_names_the_row_and_leaves_nothing(folder: Path, text: str, words: str) -> None:
    write(folder, text)
    with pytest.raises(loader.LoadError, match=words):
        loader.load("tiny")
    assert not Institution.objects.exists()


FAMILY = """
[[partners.agreement]]
key = "annex"
umbrella = "frame"
predecessor = "old"
parties = [{ institution = "home" }, { institution = "graz" }]
conditions = [
  { kind = "student_studies", sending = "home", receiving = "graz", mobilities_per_year = 2, months_per_year = 10.5 },
  { kind = "staff_teacher", sending = "graz", receiving = "home" },
]
[[partners.agreement]]
key = "old"
parties = [{ institution = "graz" }]
[[partners.agreement]]
key = "frame"
parties = [{ institution = "graz" }]
[[partners.institution]]
key = "graz"
name = "Graz"
country = "AT"
belongs_to = "parent"
fact_sheet = { autumn_nomination = "05-15", decision_weeks = 4 }
[[partners.institution]]
key = "parent"
name = "Parent"
country = "AT"
[[partners.institution]]
key = "home"
name = "Our faculty"
country = "BA"
relation = "home"
"""


def test_rows_name_others_of_their_kind_wherever_these_stand(folder: Path) -> None:
    write(folder, FAMILY)
    assert loader.load("tiny").counts == {"created": 6}
    annex = Agreement.objects.exclude(umbrella=None).get()
    assert annex.predecessor not in {None, annex.umbrella}
    assert str(Institution.objects.get(name__en="Graz").belongs_to) == "Parent"
    assert loader.load("tiny").counts == {"unchanged": 6}


def test_conditions_and_the_fact_sheet_are_children_and_refreshed(folder: Path) -> None:
    write(folder, FAMILY)
    loader.load("tiny")
    rows = [(row.kind, str(row.sending), str(row.receiving), row.order) for row in ExchangeCondition.objects.all()]
    assert rows == [("student_studies", "Our faculty", "Graz", 1), ("staff_teacher", "Graz", "Our faculty", 2)]
    write(folder, FAMILY.replace("decision_weeks = 4", "decision_weeks = 6").replace("mobilities_per_year = 2", "mobilities_per_year = 3"))
    assert loader.load("tiny").counts == {"updated": 2, "unchanged": 4}
    assert (FactSheet.objects.get().decision_weeks, FactSheet.objects.get().autumn_nomination) == (6, "05-15")
    assert [row.mobilities_per_year for row in ExchangeCondition.objects.all()] == [3, None]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('{ institution = "home" }, ', "", "partners.agreement annex: its exchange conditions name an institution that is no party"),
        ('key = "frame"', 'key = "frame"\numbrella = "annex"', "in a circle: (annex, frame|frame, annex)"),
        ('key = "frame"', 'key = "frame"\numbrella = "frame"', "in a circle: frame"),
        ('umbrella = "frame"', 'umbrella = "fram"', "no partners.agreement has the key 'fram'"),
        ('key = "frame"', 'key = "frame"\nannexes = ["old"]', "'annexes' holds rows, not keys. Name this row in their 'umbrella'"),
        ('key = "frame"', 'key = "frame"\nsuccessor = "old"', "'successor' holds rows, not keys. Name this row in their 'predecessor'"),
        ('"05-15"', '"15 May"', "partners.institution graz, fact_sheet 1: .*05-15 for 15 May"),
        ('kind = "staff_teacher", ', 'kind = "staff", ', "partners.agreement annex, conditions 2"),
    ],
)
def test_a_fault_of_a_family_names_the_row(folder: Path, old: str, new: str, words: str) -> None:
    write(folder, FAMILY.replace(old, new, 1))
    with pytest.raises(loader.LoadError, match=words):
        loader.load("tiny")
    assert not Institution.objects.exists()


WITH_FILES = """
[[partners.institution]]
key = "graz"
name = "Medical University of Graz"
country = "AT"
logo = "graz.png"
[[news.document]]
key = "guide"
title = "Guide"
file = "guide.pdf"
institution = "graz"
"""


def test_files_lie_beside_the_texts_and_are_checked(folder: Path) -> None:
    (folder / "graz.png").write_bytes(drawn(1000, 500))
    (folder / "guide.pdf").write_bytes(paper(3))
    write(folder, WITH_FILES)
    assert loader.load("tiny").counts == {"created": 2}
    assert (Institution.objects.get().logo.width, Document.objects.get().file.pages) == (1000, 3)
    assert loader.load("tiny").counts == {"unchanged": 2}
    assert len(stored()) == 4


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("graz.svg", "partners.institution graz: .*JPG, PNG or WebP"),
        ("none.png", "there is no file 'none.png'"),
        ("../outside.png", "there is no file '../outside.png'"),
        ("", "there is no file ''"),
    ],
)
def test_a_wrong_file_names_the_row(folder: Path, value: str, words: str) -> None:
    (folder / "graz.svg").write_text("<svg/>")
    (folder.parent / "outside.png").write_bytes(drawn())
    write(folder, WITH_FILES.replace("graz.png", value))
    with pytest.raises(loader.LoadError, match=words):
        loader.load("tiny")
    assert not stored()


def test_other_content_is_not_mixed_with_a_sample(folder: Path) -> None:
    builders.institution()
    write(folder, GRAZ)
    with pytest.raises(loader.LoadError, match="holds content already"):
        loader.load("tiny")


def test_another_sample_is_refused(folder: Path) -> None:
    write(folder, GRAZ)
    loader.load("tiny")
    folder.rename(folder.parent / "other")
    with pytest.raises(loader.LoadError, match="holds the office 'tiny'"):
        loader.load("other")


def test_an_unknown_office_is_named_with_those_that_exist() -> None:
    with pytest.raises(CommandError, match="Choose among: banja-luka, batumi"):
        call_command("load_office", "zelengora")


def test_the_demo_command_loads_an_office_and_makes_one_account(settings: Settings, tmp_path: Path, django_user_model: type) -> None:
    settings.VAR = tmp_path
    for _time in range(2):
        call_command("demo", office="chernivtsi", no_serve=True)
    account = django_user_model.objects.get()
    assert account.check_password((tmp_path / "staff_password").read_text())
    assert (tmp_path / "staff_password").stat().st_mode & 0o077 == 0
    assert OfficeTask.objects.count() == 12
    assert "Bukovinian" in str(Profile.objects.current())


def test_the_demo_of_an_unknown_office_touches_nothing(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path / "var"
    with pytest.raises(CommandError, match="Choose among"):
        call_command("demo", office="zelengora", no_serve=True)
    assert not settings.VAR.exists()


NEWS = """
[[visitors.delegation]]
key = "visit-of-graz"
institution = "graz"
agreement = "a"
starts_on = "2025-03"
members = 4
[[news.article]]
key = "guests"
title = { en = "Guests from Graz", sr = "Гости из Граца" }
topic = "cooperation"
published_on = "2025-03-14"
institutions = ["graz"]
"""


def test_news_and_delegations_are_loaded_with_what_they_name(folder: Path) -> None:
    write(folder, NEWS + GRAZ)
    assert loader.load("tiny").counts == {"created": 4}
    graz = Institution.objects.get()
    assert [str(article.published_on) for article in graz.articles.published()] == ["2025-03-14"]
    assert [delegation.agreement for delegation in graz.delegations.published()] == list(Agreement.objects.all())
    assert loader.load("tiny").counts == {"unchanged": 4}
