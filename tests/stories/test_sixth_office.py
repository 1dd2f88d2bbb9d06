"""An office that no sample knows is entered through the forms of the admin alone, by an officer who may publish.

The institutions and their identifiers are those of the public registers (ROR and the list of Erasmus charters); the papers
between them are invented for the test.
"""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from intlcoop.office.roles import PUBLISHER
from intlcoop.profile.models import Profile
from news.models import Article, Document
from partners.models import Agreement, Institution, Person, Scope
from projects.models import Call, Project
from tests import builders
from tests.forms import filled
from tests.office.crawl import walk
from tests.pages import links, shown
from tests.uploads import pdf, picture
from visitors.models import Appointment

PUBLISH = {"_publish": "1"}
VARNA, GRAZ, LUBLIN, BUCHAREST = (
    "Medical University of Varna",
    "Medical University of Graz",
    "Medical University of Lublin",
    "Carol Davila University of Medicine and Pharmacy",
)


class Officer:
    """Somebody at the admin: opens the form to add a record, fills in boxes by their names, presses a button."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def add(self, model: str, /, files: dict[str, Any] | None = None, **boxes: Any) -> str:
        """Where the officer stands after saving."""
        return self.send(f"/admin/{model}/add/", files, **boxes)

    def send(self, path: str, /, files: dict[str, Any] | None = None, **boxes: Any) -> str:
        answer = self.client.post(path, filled(shown(self.client, path), **boxes) | (files or {}), follow=True)
        html = answer.content.decode()
        assert answer.status_code == 200
        assert answer.redirect_chain, [line.strip() for line in html.split("\n") if "errorlist" in line]
        return html

    def warned(self, model: str, /, **boxes: Any) -> None:
        """The form says that there may be one already, and saves the second time."""
        path = f"/admin/{model}/add/"
        first = self.client.post(path, filled(shown(self.client, path), **boxes))
        assert "There may be one already" in first.content.decode()
        assert self.client.post(path, filled(first.content.decode(), **boxes)).status_code == 302


def rows(prefix: str, *given: dict[str, str]) -> dict[str, str]:
    """Rows under a record, as “Add another” makes them."""
    boxes = {f"{prefix}-{number}-{name}": value for number, row in enumerate(given) for name, value in row.items()}
    return {f"{prefix}-TOTAL_FORMS": str(len(given))} | boxes


def enter_the_office(officer: Officer) -> None:
    """The profile, our own institution, three partners and the papers between them."""
    officer.add(
        "profile/profile", kind="university", name_en=VARNA, languages=["sr"], street_en="55 Marin Drinov Street", postal_code="9002",
        city_en="Varna", country="BG", website="https://www.mu-varna.bg",
    )  # fmt: skip
    officer.send("/admin/profile/profile/1/change/", name_sr="Медицински универзитет у Варни")
    officer.add(
        "partners/institution", name_en=VARNA, name_sr="Медицински универзитет у Варни", country="BG", city_en="Varna", kind="medical_school",
        relation="home", ror="https://ror.org/03jkshc47", pic="999 506 431", oid="e10207367", erasmus_code="bg varna03", **PUBLISH,
    )  # fmt: skip
    for name, country, city in ((GRAZ, "AT", "Graz"), (LUBLIN, "PL", "Lublin"), (BUCHAREST, "RO", "Bucharest")):
        officer.add("partners/institution", name_en=name, country=country, city_en=city, kind="medical_school", **PUBLISH)


def number_of(name: str) -> str:
    return str(Institution.objects.get(search_text__contains=name.lower()).pk)


def enter_the_papers(officer: Officer) -> None:
    ours, graz = number_of(VARNA), number_of(GRAZ)
    officer.add("partners/scope", name_en="Exchange of students")
    parties = rows("parties", {"institution": ours, "order": "0"}, {"institution": graz, "order": "1"})
    officer.add("partners/agreement", signed_on="12.10.2019", scopes=[str(Scope.objects.get().pk)], **parties)
    officer.add(
        "projects/project", title_en="Simulation in medical teaching", starts_on="2024", ends_on="2026",
        **rows("numbers", {"as_printed": "2020-1-BG01-KA203-079171 (598841-EPP-1-2018-1-BG-EPPKA2-CBHE-JP)", "order": "0"}),
        **rows("participations", {"institution": ours, "role": "coordinator"}),
        **PUBLISH,
    )  # fmt: skip
    officer.add("partners/person", name_en="Somebody Unnamed", institution=graz, **PUBLISH)
    officer.add("visitors/appointment", person=str(Person.objects.get().pk), home_institution=graz, starts_on="2025", **PUBLISH)
    officer.add(
        "visitors/placement", academic_year="2024/2025", direction="outgoing", kind="study", institution=graz, number="12", **PUBLISH
    )
    officer.add(
        "projects/call", title_en="Summer practice in Graz", is_for_students="on", deadline_on="31.12.2099", hosts=[graz], **PUBLISH
    )
    officer.add(
        "news/article", {"pictures-0-picture": picture()}, title_en="Agreement with Graz signed", title_sr="Потписан споразум са Грацом",
        institutions=[graz], **rows("pictures", {"alt_en": "A plate", "order": "0"}), **PUBLISH,
    )  # fmt: skip
    officer.add("news/document", {"file": pdf()}, title_en="Guide for incoming students", **PUBLISH)
    officer.add("news/event", title_en="Open day of the office", starts_on="2099-05-09", **PUBLISH)
    officer.add("office/page", title_en="How we work", body_en="<p>We answer in five days.</p>", **PUBLISH)


@pytest.mark.django_db
def test_a_publisher_enters_an_office_by_the_forms_alone(client: Client) -> None:
    visitor = Client()
    client.force_login(builders.account(PUBLISHER))
    officer = Officer(client)
    assert "/admin/profile/profile/add/" in links(shown(client, "/admin/").partition('class="start"')[2].partition("</ol>")[0])
    enter_the_office(officer)
    assert "This portal is new" not in shown(client, "/admin/")
    officer.warned("partners/institution", name_en="Medical University in Graz", country="AT")
    assert Institution.objects.filter(country="AT").count() == 2
    Institution.objects.get(search_text__contains="medical university in graz").delete()
    home = Institution.objects.home()
    assert home
    assert (home.erasmus_code, home.pic, home.oid, home.ror) == ("BG VARNA03", "999506431", "E10207367", "03jkshc47")

    enter_the_papers(officer)
    assert Scope.objects.get().code == "exchange-of-students"
    assert [number.as_printed for number in Project.objects.get().numbers.all()] == [
        "2020-1-BG01-KA203-079171", "598841-EPP-1-2018-1-BG-EPPKA2-CBHE-JP",
    ]  # fmt: skip

    # The agreement was saved as a draft: a preview for the officer, nothing for others, until it is published.
    draft = Agreement.objects.get()
    change, address = f"/admin/partners/agreement/{draft.pk}/change/", draft.get_absolute_url()
    assert address in links(shown(client, change))
    assert "Preview" in shown(client, address)
    shown(visitor, address, 404)
    officer.send(change, **PUBLISH)
    assert "Preview" not in shown(client, address)

    found = walk(visitor)
    assert not found.faults
    agreement = found.pages[address]
    for fact in (VARNA, GRAZ, "12 October 2019", "Exchange of students"):
        assert fact in agreement
    for fact in (LUBLIN, BUCHAREST, "598841-EPP-1-2018-1-BG-EPPKA2-CBHE-JP", "Guide for incoming students", "Open day of the office",
                 "We answer in five days.", "Потписан споразум са Грацом", "Медицински универзитет у Варни", "55 Marin Drinov Street"):  # fmt: skip
        assert fact in found.text, fact
    for made in (Call.objects.get(), Article.objects.get(), Document.objects.get(), Project.objects.get()):
        assert made.get_absolute_url() in found.pages, made
    # Who did not agree to be named is counted and never named, in an address neither; the officer is told that it is a preview.
    assert "Unnamed" not in found.text
    assert not [page for page in found.pages if "unnamed" in page]
    tools = shown(client, f"/admin/visitors/appointment/{Appointment.objects.get().pk}/change/")
    assert ">View on site<" not in tools
    assert Profile.objects.get().languages == ["en", "sr"]


@pytest.mark.django_db
def test_a_form_ends_with_publishing_as_the_paper_does(admin_client: Client) -> None:
    html = shown(admin_client, "/admin/partners/agreement/add/")
    assert html.index('name="internal_note"') < html.index('name="parties-0-institution"') < html.index('name="is_published"')
    assert html.count('name="is_published"') == 1


@pytest.mark.django_db
def test_no_form_promises_a_preview_that_there_is_not(admin_client: Client) -> None:
    assert "“Preview”" in shown(admin_client, "/admin/projects/project/add/")
    assert "“Preview”" not in shown(admin_client, "/admin/visitors/placement/add/")


@pytest.mark.django_db
def test_no_choice_in_a_form_can_delete_what_was_chosen(admin_client: Client) -> None:
    for kind in ("partners/agreement", "visitors/appointment", "projects/call", "news/document"):
        assert "delete-related" not in shown(admin_client, f"/admin/{kind}/add/"), kind


@pytest.mark.django_db
def test_two_scopes_of_one_name_have_two_words() -> None:
    for _each in range(2):
        Scope.objects.create(name="Размена студената")
    assert len(set(Scope.objects.values_list("code", flat=True)) - {""}) == 2


@pytest.mark.django_db
def test_a_day_is_read_as_it_is_written_here_and_a_wrong_one_is_answered_with_an_example(admin_client: Client) -> None:
    add = "/admin/projects/call/add/"
    answer = admin_client.post(add, filled(shown(admin_client, add), title_en="A", is_for_students="on", deadline_on="soon"))
    assert "Enter a day, like 2026-10-29" in answer.content.decode()
    form = filled(shown(admin_client, add), title_en="A", is_for_students="on", deadline_on="31.12.2099")
    assert admin_client.post(add, form).status_code == 302
    assert Call.objects.get().deadline_on.isoformat() == "2099-12-31"


@pytest.mark.django_db(transaction=True)
def test_a_partner_and_a_scope_are_added_from_the_agreement_itself(page: Page, live_server: LiveServer) -> None:
    builders.office(languages=["en", "sr"])
    client = Client()
    client.force_login(User.objects.create_superuser("maria"))
    cookie: Any = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto("/admin/partners/agreement/add/")
    with page.expect_popup() as opened:
        page.locator("#parties-0 .field-institution .add-related").click()
    opened.value.locator("#id_name_en").fill(LUBLIN)
    opened.value.locator("#id_country").select_option("PL")
    opened.value.locator("[name=_save]").last.click()
    expect(page.locator("#parties-0 .field-institution .select2-selection")).to_have_text(LUBLIN)
    with page.expect_popup() as opened:
        page.locator(".field-scopes .add-related").click()
    opened.value.locator("#id_name_en").fill("Exchange of students")
    opened.value.locator("[name=_save]").last.click()
    expect(page.get_by_label("Exchange of students")).to_be_checked()
    page.locator("[name=_save]").last.click()
    expect(page.locator(".messagelist")).to_contain_text("was added")
    made = Agreement.objects.get()
    assert [str(party.institution.name) for party in made.parties.all()] == [LUBLIN]
    assert [scope.code for scope in made.scopes.all()] == ["exchange-of-students"]
