"""What waits for the office: each app says in its due.py what that is, the start page of the admin counts it.

The same condition counts on the start page and filters the list behind the link, so that the number is the number of rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, Q, Value

from intlcoop.base import languages
from intlcoop.base.models import PROPER_NAMES, Record
from intlcoop.base.translated import TranslatedField

Rows = Any  # a QuerySet, with the verbs of its model


@dataclass(frozen=True)
class Due:
    """A line of "To do": its name in the address of the list, its words ("Agreements that end within six months") and its rows."""

    name: str
    words: Any
    rows: Callable[[Rows], Rows]


_due: dict[str, list[Due]] = {}
_to_add: list[type[models.Model]] = []


def register_due(model: type[models.Model], name: str, *, words: Any, rows: Callable[[Rows], Rows]) -> None:
    """Count `rows(queryset)` of this model on the start page, for those who may see them."""
    _due.setdefault(model._meta.label, []).append(Due(name, words, rows))


def due_of(model: type[models.Model]) -> list[Due]:
    return _due.get(model._meta.label, [])


def offer_to_add(*of: type[models.Model]) -> None:
    """A button on the start page, for what the office adds every week."""
    _to_add.extend(of)


def offered_to_add() -> list[type[models.Model]]:
    return _to_add


def in_use(rows: Rows) -> Rows:
    """Without the archive, where there is one."""
    return rows.filter(is_archived=False) if issubclass(rows.model, Record) else rows


def without_translation(model: type[models.Model]) -> Q | None:
    """The condition that a text of the record lacks one of the languages in which the office writes; None if none can.

    Names may stay in their own language, and a text that is written in no language lacks nothing.
    """
    codes = languages.written()
    texts = [field.name for field in model._meta.fields if isinstance(field, TranslatedField) and field.name not in PROPER_NAMES]
    if len(codes) < 2 or not texts:
        return None
    lacking = Q()
    for text in texts:
        for code in codes:
            lacking |= Q(**{f"{text}__has_any_keys": list(languages.can_be_written())}) & ~Q(**{f"{text}__has_key": code})
    return lacking


def counted(parts: dict[str, Rows]) -> dict[str, int]:
    """How many rows each has, in one query however many there are."""
    numbers = [
        rows.order_by().annotate(due_part=Value(part, output_field=models.CharField())).values("due_part").annotate(number=Count("pk"))
        for part, rows in parts.items()
    ]
    if not numbers:
        return {}
    first, *others = numbers
    found = first.union(*others, all=True) if others else first
    return {row["due_part"]: row["number"] for row in found}
