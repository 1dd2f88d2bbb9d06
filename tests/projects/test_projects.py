"""The list of projects and the page of one, as visitors read them."""

import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from intlcoop.profile.models import OldAddress, Profile
from partners.models import Department
from projects.models import Participation, Project, ProjectLink, ProjectMember
from projects.models.project import State
from tests import builders
from tests.pages import content, cost, in_order, links, shown

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 15)


@pytest.fixture(autouse=True)
def office() -> Profile:
    return builders.office(languages=["en", "sr", "pl"])


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("projects.models.project.today", lambda: TODAY)


def listed(client: Client, query: str = "") -> str:
    return content(shown(client, f"/projects/{query}"))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "state"),
    [
        ("2026-03-15", "", "running"),
        ("2026-03-16", "", "upcoming"),
        ("2026-03", "", "running"),
        ("2026-04", "2027", "upcoming"),
        ("2026", "", "running"),
        ("2027", "", "upcoming"),
        ("", "2026-03-15", "running"),
        ("", "2026-03-14", "ended"),
        ("2020", "2026-03", "running"),
        ("2020", "2026-02", "ended"),
        ("2020", "2025", "ended"),
        ("2026-03-15", "2026-03-15", "running"),
        ("", "", "undated"),
    ],
)
def test_the_state_follows_from_the_dates_in_the_row_and_in_the_query_alike(starts_on: str, ends_on: str, state: str) -> None:
    project = builders.project(starts_on=starts_on, ends_on=ends_on)
    assert project.state == state
    assert [other for other in State.values if Project.objects.in_state(other).exists()] == [state]


def test_running_projects_come_first_and_ended_ones_last(client: Client) -> None:
    builders.project("Ended lately", starts_on="2025", ends_on="2026-01")
    builders.project("Without dates")
    builders.project("Running for long", starts_on="2010")
    builders.project("Coming", starts_on="2027")
    builders.project("Running since lately", starts_on="2026")
    assert in_order(listed(client), "Running since lately", "Running for long", "Coming", "Without dates", "Ended lately")


def test_an_unknown_date_is_not_said(client: Client) -> None:
    project = builders.project()
    for page in (listed(client), content(shown(client, project.get_absolute_url()))):
        assert 'class="state' not in page
        assert "Status</dt>" not in page
        assert "Period</dt>" not in page


@pytest.mark.parametrize("stage", ["idea", "submitted", "declined"])
def test_only_what_is_funded_is_public(client: Client, stage: str) -> None:
    graz = builders.institution()
    project = builders.project("Secret plans", stage=stage)
    builders.participation(project, graz)
    shown(client, project.get_absolute_url(), 404)
    assert "Secret plans" not in listed(client)
    assert "Secret plans" not in shown(client, graz.get_absolute_url())
    assert not project.has_page


def test_a_draft_is_not_public(client: Client) -> None:
    project = builders.project("A draft", is_published=False)
    shown(client, project.get_absolute_url(), 404)
    assert "A draft" not in listed(client)


def test_a_section_that_is_off_has_no_pages(client: Client, office: Profile) -> None:
    graz, project = builders.institution(), builders.project("Pain Medicine")
    builders.participation(project, graz)
    office.sections = ["partners"]
    office.save()
    shown(client, "/projects/", 404)
    shown(client, project.get_absolute_url(), 404)
    assert project.get_absolute_url() not in links(shown(client, graz.get_absolute_url()))


def test_the_page_of_a_project_says_everything_known(client: Client) -> None:
    programme = builders.programme("Capacity building", acronym="Erasmus+")
    project = builders.project(
        "Pain Medicine", acronym="HEPMP", programme=programme, starts_on="2017-10-15", ends_on="2021-04", kind="capacity_building",
        topics="pain", description="<p>Strengthens education.</p>", funding_statement="Funded by the European Union.",
    )  # fmt: skip
    builders.number(project, "585927-EPP-1-2017-1-RS-EPPKA2-CBHE-JP")
    builders.number(project, "2017 – 3109 / 001 – 001", order=1)
    ProjectLink.objects.create(project=project, url="https://pain.example.org/")
    page = content(shown(client, project.get_absolute_url()))
    assert "HEPMP: Pain Medicine" in page
    assert in_order(page, "Project number", "585927-EPP-1-2017-1-RS-EPPKA2-CBHE-JP", "Grant agreement number", "2017 – 3109 / 001 – 001")
    for words in ("Ended", "15 October 2017", "April 2021", "Capacity building", "Strengthens education.", "Funded by the European Union."):
        assert words in page
    assert {programme.get_absolute_url(), "https://pain.example.org/"} <= set(links(page))
    assert "Official website</a>" in page


def test_a_project_with_a_title_alone_has_no_empty_parts(client: Client) -> None:
    page = content(shown(client, builders.project("Only a title").get_absolute_url()))
    for heading in ("Consortium", "Our team", "On the web", "Programme", "Fields", "number", "<h2>"):
        assert heading not in page


def test_a_project_with_a_title_alone_has_a_title_alone_in_the_list(client: Client) -> None:
    builders.project("Shared lecture notes")
    row = content(shown(client, "/projects/")).partition('<li class="row">')[2].partition("</li>")[0]
    assert "Shared lecture notes" in row
    assert "<p" not in row


def test_a_ceepus_number_tells_network_edition_and_year(client: Client) -> None:
    project = builders.project()
    builders.number(project, "CIII-AT-0042-14-1819")
    page = content(shown(client, project.get_absolute_url()))
    assert "<code>CIII-AT-0042-14-1819</code>" in page
    assert "network CIII-AT-0042, edition 14, academic year 2018/19" in page


@pytest.mark.parametrize("number", ["CIII-AT-0042", "CIII-AT-0042-14-1820", "CIII-??"])
def test_a_ceepus_number_that_tells_less_is_shown_as_printed(client: Client, number: str) -> None:
    project = builders.project()
    builders.number(project, number, kind="ceepus")
    page = content(shown(client, project.get_absolute_url()))
    assert f"<code>{number}</code>" in page
    assert "edition" not in page


def test_the_coordinator_stands_first_and_only_institutions_with_a_page_are_links(client: Client) -> None:
    project = builders.project()
    ours, graz = builders.home(), builders.institution("Graz")
    department = Department.objects.create(institution=ours, name="Department of Anaesthesia")
    prospect = builders.institution("A prospect", relation="prospect")
    draft = builders.institution("A draft", is_published=False)
    builders.participation(project, builders.institution("Associated"), role="associated")
    builders.participation(project, graz)
    builders.participation(project, ours, department=department)
    builders.participation(project, prospect)
    builders.participation(project, draft)
    builders.participation(project, builders.institution("Zagreb"), role="coordinator")
    page = content(shown(client, project.get_absolute_url()))
    assert in_order(
        page,
        "Zagreb",
        "(coordinator)",
        "A draft",
        "A prospect",
        "Faculty of Medicine",
        "Department of Anaesthesia",
        "Graz",
        "Associated",
        "(associated partner)",
    )
    assert [link for link in links(page) if link.startswith("/partners/")] == [
        "/partners/zagreb/",
        "/partners/graz/",
        "/partners/associated/",
    ]


def test_nobody_of_the_team_is_named_without_consent(client: Client) -> None:
    project = builders.project()
    for name, values in {
        "Ana Named": {},
        "Xyzzy Without-Consent": {"has_consent": False},
        "Xyzzy Draft": {"is_published": False},
    }.items():
        ProjectMember.objects.create(project=project, person=builders.person(name, **values), role="leader")
    html = shown(client, project.get_absolute_url())
    assert "Ana Named" in html
    assert "xyzzy" not in html.lower()


def test_a_team_of_nobody_who_may_be_named_has_no_heading(client: Client) -> None:
    project = builders.project()
    ProjectMember.objects.create(project=project, person=builders.person(has_consent=False))
    assert "Our team" not in shown(client, project.get_absolute_url())


def test_a_draft_programme_is_not_named(client: Client) -> None:
    project = builders.project(programme=builders.programme("Unheard of", is_published=False))
    assert "Unheard of" not in listed(client)
    assert "1 project</p>" in listed(client)
    assert "Unheard of" not in shown(client, project.get_absolute_url())


def test_the_count_is_in_words(client: Client) -> None:
    erasmus = builders.programme()
    builders.project("One", programme=erasmus)
    assert "1 project in 1 programme<" in listed(client)
    builders.project("Two", programme=erasmus)
    builders.project("Three", programme=builders.programme("CEEPUS"))
    builders.project("Four")
    assert "4 projects in 2 programmes<" in listed(client)
    assert "2 projects in 1 programme<" in listed(client, "?programme=erasmus")


@pytest.mark.parametrize(
    "words", ["585927 epp", "585927epp", "585927-EPP-1-2017", "3109 001", "3109/001-001", "hepmp", "PAIN medicine", "бол"]
)
def test_a_project_is_found_by_words_and_by_numbers_however_typed(client: Client, words: str) -> None:
    project = builders.project({"en": "Pain Medicine", "sr": "Медицина бола"}, acronym="HEPMP")
    builders.number(project, "585927-EPP-1-2017-1-RS-EPPKA2-CBHE-JP")
    builders.number(project, "2017 – 3109 / 001 – 001")
    builders.project("Another one")
    assert list(Project.objects.matching(words)) == [project]
    answer = client.get("/projects/", {"q": words}).content.decode()
    assert "Pain Medicine" in answer
    assert "Another one" not in answer


def test_filters_narrow_the_list(client: Client) -> None:
    project = builders.project("Running research", starts_on="2020", kind="research", programme=builders.programme("CEEPUS"))
    builders.participation(project, builders.home(), role="coordinator")
    builders.project("Ended education", ends_on="2020", kind="education", programme=builders.programme("Tempus"))
    for query in ("programme=ceepus", "state=running", "kind=research", "role=coordinator", "programme=ceepus&state=running&kind=research"):
        page = listed(client, f"?{query}")
        assert "Running research" in page, query
        assert "Ended education" not in page, query
    assert "Nothing matches" in listed(client, "?programme=ceepus&state=ended")
    assert "Nothing matches" in listed(client, "?role=partner")
    assert in_order(listed(client, "?sort=title"), "Ended education", "Running research")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?state=abc", "Unknown value for “Status”"),
        ("?programme=1'--", "Unknown value for “Programme”"),
        ("?kind=%3Cscript%3E", "Unknown value for “Kind”"),
        ("?role=owner", "Unknown value for “Our role”"),
        ("?sort=;drop", "Unknown value"),
        (f"?page={10**200}", "There is no such page"),
        ("?page=abc", "There is no such page"),
        ("?page=-1", "There is no such page"),
        ("?page=١", "There is no such page"),
        ("?unknown=1&unknown=2", "1 project"),
    ],
)
def test_nonsense_in_the_address_is_said_and_shows_everything(client: Client, query: str, message: str) -> None:
    builders.project("Pain Medicine")
    page = listed(client, query)
    assert message in page
    assert "Pain Medicine" in page
    assert "<script" not in page


def test_a_list_of_nothing_leads_on(client: Client) -> None:
    assert "No projects are listed yet." in listed(client)


def test_the_page_of_an_institution_lists_its_projects(client: Client) -> None:
    graz, vienna = builders.institution("Graz"), builders.institution("Vienna")
    project = builders.project("Pain Medicine", starts_on="2020")
    builders.participation(project, graz)
    page = content(shown(client, graz.get_absolute_url()))
    assert in_order(page, "<h2>Projects</h2>", ">Pain Medicine</a>", "Running", "since")
    assert project.get_absolute_url() in links(page)
    assert "<h2>Projects</h2>" not in shown(client, vienna.get_absolute_url())


def test_running_projects_come_first_on_the_pages_of_institutions_and_programmes_too(client: Client) -> None:
    graz, ceepus = builders.institution("Graz"), builders.programme("CEEPUS")
    for title, values in {"Short and over": {"starts_on": "2025", "ends_on": "2025"}, "Running for long": {"starts_on": "2010"}}.items():
        builders.participation(builders.project(title, programme=ceepus, **values), graz)
    for path in (graz.get_absolute_url(), ceepus.get_absolute_url()):
        assert in_order(shown(client, path), "Running for long", "Short and over")


def test_an_old_address_leads_to_the_new_one(client: Client) -> None:
    project = builders.project("Pain Medicine")
    project = Project.objects.get(pk=project.pk)
    project.slug = "hepmp"
    project.save()
    assert OldAddress.objects.exists()
    answer = client.get("/projects/pain-medicine/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/projects/hepmp/")


def test_markup_in_a_title_is_only_text(client: Client) -> None:
    project = builders.project("<b>Pain</b> & joy", acronym="<i>A")
    for page in (listed(client), shown(client, project.get_absolute_url())):
        assert "&lt;b&gt;Pain&lt;/b&gt; &amp; joy" in page
        assert "<b>Pain" not in page
        assert "<i>A" not in page


def test_a_title_in_another_language_says_so(client: Client) -> None:
    builders.project({"en": "Pain Medicine"})
    assert '<span lang="en">Pain Medicine</span>' in content(shown(client, "/pl/projects/"))


def fill(number: int) -> Project:
    for _ in range(number):
        project = builders.project(programme=builders.programme(), starts_on="2020")
        for place in ("Graz", "Vienna", "Linz")[:number]:
            builders.participation(project, builders.institution(place))
            builders.number(project, f"CIII-AT-0042-14-1819 {place}")
            ProjectMember.objects.create(project=project, person=builders.person(place), role="leader")
            ProjectLink.objects.create(project=project, url="https://example.org/")
    return project


@pytest.mark.parametrize("path", ["/projects/", "/projects/?q=pain&state=running", "detail", "institution"])
def test_more_rows_cost_no_more_queries(client: Client, path: str, settings: Settings) -> None:
    def price(number: int) -> int:
        project = fill(number)
        institution = project.participations.get(institution__name__en="Graz").institution
        for other in Project.objects.all():
            other.participations.get_or_create(institution=institution)
        addresses = {"detail": project.get_absolute_url(), "institution": institution.get_absolute_url()}
        return cost(client, addresses.get(path, path))

    assert price(1) == price(3)


def test_a_role_that_nobody_told_is_not_claimed(client: Client) -> None:
    project = builders.project()
    builders.participation(project, builders.institution("Graz"), role="not_said")
    page = content(shown(client, project.get_absolute_url()))
    assert "Graz" in page
    assert "role not said" not in page


def test_a_participation_names_itself_without_a_query(django_assert_num_queries: Any) -> None:
    builders.participation(builders.project("Physics"), builders.institution("Graz"), role="coordinator")
    row = Participation.objects.get()
    with django_assert_num_queries(0):
        assert str(row) == "coordinator"
    assert row.described == "Graz (Physics): coordinator"
