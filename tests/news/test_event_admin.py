"""Staff enter an event in the admin."""

import pytest
from django.test import Client

from news.models import Event
from tests import builders
from tests.forms import filled
from tests.pages import shown

pytestmark = pytest.mark.django_db
EMPTY_ROWS = {"countries-TOTAL_FORMS": "0", "countries-INITIAL_FORMS": "0"}
LEAST = {"title_en": "Days of Cardiology", "kind": "conference", "mode": "on_site", "status": "planned", **EMPTY_ROWS}


def test_a_title_is_enough_and_a_country_can_follow(admin_client: Client) -> None:
    response = admin_client.post("/admin/news/event/add/", LEAST)
    assert response.status_code == 302, response.context["adminform"].form.errors
    event = Event.objects.get()
    assert (str(event.title), event.slug, event.is_published) == ("Days of Cardiology", "days-of-cardiology", False)
    row = {"countries-TOTAL_FORMS": "1", "countries-0-country": "PL", "countries-0-order": "0", "countries-0-event": str(event.pk)}
    path = f"/admin/news/event/{event.pk}/change/"
    response = admin_client.post(path, filled(shown(admin_client, path)) | row | {"is_published": "on"})
    assert response.status_code == 302
    assert [row.country for row in event.countries.all()] == ["PL"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_en": ""}, "title"),
        ({"starts_on": "2026-05", "ends_on": "2026-04"}, "ends_on"),
        ({"starts_on": "2026", "start_time": "10:00"}, "start_time"),
        ({"starts_on": "2027-03-12", "start_time": "16:00", "end_time": "10:00"}, "end_time"),
        ({"website": "javascript:alert(1)"}, "website"),
    ],
)
def test_mistakes_are_said_at_their_field(admin_client: Client, wrong: dict[str, str], field: str) -> None:
    response = admin_client.post("/admin/news/event/add/", LEAST | wrong)
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]
    assert not Event.objects.exists()


def test_the_list_finds_without_accents_and_filters(admin_client: Client) -> None:
    builders.event({"en": "Łódź days"}, starts_on="2019")
    builders.event("Seminar", kind="seminar")
    page = admin_client.get("/admin/news/event/?q=lodz").content.decode()
    assert "Łódź days" in page
    assert ">Seminar</a>" not in page
    assert admin_client.get("/admin/news/event/?kind__exact=seminar").status_code == 200
