"""Every kind of page in a real browser: no error in the console, no policy violation, no request elsewhere, no sideways scroll."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from intlcoop.office import loader
from intlcoop.office.models import Page as OfficePage
from intlcoop.profile.models import Profile
from tests.uploads import drawn, paper

pytestmark = pytest.mark.django_db(transaction=True)


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("office", [office for office in loader.offices() if office != "showcase"])  # see test_accessibility.py
def test_an_office_fits_a_phone_and_breaks_no_rule(page: Page, office: str) -> None:
    loader.load(office)
    page.set_viewport_size({"width": 320, "height": 700})
    paths = ["/", "/search/?q=med", "/accessibility/", "/privacy/"]
    paths += [f"/{section.replace('_', '-')}/" for section in Profile.objects.current().sections]
    for path in paths:
        page.goto(path)
        assert overflow(page) <= 0, path
        detail = page.locator(".row-title a[href^='/']").first
        if detail.count():
            page.goto(detail.get_attribute("href") or "/")
            assert overflow(page) <= 0, page.url


def test_the_language_switch_leads_to_the_same_page(page: Page) -> None:
    loader.load("banja-luka")
    page.goto("/projects/hepmp/")
    page.get_by_role("link", name="srpski (latinica)").click()
    assert page.url.endswith("/sr-latn/projects/hepmp/")
    assert page.locator("html").get_attribute("lang") == "sr-Latn"


def test_staff_write_a_page_in_the_editor_and_see_it_published(page: Page) -> None:
    loader.load("batumi")
    User.objects.create_superuser("staff", password="a long enough password")
    page.goto("/admin/office/page/add/")
    page.get_by_label("Username").fill("staff")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.locator("#id_title_en").fill("Summer practice")
    editor = page.locator(".prose-editor > .ProseMirror").first
    editor.click()
    page.keyboard.type("Every year in July.")
    page.get_by_label("Published", exact=True).check()
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    assert dict(OfficePage.objects.get(slug="summer-practice").body) == {"en": "<p>Every year in July.</p>"}
    page.goto("/pages/summer-practice/")
    expect(page.get_by_text("Every year in July.")).to_be_visible()


def test_staff_upload_a_logo_and_a_document_and_visitors_see_them(page: Page, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(drawn(1200, 600))
    (tmp_path / "guide.pdf").write_bytes(paper(3))
    User.objects.create_superuser("staff", password="a long enough password")
    page.goto("/admin/partners/institution/add/")
    page.get_by_label("Username").fill("staff")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.locator("#id_name_en").fill("University of Graz")
    page.locator("#id_country").select_option("AT")
    page.locator("#id_logo").set_input_files(tmp_path / "logo.png")
    page.get_by_label("Published", exact=True).check()
    page.get_by_role("button", name="Save and continue editing").first.click()
    expect(page.get_by_role("img", name="The stored picture")).to_be_visible()
    page.goto("/partners/university-of-graz/")
    logo = page.get_by_role("img", name="Logo of University of Graz")
    expect(logo).to_be_visible()
    assert logo.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0

    page.goto("/admin/news/document/add/")
    page.locator("#id_title_en").fill("Guide")
    page.locator("#id_file").set_input_files(tmp_path / "guide.pdf")
    page.get_by_label("Published", exact=True).check()
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    page.goto("/documents/guide/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download (PDF, 3 pages, 1 kB)").click()
    assert download.value.suggested_filename == "Guide.pdf"
    assert download.value.path().read_bytes() == paper(3)


def test_without_scripts_the_lists_filter_and_the_search_finds(page: Page) -> None:
    loader.load("chernivtsi")
    page.goto("/partners/")
    page.get_by_label("Country").select_option("PL")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("in 1 country")).to_be_visible()
    page.get_by_role("link", name="Country: Poland").click()
    expect(page.get_by_text("45 partners in 16 countries")).to_be_visible()
    page.get_by_label("Search", exact=True).fill("testemitanu")
    page.keyboard.press("Enter")
    expect(page.locator("main").get_by_role("link", name="Nicolae Testemi")).to_be_visible()
