"""Fact sheets: what is known, where it belongs, and only of institutions that are public."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from partners.models import FactSheet
from tests.builders import agreement, condition, fact_sheet, home, institution, office
from tests.forms import filled
from tests.pages import content, cost, in_order, links, shown

pytestmark = pytest.mark.django_db
HEADING = "For exchange students and staff"


@pytest.fixture(autouse=True)
def with_office() -> None:
    office(languages=["en", "sr"])


def test_what_is_known_stands_on_the_page_of_the_institution(client: Client) -> None:
    fact_sheet(
        institution("Graz"), autumn_nomination="15.5.", autumn_application="--06-01", spring_application="11-30", decision_weeks=1,
        transcript_weeks=5, visa_page="https://graz.example/visa", email="exchange@graz.example", note="Bring\na <coat>.",
    )  # fmt: skip
    html = content(shown(client, "/partners/graz/"))
    assert in_order(
        html, HEADING, "Autumn term", "nomination until 15 May; application until 1 June", "Spring term", "application until 30 November"
    )
    assert in_order(html, "within 1 week<", "within 5 weeks<", "Visa", "exchange@graz.example", "Bring<br>a &lt;coat&gt;.")
    assert "https://graz.example/visa" in links(html)
    assert "Housing" not in html
    assert "15. маја" in shown(client, "/sr/partners/graz/")


def test_without_a_sheet_there_is_no_heading(client: Client) -> None:
    institution("Graz")
    assert HEADING not in shown(client, "/partners/graz/")


def test_the_agreement_shows_the_sheets_of_those_who_receive(client: Client) -> None:
    ours, graz, draft = home(), institution("Graz"), institution("Draft", is_published=False)
    made = agreement(ours, graz, draft)
    condition(made, ours, graz)
    condition(made, ours, draft)
    for place, page in ((ours, "https://ours.example"), (graz, "https://graz.example"), (draft, "https://draft.example")):
        fact_sheet(place, housing_page=page)
    found = links(content(shown(client, made.get_absolute_url())))
    assert "https://graz.example" in found
    assert "https://ours.example" not in found  # nobody comes to us under this agreement
    assert "https://draft.example" not in found
    condition(made, graz, ours)
    assert "https://ours.example" in links(shown(client, made.get_absolute_url()))


def test_more_sheets_cost_no_more_queries(client: Client) -> None:
    ours = home()

    def page_with(rows: int) -> int:
        others = [institution(f"Graz {rows} {number}") for number in range(rows)]
        made = agreement(ours, *others)
        for other in others:
            condition(made, ours, other)
            fact_sheet(other)
        return cost(client, made.get_absolute_url())

    assert page_with(1) == page_with(3)


def test_its_name_makes_no_query(django_assert_num_queries: Any) -> None:
    fact_sheet(institution("Graz"))
    sheet = FactSheet.objects.get()
    with django_assert_num_queries(0):
        assert str(sheet) == "fact sheet"
    assert sheet.described == "fact sheet (Graz)"


@pytest.mark.parametrize(
    "values", [{"autumn_nomination": "02-30"}, {"decision_weeks": 53}, {"visa_page": "ftp://x.example"}, {"email": "x"}]
)
def test_what_is_wrong_is_said(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as said:
        fact_sheet(institution(), **values)
    assert list(said.value.message_dict) == list(values)


def test_staff_fill_it_in_on_the_institution(client: Client, admin_client: Client) -> None:
    graz = institution("Graz")
    path = reverse("admin:partners_institution_change", args=[graz.pk])
    sheet = {"fact_sheet-TOTAL_FORMS": "1", "fact_sheet-0-autumn_nomination": "15. 5.", "fact_sheet-0-transcript_weeks": "5"}
    answer = admin_client.post(path, filled(shown(admin_client, path), **sheet))
    assert answer.status_code == 302
    assert (graz.fact_sheet.autumn_nomination, graz.fact_sheet.transcript_weeks) == ("05-15", 5)
    answer = admin_client.post(path, filled(shown(admin_client, path), **{"fact_sheet-0-autumn_nomination": "soon"}))
    assert "05-15 for 15 May" in answer.content.decode()
