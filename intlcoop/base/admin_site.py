"""The admin's site: Django's own, whose choices while typing are told apart by more than `__str__` knows."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase


class ChoicesView(AutocompleteJsonView):
    """Rows that may be chosen: none from the archive, each with the words of its own admin (PortalAdmin.choice_label)."""

    model_admin: Any

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        if hasattr(rows, "in_use"):
            rows = rows.in_use()
        return self.model_admin.choice_rows(rows) if hasattr(self.model_admin, "choice_rows") else rows

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        return result | {"text": self.model_admin.choice_label(obj)} if hasattr(self.model_admin, "choice_label") else result


class PortalSite(AdminSite):
    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]
        return ChoicesView.as_view(admin_site=self)(request)


class PortalSiteConfig(AdminConfig):
    """Stands in INSTALLED_APPS in the place of django.contrib.admin."""

    default_site = "intlcoop.base.admin_site.PortalSite"
