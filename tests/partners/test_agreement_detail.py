"""The page of an agreement: public facts only, and nothing about what is not known."""

import re

import pytest
from django.test import Client

from intlcoop.profile.models import Profile
from partners.models import AgreementParty, Department, Scope
from tests.builders import agreement, centre, home, institution, office
from tests.pages import content, cost, in_order, links, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_office() -> None:
    office(languages=["en", "sr"])


def test_a_draft_has_no_page(client: Client) -> None:
    shown(client, agreement(is_published=False).get_absolute_url(), 404)


def test_a_kind_and_a_party_make_a_page(client: Client) -> None:
    made = agreement(institution("Graz"), signed_on="")
    html = content(shown(client, made.get_absolute_url()))
    assert "<h1>Cooperation agreement with Graz</h1>" in html
    assert re.findall(r"<dt>(.*?)</dt>", html) == ["Status", "Kind"]
    assert "On file, dates unknown" in html
    assert re.findall(r"<h2>(.*?)</h2>", html) == ["Parties"]


def test_what_is_public_is_shown_and_what_is_for_staff_is_not(client: Client) -> None:
    made = agreement(
        institution("Graz"), home(), title="Exchange", number="12/2003", signed_on="2003-10-29", starts_on="2003-11", ends_on="2999",
        terminated_on="2020", is_renewed_automatically=True, description="<p>Students.</p>",
        termination_reason="quarrel", internal_note="do not tell",
    )  # fmt: skip
    made.scopes.add(Scope.objects.create(code="research", name="Research"))
    html = content(shown(client, made.get_absolute_url()))
    assert in_order(html, "Exchange", "<p>Students.</p>", "Terminated", "12/2003", "29 October 2003", "November 2003", "2999")
    assert in_order(html, "renewed automatically", "Research", "Parties", "Graz", "Faculty of Medicine")
    assert "quarrel" not in html
    assert "do not tell" not in html


def test_a_party_with_its_department_and_its_name_as_signed(client: Client) -> None:
    vilnius = institution("Vilnius University")
    made = agreement(institution("Graz"))
    faculty = Department.objects.create(institution=vilnius, name="Faculty of Medicine")
    AgreementParty.objects.create(agreement=made, institution=vilnius, department=faculty, name_as_signed="Vilnuis Uni", order=9)
    html = content(shown(client, made.get_absolute_url()))
    assert in_order(html, "Graz", "Vilnius University", "– Faculty of Medicine", "(as signed: Vilnuis Uni)")


def test_parties_without_a_page_are_named_and_not_linked(client: Client) -> None:
    made = agreement(institution("Graz"), institution("Prospect", relation="prospect"), institution("Draft", is_published=False), home())
    html = content(shown(client, made.get_absolute_url()))
    assert [link for link in links(html) if link.startswith("/partners/")] == ["/partners/graz/"]
    assert "Prospect" in html
    Profile.objects.update(sections=["agreements"])
    assert "/partners/graz/" not in links(shown(client, made.get_absolute_url()))


def test_the_centres_that_it_founded_are_linked_where_the_office_shows_centres(client: Client) -> None:
    made = agreement()
    centre(agreement=made)
    centre(name="Draft centre", agreement=made, is_published=False)
    html = content(shown(client, made.get_absolute_url()))
    assert "/centres/euroregional-centre/" in links(html)
    assert "Draft centre" not in html
    Profile.objects.update(sections=["agreements"])
    assert "Joint centres" not in content(shown(client, made.get_absolute_url()))


def test_more_rows_cost_no_more_queries(client: Client) -> None:
    def page_with(rows: int) -> int:
        made = agreement(*[institution(f"Graz {rows} {number}") for number in range(rows)])
        for number in range(rows):
            made.scopes.add(Scope.objects.create(code=f"{rows}-{number}", name="A"))
            centre(agreement=made)
        return cost(client, made.get_absolute_url())

    assert page_with(1) == page_with(3)
