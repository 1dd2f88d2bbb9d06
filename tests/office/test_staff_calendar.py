"""The secret calendar of a colleague: only what the account may see, gone when it is stopped, kept by nobody."""

import datetime
import re

import pytest
from django.test import Client
from icalendar import Calendar

from intlcoop.base.clock import today
from intlcoop.office import roles
from intlcoop.office.models import Desk
from tests import builders
from tests.pages import cost, shown

pytestmark = pytest.mark.django_db
PAGE = "/admin/my-reminders/"


@pytest.fixture(autouse=True)
def office() -> None:
    builders.office(languages=["en", "sr"])


def day(days: int) -> str:
    return (today() + datetime.timedelta(days=days)).isoformat()


def made(client: Client) -> str:
    """The address, as the page shows it once."""
    html = client.post(PAGE, {"deed": "make"}).content.decode()
    found = re.search(r"http://[^<]+(/calendar/[^<]+\.ics)", html)
    assert found
    return found[1]


def titles(client: Client, url: str) -> dict[str, str]:
    answer = client.get(url)
    assert answer.status_code == 200
    return {str(event["summary"]): event["dtstart"].dt.isoformat() for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_it_has_ends_and_days_for_notice(admin_client: Client) -> None:
    graz = builders.institution("Graz")
    builders.agreement(graz, title="Ending", starts_on="2020", ends_on=day(40))
    builders.agreement(graz, title="Left", starts_on="2020", ends_on=day(40), is_left_to_expire=True)
    builders.agreement(graz, title="On", starts_on="2020", ends_on=day(100), is_renewed_automatically=True, notice_months=1)
    builders.appointment(builders.person("Ana Anić"), starts_on="2020", ends_on=day(50))
    builders.call("Summer in Graz", deadline_on=today() + datetime.timedelta(days=9))
    builders.proposal()
    admin_client.post(PAGE, {"deed": "save", "language": "en"})
    url = made(admin_client)
    found = titles(Client(), url)
    assert found.keys() == {"Ending", "On", "Ana Anić, visiting professor", "Summer in Graz"}
    assert found["Ending"] == day(40)
    assert found["Summer in Graz"] == day(9)
    assert day(60) < found["On"] < day(80)


def test_the_address_is_shown_once_and_only_its_fingerprint_is_kept(admin_client: Client) -> None:
    token = made(admin_client).rpartition("/")[2].removesuffix(".ics")
    assert len(token) >= 43  # 256 bits
    assert token not in shown(admin_client, PAGE)
    assert Desk.objects.get().feed_digest != token


def test_nobody_keeps_it_on_the_way(admin_client: Client) -> None:
    answer = Client().get(made(admin_client))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies


def test_renewed_or_stopped_the_old_address_answers_nobody(admin_client: Client) -> None:
    first = made(admin_client)
    second = made(admin_client)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    admin_client.post(PAGE, {"deed": "stop"})
    assert Client().get(second).status_code == 404
    assert Client().get("/calendar/.ics").status_code == 404
    assert Client().get("/calendar/None.ics").status_code == 404


def test_it_shows_what_the_account_may_see_and_ends_with_the_account() -> None:
    builders.agreement(title="Ending", starts_on="2020", ends_on=day(40))
    viewer = builders.account(roles.VIEWER)
    client = Client()
    client.force_login(viewer)
    url = made(client)
    assert list(titles(Client(), url)) == ["Ending"]
    viewer.groups.clear()
    assert not titles(Client(), url)
    viewer.is_active = False
    viewer.save()
    assert Client().get(url).status_code == 404


def test_who_is_not_signed_in_makes_none(client: Client) -> None:
    assert client.post(PAGE, {"deed": "make"}).status_code in {302, 403}
    assert not Desk.objects.exists()


def test_the_language_is_one_of_the_office(admin_client: Client) -> None:
    admin_client.post(PAGE, {"deed": "save", "language": "sr"})
    assert Desk.objects.get().language == "sr"
    assert "Select a valid choice" in admin_client.post(PAGE, {"deed": "save", "language": "ka"}).content.decode()
    assert Desk.objects.get().language == "sr"
    assert Client().get(made(admin_client)).headers["Content-Language"] == "sr"


def test_more_rows_cost_no_more_queries(admin_client: Client) -> None:
    url, graz = made(admin_client), builders.institution("Graz")
    builders.agreement(graz, starts_on="2020", ends_on=day(40))
    one = cost(Client(), url)
    for number in range(2):
        builders.agreement(graz, title=f"A {number}", starts_on="2020", ends_on=day(40))
    assert cost(Client(), url) == one
