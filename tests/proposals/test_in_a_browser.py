"""The form in a real browser: by keyboard, narrow, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from intlcoop.proposals.models import Proposal
from tests import builders
from tests.proposals.visitor import ANSWERS
from tests.uploads import content_of, paper

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_visitor_makes_mistakes_mends_them_and_gets_a_reference(page: Page) -> None:
    builders.office(proposal_extras=["file", "naming"])
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/propose/")
    page.get_by_label("Your name").fill("Inês de Sá")
    page.get_by_label("Describe your proposal").fill("Short")
    page.get_by_role("button", name="Check your answers").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title("Error: Propose cooperation – Faculty of Medicine")
    summary.get_by_role("link", name="Enter your e-mail address").click()
    expect(page.get_by_label("E-mail address")).to_be_focused()
    summary.get_by_role("link", name="Select what you would like to do together").click()
    expect(page.get_by_label("Exchange of students")).to_be_focused()
    expect(page.get_by_label("Your name")).to_have_value("Inês de Sá")
    expect(page.get_by_label("Describe your proposal")).to_have_value("Short")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.get_by_label("E-mail address").fill("ines@example.pt")
    page.get_by_label("Name of the institution").fill("University of Coimbra")
    page.get_by_label("Kind of institution").select_option(label="University")
    page.get_by_label("Country", exact=True).select_option(label="Portugal")
    page.get_by_label("Exchange of students").check()
    page.get_by_label("Describe your proposal").fill(str(ANSWERS["text"]))
    chosen = page.get_by_label("A PDF that says more")
    chosen.set_input_files({"name": "big.pdf", "mimeType": "application/pdf", "buffer": bytes(5_000_001)})
    expect(page.get_by_text("The selected file must be smaller than 5 MB.")).to_be_visible()  # before minutes are spent on sending it
    expect(chosen).to_have_value("")
    chosen.set_input_files({"name": "letter.pdf", "mimeType": "application/pdf", "buffer": paper()})
    expect(page.get_by_text("The selected file must be smaller than 5 MB.")).to_be_hidden()
    page.get_by_label("You may name my institution").check()
    page.get_by_role("button", name="Check your answers").click()
    expect(page.get_by_text("letter.pdf (PDF, 2 pages, 1 kB)")).to_be_visible()

    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Change Your name").press("Enter")
    expect(page.get_by_label("Your name")).to_be_focused()
    page.get_by_label("Your name").fill("Inês Maria de Sá")
    page.get_by_role("button", name="Check your answers").click()
    page.wait_for_timeout(3000)  # people are not faster than this
    page.get_by_role("button", name="Send the proposal").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("We have received your proposal")
    proposal = Proposal.objects.get()
    assert (proposal.is_suspected, proposal.name) == (False, "Inês Maria de Sá")
    assert content_of(proposal.attachment.name) == paper()
    expect(page.get_by_text("University of Coimbra")).to_be_visible()
    page.get_by_role("button", name="Take it back").press("Enter")
    expect(page.get_by_role("button", name="Take it back")).to_be_hidden()
    expect(page.get_by_text(proposal.reference)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.get_by_label("What would you like to add?").fill("In autumn as well.")
    page.get_by_role("button", name="Send it to the office").press("Enter")
    expect(page.get_by_text("In autumn as well.")).to_be_visible()
    page.get_by_role("link", name="Withdraw the proposal").click()
    page.get_by_role("button", name="Withdraw and erase").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your proposal has been withdrawn")
    assert not Proposal.objects.kept().exists()


def test_the_keyboard_reaches_every_field_and_never_the_trap(page: Page) -> None:
    builders.office()
    page.goto("/propose/")
    page.get_by_label("Your name").focus()
    stops = []
    while (stop := page.evaluate("document.activeElement.name || document.activeElement.type || ''")) != "submit":
        stops.append(stop)
        page.keyboard.press("Tab")
        assert len(stops) < 40, stops
    fields = [
        "name",
        "position",
        "email",
        "phone",
        "institution",
        "institution_kind",
        "country",
        "city",
        "website",
        "erasmus_code",
        *["topics"] * 8,
        "fields_of_medicine",
        "programme",
        "text",
        "proposed_start",
        "contact_here",
    ]
    assert stops[: len(fields)] == fields
    assert page.locator("[name=subject]").bounding_box()["x"] < 0  # type: ignore[index]


def test_going_back_gives_a_fresh_form(page: Page) -> None:
    builders.office()
    page.goto("/propose/")
    key = page.locator("[name=key]").input_value()
    page.goto("/privacy/")
    page.go_back()
    assert page.locator("[name=key]").input_value() != key
