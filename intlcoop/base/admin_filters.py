"""Filters that every list of the admin has: the archive, and what the start page counts."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from intlcoop.base.due import due_of, without_translation
from intlcoop.base.models import Record
from intlcoop.base.start_page import OF_RECORDS, UNTRANSLATED


class ArchivedFilter(admin.SimpleListFilter):
    """Archived records are out of the way until somebody asks for them."""

    title = _("archive")
    parameter_name = "archive"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("archived", _("Archived")), ("all", _("All"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("In use")}
        yield from others

    def get_facet_counts(self, pk_attname: str, filtered_qs: QuerySet[Any]) -> dict[str, Any]:
        """No numbers: how many are put aside helps nobody, and each list would count its whole table for it."""
        return {}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(is_archived=self.value() == "archived")


class DueFilter(admin.SimpleListFilter):
    """The rows behind a number of the start page."""

    title = _("to do")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        lines: list[tuple[str, Any]] = [(line.name, line.words) for line in due_of(model_admin.model)]
        if issubclass(model_admin.model, Record) and without_translation(model_admin.model) is not None:
            lines.append((UNTRANSLATED, OF_RECORDS[UNTRANSLATED]))
        return lines

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == UNTRANSLATED:
            lacking = without_translation(queryset.model)
            return queryset if lacking is None else queryset.filter(lacking)
        return next((line.rows(queryset) for line in due_of(queryset.model) if line.name == self.value()), queryset)
