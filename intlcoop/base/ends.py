"""What ends, and how long before somebody is reminded of it: each app says in its ends.py what that is.

Reminders and calendars of staff read it; nothing here is public.
"""

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from intlcoop.base.clock import months_later
from intlcoop.base.start_page import place

Rows = Any  # a QuerySet, with the verbs of its model


@dataclass(frozen=True)
class Before:
    """So long before a day: "6m", "60d"; "0d" is the day itself."""

    months: int = 0
    days: int = 0

    SHAPE = re.compile(r"(\d{1,3})([md])", re.ASCII)

    @classmethod
    def read(cls, word: str) -> "Before":
        found = cls.SHAPE.fullmatch(word)
        if not found:
            raise ImproperlyConfigured(f"A reminder is so long before as 6m (months) or 60d (days) say, not {word!r}.")
        number = int(found[1])
        return cls(months=number) if found[2] == "m" else cls(days=number)

    def __str__(self) -> str:
        return f"{self.months}m" if self.months else f"{self.days}d"

    def day(self, end: datetime.date) -> datetime.date:
        """The day on which the reminder is due."""
        ordinal = months_later(end, -self.months).toordinal() - self.days
        return datetime.date.fromordinal(max(ordinal, 1))


def befores(words: Iterable[str]) -> tuple[Before, ...]:
    return tuple(Before.read(word) for word in words)


@dataclass(frozen=True)
class Ending:
    """A kind of end. `days` gives the rows of a QuerySet with the day that matters, of this day or later: decided ones are left out."""

    model: type[models.Model]
    name: str
    heading: Any
    days: Callable[[Rows, datetime.date], Iterable[tuple[Any, datetime.date]]]
    words: Callable[[Any], str]
    thresholds: tuple[Before, ...]
    # Only for accounts that may see such rows: not for a mailbox that others read too.
    is_confidential: bool = False


_endings: list[Ending] = []


def register_ending(ending: Ending) -> None:
    """Remind of it, and show it in the calendars of those who may see it."""
    _endings.append(ending)


def endings() -> list[Ending]:
    """In the order of the work."""
    return sorted(_endings, key=lambda ending: place(ending.model))
