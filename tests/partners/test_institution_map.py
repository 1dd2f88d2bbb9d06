"""The map of partners: what it counts, where it leads, what it says when there is nothing, and what it weighs."""

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

from intlcoop.profile.models import Profile
from partners.atlas.drawing import shapes
from partners.models import Institution
from tests.builders import agreement, home, institution, office
from tests.house import ROOT
from tests.pages import content, cost, in_order, links, shown

pytestmark = pytest.mark.django_db
KB = 1024


@pytest.fixture(autouse=True)
def with_office() -> Profile:
    return office(languages=["en", "sr"])


def drawn(html: str) -> dict[str, str]:
    """Words → address of each country on the drawing, in the order of the Tab key."""
    found = re.findall(r'<a class="map-country" href="([^"]+)">.*?<text[^>]*>([^<]+)</text>', html)
    return {words: address.replace("&amp;", "&") for address, words in found}


def table(html: str) -> list[tuple[str, str, str]]:
    """Address, country and number of partners in each row."""
    rows = re.findall(r'<th scope="row"><a href="([^"]+)">([^<]+)</a></th>\s*<td class="number">(\d+)</td>', html)
    return [(address.replace("&amp;", "&"), name, number) for address, name, number in rows]


def few() -> None:
    for name, country, kind in (("Graz", "AT", "university"), ("Linz", "AT", "hospital"), ("Lublin", "PL", "university")):
        institution(name, country=country, kind=kind)
    institution("Valletta", country="MT")
    institution("Kyoto", country="JP")


def test_countries_are_drawn_and_told_with_most_partners_first(client: Client) -> None:
    few()
    institution("A draft", country="FR", is_published=False)
    institution("A prospect", country="ES", relation="prospect")
    html = content(shown(client, "/partners/map/"))
    assert "5 partners in 4 countries" in html
    assert list(drawn(html)) == ["Austria: 2 partners", "Poland: 1 partner", "Malta: 1 partner"]  # small states come last
    assert [(name, number) for _address, name, number in table(html)] == [("Austria", "2"), ("Japan", "1"), ("Malta", "1"), ("Poland", "1")]
    assert in_order(html, "Not on this view:", 'href="/partners/?country=JP">Japan: 1 partner')
    assert "Natural Earth" in html


def test_the_world_has_what_europe_has_not(client: Client) -> None:
    few()
    html = content(shown(client, "/partners/map/?view=world"))
    assert list(drawn(html)) == ["Austria: 2 partners", "Japan: 1 partner", "Poland: 1 partner", "Malta: 1 partner"]
    assert "Not on this view" not in html
    assert in_order(html, 'view=world" aria-current="true"', "Map of the world")


def test_an_office_whose_partners_are_far_away_sees_the_world_first(client: Client) -> None:
    few()
    for name in "abcde":
        institution(name, country="BR")
    assert "Brazil: 5 partners" in drawn(shown(client, "/partners/map/"))
    assert "Brazil: 5 partners" not in drawn(shown(client, "/partners/map/?view=europe"))


@pytest.mark.parametrize("query", ["", "kind=university", "q=l", "q=l&kind=hospital&sort=name", "country=AT"])
def test_the_map_counts_what_the_list_shows_and_leads_there(client: Client, query: str) -> None:
    few()
    html = shown(client, f"/partners/map/?{query}&view=world")
    listed = shown(client, f"/partners/?{query}")
    said = re.search(r'class="count" role="status">([^<]+)<', listed)
    assert said
    assert said[1] in html
    rows = table(html)
    assert {address for address, _name, _number in rows} == set(drawn(html).values())
    for address, _name, number in rows:
        assert shown(client, address).count('<li class="row ') == int(number), address
    assert shown(client, next(link for link in links(content(html)) if link.partition("?")[0] == "/partners/")).count(said[1]) == 1


def test_list_and_map_lead_to_each_other_with_the_same_filters(client: Client) -> None:
    few()
    query = "q=l&kind=university&sort=name"
    assert f"/partners/map/?{query}&view=europe" in links(shown(client, f"/partners/?{query}"))
    html = content(shown(client, f"/partners/map/?{query}&view=world"))
    assert f"/partners/?{query}" in links(html)
    assert f"?{query}&view=europe" in links(html)
    assert 'type="hidden" name="view" value="world"' in html
    assert 'type="hidden" name="sort" value="name"' in html
    assert "Kind: university" in html  # a chip
    assert "View:" not in html


def test_agreements_in_force_are_counted_once_a_country(client: Client) -> None:
    graz, linz, lublin = (institution(name, country=country) for name, country in (("Graz", "AT"), ("Linz", "AT"), ("Lublin", "PL")))
    agreement(graz, linz, lublin, home())
    agreement(graz, ends_on="2021")
    agreement(linz, is_published=False)
    html = content(shown(client, "/partners/map/"))
    assert in_order(html, ">Austria</a></th>", '<td class="number">2</td>', '<td class="number">1</td>', ">Poland</a></th>")


def test_a_section_that_is_off_is_not_mentioned(client: Client, with_office: Profile) -> None:
    institution("Graz")
    assert "Agreements in force" in shown(client, "/partners/map/")
    assert "/partners/map/" in shown(client, "/sitemap.xml")
    assert "/partners/map/" in links(shown(client, "/sitemap/"))
    with_office.sections = ["partners"]
    with_office.save()
    assert "Agreements in force" not in shown(client, "/partners/map/")
    with_office.sections = ["agreements"]
    with_office.save()
    shown(client, "/partners/map/", status=404)
    for path in ("/", "/sitemap/", "/sitemap.xml"):
        assert "/partners/map/" not in shown(client, path)


def test_a_country_without_a_shape_is_in_the_table(client: Client) -> None:
    institution("Funafuti", country="TV")
    html = content(shown(client, "/partners/map/"))
    assert [name for _address, name, _number in table(html)] == ["Tuvalu"]
    assert in_order(html, "Not on this view:", "Tuvalu: 1 partner")


def test_many_countries_outside_are_counted_and_not_named(client: Client) -> None:
    for country in ("AT", "BR", "AR", "CL", "JP", "CN", "IN", "AU"):
        institution(f"University {country}", country=country)
    html = content(shown(client, "/partners/map/?view=europe"))
    assert "Not on this view: 7 partners in 7 countries." in html


def test_without_partners_there_is_no_map(client: Client) -> None:
    html = content(shown(client, "/partners/map/"))
    assert "No partners are listed yet." in html
    assert "<svg" not in html
    assert "<form" not in html
    few()
    html = content(shown(client, "/partners/map/?q=zzz"))
    assert "Nothing matches these filters." in html
    assert "<svg" not in html


@pytest.mark.parametrize("query", ["country=ZZ", "kind=xx", "view=moon", "view=<b>", "sort=--", "page=7", "view=europe&view=xx"])
def test_nonsense_in_the_address_shows_the_whole_map(client: Client, query: str) -> None:
    few()
    html = content(shown(client, f"/partners/map/?{query}"))
    assert "5 partners in 4 countries" in html
    assert ("everything is shown." in html) == (not query.startswith("page"))
    assert "<b>" not in html


def test_our_own_place_is_marked_with_a_tie_to_each_country(client: Client) -> None:
    few()
    assert 'class="map-ties"' not in shown(client, "/partners/map/")
    home(latitude="44.77", longitude="17.19")
    html = shown(client, "/partners/map/")
    ties = re.search(r'class="map-ties" d="([^"]+)"', html)
    assert ties
    assert ties[1].count("M") == 3
    assert 'class="map-home"' in html


def test_cities_whose_place_is_known_are_dots_on_europe(client: Client) -> None:
    institution("Graz", latitude="47.07", longitude="15.44")
    institution("Graz, medicine", latitude="47.08", longitude="15.43")
    institution("Sapporo", country="JP", latitude="43.06", longitude="141.35")
    dots = re.search(r'id="map-cities" d="([^"]+)"', shown(client, "/partners/map/"))
    assert dots
    assert dots[1].count("M") == 1
    assert "map-cities" not in shown(client, "/partners/map/?view=world")


def test_more_rows_cost_no_more_queries(client: Client) -> None:
    agreement(institution("Graz", latitude="47", longitude="15"), home())
    one = cost(client, "/partners/map/")
    for country in ("NO", "MT", "JP"):
        agreement(institution(country, country=country, latitude="47", longitude="16"))
    assert cost(client, "/partners/map/") == one <= 8


def test_the_map_stays_light_with_partners_everywhere(client: Client) -> None:
    everywhere = [
        Institution(
            name=f"University {code} {number}", slug=f"{code}-{number}", country=code, latitude=number, longitude=10, is_published=True
        )
        for code in shapes("world")
        for number in (44, 45)
    ]
    Institution.objects.bulk_create(everywhere)
    for path, most in {"/partners/map/?view=europe": 120, "/partners/map/?view=world": 120, "/": 45}.items():
        weight = len(gzip.compress(client.get(path).content, 6)) + styles()
        assert weight <= most * KB * 0.6, (path, weight // KB)


def styles() -> int:
    names = ("tokens", "site")
    return sum(len(gzip.compress(Path(ROOT, "static/css", f"{name}.css").read_bytes())) for name in names)


def test_home_shows_a_small_map_that_leads_to_the_large_one(client: Client) -> None:
    assert "map-teaser" not in shown(client, "/")
    few()
    html = shown(client, "/sr/")
    teaser = html.partition('<a class="map-teaser"')[2].partition("</a>")[0]
    assert 'href="/sr/partners/map/"' in teaser
    assert 'aria-hidden="true"' in teaser
    assert "5 partners in 4 countries" in shown(client, "/").partition('<a class="map-teaser"')[2].partition("</a>")[0]
