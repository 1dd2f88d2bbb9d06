"""The map in a real browser: by keyboard, by pointer, without scripts, and what axe says of it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.builders import home, institution, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def partners() -> None:
    office(languages=["en", "sr"])
    home(latitude="44.77", longitude="17.19")
    for name, country in (("Graz", "AT"), ("Linz", "AT"), ("Lublin", "PL"), ("Valletta", "MT"), ("Kyoto", "JP")):
        institution(name, country=country, latitude="47.07", longitude="15.44")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_axe_has_no_complaint(page: Page, faults: list[str]) -> None:
    for path in ("/partners/map/", "/partners/map/?view=world", "/"):
        page.goto(path)
        assert not faults
        found = Axe().run(page)
        faults.clear()  # axe adds a style, which the policy stops
        assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found.response["violations"]] == [], path


def test_the_tab_key_goes_through_the_countries_and_shows_each_number(page: Page) -> None:
    page.goto("/partners/map/")
    page.get_by_role("link", name="Map of the world").focus()
    order = []
    for _stop in range(5):
        page.keyboard.press("Tab")
        order.append(focused(page))
    assert order[:4] == ["Skip the map", "Austria: 2 partners", "Poland: 1 partner", "Malta: 1 partner"]
    page.get_by_role("link", name="Austria: 2 partners").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement.querySelector('text')).opacity") == "1"
    assert page.evaluate("getComputedStyle(document.querySelector('.map-country text')).opacity") == "0"
    page.keyboard.press("Enter")
    expect(page).to_have_url("/partners/?country=PL")
    page.go_back()
    page.get_by_role("link", name="Skip the map").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.table-box') !== null")


def test_a_pointer_meets_a_country_and_a_dot_of_24_pixels(page: Page) -> None:
    page.goto("/partners/map/")
    dot = page.locator("a.map-country", has_text="Malta").locator("circle")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        box = dot.bounding_box()
        assert box
        assert box["width"] >= 24, width
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.locator("a.map-country", has_text="Austria").locator("use").hover()
    expect(page.locator("a.map-country", has_text="Austria").locator("text")).to_have_css("opacity", "1")
    dot.click()
    expect(page).to_have_url("/partners/?country=MT")


def test_without_scripts_it_is_the_same_and_on_paper_the_table_says_it(chromium: Browser, live_server: LiveServer) -> None:
    with chromium.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/partners/map/?view=world")
        page.get_by_role("link", name="Japan: 1 partner").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("1 partner in 1 country")).to_be_visible()
        page.go_back()
        page.emulate_media(media="print")
        expect(page.locator("svg.map")).to_be_hidden()
        expect(page.get_by_role("row", name="Japan")).to_be_visible()
