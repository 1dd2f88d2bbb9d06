"""The parent of every admin page: what staff expect everywhere is said here once."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _, ngettext
from js_asset import Media
from simple_history.admin import SimpleHistoryAdmin

PUBLISHING: Any = (
    _("Publishing"),
    {"fields": ["is_published", "checked_on"], "description": _("A draft is seen by nobody but you and your colleagues.")},
)
ADDRESS: Any = (
    _("Address of the page"),
    {"fields": ["slug"], "classes": ["collapse"], "description": _("Made from the name. Change it only if it is wrong.")},
)


def _give_nonce(request: HttpRequest, context: dict[str, Any]) -> None:
    """The editor's import map is an inline script: it carries the nonce of this answer."""
    context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)  # type: ignore[attr-defined]


class PortalAdmin(admin.ModelAdmin):
    """Folded search, and an editor that works under the strict policy. For rows whose changes are not kept."""

    save_on_top = True
    list_per_page = 50
    show_facets = admin.ShowFacets.ALWAYS

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        """The same folded search as on the public pages, where the model has one."""
        if search_term and hasattr(queryset, "matching") and self.search_fields:
            return queryset.matching(search_term), False
        return super().get_search_results(request, queryset, search_term)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        _give_nonce(request, context)
        return super().render_change_form(request, context, *args, **kwargs)


class TrackedAdmin(PortalAdmin, SimpleHistoryAdmin):
    """With the history of each row: who changed what, and how it was before."""

    def render_history_view(self, request: HttpRequest, template: str, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if "media" in context:  # the form of an old version has the editor too
            _give_nonce(request, context)
        return super().render_history_view(request, template, context, **kwargs)


class RecordAdmin(TrackedAdmin):
    """A record with a public page: drafts and published ones, publish and unpublish for many at once."""

    actions = ["publish", "unpublish"]
    list_filter = ["is_published"]

    @admin.action(description=_("Publish the chosen records"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._set_published(request, queryset, True)

    @admin.action(description=_("Withdraw the chosen records from the public pages"), permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._set_published(request, queryset, False)

    def _set_published(self, request: HttpRequest, queryset: QuerySet[Any], published: bool) -> None:
        """Row by row, so that each change is in the history."""
        changed = 0
        for row in queryset.exclude(is_published=published):
            row.is_published = published
            row.save()
            changed += 1
        text = ngettext("%(count)d record changed.", "%(count)d records changed.", changed) % {"count": changed}
        self.message_user(request, text, messages.SUCCESS)

    def view_on_site(self, obj: Model) -> str | None:
        """No link to a page that would answer 404."""
        shown = getattr(obj, "is_published", False) and getattr(obj, "has_page", True)
        return obj.get_absolute_url() if shown and hasattr(obj, "get_absolute_url") else None


class Rows(admin.TabularInline):
    """Rows under a record; no empty ones until staff ask for one."""

    extra = 0
    show_change_link = False


class Parts(admin.StackedInline):
    """The same for rows with long texts."""

    extra = 0
