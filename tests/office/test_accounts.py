"""Administrators look after the accounts of colleagues, and cannot raise themselves above their role."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from intlcoop.office.roles import ADMINISTRATOR, EDITOR, ROLES, VIEWER
from tests.builders import PASSWORD, account, office
from tests.forms import filled
from tests.pages import cost, shown

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/auth/user/", "/admin/auth/user/add/"


def page_of(user: User) -> str:
    return f"{LIST}{user.pk}/change/"


@pytest.fixture(autouse=True)
def made_office() -> None:
    office()


@pytest.fixture
def boss(client: Client) -> User:
    made = account(ADMINISTRATOR, username="boss")
    client.force_login(made)
    return made


@pytest.mark.usefixtures("boss")
def test_a_colleague_gets_an_account_and_roles(client: Client) -> None:
    form = filled(shown(client, ADD), username="ana.anic", first_name="Ana", password1=PASSWORD, password2=PASSWORD)
    assert client.post(ADD, form).status_code == 302
    made = User.objects.get(username="ana.anic")
    assert (made.is_staff, made.is_superuser, made.groups.count()) == (True, False, 0)
    html = shown(client, page_of(made))
    boxes = {name: value for value, name in re.findall(r'name="groups" value="(\d+)"[^>]*>\s*([\w ]+):', html)}
    assert list(boxes) == [role.name for role in ROLES]
    assert client.post(page_of(made), filled(html, groups=[boxes[EDITOR], boxes[VIEWER]])).status_code == 302
    assert set(made.groups.values_list("name", flat=True)) == {EDITOR, VIEWER}
    assert "Viewer, Editor" in shown(client, LIST) or "Editor, Viewer" in shown(client, LIST)
    client.post(page_of(made), {key: value for key, value in filled(shown(client, page_of(made))).items() if key != "is_active"})
    assert not User.objects.get(username="ana.anic").is_active


@pytest.mark.usefixtures("boss")
def test_a_weak_password_is_refused_for_a_colleague_too(client: Client) -> None:
    answer = client.post(ADD, filled(shown(client, ADD), username="ana.anic", password1="short", password2="short"))
    assert "at least 12 characters" in answer.text
    assert not User.objects.filter(username="ana.anic").exists()


def test_an_administrator_cannot_raise_themself_or_others_above_the_role(client: Client, boss: User) -> None:
    colleague = account(VIEWER)
    for user in (boss, colleague):
        html = shown(client, page_of(user))
        assert 'name="is_superuser"' not in html
        assert 'name="user_permissions"' not in html
        client.post(page_of(user), filled(html, is_superuser="on", user_permissions=["1"]))
        user.refresh_from_db()
        assert not user.is_superuser
        assert not user.user_permissions.exists()


def test_nobody_changes_their_own_rights(client: Client, boss: User) -> None:
    html = shown(client, page_of(boss))
    assert 'name="groups"' not in html
    client.post(page_of(boss), filled(html, groups=[], email="boss@example.edu"))
    boss.refresh_from_db()
    assert (boss.email, boss.is_active, boss.groups.get().name) == ("boss@example.edu", True, ADMINISTRATOR)


@pytest.mark.usefixtures("boss")
def test_a_superuser_is_out_of_reach(client: Client) -> None:
    root = account(username="root", is_superuser=True)
    assert "root" in shown(client, LIST)
    assert 'name="_save"' not in shown(client, page_of(root))
    new = "another walk by the river"
    assert client.post(page_of(root), {"username": "root", "email": "evil@example.org"}).status_code == 403
    assert client.get(f"{LIST}{root.pk}/password/").status_code == 403
    assert client.post(f"{LIST}{root.pk}/password/", {"password1": new, "password2": new}).status_code == 403
    root.refresh_from_db()
    assert (root.email, root.check_password(PASSWORD)) == ("", True)


def test_a_superuser_makes_superusers(client: Client) -> None:
    colleague = account(VIEWER)
    client.force_login(account(username="root", is_superuser=True))
    html = shown(client, page_of(colleague))
    assert client.post(page_of(colleague), filled(html, is_superuser="on")).status_code == 302
    assert User.objects.get(pk=colleague.pk).is_superuser


def test_accounts_are_not_deleted(admin_client: Client) -> None:
    colleague = account(VIEWER)
    assert admin_client.post(f"{LIST}{colleague.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in shown(admin_client, LIST)
    assert User.objects.filter(pk=colleague.pk).exists()


def test_every_field_has_a_label_and_every_part_a_sentence(admin_client: Client) -> None:
    colleague = account(VIEWER)
    for path in (ADD, page_of(colleague), f"{LIST}{colleague.pk}/password/"):
        html = shown(admin_client, path).partition('id="content-main"')[2]
        fields = [
            tag
            for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", html)
            if not re.search(r'type="(hidden|submit|button)"|class="hidden"', tag)
        ]
        assert fields
        for tag in fields:
            found = re.search(r'\bid="([^"]+)"', tag)
            assert found, tag
            assert f'for="{found[1]}"' in html, tag
    for path in (ADD, page_of(colleague)):
        html = shown(admin_client, path)
        assert html.count('<fieldset class="module') == html.count('<div class="description">'), path


def test_the_list_costs_the_same_for_any_number(admin_client: Client) -> None:
    account(VIEWER)
    for_two = cost(admin_client, LIST)
    for number in range(3):
        account(VIEWER, EDITOR, username=f"colleague{number}")
    assert cost(admin_client, LIST) == for_two
