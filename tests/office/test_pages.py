"""The front desk's own pages: home, policy, rankings, graduates, office, pages, legal pages."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from intlcoop.base import clock
from intlcoop.office.models import PageLink
from tests import builders
from tests.pages import content, cost, in_order, shown

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day is the test's, wherever it is asked."""
    for module in (
        "intlcoop.base.models",
        "partners.models.agreement_life",
        "partners.models.agreement_state",
        "news.models.event",
        "intlcoop.office.models.policy",
        "projects.models.project",
    ):
        monkeypatch.setattr(f"{module}.today", lambda: TODAY)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def test_home_counts_what_the_lists_show_and_links_there(client: Client) -> None:
    builders.office()
    builders.institution("University of Graz")
    builders.institution("Medical University of Warsaw", country="PL")
    builders.institution("A prospect", relation="prospect", country="DE")
    builders.agreement(builders.institution("University of Vienna"), ends_on="2020")
    home = content(shown(client, "/"))
    assert in_order(home, 'href="/partners/"><strong>3</strong> partners', "<strong>2</strong> countries of partners")
    assert "/agreements/" not in home.split("What you find here")[0]


def test_home_counts_present_guests_and_links_to_those(client: Client) -> None:
    office = builders.office()
    builders.appointment(builders.person("Ana Anić"), starts_on="2026")
    builders.appointment(builders.person("Boris Bojić"), starts_on="2019", ends_on="2020")
    counted = 'href="/visiting-professors/?term=current"><strong>1</strong> visiting professor'
    assert counted in content(shown(client, "/"))
    assert "1 guest" in content(shown(client, "/visiting-professors/?term=current"))
    office.sections = ["partners"]
    office.save()
    assert "visiting professor" not in content(shown(client, "/"))


def test_home_counts_running_projects_and_all_where_none_runs(client: Client) -> None:
    builders.office()
    builders.project("Over", starts_on="2019", ends_on="2020")
    assert 'href="/projects/"><strong>1</strong> project<' in shown(client, "/")
    builders.project("Running", starts_on="2026")
    assert 'href="/projects/?state=running"><strong>1</strong> running project<' in shown(client, "/")
    assert "Counted on" in shown(client, "/")


def test_home_counts_the_stays_of_the_last_year_that_is_over_without_small_groups(client: Client) -> None:
    builders.office()
    builders.placement(7, academic_year="2024/2025")
    builders.placement(12, academic_year="2025/2026")
    builders.placement(8, academic_year="2026/2027", is_preliminary=True)
    assert 'href="/mobility/"><strong>12</strong> stays abroad or here in 2025/26' in content(shown(client, "/"))
    builders.placement(2, academic_year="2025/2026", country="DE")
    assert "<strong>12+</strong> stays" in content(shown(client, "/"))


def test_home_says_what_opens_or_is_expected_next_where_no_call_is_open(client: Client) -> None:
    builders.office()
    builders.call("Winter practice", deadline_on=datetime.date(2026, 2, 1), next_expected_on="2027-12")
    assert in_order(content(shown(client, "/")), "No call is open today.", "Winter practice", "next expected:", "December 2027")
    builders.call("Summer practice", opens_on=datetime.date(2027, 3, 1), deadline_on=datetime.date(2027, 4, 1))
    home = content(shown(client, "/"))
    assert in_order(home, "No call is open today. The next one is:", "Summer practice", "Opens on", "1 March 2027")
    builders.call("Teaching weeks")
    home = content(shown(client, "/"))
    assert "Teaching weeks" in home
    assert "No call is open" not in home
    assert "Summer practice" not in home


def test_home_of_a_new_portal_has_no_figures_and_says_what_to_do(client: Client) -> None:
    home = content(shown(client, "/"))
    assert "has not entered anything yet" in home
    assert "<strong>" not in home


def test_home_fills_up_with_figures_that_the_office_states(client: Client) -> None:
    builders.office(sections=["partners", "mobility"])
    builders.institution()
    builders.figure(subject="staff_trips", low=800, qualifier="over", starts_on="2007", ends_on="2012")
    builders.figure(subject="graduates", low=77)
    home = content(shown(client, "/"))
    assert in_order(home, "<strong>1</strong> partner", 'href="/mobility/"><strong>over 800</strong> Staff trips abroad', "2007", "2012")
    assert "<strong>77" not in home


def test_home_shows_the_next_three_events_soonest_first(client: Client) -> None:
    builders.office()
    for month in ("2027-03", "2026-12", "2027-01", "2027-02", "2026-10"):
        builders.event(f"Congress {month}", starts_on=month)
    home = content(shown(client, "/"))
    assert in_order(home, "Congress 2026-12", "Congress 2027-01", "Congress 2027-02")
    assert "2027-03" not in home
    assert "2026-10" not in home


def test_home_says_that_an_event_is_cancelled_and_that_it_lasts_a_day(client: Client) -> None:
    builders.office()
    builders.event("Congress", starts_on="2027-03-12", status="cancelled")
    home = content(shown(client, "/"))
    assert in_order(home, "Congress", "Cancelled", "12 March 2027")
    assert "since" not in home


def test_home_shows_the_three_newest_articles(client: Client) -> None:
    office = builders.office()
    assert "All news" not in content(shown(client, "/"))
    for year in (2019, 2022, 2020, 2021):
        builders.article(f"Report of {year}", published_on=datetime.date(year, 5, 1), teaser="What we saw.")
    builders.article("A draft", is_published=False, published_on=datetime.date(2026, 5, 1))
    home = content(shown(client, "/"))
    assert in_order(
        home, "<h2>News</h2>", "Report of 2022", "1 May 2022", "What we saw.", "Report of 2021", "Report of 2020", 'href="/news/"'
    )
    assert "2019" not in home
    assert "A draft" not in home
    office.sections = ["partners"]
    office.save()
    assert "All news" not in content(shown(client, "/"))


def test_a_version_may_have_a_slash(client: Client) -> None:
    builders.policy(version="1/2026", title="First", adopted_on="2025")
    builders.policy(version="2/2026", title="Second", adopted_on="2026")
    assert 'href="/policy/1/2026/"' in shown(client, "/policy/")
    assert in_order(content(shown(client, "/policy/1/2026/")), "<h1>First", "older version")


def test_the_policy_in_force_is_the_newest_adopted_one(client: Client) -> None:
    builders.policy(
        ("main_goal", "A goal."), ("objective", "First."), ("objective", "Second."), version="1", adopted_on="2019", title="Old"
    )
    builders.policy(("objective", "Third."), version="2", adopted_on="2026-11", title="New")
    builders.policy(version="3", adopted_on="2027", title="Future")
    page = content(shown(client, "/policy/"))
    assert in_order(page, "<h1>New", "Third.", "Other versions", "Old (1, ")
    assert "Future" not in page
    old = content(shown(client, "/policy/1/"))
    assert in_order(old, "older version", "Main goal", "A goal.", "Objectives", "<li>First.</li>", "<li>Second.</li>")


def test_a_version_that_is_not_public_is_not_there(client: Client) -> None:
    builders.policy(version="1", is_published=False)
    shown(client, "/policy/1/", 404)
    shown(client, "/policy/9/", 404)
    assert "has not been published yet" in shown(client, "/policy/")


def test_rankings_filter_by_system_and_year(client: Client) -> None:
    builders.ranking(system="World Ranking", year=2024, position="801–1000")
    builders.ranking(system="World Ranking", year=2025, position="601–800")
    builders.ranking(system="Green Ranking", year=2025, position="12", subject="Medicine")
    assert in_order(content(shown(client, "/rankings/")), "3 places", "2025", "2024")
    page = content(shown(client, "/rankings/?system=World+Ranking&year=2024"))
    assert "801–1000" in page
    assert "601–800" not in page.split("<table")[1]
    assert "Unknown value" in shown(client, "/rankings/?year=9")


def test_places_of_several_years_are_drawn_and_words_are_not(client: Client) -> None:
    builders.office()
    for year, position in ((2023, "801–1000"), (2024, "=640"), (2025, "1501+"), (2026, "top 5 %")):
        builders.ranking(system="World Ranking", year=year, position=position)
    builders.ranking(system="Green Ranking", year=2025, position="12")
    page = shown(client, "/rankings/")
    assert page.count('<figure class="chart">') == 1
    assert "2023: 801–1000; 2024: =640; 2025: 1501+</desc>" in page
    assert "<figure" not in shown(client, "/rankings/?year=2024")


def test_graduates_are_told_in_stated_figures_only(client: Client) -> None:
    figure = builders.figure(
        subject="graduates",
        low=2000,
        qualifier="about",
        starts_on="1970",
        ends_on="2012",
        country_count=100,
        country_qualifier="nearly",
        source="Rector",
    )
    figure.countries.create(country="LB")
    figure.countries.create(country="GR", number=12)
    builders.figure(subject="staff_trips", low=800)
    page = content(shown(client, "/graduates/"))
    assert in_order(
        page, "about 2,000", "1970", "2012", "from nearly 100 countries", "Lebanon, Greece (12)", "Stated by the office · Rector"
    )
    assert "800" not in page.replace("1,800", "")


def test_graduates_by_decade_and_country(client: Client) -> None:
    builders.office()
    early = builders.figure(subject="graduates", low=77, starts_on="1995", ends_on="2003")
    early.countries.create(country="LB")
    builders.figure(subject="graduates", low=88, starts_on="2012")
    builders.figure(subject="specialists_trained", low=99, ends_on="2015")

    def amounts(query: str) -> list[str]:
        page = content(shown(client, f"/graduates/{query}"))
        return [number for number in ("77", "88", "99") if f"{number}</strong>" in page]

    assert "2020–2029 (1)" in shown(client, "/graduates/")
    assert amounts("") == ["77", "88", "99"]
    assert amounts("?decade=1990") == ["77"]
    assert amounts("?decade=2000") == ["77"]
    assert amounts("?decade=2010") == ["88", "99"]
    assert amounts("?decade=2020") == ["88"]
    assert amounts("?country=LB") == ["77"]
    assert "Unknown value" in shown(client, "/graduates/?decade=1995")


def test_the_office_shows_people_of_today_before_former_ones(client: Client) -> None:
    builders.office(
        office_name="Relations Office",
        phone="+48 85 686 51 76",
        fax="+48 85 748 54 16",
        email="office@example.org",
        founded_on="2003-10-29",
    )
    builders.staff_member(builders.person("Ana Anić", title="Professor"), is_head=True)
    builders.staff_member(builders.person("Boris Bojić"), ends_on="2020")
    builders.staff_member(builders.person("Cvijeta Cvijić", has_consent=False))
    builders.staff_member(builders.person("Dana Danić", is_published=False))
    builders.task("Prepares agreements.", order=2)
    builders.task("Receives guests.", order=1)
    page = content(shown(client, "/office/"))
    assert in_order(
        page, 'href="tel:+48856865176"', "Fax: +48 85 748 54 16", "mailto:office@example.org", "29 October 2003",
        "Professor Ana Anić", "<li>Receives guests.</li>", "<li>Prepares agreements.</li>", "Former staff", "Boris Bojić",
    )  # fmt: skip
    assert "Cvijeta" not in page
    assert "Dana" not in page


def test_the_office_without_anything_known_has_no_empty_heading(client: Client) -> None:
    assert "<h2" not in content(shown(client, "/office/"))


def test_a_page_shows_its_links_and_an_introduction_is_no_page(client: Client) -> None:
    page = builders.page("Summer practice")
    PageLink(page=page, label="More", url="https://example.org/").save()
    assert 'href="https://example.org/"' in shown(client, "/pages/summer-practice/")
    builders.page("About partners", section="partners", body="<p>Whom we know.</p>")
    shown(client, "/pages/about-partners/", 404)
    assert "Whom we know." in shown(client, "/partners/")


def test_legal_pages_follow_what_the_office_has(client: Client) -> None:
    builders.office(email="office@example.org")
    assert "mailto:office@example.org" in content(shown(client, "/accessibility/"))
    assert "with the form" in content(shown(client, "/privacy/"))


def test_a_policy_in_english_says_so_on_a_serbian_page(client: Client) -> None:
    builders.office(languages=["en", "sr"])
    builders.policy(("objective", {"en": "To invite professors."}), title={"en": "Policy"})
    page = content(shown(client, "/sr/policy/"))
    assert in_order(page, 'class="remark"', "English", '<span lang="en">Policy</span>')


@pytest.mark.parametrize(
    ("path", "build"),
    [
        ("/", lambda n: builders.event(f"Congress {n}", starts_on="2027")),
        ("/office/", lambda n: builders.staff_member(builders.person(f"Ana {n}"))),
        ("/office/", lambda n: builders.task(f"Task {n}")),
        ("/rankings/", lambda n: builders.ranking(year=2020 + n)),
        ("/graduates/", lambda n: builders.figure(subject="graduates").countries.create(country="LB")),
        ("/policy/", lambda n: builders.policy(("objective", "One."), ("objective", "Two."), version=str(n))),
        ("/partners/", lambda n: builders.page(f"Intro {n}", section="partners")),
    ],
)
def test_a_page_costs_the_same_for_one_row_and_for_three(client: Client, path: str, build: Callable[[int], Any]) -> None:
    builders.office()
    build(1)
    one = cost(client, path)
    build(2)
    build(3)
    assert cost(client, path) == one <= 12


def test_the_frame_costs_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    builders.office()
    with django_assert_num_queries(1):
        shown(client, "/accessibility/")


@pytest.mark.parametrize("path", ["/sr/", "/sr/office/", "/sr/partners/"])
def test_texts_that_lack_serbian_are_said_on_every_kind_of_page(client: Client, path: str) -> None:
    builders.office(languages=["en", "sr"], introduction={"en": "<p>We cooperate.</p>"})
    builders.page({"en": "Partners", "sr": "Партнери"}, section="partners", body={"en": "<p>Whom we know.</p>"})
    assert 'class="remark"' in shown(client, path)
    assert 'class="remark"' not in shown(client, path.removeprefix("/sr"))


def test_the_office_page_says_our_own_identifiers(client: Client) -> None:
    builders.office()
    assert "Erasmus code" not in shown(client, "/office/")
    builders.home(erasmus_code="BA BANJA02", pic="995591705")
    page = shown(client, "/office/")
    assert in_order(page, "Erasmus code", "BA BANJA02", "PIC", "995591705")
    assert "ROR" not in content(page)
