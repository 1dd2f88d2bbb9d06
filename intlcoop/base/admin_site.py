"""The admin as one place: its parts in the order of the work, and choices that say what they are."""

from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext

from intlcoop.base import audit
from intlcoop.base.admin_deletion import delete_selected
from intlcoop.base.admin_labels import label_of, rows_of
from intlcoop.base.kept import fields, kept
from intlcoop.base.start_page import place, to_add, to_do


class Choices(AutocompleteJsonView):
    """What a form offers while somebody types: no archived record, each by its full label."""

    model_admin: Any

    def get_queryset(self) -> QuerySet[Any]:
        found = super().get_queryset()
        return rows_of(self.model_admin, found.filter(is_archived=False) if hasattr(found.model, "is_archived") else found)

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": label_of(self.model_admin, obj)}


class PortalAdminSite(AdminSite):
    """Apps by `place_in_admin` of their AppConfig, records in the order in which their admin.py registers them."""

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")
        self.add_action(delete_selected)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        parts = self._build_app_dict(request, app_label)
        return sorted(parts.values(), key=lambda part: place(part["models"][0]["model"]))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The link to the public pages stays in the language in which the officer works."""
        return super().each_context(request) | {"site_url": reverse("admin:index").removesuffix("admin/")}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        here = {**to_do(request, self), "to_add": to_add(request, self)}
        return super().index(request, here | (extra_context or {}))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As the parent, but what somebody sends whose session has ended is not thrown away."""
        usual = super().admin_view(view, cacheable)

        def careful(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method == "POST" and request.user.is_anonymous and (line := kept(request)):
                return self.sign_in_again(request, line)
            return usual(request, *args, **kwargs)

        return update_wrapper(careful, usual)

    def sign_in_again(self, request: HttpRequest, line: str) -> HttpResponse:
        """The sign-in page, which takes the text along."""
        context = {
            **self.each_context(request),
            "title": gettext("Log in"),
            "form": (self.login_form or AdminAuthenticationForm)(request),
            "app_path": reverse("admin:login"),
            "next": request.get_full_path(),
            "kept": line,
        }
        return TemplateResponse(request, self.login_template or "admin/login.html", context, status=403)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        line = request.POST.get("kept", "")
        response = super().login(request, {"kept": line, **(extra_context or {})})
        if not line or response.status_code != 302:
            return response
        try:
            again = fields(line)
        except ValueError:
            return response
        context = {
            **self.each_context(request),
            "title": gettext("You are signed in again"),
            "fields": again,
            "target": response.headers["Location"],
        }
        return TemplateResponse(request, "admin/kept.html", context, headers={"Cache-Control": "private, no-store"})

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        response = super().password_change(request, extra_context)
        if response.status_code == 302:
            audit.record("own password changed", request)
        return response

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return Choices.as_view(admin_site=self)(request)
