"""What a record is called where it is chosen, named or listed in the admin."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intlcoop.base.partial_date import PartialDateField


def label_of(model_admin: Any, row: Model) -> str:
    """By its admin's `choice_label(row)` where it has one, else as everywhere."""
    name = getattr(model_admin, "choice_label", str)
    return str(name(row))


def rows_of(model_admin: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """With what `choice_label` reads of them, so that ten choices cost as much as one."""
    return model_admin.choice_rows(rows) if hasattr(model_admin, "choice_rows") else rows


PASTED = 200


class Labelled(admin.options.BaseModelAdmin):
    """A chosen record is named in the form as it was in the list of choices; a box without a label of its own is named for screen readers."""

    has_labels = True
    # Identifiers that the model tidies: the box takes them as they are found, a web address too. The model's own limit holds afterwards.
    pasted: tuple[str, ...] = ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.pasted:
            kwargs["max_length"] = PASTED
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and not field.help_text:
            field.help_text = self._hint(db_field)
        for part in getattr(field, "fields", [field]):
            if isinstance(part, forms.DateField):
                part.error_messages["invalid"] = _("Enter a day, like 2026-10-29 or 29.10.2026.")
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            # Beside a chosen partner a cross looks as if it took the choice back; it would delete the partner.
            widget.can_delete_related = False
            widget.can_view_related = widget.can_view_related and self.has_labels
        if isinstance(field, forms.SplitDateTimeField):
            for part, words in zip(field.widget.widgets, (_("date"), _("time")), strict=True):
                part.attrs["aria-label"] = format_lazy("{}, {}", field.label, words)
        elif field and not self.has_labels:
            getattr(field.widget, "widget", field.widget).attrs.setdefault("aria-label", field.label)
        return field

    @staticmethod
    def _hint(db_field: Any) -> Any:
        """What nobody can guess from the name of the box; said here once for all of its kind."""
        if db_field.name == "order":
            return _("Small numbers come first.")
        return _("A year, a month or a day: 2003, 2003-10 or 2003-10-29.") if isinstance(db_field, PartialDateField) else ""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        related = db_field.remote_field.model
        if field and self.admin_site.is_registered(related):
            chosen_from = self.admin_site.get_model_admin(related)
            field.queryset = rows_of(chosen_from, field.queryset)
            field.label_from_instance = partial(label_of, chosen_from)
        return field
