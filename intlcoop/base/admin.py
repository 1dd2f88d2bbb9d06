"""The parent of every admin page: what staff expect everywhere is said here once."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import quote, unquote
from django.contrib.auth import get_permission_codename
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms.models import BaseInlineFormSet, _get_foreign_key
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _, ngettext
from js_asset import Media
from simple_history.admin import SimpleHistoryAdmin

from intlcoop.base import audit
from intlcoop.base.admin_deletion import PlainDeletion
from intlcoop.base.admin_export import Exporting
from intlcoop.base.admin_filters import ArchivedFilter, DueFilter
from intlcoop.base.admin_labels import Labelled
from intlcoop.base.admin_list import PortalChangeList
from intlcoop.base.admin_versions import GuardedAdmin
from intlcoop.base.changes import ChangesInWords
from intlcoop.base.translated import InLanguage, SortKeysField, TranslatedField
from intlcoop.base.typed import NUMBER

# The paper ends with what happens to it: these fieldsets stand below the rows of a record (see templates/admin/change_form.html).
AFTER_ROWS = "after-rows"
PUBLISHING: Any = (
    _("Publishing"),
    {
        "fields": ["is_published", ("publish_at", "withdraw_at"), "checked_on"],
        "description": _("A draft has no public page. Save it first, then “Preview” shows the page as visitors will see it."),
        "classes": [AFTER_ROWS],
    },
)
WITHOUT_PAGE = _("Published, it stands in the lists and on the pages of others. It has no page of its own, so there is no preview either.")
PUBLISHING_FIELDS = ["is_published", "publish_at", "withdraw_at"]
ADDRESS: Any = (
    _("Address of the page"),
    {"fields": ["slug"], "classes": ["collapse", AFTER_ROWS], "description": _("Made from the name. Change it only if it is wrong.")},
)


PUBLISH = "_publish"
ROWS_SHOWN = 20


def _column(model: type[Model], name: Any) -> Any:
    """A text in several languages as the reader's words, sorted by its alphabet; Django would sort by the JSON."""
    fields = {field.name: field for field in model._meta.fields}
    field = fields.get(name) if isinstance(name, str) else None
    if not isinstance(field, TranslatedField):
        return name
    keys = [key for key, kept in fields.items() if isinstance(kept, SortKeysField) and kept.source == name]

    @admin.display(description=field.verbose_name, ordering=InLanguage(keys[0]) if keys else field.name)
    def words(row: Model) -> str:
        return str(getattr(row, field.name))

    words.__name__ = field.name
    return words


def _view_of(url: str) -> Any:
    """The class of the view that answers at this address."""
    return getattr(resolve(url).func, "view_class", None)


def _give_nonce(request: HttpRequest, context: dict[str, Any]) -> None:
    """The editor's import map is an inline script: it carries the nonce of this answer."""
    context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)  # type: ignore[attr-defined]


class PortalAdmin(Labelled, GuardedAdmin, PlainDeletion, Exporting):
    """Folded search, and an editor that works under the strict policy, nothing overwritten unseen. For rows whose changes are not kept."""

    save_on_top = True
    list_per_page = 50
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False  # one count of the whole table less; a search still says how many it has found

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [_column(self.model, name) for name in super().get_list_display(request)]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_filter(request), DueFilter]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[PortalChangeList]:
        return PortalChangeList

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        """The same folded search as on the public pages, where the model has one."""
        if search_term and hasattr(queryset, "matching") and self.search_fields:
            return queryset.matching(search_term), False
        return super().get_search_results(request, queryset, search_term)

    def choice_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With what `choice_label` reads of them, so that ten choices cost as much as one."""
        return rows

    def choice_label(self, row: Any) -> str:
        """How staff tell this row from others when they choose it in another form. No `__str__` may ask for other tables."""
        return str(row)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        _give_nonce(request, context)
        context["is_on_site"] = self.is_on_site(kwargs.get("obj"))
        return super().render_change_form(request, context, *args, **kwargs)

    @staticmethod
    def is_on_site(row: Any) -> bool:
        """Whether visitors see its page: someone who may not be named has none, published or not."""
        return bool(getattr(row, "is_public", False) and getattr(row, "has_page", True))

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        audit.record("add", request, obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        audit.record("change", request, obj)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for row in queryset:
            audit.record("delete", request, row)
        return super().log_deletions(request, queryset)


class TrackedAdmin(PortalAdmin, SimpleHistoryAdmin):
    """With the history of each row: who changed what, and how it was before."""

    def get_historical_record_context_helper(self, request: HttpRequest, historical_record: Any) -> ChangesInWords:
        return self.in_words(historical_record)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Together with the latest changes of the rows under the record, which have a history of their own."""
        rows = [(part, changes) for part, changes in self._changed_rows(request, unquote(object_id)) if changes]
        return super().history_view(request, object_id, {"changed_rows": rows, **(extra_context or {})})

    def _changed_rows(self, request: HttpRequest, object_id: str) -> Iterator[tuple[Any, list[Any]]]:
        for inline in self.get_inline_instances(request):
            if hasattr(inline.model, "history") and NUMBER.fullmatch(object_id):
                path = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name).attname
                changes = inline.model.history.filter(**{path: object_id}).select_related("history_user")
                yield inline.model._meta.verbose_name_plural, list(changes[:ROWS_SHOWN])

    def render_history_view(self, request: HttpRequest, template: str, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if "media" in context:  # the form of an old version has the editor too
            _give_nonce(request, context)
        return super().render_history_view(request, template, context, **kwargs)


class RecordAdmin(TrackedAdmin):
    """A record with a public page: drafts and published ones; publish, withdraw, archive and restore many at once.

    Whoever may change a record but not publish it sees the publishing fields without being able to change them.
    """

    actions = ["export_csv", "export_xlsx", "publish", "unpublish", "archive", "restore"]
    is_exported = True
    list_filter = ["is_published"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_filter(request), ArchivedFilter]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """“Preview” is promised only where there is one."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if hasattr(self.model, "get_absolute_url"):
            return fieldsets
        name, options = PUBLISHING
        return [(name, options | {"description": WITHOUT_PAGE}) if part is PUBLISHING else part for part in fieldsets]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        own = [] if self.has_publish_permission(request) else PUBLISHING_FIELDS
        return [*super().get_readonly_fields(request, obj), *own]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.has_perm(f"{self.opts.app_label}.{get_permission_codename('publish', self.opts)}"))

    @admin.display(description=_("on the pages"), ordering="is_published")
    def publication(self, record: Any) -> str:
        return str(record.publication)

    @admin.action(description=_("Publish the chosen records"), permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._set(request, queryset, is_published=True)

    @admin.action(description=_("Withdraw the chosen records from the public pages"), permissions=["publish"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._set(request, queryset, is_published=False)

    @admin.action(description=_("Archive the chosen records: out of all lists and choices"), permissions=["publish"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._set(request, queryset, is_archived=True)

    @admin.action(description=_("Bring the chosen records back from the archive"), permissions=["publish"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._set(request, queryset, is_archived=False)

    def _set(self, request: HttpRequest, queryset: QuerySet[Any], **values: Any) -> None:
        """All or nothing, and row by row, so that each change is in the history."""
        changed = 0
        with transaction.atomic():
            # Locked before they are read: what a colleague is saving at this moment is not overwritten.
            chosen = self.model._base_manager.filter(pk__in=queryset.order_by().values("pk"))
            for row in chosen.select_for_update().order_by("pk"):
                before = {name: getattr(row, name) for name in values}
                if before != values:
                    for name, value in values.items():
                        setattr(row, name, value)
                    row.save()
                    audit.record("publishing", request, row, **values)
                    changed += 1
        text = ngettext("%(count)d record changed.", "%(count)d records changed.", changed) % {"count": changed}
        self.message_user(request, text, messages.SUCCESS)

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *args: Any) -> Any:
        """Archived or brought back from its own page: the officer stays there."""
        answer: Any = super().response_action(request, queryset, *args)
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if "_stay" in request.POST and len(chosen) == 1 and answer and answer.status_code == 302:
            info = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(info, args=[quote(chosen[0])]))
        return answer

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """“Save and publish” is the tick and the button in one."""
        if PUBLISH in request.POST and self.has_publish_permission(request):
            obj.is_published = True
        super().save_model(request, obj, form, change)
        if self.has_publish_permission(request):
            changed = {
                name: getattr(obj, name) for name in PUBLISHING_FIELDS if (getattr(obj, name) or None) != (form.initial.get(name) or None)
            }
            if changed:
                audit.record("publishing", request, obj, **changed)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Published and still seen by nobody: the office has to be told why."""
        super().save_related(request, form, formsets, change)
        section = self._closed_section(request, self.get_view_on_site_url(form.instance))
        if section:
            text = _("Visitors do not see this yet: the section “%(section)s” is switched off in the profile of the office.")
            self.message_user(request, text % {"section": section.label}, messages.WARNING)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        record = kwargs.get("obj")
        may_publish = self.has_publish_permission(request) and not context["is_popup"]
        context |= {
            "show_save_and_publish": may_publish and not (record and (record.is_published or record.is_archived)),
            "is_archived": bool(record and record.is_archived),
            "can_restore": may_publish,
        }
        response: Any = super().render_change_form(request, context, *args, **kwargs)
        if self._closed_section(request, response.context_data["absolute_url"]):
            response.context_data |= {"has_absolute_url": False, "absolute_url": None}
        return response

    @staticmethod
    def _closed_section(request: HttpRequest, url: str | None) -> Any:
        """The section of this address, if the office does not use it."""
        section = getattr(_view_of(url), "section", None) if url else None
        return section if section and not request.office.uses(section) else None  # type: ignore[attr-defined]

    def view_on_site(self, obj: Model) -> str | None:
        """The record's page; of a draft, the preview that only staff see, where its kind of page has one."""
        if not hasattr(obj, "get_absolute_url"):
            return None
        url = str(obj.get_absolute_url())
        return url if self.is_on_site(obj) or getattr(_view_of(url), "has_preview", False) else None


class Rows(Labelled, admin.TabularInline):
    """Rows under a record; no empty ones until staff ask for one. In a table the heading of the column is the label."""

    extra = 0
    has_labels = False


class RowsFormSet(BaseInlineFormSet):
    """For rules that need all rows of a record at once."""

    def kept(self) -> list[dict[str, Any]]:
        """The cleaned values of the rows that stay: neither left empty nor to be deleted."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]


class Parts(Labelled, admin.StackedInline):
    """The same for rows with long texts."""

    extra = 0
