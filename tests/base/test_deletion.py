"""Deleting: what is needed elsewhere stays, the page says where, and the archive is offered; the rest goes after a plain question."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from partners.models import Agreement, Institution
from tests import builders
from tests.forms import filled
from tests.pages import content, cost, links, shown

pytestmark = pytest.mark.django_db
LIST = "/admin/partners/institution/"


def page(row: Any, name: str) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/{name}/"


def chosen(*rows: Any, **more: str) -> dict[str, Any]:
    return {"action": "delete_selected", "_selected_action": [row.pk for row in rows]} | more


@pytest.fixture(autouse=True)
def with_office() -> None:
    builders.office()


def test_what_is_needed_elsewhere_stays_and_each_record_that_needs_it_is_named(admin_client: Client) -> None:
    graz = builders.institution("Graz")
    needed = [
        builders.agreement(graz, title="Exchange of students"),
        builders.person("Ana Anić", institution=graz),
        builders.centre(host=graz),
        builders.institution("Hospital", belongs_to=graz),
    ]
    for answer in (admin_client.get(page(graz, "delete")), admin_client.post(page(graz, "delete"), {"post": "yes"})):
        html = answer.content.decode()
        assert "“Graz” cannot be deleted, because other records need it:" in html
        assert {page(row, "change") for row in needed} <= set(links(content(html) or html))
        assert "Exchange of students" in html
        assert "Archive instead" in html
    assert Institution.objects.filter(pk=graz.pk).exists()


def test_the_archive_instead_and_back_again(admin_client: Client, client: Client) -> None:
    graz = builders.institution("Graz")
    builders.agreement(graz)
    archived = admin_client.post(LIST, filled(shown(admin_client, page(graz, "delete"))), follow=True).content.decode()
    assert Institution.objects.archived().get() == graz
    assert "This record is archived" in archived
    assert "Graz</a>" not in shown(admin_client, LIST)
    assert "Graz</a>" in shown(admin_client, f"{LIST}?archive=archived")
    restore = {"action": "restore", "_selected_action": str(graz.pk), "_stay": "1"}
    assert f'action="{LIST}?archive=all"' in archived
    back = admin_client.post(f"{LIST}?archive=all", restore, follow=True).content.decode()
    assert Institution.objects.in_use().get() == graz
    assert "This record is archived" not in back
    changes = [(row.history_user.username, row.is_archived) for row in graz.history.all()[:2]]
    assert changes == [("admin", False), ("admin", True)]
    assert "<strong>Archived:</strong> yes → no" in shown(admin_client, page(graz, "history"))


def test_many_at_once_all_or_none(admin_client: Client) -> None:
    graz, oslo = builders.institution("Graz"), builders.institution("Oslo")
    made = builders.agreement(graz)
    html = admin_client.post(LIST, chosen(graz, oslo, post="yes")).content.decode()
    assert page(made, "change") in links(html)
    assert Institution.objects.count() == 2
    form = filled(html)
    assert form["action"] == ["archive"]
    admin_client.post(LIST, form)
    assert Institution.objects.archived().count() == 2
    made.delete()
    html = admin_client.post(f"{LIST}?archive=all", chosen(graz, oslo)).content.decode()
    assert "Delete these records?" in html
    assert admin_client.post(f"{LIST}?archive=all", filled(html)).status_code == 302
    assert not Institution.objects.exists()


def test_the_question_says_what_goes_with_it(admin_client: Client) -> None:
    graz = builders.institution("Graz")
    graz.names.create(text="Karl-Franzens", kind="former")
    graz.names.create(text="Carolo-Franciscea", kind="former")
    html = shown(admin_client, page(graz, "delete"))
    assert "Delete “Graz”?" in html
    assert "2 other names: Karl-Franzens, Carolo-Franciscea" in html
    assert admin_client.post(page(graz, "delete"), filled(html)).status_code == 302
    assert not Institution.objects.exists()


def test_the_archive_is_offered_to_those_who_may_publish() -> None:
    user = User.objects.create_user("maria", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["delete_institution", "view_institution"]))
    client = Client()
    client.force_login(user)
    graz = builders.institution("Graz")
    made = builders.agreement(graz)
    html = shown(client, page(graz, "delete"))
    assert "cannot be deleted" in html
    assert "Archive instead" not in html
    assert page(made, "change") not in links(html)  # may not look at agreements, so there is no link that answers 403


def test_the_page_costs_the_same_for_one_and_for_three(admin_client: Client) -> None:
    counts = []
    for number in (1, 3):
        graz = builders.institution("Graz")
        for year in range(number):
            builders.agreement(graz, title=f"Agreement {year}", signed_on=str(2000 + year))
            builders.person(f"Person {year}", institution=graz)
        counts.append(cost(admin_client, page(graz, "delete")))
    assert counts[0] == counts[1]
    assert Agreement.objects.count() == 4


def test_save_and_publish_is_one_button_for_those_who_may(admin_client: Client) -> None:
    draft = builders.institution("Graz", is_published=False)
    html = shown(admin_client, page(draft, "change"))
    assert "Save and publish" in html
    assert admin_client.post(page(draft, "change"), filled(html, _publish="x")).status_code == 302
    draft.refresh_from_db()
    assert draft.is_published
    assert "Save and publish" not in shown(admin_client, page(draft, "change"))


def test_who_may_not_publish_does_not_publish_by_a_forged_button() -> None:
    user = User.objects.create_user("maria", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_institution", "view_institution"]))
    client = Client()
    client.force_login(user)
    draft = builders.institution("Graz", is_published=False)
    html = shown(client, page(draft, "change"))
    assert "Save and publish" not in html
    assert client.post(page(draft, "change"), filled(html, _publish="x")).status_code == 302
    draft.refresh_from_db()
    assert not draft.is_published
