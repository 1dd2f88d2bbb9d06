"""The box of the search in a browser: suggestions by keyboard, and a plain form without the script."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def test_suggestions_are_chosen_by_keyboard(page: Page) -> None:
    builders.office()
    builders.institution("University of Graz")
    builders.institution("Grazyna Hospital")
    page.goto("/privacy/")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("graz")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    box.press("ArrowUp")  # back in the box
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("graz")
    box.press_sequentially("y")
    expect(options).to_have_count(1)
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/partners/grazyna-hospital/")
    box.fill("graz")
    box.press("Enter")  # nothing chosen: the plain search
    page.wait_for_url("**/search/?q=graz")
    assert page.context.cookies() == []


def test_without_the_script_the_box_is_a_plain_form(chromium: Browser, live_server: LiveServer) -> None:
    builders.institution("University of Graz")
    with chromium.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/privacy/")
        page.get_by_role("searchbox", name="Search").fill("graz")
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("heading", name="University of Graz")).to_be_visible()
