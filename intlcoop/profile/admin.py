"""Editing the office's own row; looking at the addresses that redirect."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from intlcoop.base.admin import PortalAdmin, TrackedAdmin
from intlcoop.base.admin_read_only import ReadOnly
from intlcoop.profile.forms import ProfileForm
from intlcoop.profile.models import OldAddress, Profile


@admin.register(Profile)
class ProfileAdmin(TrackedAdmin):
    """There is one row. It is made once, changed at any time and never deleted."""

    form = ProfileForm
    list_display = ["__str__", "kind", "updated_at"]
    show_facets = admin.ShowFacets.NEVER
    fieldsets = [
        (None, {"fields": ["kind", "name", "university", "title"], "description": _("Whose office this is. It heads every page.")}),
        (_("What the portal shows"), {"fields": ["languages", "sections"],
                                      "description": _("What you do not tick disappears from every menu; nothing is deleted.")}),
        (_("Look"), {"fields": ["logo", "brand_colour", "accent_colour"],
                     "description": _("What makes the pages yours. Lighter and darker tones, also for dark screens, follow by themselves.")}),
        (_("Home page"), {"fields": ["introduction", "notice"], "description": _("What a visitor reads first.")}),
        (_("The office"), {"fields": ["office_name", "also_known_as", "purpose", "founded_on", "legal_basis"],
                           "description": _("Shown on the page Office. Everything here is optional.")}),
        (_("Contact"), {"fields": ["street", "postal_code", "city", "country", "phone", "fax", "email", "website", "hours"],
                        "description": _("Shown in the foot of every page. Leave out what you do not want to publish.")}),
        (_("Accessibility statement"), {"fields": ["accessibility_gaps", "accessibility_checked_on", "enforcement"],
                                        "description": _("Shown on the page Accessibility, which public bodies in the European Union must have.")}),
        (_("Proposals"), {"fields": ["answer_days", "proposal_extras"], "description": _("What the page “Propose cooperation” promises and asks.")}),
        (_("Promises"), {"fields": ["smallest_cell", "data_terms"], "description": _("What visitors and students can rely on.")}),
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and request.office._state.adding  # type: ignore[attr-defined]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """There is no other row to go on with."""
        return super().render_change_form(request, context | {"show_save_and_add_another": False}, *args, **kwargs)


@admin.register(OldAddress)
class OldAddressAdmin(ReadOnly, PortalAdmin):
    """The portal keeps this list itself, whenever an address is changed."""

    list_display = ["model", "slug", "target", "created_at"]
    list_filter = ["model"]
    search_fields = ["slug"]
    search_help_text = _("A part of the old address.")
