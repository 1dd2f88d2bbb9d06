"""Who changed a record, when, and what: in the words that staff use."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import formats
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django_countries.fields import CountryField
from simple_history.models import ModelChange
from simple_history.template_utils import HistoricalRecordContextHelper

from intlcoop.base import languages
from intlcoop.base.models import minute
from intlcoop.base.partial_date import PartialDate, PartialDateField
from intlcoop.base.translated import TranslatedField

BY_BUTTON = "is_archived"  # no form has this field, so the library does not compare it


@dataclass(frozen=True)
class Change:
    """The last thing that somebody did to a record."""

    user: Any
    moment: datetime.datetime | None
    name: str = ""

    @property
    def who(self) -> str:
        return (self.user.get_full_name() or self.user.get_username()) if self.user else gettext("Somebody")

    @property
    def when(self) -> str:
        return minute(self.moment) if self.moment else ""


class ChangesInWords(HistoricalRecordContextHelper):
    """What was changed, as staff read it: texts by language without markup, choices and dates in words, yes and no."""

    def __init__(self, model: type[Model], record: Any, fields: dict[str, Any] | None = None) -> None:
        """`fields` are those of the record's form: where a column keeps a list of codes, they know the words."""
        super().__init__(model, record, max_displayed_delta_change_chars=400)
        self.fields = fields or {}

    def context_for_delta_changes(self, delta: Any) -> list[dict[str, Any]]:
        old, new = (getattr(record, BY_BUTTON, None) for record in (delta.old_record, delta.new_record))
        added = [ModelChange(BY_BUTTON, old, new)] if old != new else []
        return super().context_for_delta_changes(replace(delta, changes=[*delta.changes, *added]))

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        field: Any = self.model._meta.get_field(change.field)
        if isinstance(field, TranslatedField):
            return "; ".join(f"{languages.own_name(code)}: {strip_tags(text)}" for code, text in (value or {}).items())
        if isinstance(field, PartialDateField):
            return PartialDate(value).display() if value else ""
        if value is None:
            return ""
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        if isinstance(value, datetime.datetime):
            return minute(value)
        if isinstance(value, datetime.date):
            return formats.date_format(value, "DATE_FORMAT")
        if isinstance(value, list) and not field.many_to_many:
            words = dict(getattr(self.fields.get(change.field), "choices", None) or [])
            return ", ".join(str(words.get(item, item)) for item in value)
        if isinstance(field, CountryField):
            return str(field.countries.name(str(value)))
        if getattr(field, "flatchoices", None):
            return str(dict(field.flatchoices).get(value, value))
        return super().prepare_delta_change_value(change, value)


def last_change(row: Model) -> Change:
    """From the history of the record; where none is kept, from the log of the admin."""
    if hasattr(row, "history"):
        newest = row.history.select_related("history_user").first()
        return Change(newest.history_user, newest.history_date) if newest else Change(None, None)
    entry = _log(type(row), row.pk).first()
    return Change(entry.user, entry.action_time) if entry else Change(None, None)


def removal(model: Any, pk: Any) -> Change | None:
    """Who deleted the record that had this number; None if nobody remembers one."""
    if hasattr(model, "history"):
        last = model.history.filter(**{model._meta.pk.attname: pk}, history_type="-").select_related("history_user").first()
        return Change(last.history_user, last.history_date, str(last.instance)) if last else None
    entry = _log(model, pk).filter(action_flag=DELETION).first()
    return Change(entry.user, entry.action_time, entry.object_repr) if entry else None


def _log(model: type[Model], pk: Any) -> Any:
    entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id=str(pk))
    return entries.select_related("user").order_by("-action_time")
