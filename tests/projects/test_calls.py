"""The list of calls and the page of one, as visitors read them; and where else they stand."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from intlcoop.office.data_checks import findings
from intlcoop.profile.models import Profile
from partners.models import Institution
from projects.models import Call
from tests import builders
from tests.pages import content, cost, in_order, links, shown, unmarked

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2027, 3, 10, 9, 30, tzinfo=datetime.UTC)
EVIL = "<script>alert(1)</script><b onclick=alert(2)>bold</b>"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def office() -> Profile:
    return builders.office(languages=["en", "sr"], email="office@example.edu")


def main(client: Client, address: str, status: int = 200) -> str:
    return re.sub(r"\s+", " ", content(shown(client, address, status)))


def titles(html: str) -> list[str]:
    return [re.sub(r"<[^>]*>", "", title).strip() for title in re.findall(r'<h[23] class="row-title">(.*?)</h[23]>', html)]


def several() -> None:
    graz, vienna = builders.institution("University of Graz"), builders.institution("Bečka klinika")
    ceepus = builders.programme("Exchange Programme", acronym="CEEPUS")
    builders.call("Closed long ago", deadline_on="2020-01-01")
    builders.call("Closed lately", builders.institution("Charité", country="DE"), deadline_on="2027-03-09", is_for_other_staff=True)
    builders.call("Open all year", programme=ceepus)
    builders.call("Opens in May", opens_on="2027-05-01", deadline_on="2027-06-01", is_for_academic_staff=True)
    builders.call("Opens in April", opens_on="2027-04-01", is_for_doctoral_candidates=True)
    builders.call("Closes next month", graz, deadline_on="2027-04-30", is_for_students=True, is_for_academic_staff=True)
    builders.call({"en": "Closes tomorrow", "sr": "Љетна пракса"}, graz, vienna, deadline_on="2027-03-11", places=4)


OPEN = ["Closes tomorrow", "Closes next month", "Open all year"]
UPCOMING = ["Opens in April", "Opens in May"]
CLOSED = ["Closed lately", "Closed long ago"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", OPEN + UPCOMING),
        ("state=open", OPEN),
        ("state=closing_soon", OPEN[:1]),
        ("state=upcoming", UPCOMING),
        ("state=closed", CLOSED),
        ("state=all", OPEN + UPCOMING + CLOSED),
        ("state=all&sort=title", sorted(OPEN + UPCOMING + CLOSED)),
        ("audience=academic_staff", ["Closes next month", "Opens in May"]),
        ("audience=students", ["Closes tomorrow", "Closes next month", "Open all year"]),
        ("audience=other_staff", []),
        ("programme=ceepus", ["Open all year"]),
        ("country=AT", ["Closes tomorrow", "Closes next month"]),
        ("country=DE&state=closed", ["Closed lately"]),
        ("q=graz", ["Closes tomorrow", "Closes next month"]),
        ("q=BECKA+tomorrow", ["Closes tomorrow"]),
        ("q=ljetna", ["Closes tomorrow"]),
        ("q=ceepus+year", ["Open all year"]),
        ("state=never&audience=kings&programme=x&country=QQ&sort=odd&page=99", OPEN + UPCOMING),
        ("state=%F0%9F%98%80&audience=is_published&country=' OR 1=1", OPEN + UPCOMING),
    ],
)
def test_filters_and_sorts(client: Client, query: str, expected: list[str]) -> None:
    several()
    page = main(client, f"/calls/?{query}")
    assert titles(page) == expected
    assert ("Nothing matches these filters." in page) == (not expected)
    assert ("Unknown value" in page) == ("never" in query or "OR 1" in query)
    assert "kings" not in page


def test_only_what_occurs_is_offered(client: Client) -> None:
    builders.call("A", builders.institution(country="AT"))
    builders.call("B", is_for_academic_staff=True)
    builders.call("Draft", builders.institution(country="PL"), is_for_other_staff=True, is_published=False)
    builders.programme("Unused")
    page = main(client, "/calls/")
    assert '<option value="students">' in page
    assert '<option value="AT">' in page
    for word in ("other_staff", "PL", "unused"):
        assert f'value="{word}"' not in page


def test_a_row_says_for_whom_where_how_many_and_until_when(client: Client) -> None:
    graz, vienna, berlin = builders.institution("Graz"), builders.institution("Vienna"), builders.institution("Charité", country="DE")
    builders.call("Practice", graz, vienna, berlin, study_year_from=4, study_year_to=5, is_for_students=True, is_for_academic_staff=True,
                  places=4, deadline_on="2027-03-20", deadline_time="12:00", deadline_zone="Europe/Brussels")  # fmt: skip
    page = main(client, "/calls/")
    assert in_order(
        page, "1 call", "Practice", 'class="state state-closing_soon">Closing soon', "10 days left", "deadline", "20 March 2027</time>, 12:00 (CET, UTC+1)",
        "students (years 4–5), academic staff", "4 places",
    )  # fmt: skip
    assert page.count("Austria</span>") + page.count("Austria,") == 1
    assert "Germany" in page


@pytest.mark.parametrize(("years", "words"), [
    ((4, 5), "students (years 4–5)"), ((4, 4), "students (year 4)"), ((4, None), "students (from year 4)"),
    ((None, 3), "students (up to year 3)"), ((None, None), "students"),
])  # fmt: skip
def test_years_of_study_in_words(years: tuple[int | None, int | None], words: str) -> None:
    assert builders.call(study_year_from=years[0], study_year_to=years[1]).audience_in_words == words


def test_a_title_alone_makes_a_page_without_empty_labels(client: Client, office: Profile) -> None:
    office.email = ""
    office.save()
    page = main(client, builders.call("Practice").get_absolute_url())
    assert re.findall(r"<dt>(.*?)</dt>", page) == ["Status", "For whom"]
    assert "<h2" not in page
    assert in_order(page, "No deadline", "Students")


def test_the_page_says_all_that_is_known(client: Client) -> None:
    graz = builders.institution("University of Graz", city="Graz")
    programme = builders.programme("Exchange Programme", acronym="CEEPUS")
    call = builders.call(
        "Practice", graz, builders.institution("Draft clinic", is_published=False), programme=programme, opens_on="2027-01-02",
        deadline_on="2027-06-30", places=12, grant="850 euros a month.\nThe journey.", description="<p>Four weeks.</p>",
        eligibility="<p>Good German.</p>", how_to_apply="<ol><li>Write.</li></ol>", website="https://example.edu/call", email="call@example.edu",
    )  # fmt: skip
    page = main(client, call.get_absolute_url())
    assert in_order(
        page, "<h1>Practice</h1>", "Four weeks.", "Open", "112 days left", "2 January 2027", "30 June 2027</time>, 23:59 (CEST, UTC+2)", "Students",
        "Draft clinic", "(Austria)", "University of Graz</a>", "(Graz, Austria)", "12", "850 euros a month.<br>The journey.", "Exchange Programme</a> (CEEPUS)",
        "https://example.edu/call", "mailto:call@example.edu", "Who may apply", "Good German.", "How to apply", "<li>Write.</li>",
    )  # fmt: skip
    for address in (graz.get_absolute_url(), programme.get_absolute_url()):
        assert address in links(page)
    assert not [link for link in links(page) if "draft-clinic" in link]
    assert "office@example.edu" not in page


def test_who_asks_writes_to_the_office_where_the_call_has_no_mailbox(client: Client) -> None:
    assert "mailto:office@example.edu" in main(client, builders.call().get_absolute_url())


def test_a_closed_call_stays_says_when_it_closed_and_when_the_next_one_comes(client: Client) -> None:
    call = builders.call("Practice", deadline_on="2027-01-31", next_expected_on="2027-11")
    page = main(client, call.get_absolute_url())
    assert in_order(
        page,
        'Closed on <time datetime="2027-01-31">31 January 2027</time>.',
        "The next call is expected:",
        "November 2027",
        "See the open calls",
    )
    assert call.get_absolute_url() in client.get("/sitemap.xml").content.decode()
    Call.objects.update(next_expected_on="2027-02")
    assert "expected" not in main(client, call.get_absolute_url())
    Call.objects.update(next_expected_on="2027")
    assert in_order(main(client, call.get_absolute_url()), "expected", "2027")


def test_an_open_call_does_not_tell_of_the_next_one(client: Client) -> None:
    assert "expected" not in main(client, builders.call(deadline_on="2027-03-31", next_expected_on="2028").get_absolute_url())


def test_no_calls_at_all_says_so_and_leads_on(client: Client, office: Profile) -> None:
    page = main(client, "/calls/")
    assert in_order(page, "No calls are listed yet.", 'href="/propose/"')
    assert "<form" not in page
    office.sections = ["calls"]
    office.save()
    assert 'href="mailto:office@example.edu"' in main(client, "/calls/")


def test_only_closed_calls_say_when_the_next_is_expected_and_lead_to_them(client: Client) -> None:
    builders.call("Long over", deadline_on="2020-01-01", next_expected_on="2021")
    builders.call("Later", deadline_on="2026-01-01", next_expected_on="2028")
    soon = builders.call("Sooner", deadline_on="2026-01-01", next_expected_on="2027-09")
    builders.call("Draft", deadline_on="2026-01-01", next_expected_on="2027-04", is_published=False)
    page = main(client, "/calls/")
    assert in_order(
        page,
        "No calls are open at the moment.",
        "September 2027",
        f'href="{soon.get_absolute_url()}">Sooner</a>',
        'href="/calls/?state=closed"',
    )
    assert "Nothing matches" not in page
    assert "Draft" not in page
    assert "Nothing matches" in main(client, "/calls/?state=open")
    Call.objects.update(next_expected_on="")
    assert "expected" not in main(client, "/calls/")


@pytest.mark.parametrize("page", ["programme", "host"])
def test_open_calls_stand_on_the_pages_of_their_programme_and_hosts(client: Client, office: Profile, page: str) -> None:
    graz, ceepus = builders.institution("Graz"), builders.programme("CEEPUS")
    path = (ceepus if page == "programme" else graz).get_absolute_url()
    builders.call("Closed one", graz, programme=ceepus, deadline_on="2027-03-01")
    builders.call("Later one", graz, programme=ceepus, opens_on="2027-04-01")
    builders.call("Draft", graz, programme=ceepus, is_published=False)
    builders.call("Of others", builders.institution("Vienna"), programme=builders.programme("Other"))
    assert "Open calls" not in main(client, path)
    builders.call("Second", graz, programme=ceepus, deadline_on="2027-04-01")
    builders.call("First", graz, programme=ceepus, deadline_on="2027-03-31")
    html = main(client, path)
    assert titles(html.partition("Open calls")[2]) == ["First", "Second"]
    office.sections = ["partners", "programmes"]
    office.save()
    assert "Open calls" not in main(client, path)


def test_home_shows_the_four_open_calls_that_close_next(client: Client, office: Profile) -> None:
    for day in (28, 20, 24, 22, 26):
        builders.call(f"Closes on {day}", deadline_on=f"2027-03-{day}")
    builders.call("Closed", deadline_on="2027-03-01")
    builders.call("Later", opens_on="2027-03-11")
    builders.call("Draft", deadline_on="2027-03-11", is_published=False)
    home = main(client, "/")
    assert titles(home) == ["Closes on 20", "Closes on 22", "Closes on 24", "Closes on 26"]
    assert in_order(home, "<h2>Open calls</h2>", 'href="/calls/">All calls')
    office.sections = ["partners"]
    office.save()
    assert "Open calls" not in main(client, "/")


def test_the_search_finds_open_and_closed_calls_and_says_which(client: Client) -> None:
    builders.call("Practice in Graz", deadline_on="2020-01-01")
    builders.call("Summer school in Graz")
    builders.call("Draft about Graz", is_published=False)
    page = main(client, "/search/?q=graz")
    assert in_order(unmarked(page), "<h2>Calls</h2>", "Summer school in Graz", "no deadline", "Practice in Graz", "closed")
    assert "Draft" not in page


def test_drafts_are_previewed_by_staff_and_seen_by_nobody_else(client: Client, admin_client: Client) -> None:
    draft = builders.call("Draft", is_published=False)
    shown(client, draft.get_absolute_url(), 404)
    assert draft.get_absolute_url() not in client.get("/sitemap.xml").content.decode()
    assert "Preview: only staff" in shown(admin_client, draft.get_absolute_url())


def test_an_archived_call_says_so_at_its_address_and_a_moved_one_redirects(client: Client) -> None:
    shown(client, builders.call("Old", is_archived=True).get_absolute_url(), 410)
    call = builders.call("Practice")
    before, call.slug = call.get_absolute_url(), "summer"
    call.save()
    answer = client.get(before)
    assert (answer.status_code, answer.headers["Location"]) == (301, "/calls/summer/")


def test_what_an_unpublished_programme_is_called_is_not_told(client: Client) -> None:
    call = builders.call("Practice", programme=builders.programme("Secret fund", is_published=False))
    assert "Secret" not in main(client, call.get_absolute_url())
    assert "Secret" not in main(client, "/calls/")
    assert "Practice" not in main(client, "/calls/?q=secret")


def test_a_serbian_page_shows_serbian_and_marks_what_is_not(client: Client) -> None:
    call = builders.call({"en": "Summer practice", "sr": "Љетна пракса"}, grant={"en": "850 euros"}, deadline_on="2027-03-20", places=5)
    page = main(client, f"/sr{call.get_absolute_url()}")
    assert in_order(page, 'class="remark"', "English", "<h1>Љетна пракса</h1>", '<span lang="en">850 euros</span>')
    assert f'href="/sr{call.get_absolute_url()}"' in main(client, "/sr/calls/")


def test_texts_of_attackers_stay_words(client: Client) -> None:
    evil = builders.institution(EVIL)
    rich = f"<p>{EVIL}</p><a href='javascript:alert(3)'>x</a><img src=x onerror=alert(4)>"
    call = builders.call(EVIL, evil, grant=EVIL, description=rich, eligibility=rich, how_to_apply=rich, programme=builders.programme(EVIL))
    for path in (call.get_absolute_url(), "/calls/", "/", "/search/?q=script", evil.get_absolute_url(), call.programme.get_absolute_url()):
        html = content(shown(client, path))
        for fault in ("<script", "<b onclick", "<img", 'href="javascript', "onerror="):
            assert fault not in html, (path, fault)


def full(number: int, graz: Institution, **values: Any) -> Call:
    hosts = [builders.institution(f"Host {number}-{place}") for place in range(number)]
    return builders.call(f"Call {number}", graz, *hosts, programme=builders.programme(f"P{number}"), deadline_on="2027-03-20", **values)


@pytest.mark.parametrize("path", ["/calls/", "/", "/partners/graz/", "detail", "/search/?q=call"])
def test_more_rows_cost_no_more_queries(client: Client, path: str) -> None:
    graz = builders.institution("Graz")
    prices = []
    for number in (1, 2, 3):
        call = full(number, graz)
        prices.append(cost(client, call.get_absolute_url() if path == "detail" else path))
    assert prices[0] == prices[2] <= (24 if path.startswith("/search/") else 15)


def test_rows_that_close_at_another_moment_than_they_say_are_found() -> None:
    builders.call("Right", deadline_on="2027-03-20")
    wrong = builders.call("Wrong", deadline_on="2027-03-20")
    assert not [finding for finding in findings() if isinstance(finding.row, Call)]
    Call.objects.filter(pk=wrong.pk).update(deadline_zone="Asia/Tokyo")
    assert [str(finding.row) for finding in findings() if isinstance(finding.row, Call)] == ["Wrong"]


def test_documents_of_a_call_are_offered_on_its_page_and_lead_back(client: Client) -> None:
    call = builders.call("Practice")
    document = builders.document("Application form", call=call)
    builders.document("Draft form", call=call, is_published=False)
    page = main(client, call.get_absolute_url())
    assert in_order(page, "<h2>Documents</h2>", document.get_absolute_url(), "Application form")
    assert "Draft form" not in page
    assert call.get_absolute_url() in links(main(client, document.get_absolute_url()))
    Call.objects.update(is_published=False)
    assert "Practice" not in main(client, document.get_absolute_url())


def test_an_objective_of_the_policy_names_a_call_while_it_is_public(client: Client) -> None:
    policy, call = builders.policy(("objective", "To send students abroad.")), builders.call("Practice")
    builders.evidence(policy.objectives.get(), "", call=call)
    assert call.get_absolute_url() in links(main(client, "/policy/"))
    Call.objects.update(is_published=False)
    assert "Practice" not in main(client, "/policy/")
