"""The list of partners: who is in it, how it is ordered, filtered and counted, and what nonsense in its address does."""

import re

import pytest
from django.test import Client
from django.utils import translation

from partners.models import InstitutionName
from partners.views import InstitutionList
from tests.builders import agreement, figure, home, institution, office
from tests.pages import content, cost, in_order, links, shown

pytestmark = pytest.mark.django_db

NONSENSE = [
    "country=1'--",
    "country=ZZ",
    "kind=xx",
    "sort=--",
    "country=<b>evil</b>",
    "kind=university&kind=xx",
    "state=x",
    "x[]=1",
    "q=%20",
]
NO_PAGES = ["0", "-1", "abc", "9999", "1" + "0" * 200, "9" * 5000, "١", "1.0", "2 ", "²"]


@pytest.fixture(autouse=True)
def with_office() -> None:
    office(languages=["en", "sr"])


def names(html: str) -> list[str]:
    return [re.sub("<[^>]+>", "", title) for title in re.findall(r'class="row-title">(.*?)</h[23]>', html)]


def test_only_published_partners_are_listed_and_counted(client: Client) -> None:
    institution("Graz")
    home()
    institution("Draft", is_published=False)
    for relation in ("affiliation", "prospect", "former"):
        institution(f"A {relation}", relation=relation, country="PL")
    html = content(shown(client, "/partners/"))
    assert names(html) == ["Graz"]
    assert "1 partner in 1 country" in html
    assert "Poland" not in html  # neither in the list nor among the filter's choices


def test_countries_stand_in_the_order_of_the_serbian_alphabet(client: Client) -> None:
    for name, country in (("Madrid", "ES"), ("Kyoto", "JP"), ("Graz", "AT")):
        institution(name, country=country)
    assert in_order(content(shown(client, "/sr/partners/")), 'class="country">Аустрија', 'class="country">Јапан', 'class="country">Шпанија')
    assert in_order(content(shown(client, "/sr/partners/")), "<option", "Аустрија", "Јапан", "Шпанија", "</select>")


def test_countries_by_name_in_the_readers_language_and_partners_by_name(client: Client) -> None:
    for name, country in (("Ústí", "CZ"), ("Łódź", "PL"), ("Lublin", "PL"), ("Graz", "AT"), ("Zenica", "BA")):
        institution(name, country=country)
    html = content(shown(client, "/partners/"))
    assert names(html) == ["Graz", "Zenica", "Ústí", "Łódź", "Lublin"]
    assert in_order(html, 'country">Austria <', "Graz", ">Bosnia and Herzegovina <", ">Czechia <", ">Poland <", "Łódź", "Lublin")
    assert "5 partners in 4 countries" in html
    assert names(shown(client, "/sr/partners/"))[0] == "Graz"  # Аустрија before Босна
    with translation.override("sr"):
        assert names(shown(client, "/partners/?sort=name")) == ["Graz", "Łódź", "Lublin", "Ústí", "Zenica"]


@pytest.mark.parametrize(
    "words", ["graz", "GRÄZ", "Testemitanu", "тестемицану", "kisinau", "A GRAZ23", "graz23", "meduni graz", "0282m7c06"]
)
def test_a_partner_is_found_by_any_of_its_names(client: Client, words: str) -> None:
    made = institution("Medical University Graz", city="Chişinău", acronym="MedUni", erasmus_code="A  GRAZ23", ror="0282m7c06")
    InstitutionName.objects.create(institution=made, kind="as_signed", text="Testemiţanu")
    InstitutionName.objects.create(institution=made, kind="native", text="Тестемицану Кишинау")
    institution("Oslo", country="NO")
    html = shown(client, f"/partners/?q={words}")
    assert names(html) == ["Medical University Graz"]
    assert 'name="robots" content="noindex"' in html


def test_filters_narrow_the_list_and_can_be_taken_off_one_by_one(client: Client) -> None:
    institution("Graz")
    institution("LKH", kind="hospital")
    institution("Oslo", country="NO", kind="hospital")
    html = content(shown(client, "/partners/?country=AT&kind=hospital&sort=name"))
    assert names(html) == ["LKH"]
    chips = links(html.partition('<ul class="chips"')[2].partition("</ul>")[0])
    assert chips == ["/partners/?kind=hospital&sort=name", "/partners/?country=AT&sort=name"]
    assert html.count('<a href="/partners/">Clear the filters</a>') == 1
    assert in_order(html, "Country: Austria", "Kind: hospital")


def test_partners_are_found_by_what_their_agreements_say(client: Client) -> None:
    agreement(institution("Graz"))
    agreement(institution("Linz"), starts_on="2001", ends_on="2012")
    institution("Wien")
    html = content(shown(client, "/partners/"))
    assert re.findall(r'<option value="(\w+)">[^<]+ \(1\)<', html) == ["active", "expired", "none"]
    for standing, name in (("active", "Graz"), ("expired", "Linz"), ("none", "Wien")):
        assert names(shown(client, f"/partners/?agreements={standing}")) == [name]
        assert [row["name"] for row in client.get(f"/api/partners.json?agreements={standing}").json()["items"]] == [name]


def test_a_filter_that_fits_nothing_says_so(client: Client) -> None:
    institution("Graz")
    html = content(shown(client, "/partners/?q=zzz"))
    assert "Nothing matches these filters." in html
    assert 'value="zzz"' in html


def test_without_partners_the_list_says_what_to_do(client: Client) -> None:
    html = content(shown(client, "/partners/"))
    assert "No partners are listed yet." in html
    assert "<form" not in html
    assert "/propose/" in links(html)


def test_words_are_cut_only_where_nobody_means_them(client: Client) -> None:
    institution("Graz")
    assert names(shown(client, "/partners/?q=grazer")) == []
    html = shown(client, f"/partners/?q={'graz+' * 1000}")
    assert names(html) == ["Graz"]
    chip = html.partition('class="chip"')[2].partition("</a>")[0]
    assert chip.rpartition('">')[0].count("graz") == 40  # 200 characters


@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_in_a_filter_shows_everything_and_is_not_repeated(client: Client, query: str) -> None:
    institution("Graz")
    institution("Aachen", country="DE")
    institution("Linz")
    html = shown(client, f"/partners/?{query}")
    assert names(html) == ["Graz", "Linz", "Aachen"]
    assert html.count('<h2 class="country">') == 2  # one heading a country, also when the sort is unknown
    assert 'class="chip"' not in html
    name, _equals, value = query.rpartition("&")[2].partition("=")
    known = name in {"country", "kind", "sort"}
    assert ("everything is shown." in html) == known
    assert not known or value not in html.replace("--><", "")


@pytest.mark.parametrize("page", NO_PAGES)
def test_a_page_that_is_none_is_the_first_one(client: Client, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(InstitutionList, "paginate_by", 1)
    institution("Graz")
    institution("Linz")
    html = shown(client, f"/partners/?page={page}")
    assert names(html) == ["Graz"]
    assert "There is no such page. You see the first one." in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/partners/">' in html


def test_pages_of_25_keep_the_filters(client: Client) -> None:
    for number in range(26):
        institution(f"University {number:02}")
    first = shown(client, "/partners/?country=AT&sort=name")
    assert len(names(first)) == 25
    assert "26 partners in 1 country" in first
    (following,) = [link for link in links(first) if "page=" in link]
    assert following == "?country=AT&sort=name&page=2"
    second = shown(client, f"/partners/{following}")
    assert names(second) == ["University 25"]
    assert "?country=AT&sort=name&page=1" in links(second)
    assert 'canonical" href="http://127.0.0.1:8000/partners/?page=2"' in second
    assert "(page 2 of 2)" in second
    assert "page=" not in "".join(links(shown(client, f"/partners/{following}&q=25")))  # one hit, no pager
    assert "There is no such page" in shown(client, f"/partners/{following}0&country=XX")


def test_a_row_shows_no_label_without_a_value(client: Client) -> None:
    institution("Graz", kind="not_said")
    institution("Tiraspol", country="MD", place_note="Tiraspol, Transnistria", is_key=True, city="Tiraspol")
    html = content(shown(client, "/partners/?sort=name"))
    assert '<p class="row-facts">' in html
    assert "<span></span>" not in html
    assert "not yet said" not in html.partition('<ul class="rows"')[2]
    assert "Tiraspol, Transnistria" in html
    assert ">Moldova<" not in html.partition('<ul class="rows"')[2]
    assert "key partner" in html


def test_more_rows_cost_no_more_queries(client: Client) -> None:
    institution("Graz", country="AT")
    figure(subject="key_countries")
    one = cost(client, "/partners/")
    for name in ("Oslo", "Lublin"):
        made = institution(name, country="NO", is_key=True)
        InstitutionName.objects.create(institution=made, kind="native", text=name)
        figure(subject="partner_countries")
    assert cost(client, "/partners/") == one
