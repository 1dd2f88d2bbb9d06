"""The history says what changed in the words of the forms, not in codes."""

import pytest
from django.test import Client

from tests import builders
from tests.forms import filled
from tests.pages import in_order, shown

pytestmark = pytest.mark.django_db
CHANGE, HISTORY = "/admin/profile/profile/1/change/", "/admin/profile/profile/1/history/"


def test_codes_of_sections_languages_and_countries_are_words(admin_client: Client) -> None:
    builders.office(sections=["partners", "honours"], languages=["en"])
    form = filled(shown(admin_client, CHANGE), sections=["visiting_professors"], languages=["sr"], country="PL", founded_on="2003-10")
    assert admin_client.post(CHANGE, form).status_code == 302
    html = shown(admin_client, HISTORY)
    assert in_order(html, "<strong>Country:</strong> Bosnia and Herzegovina → Poland")
    assert in_order(html, "<strong>Founded:</strong> – → October 2003")
    assert in_order(html, "<strong>Sections in use:</strong> Partners, Honours → Visiting professors")
    assert "visiting_professors" not in html


def test_the_rows_under_a_record_have_their_place_in_its_history(admin_client: Client) -> None:
    builders.office()
    graz = builders.institution("Graz")
    change = f"/admin/partners/institution/{graz.pk}/change/"
    row = {"names-TOTAL_FORMS": ["1"], "names-0-text": ["Karl-Franzens"], "names-0-kind": ["former"]}
    assert admin_client.post(change, filled(shown(admin_client, change)) | row).status_code == 302
    html = shown(admin_client, change.replace("change", "history"))
    assert in_order(html, "<h2>Other names</h2>", "Created", "admin", "Karl-Franzens")
