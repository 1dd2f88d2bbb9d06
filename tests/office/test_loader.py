"""Loading an office: again and again, and never over what staff have done."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from intlcoop.office import loader
from intlcoop.office.models import OfficeTask
from intlcoop.profile.models import Profile
from partners.models import Agreement, AgreementParty, Department, Institution, InstitutionName
from tests import builders

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
