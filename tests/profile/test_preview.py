"""Drafts at their own address: staff see them, nobody else does, and no cache keeps them."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from tests import builders
from tests.pages import content, shown

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def with_office() -> None:
    builders.office(languages=["en", "sr"])


def officer(*rights: str) -> Client:
    """Somebody of the staff with these rights and no others."""
    user = User.objects.create_user("jelena", password="a long enough word", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


def draft(kind: str, **values: Any) -> str:
    """The address of a record that is not public."""
    row = getattr(builders, kind)(**{"is_published": False} | values)
    return str(row.get_absolute_url())


@pytest.mark.parametrize("kind", ["institution", "agreement", "centre", "project", "programme", "event", "page", "appointment"])
@pytest.mark.parametrize("prefix", ["", "/sr"])
def test_staff_see_a_draft_where_its_page_will_be_and_nobody_else_does(
    client: Client, admin_client: Client, kind: str, prefix: str
) -> None:
    path = prefix + draft(kind)
    shown(client, path, 404)
    answer = admin_client.get(path)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="remark preview"' in html
    assert '<meta name="robots" content="noindex">' in html
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("kind", ["institution", "event"])
def test_the_page_of_a_public_record_is_no_preview_and_may_be_kept(admin_client: Client, client: Client, kind: str) -> None:
    path = draft(kind, is_published=True)
    for somebody in (client, admin_client):
        answer = somebody.get(path)
        assert "remark preview" not in answer.content.decode()
        assert "no-store" not in answer.get("Cache-Control", "")
    assert "Cookie" not in client.get(path).get("Vary", "")


def test_a_draft_needs_the_right_to_look_at_its_kind(client: Client) -> None:
    path = draft("institution")
    jelena = officer("view_event")
    shown(jelena, path, 404)
    user = User.objects.get()
    user.user_permissions.add(Permission.objects.get(codename="view_institution"))
    shown(jelena, path, 200)
    user.is_active = False
    user.save()
    shown(jelena, path, 404)


def test_a_stolen_word_for_the_session_shows_nothing(client: Client) -> None:
    path = draft("institution")
    client.cookies["sessionid"] = "made up"
    shown(client, path, 404)


@pytest.mark.parametrize(("values", "status"), [
    ({"publish_at": HOUR}, 404), ({"publish_at": -HOUR}, 200), ({"withdraw_at": HOUR}, 200), ({"withdraw_at": -HOUR}, 404),
])  # fmt: skip
def test_a_record_comes_and_goes_at_its_minute(client: Client, values: dict[str, datetime.timedelta], status: int) -> None:
    moment = timezone.now()
    row = builders.event(**{name: moment + shift for name, shift in values.items()})
    shown(client, row.get_absolute_url(), status)
    assert ("Days of Cardiology" in content(shown(client, "/events/"))) == (status == 200)
    assert (row.get_absolute_url() in client.get("/sitemap.xml").content.decode()) == (status == 200)
    assert ("/events/days" in content(shown(client, "/search/?q=cardiology"))) == (status == 200)


def test_what_was_public_and_is_archived_says_so_at_its_address(client: Client, admin_client: Client) -> None:
    row = builders.institution("Graz", is_archived=True)
    assert "This page has been archived" in shown(client, row.get_absolute_url(), 410)
    assert "Graz" not in content(shown(client, "/partners/"))
    shown(admin_client, row.get_absolute_url(), 200)
    builders.institution("Vienna", is_archived=True, is_published=False)
    shown(client, "/partners/vienna/", 404)


def test_the_admin_calls_the_link_a_preview_until_the_record_is_public(admin_client: Client) -> None:
    for values, word in (({}, "View on site"), ({"is_published": False}, "Preview"), ({"is_archived": True}, "Preview")):
        row = builders.institution("Graz", **values)
        html = shown(admin_client, f"/admin/partners/institution/{row.pk}/change/")
        assert f'href="{row.get_absolute_url()}" class="viewsitelink">{word}</a>' in html


def test_only_who_may_publish_can_tick_the_box(client: Client) -> None:
    row = builders.institution("Graz", is_published=False)
    path = f"/admin/partners/institution/{row.pk}/change/"
    editor = officer("view_institution", "change_institution")
    assert 'name="is_published"' not in shown(editor, path)
    assert 'value="publish"' not in shown(editor, "/admin/partners/institution/")
    editor.post("/admin/partners/institution/", {"action": "publish", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert not row.is_published
    User.objects.get().user_permissions.add(Permission.objects.get(codename="publish_institution"))
    assert 'name="is_published"' in shown(editor, path)
    assert 'value="publish"' in shown(editor, "/admin/partners/institution/")


def test_archived_records_are_out_of_the_way_and_come_back(admin_client: Client) -> None:
    path = "/admin/partners/institution/"
    row = builders.institution("Graz")
    admin_client.post(path, {"action": "archive", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.is_archived
    assert "Graz" not in content_of_list(admin_client, path)
    assert "Graz" in content_of_list(admin_client, f"{path}?archive=archived")
    assert "Graz" in content_of_list(admin_client, f"{path}?archive=all")
    admin_client.post(f"{path}?archive=archived", {"action": "restore", "_selected_action": [row.pk]})
    assert "Graz" in content_of_list(admin_client, path)
    assert [change.is_archived for change in row.history.all()] == [False, True, False]


def content_of_list(client: Client, path: str) -> str:
    return shown(client, path).partition('id="result_list"')[2].partition("</table>")[0]
