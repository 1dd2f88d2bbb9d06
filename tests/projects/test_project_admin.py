"""Staff enter programmes and projects: numbers are taken apart, mistakes are told in words, searches find."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from projects.models import Programme, Project
from tests import builders

pytestmark = pytest.mark.django_db
ROWS = ("numbers", "participations", "members", "links")


@pytest.fixture(autouse=True)
def staff(client: Client) -> User:
    builders.office()
    user = User.objects.create_superuser("officer")
    client.force_login(user)
    return user


def form(**values: Any) -> dict[str, Any]:
    """What the browser sends for a new project; rows as numbers=[{…}, …]."""
    rows = {name: values.pop(name, []) for name in ROWS}
    sent = {"title_en": "Pain Medicine", "kind": "research", "stage": "funded", "is_published": "on"} | values
    for name, given in rows.items():
        sent |= {f"{name}-TOTAL_FORMS": len(given), f"{name}-INITIAL_FORMS": 0}
        sent |= {f"{name}-{place}-{key}": value for place, row in enumerate(given) for key, value in ({"order": 0} | row).items()}
    return sent


def add(client: Client, **values: Any) -> Any:
    return client.post(reverse("admin:projects_project_add"), form(**values))


def test_two_numbers_pasted_as_one_become_two(client: Client) -> None:
    answer = add(client, numbers=[{"as_printed": "585927-EPP-1-2017-1-RS-EPPKA2-CBHE-JP (2017 – 3109 / 001 – 001)"}])
    assert answer.status_code == 302, answer.content.decode()
    numbers = [(number.as_printed, number.kind) for number in Project.objects.get().numbers.all()]
    assert numbers == [("585927-EPP-1-2017-1-RS-EPPKA2-CBHE-JP", "project"), ("2017 – 3109 / 001 – 001", "grant_agreement")]


def test_a_bracket_that_is_no_number_stays(client: Client) -> None:
    add(client, numbers=[{"as_printed": "451-03-68 (second phase)"}])
    assert [number.as_printed for number in Project.objects.get().numbers.all()] == ["451-03-68 (second phase)"]


@pytest.mark.parametrize("second", ["101083081", "CA16103 (101083081)"])
def test_a_number_twice_is_told(client: Client, second: str) -> None:
    answer = add(client, numbers=[{"as_printed": "101083081"}, {"as_printed": second}])
    assert answer.status_code == 200
    assert not Project.objects.exists()


def test_two_coordinators_are_told(client: Client) -> None:
    rows = [{"institution": builders.institution(name).pk, "role": "coordinator"} for name in ("Graz", "Vienna")]
    answer = add(client, participations=rows)
    assert answer.status_code == 200
    assert "A project has one coordinator." in answer.content.decode()


def test_a_title_is_enough(client: Client) -> None:
    assert add(client).status_code == 302
    assert Project.objects.get().slug == "pain-medicine"


@pytest.mark.parametrize("words", ["585927 epp", "585927epp", "pain"])
def test_the_search_finds_numbers_and_titles(client: Client, words: str) -> None:
    project = builders.project("Pain Medicine")
    builders.number(project, "585927-EPP-1-2017-1-RS-EPPKA2-CBHE-JP")
    builders.project("Another one")
    page = client.get(reverse("admin:projects_project_changelist"), {"q": words}).content.decode()
    assert "Pain Medicine" in page
    assert "Another one" not in page


def test_an_idea_can_be_previewed_and_is_on_no_page(client: Client) -> None:
    project = builders.project(stage="idea")
    page = client.get(reverse("admin:projects_project_change", args=[project.pk])).content.decode()
    assert f'href="{project.get_absolute_url()}" class="viewsitelink"' in page
    assert "remark preview" in client.get(project.get_absolute_url()).content.decode()


def test_the_lists_count_and_show(client: Client) -> None:
    programme = builders.programme("CEEPUS")
    builders.project(programme=programme, starts_on="2001", ends_on="2002")
    assert "CEEPUS" in client.get(reverse("admin:projects_programme_changelist")).content.decode()
    page = client.get(reverse("admin:projects_project_changelist")).content.decode()
    assert "ended" in page
    assert client.get(reverse("admin:projects_programme_change", args=[Programme.objects.get().pk])).status_code == 200
