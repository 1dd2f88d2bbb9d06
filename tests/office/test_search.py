"""The search finds what people type, and nothing that is not public."""

import datetime
import re
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client

from intlcoop.base.clock import now, today
from intlcoop.base.translated import SearchTextField
from intlcoop.base.word_rows import MOST, rows_holding
from intlcoop.office import loader
from intlcoop.office.search_question import with_what_belongs
from intlcoop.office.search_sources import SOURCES, Source
from news.models import Article
from partners.models import Department, Institution, InstitutionName
from tests import builders
from tests.pages import content, cost, in_order, links, shown, unmarked

pytestmark = pytest.mark.django_db


def found(client: Client, words: str, **others: str) -> str:
    response = client.get("/search/", {"q": words} | others)
    assert response.status_code == 200
    return unmarked(content(response.content.decode()))


@pytest.mark.parametrize(
    ("office", "words", "expected"),
    [
        ("chernivtsi", "testemitanu", "Nicolae Testemi"),
        ("chernivtsi", "TESTEMIŢANU", "Nicolae Testemi"),
        ("chernivtsi", "zheshov", "Rzesz"),
        ("chernivtsi", "kishinev testemitanu", "Nicolae Testemi"),
        ("chernivtsi", "olbani", "New York"),
        ("chernivtsi", "poznan", "Pozna"),
        ("banja-luka", "585927 epp", "Pain Medicine"),
        ("banja-luka", "585927epp1", "Pain Medicine"),
        ("banja-luka", "3109 001", "Pain Medicine"),
        ("banja-luka", "hepmp", "Pain Medicine"),
        ("banja-luka", "фармације", "pharmacy"),
        ("banja-luka", "farmacije", "pharmacy"),
        ("banja-luka", "banja", "University of Banja Luka"),
        ("banja-luka", "бања", "University of Banja Luka"),
        ("minsk", "ambassadors", "Training of overseas specialists"),
        ("bialystok", "euroregional", "Euroregional"),
        ("bialystok", "grodno", "Grodno"),
    ],
)
def test_words_find(client: Client, office: str, words: str, expected: str) -> None:
    loader.load(office)
    assert expected in found(client, words)


def test_a_former_name_in_another_script_finds(client: Client) -> None:
    institution = builders.institution("University of Banja Luka", country="BA")
    InstitutionName(institution=institution, text="Универзитет у Бањој Луци", kind="native", language="sr").save()
    assert "University of Banja Luka" in found(client, "univerzitet banjoj luci")


def test_drafts_prospects_and_sections_that_are_off_are_not_found(client: Client) -> None:
    builders.office(sections=["partners"])
    builders.institution("Draft of Graz", is_published=False)
    builders.institution("Prospect of Graz", relation="prospect")
    builders.agreement(builders.institution("Partner of Graz"), title="Agreement about Graz")
    page = found(client, "graz")
    assert "Partner of Graz" in page
    assert "Draft of Graz" not in page
    assert "Prospect of Graz" not in page
    assert "Agreement about Graz" not in page


def test_one_letter_is_too_few_and_the_page_says_so(client: Client) -> None:
    assert "at least two letters" in found(client, "a")


def test_nothing_found_is_said_with_the_words_and_a_way_on(client: Client) -> None:
    page = found(client, "<script>xyzzy")
    assert "No results" in page
    assert "<script>" not in page
    assert 'href="/partners/"' in page


@pytest.mark.parametrize("words", ["'", "%", "_", "\\", "a" * 10_000, "\u202e\u200b", "😀", "١٢", "' OR 1=1 --"])
def test_odd_words_give_a_page(client: Client, words: str) -> None:
    builders.institution()
    found(client, words)


def test_hits_cost_the_same_for_one_and_for_three(client: Client) -> None:
    builders.office()
    costs = []
    for number in range(3):
        builders.agreement(builders.institution(f"University of Graz {number}"))
        builders.appointment(builders.person(f"Graz {number}"))
        builders.article(f"Graz {number}")
        builders.delegation(institution=builders.institution(f"Graz {number}"))
        costs.append(cost(client, "/search/?q=graz"))
    assert costs[0] == costs[2] <= 30


def test_of_many_hits_the_first_are_shown_and_one_kind_is_read_page_by_page(client: Client) -> None:
    for number in range(27):
        builders.institution(f"University of Graz {number:02}")
    builders.project("Surgery in Graz")
    page = found(client, "graz")
    assert "28 results" in page
    assert "Institutions: all 27" in page
    assert "Graz 04" in page
    assert "Graz 05" not in page
    for number, listed, hidden in ((1, "Graz 24", "Graz 25"), (2, "Graz 26", "Graz 00"), (9, "There is no such page", "Graz 25")):
        page = unmarked(content(client.get("/search/", {"q": "graz", "type": "institution", "page": number}).content.decode()))
        assert listed in page
        assert hidden not in page
        assert "Surgery in" not in page
        assert "Projects (1)" in page
    assert "28 results" in unmarked(client.get("/search/", {"q": "graz", "type": "nonsense"}).content.decode())


def test_news_and_delegations_are_found_while_they_are_public(client: Client) -> None:
    office = builders.office()
    article = builders.article("Guests from Graz", body="<p>Surgeons.</p>", published_on=datetime.date(2026, 3, 12))
    delegation = builders.delegation(results="A course for surgeons.", starts_on="2025")
    builders.article("Draft about surgeons", is_published=False)
    builders.delegation(results="Surgeons, not public yet.", is_published=False)
    builders.article("Surgeons of tomorrow", publish_at=now() + datetime.timedelta(minutes=1))
    page = found(client, "surgeons")
    assert in_order(
        page, "2 results", "Delegations", delegation.get_absolute_url(), "2025", "News", article.get_absolute_url(), "12 March 2026"
    )
    office.sections = ["partners"]
    office.save()
    assert "No results" in found(client, "surgeons")


def titles(client: Client, words: str, path: str = "/search/") -> list[str]:
    """The titles of the hits, in the order of the page."""
    html = unmarked(content(client.get(path, {"q": words}).content.decode()))
    return re.findall(r'<h3 class="row-title"><a[^>]*>(?:<span[^>]*>)?([^<]*)', html)


def test_the_best_comes_first(client: Client) -> None:
    builders.project("A network with Mugla", description="<p>MUG, said in the text.</p>")
    builders.institution("Smuggling Museum")
    builders.institution("Hospital Mugello")
    builders.institution("Mugla University")
    builders.institution("Medical University of Graz", acronym="MUG")
    assert titles(client, "mug") == [
        "Medical University of Graz", "Mugla University", "Hospital Mugello", "Smuggling Museum", "A network with Mugla",
    ]  # fmt: skip


def test_a_title_comes_before_a_text_and_the_text_shows_where(client: Client) -> None:
    builders.article(
        "Guests from Vienna", body="<p>They spoke about <b>surgery</b> &amp; more.</p>", published_on=datetime.date(2026, 5, 1)
    )
    builders.article("Surgery of tomorrow", published_on=datetime.date(2020, 5, 1))
    assert titles(client, "surgery") == ["Surgery of tomorrow", "Guests from Vienna"]
    page = client.get("/search/", {"q": "surgery"}).content.decode()
    assert "They spoke about <mark>surgery</mark> &amp; more." in page


def test_the_kind_with_the_best_hit_stands_first(client: Client) -> None:
    builders.institution("University of Tempusgrad")
    builders.project("A course in medical physics", acronym="TEMPUS")
    assert titles(client, "tempus") == ["A course in medical physics", "University of Tempusgrad"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("PL BIALYST02", "University of Białystok"),
        ("plbialyst02", "University of Białystok"),
        ("bialystok", "University of Białystok"),
        ("surgery clinic", "University of Białystok"),
        ("0912", "Cooperation agreement with University of Białystok"),
        ("white bialystok exchange", "Cooperation agreement with University of Białystok"),
        ("equal chances", "Internationalisation policy"),
        ("half of our students", "Internationalisation policy"),
        ("vice rector", "Mira Uzorković"),
        ("uzorkovic", "Mira Uzorković"),
        ("loyal friend", "Hans Muster"),
        ("lecturers group", "A group of lecturers"),
    ],
)
def test_every_kind_is_found_by_what_people_know_of_it(client: Client, words: str, expected: str) -> None:
    office = builders.office()
    home = builders.home()
    partner = builders.institution("University of Białystok", country="PL", erasmus_code="PL BIALYST02")
    InstitutionName(institution=partner, text="White Mountain College", kind="former").save()
    Department(institution=partner, name="Clinic of Surgery").save()
    agreement = builders.agreement(home, partner, description="<p>About the exchange of students.</p>")
    builders.condition(agreement, home, partner, field_of_study="0912")
    builders.policy(("objective", "Half of our students go abroad."), body="<p>Equal chances.</p>")
    builders.staff_member(builders.person("Mira Uzorković"), role="Vice-Rector")
    builders.honour(person=builders.person("Hans Muster"), citation="A loyal friend.")
    builders.visit()
    assert expected in titles(client, words)
    office.sections = []
    office.save()
    assert titles(client, words) == []


def test_what_nobody_may_see_is_found_by_nothing(client: Client) -> None:
    builders.office()
    later = {"publish_at": now() + datetime.timedelta(minutes=1)}
    hidden = builders.person("Quiet Graz", has_consent=False)
    builders.honour(person=hidden, citation="Graz, in silence.")
    builders.visit(person=hidden, visitor="")
    builders.appointment(hidden)
    builders.staff_member(hidden, role="Clerk")
    builders.policy(("objective", "Graz first."), is_published=False)
    builders.policy(("objective", "Graz later."), version="2", adopted_on="2199")
    builders.membership(body="League of Graz", status="applied")
    builders.project("Idea about Graz", stage="idea")
    for made in (builders.event, builders.project, builders.call, builders.document, builders.programme, builders.page):
        made("Graz, later", **later)
        made("Graz, once", withdraw_at=now() - datetime.timedelta(minutes=1))
        made("Graz, archived", is_archived=True)
    assert titles(client, "graz") == []
    assert client.get("/search/suggest/", {"q": "graz"}).json() == {"found": []}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Czechia", "Masaryk"),
        ("Czech Republic", "Masaryk"),
        ("Чешка", "Masaryk"),
        ("masaryk česka", "Masaryk"),
        ("https://ror.org/02j46qs45", "Masaryk"),
        ("ROR 02j46qs45", "Masaryk"),
        ("PIC 999880657", "Masaryk"),
        ("nursenet", "Nursing across borders"),
        ("nurse-net", "Nursing across borders"),
        ("erasmus plus", "Programme of the Union"),
        ("Erasmus+", "Programme of the Union"),
        ("Banjaluka", "Did you mean: University of Banja Luka"),
    ],
)
def test_words_are_found_as_people_write_them(client: Client, words: str, expected: str) -> None:
    builders.office(languages=["en", "sr"])
    builders.institution("Masaryk University", country="CZ", ror="02j46qs45", pic="999880657")
    builders.institution("University of Banja Luka", country="BA", city="Banja Luka")
    builders.project("Nursing across borders", acronym="NURSE-NET")
    builders.programme("Programme of the Union", acronym="Erasmus+")
    assert expected in " ".join(re.sub("<[^>]+>", " ", found(client, words)).split())


def test_a_country_is_found_after_what_is_called_by_its_name(client: Client) -> None:
    builders.office()
    builders.institution("Aachen", country="DE")
    builders.institution("Hospital of Germany Street", country="AT")
    assert in_order(found(client, "germany"), "Hospital of Germany Street", "Aachen")


def test_a_name_that_is_nearly_right_is_offered(client: Client) -> None:
    builders.institution("University of Białystok")
    builders.institution("Charité Berlin")
    page = found(client, "Bialystock Universty")
    assert in_order(page, "No results", "Did you mean", "University of Białystok")
    assert "Charité" not in page


def test_suggestions_are_few_and_may_be_kept_for_a_minute(client: Client) -> None:
    builders.office()
    for number in range(10):
        builders.institution(f"University of Graz {number}")
    builders.project("Gratitude", acronym="GRAZ")
    answer = client.get("/search/suggest/", {"q": "graz"})
    found = answer.json()["found"]
    assert len(found) == 8
    assert found[0] == {"title": "Gratitude", "detail": "GRAZ", "url": "/projects/graz/"}
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies
    again = client.get("/search/suggest/", {"q": "graz"}, HTTP_IF_NONE_MATCH=answer.headers["ETag"])
    assert again.status_code == 304
    assert client.get("/search/suggest/", {"q": "g"}).json() == {"found": []}
    assert client.get("/search/suggest/").json() == {"found": []}


def test_a_browser_can_offer_the_search_in_its_own_box(client: Client) -> None:
    builders.office(languages=["en", "sr"])
    home = client.get("/sr/").content.decode()
    assert '<link rel="search" type="application/opensearchdescription+xml"' in home
    answer = client.get("/sr/opensearch.xml")
    assert answer.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    described = ElementTree.fromstring(answer.content)  # noqa: S314 - our own words
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert len(described.findtext(f"{space}ShortName")) <= 16
    assert described.find(f"{space}Url").get("template") == "http://127.0.0.1:8000/sr/search/?q={searchTerms}"


@pytest.mark.parametrize(
    "query", ["q=%C5", "q=%ED%A0%80", "q=" + "graz%20" * 1400, "q=...", "q=%F0%9F%98%80", "q=%D7%A9%D7%9C%D7%95%D7%9D", "q=a&q=b", "type=x"]
)
def test_what_nobody_means_gets_a_plain_page(client: Client, query: str) -> None:
    builders.institution()
    for path in ("/search/", "/search/suggest/"):
        assert client.get(f"{path}?{query}").status_code == 200
    assert client.get("/search/?q=%00").status_code == 400


def test_search_texts_are_made_anew_after_an_upgrade() -> None:
    graz = builders.institution("University of Graz")
    before = graz.search_text
    Institution.objects.update(search_text="old rules")
    call_command("refresh_search", verbosity=0)
    graz.refresh_from_db()
    assert graz.search_text == before


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_no_kind_is_passed_over_although_a_table_that_it_reads_holds_the_word(source: Source) -> None:
    rows = source.public(builders.office())
    read = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', str(rows.matching("graz").query)))
    searched = {model for model in apps.get_models() if any(isinstance(field, SearchTextField) for field in model._meta.fields)}
    for model in searched:
        if model._meta.db_table in read:
            assert rows.may_mean("graz", {model._meta.label_lower}), model


def test_the_rows_of_a_word_are_known_without_asking_each_kind() -> None:
    event = builders.event("Surgery in Graz")
    project = builders.project("Pain")
    builders.number(project, "Graz 17")
    asked = {"news.event", "projects.project", "projects.projectnumber", "news.article"}
    held = rows_holding("graz", asked)
    assert {label: list(each.texts) for label, each in held.items()} == {"news.event": [event.pk], "projects.projectnumber": [project.pk]}
    assert not any(each.is_much for each in held.values())
    assert "\ngraz 17\n" in held["projects.projectnumber"].texts[project.pk]
    assert rows_holding("oslo", asked) == {}
    assert rows_holding("graz", {"news.article"}) == {}
    assert rows_holding("graz", set()) == {}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_what_is_left_out_because_no_table_has_the_word_finds_nothing_either(source: Source) -> None:
    """The short question and the long one have the same answer, for a word that stands in one table only."""
    rows = source.public(builders.office())
    graz = builders.institution("Graz")
    InstitutionName(institution=graz, text="Karolina", kind="former").save()
    builders.agreement(graz, title="Pact", signed_on="2020")
    builders.call("Stay", graz, programme=builders.programme("Danube", acronym="Dunav"))
    builders.visit(visitor="Guest", institution=graz)
    builders.delegation(purpose="Ministry", institution=graz)
    for word in ("graz", "karolina", "pact", "dunav", "stay", "guest", "ministry"):
        question = with_what_belongs(word, [rows])
        assert set(rows.matching(word, question.named)) == set(rows.matching(word)), word


@pytest.mark.parametrize("hidden", [False, True])
def test_the_best_of_very_many_is_found_however_old_it_is(client: Client, *, hidden: bool) -> None:
    """Of more than MOST only the newest are looked at, and those whose name begins with the words."""
    builders.article("Graz")
    for name in ("Old news", "New news"):
        texts = [
            Article(title=f"{name} of Graz {number}", slug=f"{name[:3]}-{number}", is_published=True, published_on=today())
            for number in range(MOST)
        ]
        Article.objects.bulk_create(texts)
    if hidden:
        Article.objects.filter(title__icontains="New news").update(is_published=False)
    first = titles(client, "graz")
    assert first[0] == "Graz"
    assert ("New" in first[1]) is not hidden
    assert f"More than {MOST if hidden else MOST + 1} results" in found(client, "graz")
    assert "Graz" not in titles(client, "news graz")
    assert ("More than" in found(client, "news graz")) is not hidden


def test_a_section_that_is_switched_off_is_gone_at_once(client: Client) -> None:
    office = builders.office(sections=["news"])
    builders.page("Graz for guests", section="news")
    assert titles(client, "guests") == ["Graz for guests"]
    office.sections = ["events"]
    office.save()
    assert "Graz for guests" not in found(client, "guests")


def test_the_order_is_that_of_the_language(client: Client) -> None:
    builders.office(languages=["en", "sr"])
    builders.institution({"en": "Graz of Austria", "sr": "Грац Б"})
    builders.institution({"en": "Graz of Belgium", "sr": "Грац А"})
    assert titles(client, "graz") == ["Graz of Austria", "Graz of Belgium"]
    assert titles(client, "graz", "/sr/search/") == ["Грац А", "Грац Б"]


def test_a_word_that_no_kind_has_is_the_last_that_is_asked(client: Client) -> None:
    builders.office()
    builders.event("Surgery in Graz")
    assert cost(client, "/search/?q=surgeryless+graz") == cost(client, "/search/?q=surgeryless")


def test_another_name_counts_as_the_name(client: Client) -> None:
    builders.office()
    builders.institution("University of Graz Hospital")
    former = builders.institution("Karl Franzens")
    InstitutionName(institution=former, text="University of Graz", kind="former").save()
    assert titles(client, "university of graz") == ["Karl Franzens", "University of Graz Hospital"]


def test_postgresql_finds_pieces_of_words_by_an_index() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no such index.")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Institution.objects.filter(search_text__contains="bialystok").order_by().explain()
    assert "partners_institution_words" in plan


def test_a_year_leaves_what_has_its_day_in_it(client: Client) -> None:
    builders.office()
    graz = builders.institution("Graz")
    builders.agreement(graz, title="Old pact of Graz", signed_on="2019-05")
    builders.agreement(graz, title="New pact of Graz", signed_on="2025")
    builders.article("News from Graz", published_on=datetime.date(2025, 3, 1))
    builders.event("Day of Graz", starts_on="2024-12-31")
    page = found(client, "graz", year="2025")
    assert "New pact of Graz" in page
    assert "News from Graz" in page
    assert "Old pact" not in page
    assert "Day of Graz" not in page
    assert 'href="?q=graz&amp;year=2025&amp;type=agreement"' in page
    for empty in ("1999", "1871", "0000"):
        assert "Search in all years" in found(client, "graz", year=empty)
    assert "Old pact of Graz" in found(client, "graz", year="2019")
    for nonsense in ("20255", "abcd", "٢٠٢٥", "202%"):
        page = found(client, "graz", year=nonsense)
        assert "Enter a year with four digits" in page, nonsense
        assert "Day of Graz" in page


def test_a_page_of_text_pasted_into_the_box_does_not_come_back_whole(client: Client) -> None:
    builders.office(languages=["en", "sr"])
    builders.institution("Graz")
    response = client.get("/search/", {"q": "graz " * 2000})
    assert len(response.content) < 20_000


def test_the_other_language_shows_the_same_kind_of_results(client: Client) -> None:
    builders.office(languages=["en", "sr"])
    builders.institution("Graz")
    assert "/sr/search/?q=graz&type=institution" in links(shown(client, "/search/?q=graz&type=institution&page=1"))


def test_the_text_shown_is_the_one_with_the_most_of_what_was_typed(client: Client) -> None:
    builders.office()
    project = builders.project("Pain")
    builders.number(project, "585927-EPP-1-2017")
    builders.number(project, "2017-3109/001-001")
    assert "2017-3109/001-001" in found(client, "2017 3109 001 001")
