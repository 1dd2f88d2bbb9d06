"""The rows of a list of the admin in a spreadsheet: those that are chosen, or all that the filters leave.

Which columns, `columns` says for every model; an admin adds to them by `exported_also`, or names its own by `exported`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from html import unescape
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _, gettext_lazy

from intlcoop.base import audit, languages
from intlcoop.base.list_tools import Tool, WithTools
from intlcoop.base.spreadsheet import Cell, csv_download, xlsx_download
from intlcoop.base.translated import SearchTextField, SortKeysField, TranslatedField

NOT_EXPORTED = (SearchTextField, SortKeysField, models.FileField, models.GeneratedField, models.AutoField, models.UUIDField)
AT_ONCE = 500
DOWNLOADS = {"csv": csv_download, "xlsx": xlsx_download}


@dataclass(frozen=True)
class Column:
    """A heading, and what stands under it for a row."""

    heading: str
    value: Callable[[Any], Cell]


def columns(model: type[models.Model], names: list[str] | None = None) -> list[Column]:
    """One for each plain field, for each language of a text; choices and other records in words."""
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    chosen = [field for field in fields if (field.name in names if names is not None else not isinstance(field, NOT_EXPORTED))]
    return [column for field in chosen for column in _columns_of(field)]


def _columns_of(field: Any) -> Iterator[Column]:
    heading = str(field.verbose_name)
    if isinstance(field, TranslatedField):
        for code in languages.written():
            yield Column(f"{heading} ({code})", partial(_text, field, code))
    else:
        yield Column(heading, partial(_cell, field))


def _text(field: Any, code: str, row: Any) -> str:
    text = getattr(row, field.name).get(code, "")
    return unescape(strip_tags(re.sub(r"</(?:p|h2|h3|li)>|<br>", "\n", text))).strip() if field.rich else text


def _cell(field: Any, row: Any) -> Cell:
    if field.many_to_many:
        return "; ".join(str(other) for other in getattr(row, field.name).all())
    value = getattr(row, field.name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(value, "alpha3"):
        return str(value.name)  # a country
    if isinstance(field, models.DateTimeField):
        return timezone.localtime(value).isoformat(" ", "minutes") if value else None
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return value if isinstance(value, int | float | Decimal) or value is None else str(value)


class Exporting(WithTools):
    """Two buttons above the list, two actions below it. Each export is written to the log of deeds."""

    is_exported = False
    exported: list[str] | None = None
    exported_also: tuple[str, ...] = ()  # methods of the admin, or of its model
    # With the names of people or how to reach them: a right of its own (roles.py).
    exports_people = False

    def has_export_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        may_see = self.is_exported and self.has_view_permission(request)
        return bool(may_see and (not self.exports_people or user.has_perm("partners.export_person")))

    def get_urls(self) -> list[Any]:
        own = [
            path(f"export.{form}", self.admin_site.admin_view(partial(self.export_view, form=form)), name=self._url_name(form))
            for form in DOWNLOADS
        ]
        return [*(own if self.is_exported else []), *super().get_urls()]

    def _url_name(self, form: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_export_{form}"

    def list_tools(self, request: HttpRequest) -> list[Tool]:
        own = []
        if self.has_export_permission(request):
            asked = f"?{query}" if (query := request.GET.urlencode()) else ""
            words = {"csv": _("Export as CSV"), "xlsx": _("Export for Excel")}
            own = [Tool(reverse(f"admin:{self._url_name(form)}") + asked, words[form]) for form in DOWNLOADS]
        return [*super().list_tools(request), *own]

    def export_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """All that the filters and the search leave, not only the page that is seen."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        try:
            shown = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist") + "?e=1")
        return self._export(request, shown.queryset, form)

    @admin.action(description=gettext_lazy("Export the chosen records as CSV"), permissions=["export"])
    def export_csv(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponseBase:
        return self._export(request, queryset, "csv")

    @admin.action(description=gettext_lazy("Export the chosen records for Excel"), permissions=["export"])
    def export_xlsx(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponseBase:
        return self._export(request, queryset, "xlsx")

    def _export(self, request: HttpRequest, rows: models.QuerySet[Any], form: str) -> HttpResponseBase:
        parts = [*columns(self.model, self.exported), *map(self._also, self.exported_also)]
        audit.record("export", request, of=self.opts.label_lower, form=form, count=rows.count())
        related = [field.name for field in self.opts.concrete_fields if field.is_relation]
        many = [field.name for field in self.opts.many_to_many]
        found = self.export_rows(rows.select_related(*related)).prefetch_related(*many)
        language = translation.get_language()
        name = f"{self.opts.verbose_name_plural} {timezone.localdate()}"
        return DOWNLOADS[form](name, [part.heading for part in parts], _cells(parts, found, language))

    def export_rows(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """With what the columns of `exported_also` read of them, so that ten rows cost as much as one."""
        return rows

    def _also(self, name: str) -> Column:
        method = getattr(self, name)
        return Column(str(method.short_description), lambda row: str(method(row)))


def _cells(parts: list[Column], rows: models.QuerySet[Any], language: str | None) -> Iterator[list[Cell]]:
    """Sent while it is read, when the request is over: the words still have to be in the language of who asked."""
    for row in rows.iterator(chunk_size=AT_ONCE):
        with translation.override(language):
            cells = [part.value(row) for part in parts]
        yield cells
