"""The admin in Chromium: counted accessibility on the pages that staff use, the way to a preview, the warning before text is lost."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from partners.models import Institution
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
INSTITUTIONS = "/admin/partners/institution/"


@pytest.fixture
def staff(page: Page, live_server: LiveServer) -> Page:
    """Somebody who is logged in."""
    builders.office(languages=["en", "sr"])
    client = Client()
    client.force_login(User.objects.create_superuser("maria"))
    cookie: Any = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    return page


def grave(page: Page, faults: list[str]) -> list[str]:
    """What axe calls critical or serious. Our page must be clean before; the styles that axe itself would add are stopped by the policy."""
    assert not faults
    found = Axe().run(page).response["violations"]
    faults.clear()
    return [f"{each['id']}: {each['nodes'][0]['target']}" for each in found if each["impact"] in {"critical", "serious"}]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_that_staff_use_are_accessible(staff: Page, faults: list[str], width: int) -> None:
    graz = builders.institution({"en": "Graz", "sr": "Грац"}, description="<p>Words.</p>", is_archived=True)
    made = builders.agreement(graz, ends_on="2027")
    graz.names.create(text="Karl-Franzens", kind="former")
    builders.proposal()
    staff.set_viewport_size({"width": width, "height": 900})
    change = f"{INSTITUTIONS}{graz.pk}/"
    wrong = {}
    for path in (
        "/admin/",
        f"{INSTITUTIONS}?archive=all",
        f"{INSTITUTIONS}add/",
        f"{change}change/",
        f"{change}delete/",
        f"{change}history/",
        f"/admin/partners/agreement/{made.pk}/change/",
        "/admin/profile/profile/1/change/",
    ):
        staff.goto(path)
        if found := grave(staff, faults):
            wrong[path] = found
        assert staff.evaluate("document.documentElement.scrollWidth") <= width, path
    assert not wrong


def test_both_languages_stand_side_by_side_on_a_wide_screen_and_one_below_the_other_on_a_narrow_one(staff: Page) -> None:
    for width, beside in ((1024, True), (360, False)):
        staff.set_viewport_size({"width": width, "height": 900})
        staff.goto(f"{INSTITUTIONS}add/")
        english, serbian = (staff.locator(f"#id_name_{code}").bounding_box() for code in ("en", "sr"))
        assert english
        assert serbian
        assert (abs(english["y"] - serbian["y"]) < 5) is beside
        assert (serbian["y"] > english["y"] + english["height"]) is not beside


def test_a_draft_is_previewed_by_staff_and_seen_by_nobody_else(staff: Page, client: Client) -> None:
    draft = builders.institution("Graz", is_published=False)
    staff.goto(f"{INSTITUTIONS}{draft.pk}/change/")
    staff.get_by_role("link", name="Preview").click()
    expect(staff.get_by_role("heading", name="Graz")).to_be_visible()
    assert client.get(f"/partners/{draft.slug}/").status_code == 404


def test_leaving_a_form_with_unsaved_text_asks_first(staff: Page) -> None:
    graz = builders.institution("Graz")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    staff.on("dialog", answer)
    staff.goto(f"{INSTITUTIONS}{graz.pk}/change/")
    staff.locator("#id_name_en").click()
    staff.goto("/admin/")
    assert asked == []  # nothing was typed
    staff.goto(f"{INSTITUTIONS}{graz.pk}/change/")
    staff.locator("#id_name_en").fill("University of Graz")
    staff.goto("/admin/")
    assert asked == ["beforeunload"]
    staff.goto(f"{INSTITUTIONS}{graz.pk}/change/")
    staff.locator("#id_name_en").fill("University of Graz")
    staff.locator("[name=_save]").first.click()
    staff.wait_for_url(f"**{INSTITUTIONS}")
    assert asked == ["beforeunload"]
    assert str(Institution.objects.get().name) == "University of Graz"
