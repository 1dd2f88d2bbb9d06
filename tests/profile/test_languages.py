"""The language of a page is in its address and nowhere else (house.md, "Languages"; faults 4.41)."""

import re

import pytest
from django.test import Client

from tests.builders import institution, office
from tests.pages import content, links, shown

pytestmark = pytest.mark.django_db

ALL_THREE = ["en", "sr", "sr-latn"]
PUBLIC = ["/", "/partners/", "/agreements/", "/centres/", "/memberships/", "/search/", "/accessibility/"]


@pytest.mark.parametrize("path", ["/sr/", "/sr/partners/", "/sr/admin/", "/sr-latn/", "/pl/", "/pl/partners/?q=a"])
def test_a_prefix_that_the_office_does_not_use_is_no_address(client: Client, path: str) -> None:
    office(languages=["en"])
    shown(client, path, 404)


@pytest.mark.parametrize("path", ["/en/", "/SR/", "/sr-Cyrl/", "/sr-rs/", "/sr_latn/", "/fr/", "/xx/", "/sr-latn-x/partners/", "/srx/"])
def test_what_only_looks_like_a_language_is_no_address(client: Client, path: str) -> None:
    office(languages=ALL_THREE)
    shown(client, path, 404)


@pytest.mark.parametrize(("path", "lang"), [("/", "en"), ("/sr/", "sr"), ("/sr-latn/", "sr-Latn")])
def test_each_page_says_its_language(client: Client, path: str, lang: str) -> None:
    office(languages=ALL_THREE)
    assert f'<html lang="{lang}">' in shown(client, path)
    assert client.get(path)["Content-Language"].lower() == lang.lower()


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "sr"},
        {"Accept-Language": "pl,de;q=0.9,*;q=0.1"},
        {"Accept-Language": "\x01;;q=,*;q=99" * 50},
        {"Cookie": "django_language=sr"},
        {"Cookie": "django_language=../../x"},
    ],
)
def test_what_the_browser_prefers_changes_nothing(client: Client, headers: dict[str, str]) -> None:
    office(languages=ALL_THREE)
    assert client.get("/partners/", headers=headers).content == client.get("/partners/").content


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_the_same_for_everybody_and_sets_no_cookie(client: Client, path: str) -> None:
    office(languages=ALL_THREE)
    for prefix in ("", "/sr"):
        answer = client.get(prefix + path)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert not answer.cookies
        assert not {"cookie", "accept-language", "*"} & {word.strip().lower() for word in answer.get("Vary", "").split(",")}


def test_staff_can_sign_in_in_their_language(client: Client) -> None:
    office(languages=["en", "sr"])
    answer = client.get("/sr/admin/", follow=True)
    assert answer.redirect_chain == [("/sr/admin/login/?next=/sr/admin/", 302)]
    assert b'<html lang="sr"' in answer.content


@pytest.mark.parametrize("rest", ["", "partners/", "partners/graz/", "search/"])
def test_the_switch_leads_to_this_very_page(client: Client, rest: str) -> None:
    office(languages=ALL_THREE)
    institution("Graz")
    addresses = {"en": f"/{rest}", "sr": f"/sr/{rest}", "sr-latn": f"/sr-latn/{rest}"}
    for here, address in addresses.items():
        html = shown(client, address)
        switch = html.partition('<nav class="languages"')[2].partition("</nav>")[0]
        assert links(switch) == list(addresses.values())
        assert re.findall(r'href="([^"]+)"[^>]* aria-current', switch) == [addresses[here]]
        assert re.findall(r'lang="([^"]+)" hreflang', switch) == list(addresses)
        assert 'rel="alternate" hreflang="x-default" href="http://127.0.0.1:8000/' + rest + '"' in html
        assert f'rel="alternate" hreflang="sr-Latn" href="http://127.0.0.1:8000/sr-latn/{rest}"' in html


def test_an_office_with_one_language_has_no_switch(client: Client) -> None:
    office(languages=["en"])
    html = shown(client, "/")
    assert "hreflang" not in html
    assert 'class="languages"' not in html


def test_a_page_that_lacks_a_text_says_so_and_marks_the_fallback(client: Client) -> None:
    office(languages=ALL_THREE)
    institution({"en": "Graz", "sr": "Грац"}, description={"en": "<p>Since 2003.</p>"})
    html = content(shown(client, "/sr/partners/graz/"))
    assert "<h1>Грац</h1>" in html
    assert '<div lang="en"><p>Since 2003.</p></div>' in html
    assert 'class="remark"' in html
    assert ": English." in html
    assert 'class="remark"' not in content(shown(client, "/partners/graz/"))


def test_a_name_that_stays_in_its_language_is_no_lack(client: Client) -> None:
    office(languages=ALL_THREE)
    institution("Graz", city="Graz")
    html = content(shown(client, "/sr/partners/graz/"))
    assert '<h1><span lang="en">Graz</span></h1>' in html
    assert 'class="remark"' not in html


def test_the_latin_page_shows_what_was_written_in_cyrillic(client: Client) -> None:
    office(languages=ALL_THREE)
    institution({"en": "Banja Luka", "sr": "Бања Лука"}, city={"sr": "Љубија"}, description={"sr": "<p>Њега</p>"})
    html = content(shown(client, "/sr-latn/partners/banja-luka/"))
    assert "<h1>Banja Luka</h1>" in html
    assert "Ljubija" in html
    assert '<div class="prose"><p>Njega</p></div>' in html
    assert 'class="remark"' not in html


def test_without_the_offices_row_english_is_offered(client: Client) -> None:
    assert '<html lang="en">' in shown(client, "/")
    shown(client, "/sr/", 404)


def test_the_switch_keeps_the_filters_that_were_understood(client: Client) -> None:
    office(languages=["en", "sr"])
    institution(country="AT")
    html = shown(client, "/partners/?country=AT&kind=nonsense&page=1")
    assert 'href="/sr/partners/?country=AT"' in html
