"""Staff enter calls: mistakes are told at their fields, the next year's call is a copy, the zone is chosen."""

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from playwright.sync_api import Page

from projects.models import Call
from tests import builders
from tests.forms import filled
from tests.pages import content, cost, shown

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/projects/call/", "/admin/projects/call/add/"


@pytest.fixture(autouse=True)
def office() -> None:
    builders.office(languages=["en", "sr"])


def send(client: Client, path: str = ADD, **values: Any) -> Any:
    return client.post(path, filled(shown(client, path), **values))


def enter(client: Client, **values: Any) -> Any:
    return send(client, **{"title_en": "Summer practice", "is_for_students": "on"} | values)


def test_a_title_and_one_group_are_enough_for_a_draft(admin_client: Client) -> None:
    answer = enter(admin_client)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    call = Call.objects.get()
    assert (call.slug, call.is_published, call.deadline_zone, call.closes_at) == ("summer-practice", False, "Europe/Sarajevo", None)


def test_everything_comes_back_as_it_was_entered(admin_client: Client) -> None:
    hosts = [builders.institution("Graz"), builders.institution("Vienna")]
    programme = builders.programme("CEEPUS")
    values = {
        "title_sr": "Љетна пракса", "study_year_from": "4", "study_year_to": "5", "is_for_other_staff": "on", "programme": str(programme.pk),
        "hosts": [str(host.pk) for host in hosts], "places": "12", "grant_en": "850 euros.\r\nThe journey.", "description_en": "<p>Four weeks.</p>",
        "eligibility_en": "<p>Good German.</p>", "how_to_apply_en": "<p>Write.</p>", "website": "example.edu/call", "email": "call@example.edu",
        "opens_on": "2027-01-02", "deadline_on": "2027-06-30", "deadline_time": "12:00", "deadline_zone": "Asia/Tokyo", "next_expected_on": "2028-02",
        "is_published": "on",
    }  # fmt: skip
    answer = enter(admin_client, **values)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    call = Call.objects.get()
    assert call.closes_at == datetime.datetime(2027, 6, 30, 3, tzinfo=datetime.UTC)
    assert set(call.hosts.all()) == set(hosts)
    again = f"{LIST}{call.pk}/change/"
    before = Call.objects.values().get()
    assert send(admin_client, again).status_code == 302
    after = Call.objects.values().get()
    assert before | {"updated_at": 0} == after | {"updated_at": 0}
    assert set(call.hosts.all()) == set(hosts)
    page = content(shown(admin_client, call.get_absolute_url()))
    assert "12:00 (JST, UTC+9)" in page
    assert "Preview" not in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_en": ""}, "title"),
        ({"is_for_students": []}, "is_for_students"),
        ({"study_year_from": "5", "study_year_to": "4"}, "study_year_to"),
        ({"study_year_to": "7"}, "study_year_to"),
        ({"is_for_students": [], "is_for_academic_staff": "on", "study_year_from": "4"}, "study_year_from"),
        ({"places": "0"}, "places"),
        ({"opens_on": "2027-03-11", "deadline_on": "2027-03-10"}, "deadline_on"),
        ({"deadline_time": "12:00"}, "deadline_on"),
        ({"deadline_on": "2027-03-28", "deadline_time": "02:30"}, "deadline_time"),
        ({"deadline_on": "2027-03-28", "deadline_zone": "Europe/Atlantis"}, "deadline_zone"),
        ({"deadline_on": "9999-12-31"}, "deadline_on"),
        ({"deadline_on": "0001-01-01"}, "deadline_on"),
        ({"opens_on": "9999-12-31"}, "opens_on"),
        ({"deadline_on": "30 February"}, "deadline_on"),
        ({"deadline_on": "2027-03-10", "deadline_time": "25:00"}, "deadline_time"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"email": "nobody"}, "email"),
        ({"next_expected_on": "soon"}, "next_expected_on"),
    ],
)
def test_mistakes_are_told_at_their_field(admin_client: Client, wrong: dict[str, Any], field: str) -> None:
    answer = enter(admin_client, **wrong)
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field]
    assert not Call.objects.exists()


def test_the_usual_zones_stand_first(admin_client: Client) -> None:
    select = re.search(r'<select name="deadline_zone".*?</select>', shown(admin_client, ADD), re.DOTALL)
    assert select
    offered = re.findall(r'<option value="([^"]*)"', select[0])
    assert offered[:3] == ["Europe/Sarajevo", "Europe/Brussels", "UTC"]
    assert len(offered) == len(set(offered)) > 400
    assert '<option value="Europe/Sarajevo" selected>' in select[0]


def copy(client: Client, *calls: Call) -> Any:
    return client.post(LIST, {"action": "copy_for_next_year", "_selected_action": [call.pk for call in calls]}, follow=True)


def test_the_call_of_the_next_year_is_a_copy_with_moved_dates(admin_client: Client) -> None:
    graz = builders.institution("Graz")
    call = builders.call(
        {"en": "Summer practice", "sr": "Љетна пракса"}, graz, opens_on="2027-12-31", deadline_on="2028-02-29", deadline_time="12:00",
        deadline_zone="Europe/Brussels", next_expected_on="2029", places=12, description="<p>Four weeks.</p>", checked_on="2027-01-01",
        programme=builders.programme(), study_year_from=4,
    )  # fmt: skip
    answer = copy(admin_client, call)
    made = Call.objects.exclude(pk=call.pk).get()
    assert answer.redirect_chain[-1][0].endswith(f"/call/{made.pk}/change/")
    assert "1 draft made" in answer.content.decode()
    assert (made.opens_on, made.deadline_on) == (datetime.date(2028, 12, 31), datetime.date(2029, 2, 28))
    assert made.closes_at == datetime.datetime(2029, 2, 28, 11, tzinfo=datetime.UTC)
    assert (made.is_published, made.slug, made.next_expected_on, made.checked_on) == (False, "summer-practice-2", "", None)
    assert (made.title, made.description, made.places, made.programme) == (call.title, call.description, 12, call.programme)
    assert list(made.hosts.all()) == [graz]
    call.refresh_from_db()
    assert (str(call.deadline_on), call.is_published) == ("2028-02-29", True)
    assert made.history.get().history_user == User.objects.get()


def test_several_are_copied_at_once_and_a_time_left_out_next_year_can_be_put_right(admin_client: Client) -> None:
    spring = builders.call("Spring", deadline_on="2026-03-28", deadline_time="02:30")
    answer = copy(admin_client, spring, builders.call("All year"))
    assert "2 drafts made" in answer.content.decode()
    made = Call.objects.get(slug="spring-2")
    path = f"{LIST}{made.pk}/change/"
    assert list(send(admin_client, path).context["adminform"].form.errors) == ["deadline_time"]
    assert send(admin_client, path, deadline_time="03:30").status_code == 302


def test_only_who_may_add_calls_can_copy_them(client: Client) -> None:
    call = builders.call()
    user = User.objects.create_user("jelena", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_call", "change_call"]))
    client.force_login(user)
    assert "copy_for_next_year" not in shown(client, LIST)
    copy(client, call)
    assert Call.objects.count() == 1


@pytest.mark.parametrize("words", ["graz", "BECKA", "practice", "ceepus"])
def test_the_list_finds_by_host_programme_and_title(admin_client: Client, words: str) -> None:
    hosts = builders.institution("University of Graz"), builders.institution("Bečka klinika")
    builders.call("Practice", *hosts, programme=builders.programme("Exchange", acronym="CEEPUS"))
    builders.call("Another one")
    page = shown(admin_client, f"{LIST}?q={words}")
    assert "Practice" in page
    assert "Another one" not in page


def test_the_list_costs_the_same_for_any_number_of_calls(admin_client: Client) -> None:
    def more() -> int:
        builders.call("A", builders.institution(), programme=builders.programme(), deadline_on="2027-06-30")
        return cost(admin_client, LIST)

    prices = [more(), more(), more()]
    assert prices[0] == prices[2]


def test_the_list_says_for_whom_and_whether_it_is_open(admin_client: Client) -> None:
    builders.call("Old", deadline_on="2020-01-01", study_year_from=4)
    page = shown(admin_client, LIST)
    assert "students (from year 4)" in page
    assert ">closed<" in page


def test_the_form_speaks_serbian_and_stays_whole(admin_client: Client) -> None:
    call = builders.call(deadline_on="2027-06-30")
    assert admin_client.get(f"/sr{LIST}{call.pk}/change/").status_code == 200
    path = f"/sr{LIST}{call.pk}/change/"
    assert send(admin_client, path).status_code == 302
    assert str(Call.objects.get().deadline_on) == "2027-06-30"


@pytest.mark.django_db(transaction=True)
def test_days_and_times_are_picked_under_the_strict_policy(page: Page) -> None:
    User.objects.create_superuser("staff", password="a long enough password")
    builders.institution("University of Graz")
    page.goto(ADD)
    page.get_by_label("Username").fill("staff")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.locator("#id_title_en").fill("Summer practice")
    page.locator("#id_is_for_students").check()
    page.locator(".fieldBox.field-deadline_on .datetimeshortcuts").get_by_role("link").last.click()
    page.locator(".calendarbox").locator("visible=true").get_by_role("link", name="15", exact=True).click()
    assert page.locator("#id_deadline_on").input_value().endswith("15")
    page.locator(".fieldBox.field-deadline_time .datetimeshortcuts").get_by_role("link").last.click()
    page.locator(".clockbox").locator("visible=true").get_by_role("link", name="Noon").click()
    page.locator(".field-hosts .select2-selection").click()
    page.locator(".select2-search__field").last.press_sequentially("graz")
    page.locator(".select2-results__option", has_text="University of Graz").click()
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_text("was added successfully").wait_for()
    call = Call.objects.get()
    assert (call.deadline_on.day, call.deadline_time) == (15, datetime.time(12))
    assert [str(host) for host in call.hosts.all()] == ["University of Graz"]
