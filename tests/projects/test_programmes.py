"""The list of programmes and the page of one, as visitors read them."""

import pytest
from django.test import Client

from intlcoop.profile.models import Profile
from projects.models import Programme
from tests import builders
from tests.pages import content, cost, in_order, links, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office() -> Profile:
    return builders.office(languages=["en", "pl"])


def listed(client: Client, query: str = "") -> str:
    return content(shown(client, f"/programmes/{query}"))


def test_open_programmes_come_first_and_closed_ones_are_marked_with_their_years(client: Client) -> None:
    builders.programme("Tempus", status="archived", starts_on="1990", ends_on="2013", order=1)
    builders.programme("CEEPUS", order=2)
    page = listed(client)
    assert in_order(page, "2 programmes", "CEEPUS", "Tempus", "Closed", "1990", "2013")
    assert page.count("Closed") == 1


def test_the_list_shows_the_beginning_of_the_explanation_as_plain_text(client: Client) -> None:
    builders.programme("CEEPUS", description="<p>Pays &amp; helps.</p><p>" + "word " * 60 + "end.</p>")
    page = listed(client)
    assert "Pays &amp; helps. word word" in page
    assert "…" in page
    assert "end." not in page


def test_the_beginning_says_in_which_language_it_is(client: Client) -> None:
    builders.programme("CEEPUS", description={"en": "<p>Pays.</p>"})
    assert '<span lang="en">Pays.</span>' in content(shown(client, "/pl/programmes/"))


def test_only_public_projects_are_counted(client: Client) -> None:
    ceepus = builders.programme("CEEPUS")
    builders.project(programme=ceepus, is_published=False)
    builders.project(programme=ceepus, stage="idea")
    assert "project" not in listed(client).replace("/projects/", "")
    builders.project(programme=ceepus)
    assert "<span>1 project</span>" in listed(client)
    builders.project(programme=ceepus)
    assert "<span>2 projects</span>" in listed(client)


def test_a_programme_lists_its_public_projects(client: Client) -> None:
    ceepus = builders.programme("Exchange Programme", acronym="CEEPUS", website="https://www.ceepus.info/", description="<p>Pays.</p>")
    project = builders.project("Medical Physics", programme=ceepus)
    builders.project("An idea", programme=ceepus, stage="idea")
    builders.project("Of another programme", programme=builders.programme())
    page = content(shown(client, ceepus.get_absolute_url()))
    assert in_order(
        page, "Exchange Programme (CEEPUS)", "Pays.", "https://www.ceepus.info/", "Our projects in this programme", "Medical Physics"
    )
    assert project.get_absolute_url() in links(page)
    assert "An idea" not in page
    assert "Of another programme" not in page


def test_a_programme_without_projects_has_no_heading_for_them(client: Client) -> None:
    page = content(shown(client, builders.programme("Fulbright").get_absolute_url()))
    assert "<h2>" not in page
    assert "<dl" not in page


def test_without_the_section_of_projects_none_are_named(client: Client, office: Profile) -> None:
    ceepus = builders.programme("CEEPUS")
    builders.project("Medical Physics", programme=ceepus)
    office.sections = ["programmes"]
    office.save()
    assert "Medical Physics" not in shown(client, ceepus.get_absolute_url())
    assert "1 project<" not in listed(client)


def test_drafts_and_a_section_that_is_off_are_404(client: Client, office: Profile) -> None:
    draft, public = builders.programme("Draft", is_published=False), builders.programme("Public")
    shown(client, draft.get_absolute_url(), 404)
    assert "Draft" not in listed(client)
    office.sections = ["projects"]
    office.save()
    for path in ("/programmes/", public.get_absolute_url()):
        shown(client, path, 404)


@pytest.mark.parametrize("query", [f"?page={10**200}", "?page=0", "?page=-1"])
def test_an_unknown_page_is_the_first(client: Client, query: str) -> None:
    builders.programme("CEEPUS")
    assert in_order(listed(client, query), "There is no such page", "CEEPUS")


def test_a_list_of_nothing_leads_on(client: Client) -> None:
    assert "No programmes are listed yet." in listed(client)


@pytest.mark.parametrize("path", ["/programmes/", "detail"])
def test_more_rows_cost_no_more_queries(client: Client, path: str) -> None:
    def price(number: int) -> int:
        for _ in range(number):
            programme: Programme = builders.programme()
            for title in range(number):
                builders.number(builders.project(f"Project {title}", programme=programme), "101083081")
        return cost(client, programme.get_absolute_url() if path == "detail" else path)

    assert price(1) == price(3)


def test_programmes_stand_in_the_offices_order_or_by_name(client: Client) -> None:
    builders.programme(name="Zeta", order=1)
    builders.programme(name="Alpha", order=2)
    assert in_order(content(shown(client, "/programmes/")), "Zeta", "Alpha")
    assert in_order(content(shown(client, "/programmes/?sort=name")), "Alpha", "Zeta")
    assert "Zeta" not in content(shown(client, "/programmes/?q=alpha"))
