"""What somebody typed into a form of the admin: kept in its place when rows have come and gone, and shown to be copied."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict

from intlcoop.base import languages
from intlcoop.base.translated_forms import TranslatedFormField

NUMBER = re.compile(r"[0-9]{1,18}")


def realigned(data: QueryDict, prefix: str, now: list[str]) -> QueryDict:
    """The rows of a form as they can be shown again: those that exist (`now`) in their order, then, as new ones, those that were deleted.

    What was typed into a row that a colleague has deleted would otherwise vanish with it.
    """
    total, initial = (int(str(data[f"{prefix}-{name}_FORMS"])) for name in ("TOTAL", "INITIAL"))
    rows = [{} for _row in range(total)]  # type: list[dict[str, list[str]]]
    for key, values in data.lists():
        place, _dash, name = key.removeprefix(f"{prefix}-").partition("-")
        if key.startswith(f"{prefix}-") and name and place.isdecimal() and int(place) < total:
            rows[int(place)][name] = values
    known = {row.get("id", [""])[0]: row for row in rows[:initial]}
    gone = [row | {"id": [""]} for pk, row in known.items() if pk not in now and "DELETE" not in row]
    again = [*(known[pk] for pk in now), *gone, *rows[initial:]]
    changed = data.copy()
    for key in data:
        if key.startswith(f"{prefix}-") and key.removeprefix(f"{prefix}-").partition("-")[0].isdecimal():
            del changed[key]
    for number, row in enumerate(again):
        for name, values in row.items():
            changed.setlist(f"{prefix}-{number}-{name}", values)
    changed[f"{prefix}-TOTAL_FORMS"], changed[f"{prefix}-INITIAL_FORMS"] = str(len(again)), str(len(now))
    return changed


def typed(form: Any) -> Iterator[tuple[str, str]]:
    """Label and text of everything that somebody entered into a form, to be copied."""
    for bound in form.visible_fields():
        entered: Any = bound.data
        choices = {} if isinstance(bound.field, forms.ModelChoiceField) else dict(getattr(bound.field, "choices", None) or [])
        if not entered or isinstance(bound.field, forms.BooleanField):
            continue
        if isinstance(bound.field, TranslatedFormField):
            yield from ((f"{bound.label} ({languages.own_name(code)})", text) for code, text in entered.items() if text)
        elif isinstance(bound.field, forms.ModelChoiceField):
            yield str(bound.label), _names(bound.field, entered if isinstance(entered, list) else [entered])
        elif isinstance(entered, list):
            yield str(bound.label), " ".join(str(choices.get(item, item)) for item in entered if item)
        else:
            yield str(bound.label), str(choices.get(entered, entered))


def _names(choice: Any, numbers: list[str]) -> str:
    return ", ".join(
        choice.label_from_instance(row) for row in choice.queryset.filter(pk__in=[pk for pk in numbers if NUMBER.fullmatch(pk)])
    )
