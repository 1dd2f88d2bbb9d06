"""The admin as one place: the order of its parts, and what the choices in its forms say."""

import pytest
from django.contrib import admin
from django.test import Client

from intlcoop.base.admin_site import PortalAdminSite
from partners.admin import InstitutionAdmin
from tests import builders
from tests.pages import in_order, shown

pytestmark = pytest.mark.django_db
CHOICES = {"app_label": "partners", "model_name": "person", "field_name": "institution", "term": "graz"}


def choices(client: Client) -> list[str]:
    return [row["text"] for row in client.get("/admin/autocomplete/", CHOICES).json()["results"]]


def test_the_site_is_ours() -> None:
    assert isinstance(admin.site, PortalAdminSite)


def test_the_parts_stand_in_the_order_of_the_work(admin_client: Client) -> None:
    builders.office()
    html = shown(admin_client, "/admin/")
    apps = ("proposals", "partners", "projects", "visitors", "news", "profile", "office", "auth")
    assert in_order(html, *[f'class="app-{app} module' for app in apps])
    assert in_order(html, "partners-institution", "partners-person", "partners-agreement", "partners-jointcentre")


def test_archived_records_are_not_offered(admin_client: Client) -> None:
    builders.office()
    builders.institution("Graz")
    builders.institution("Old Graz", is_archived=True)
    assert choices(admin_client) == ["Graz"]


def test_a_choice_and_what_was_chosen_bear_the_full_label(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    builders.office()
    who = builders.person(institution=builders.institution("Graz"))
    monkeypatch.setattr(InstitutionAdmin, "choice_label", lambda self, row: f"{row} ({row.country})", raising=False)
    assert choices(admin_client) == ["Graz (AT)"]
    assert ">Graz (AT)</option>" in shown(admin_client, f"/admin/partners/person/{who.pk}/change/")
