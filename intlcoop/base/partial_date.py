"""Dates that are known only in part: "2003", "2003-10" or "2003-10-29".

Offices often know no more than the year. What starts, starts at the first possible day; what ends, ends after the last.
The database keeps both days in generated columns, so that queries compare dates and nobody computes them twice.
"""

import calendar
import datetime
import re
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from intlcoop.base import languages


class PartialDate(str):
    """A year, a month or a day, written as ISO 8601 does; empty when nothing is known. Raises ValueError for anything else."""

    __slots__ = ()
    SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

    def __new__(cls, text: str = "") -> "PartialDate":
        if isinstance(text, cls):
            return text
        match = cls.SHAPE.fullmatch(text) if text else None
        if text and not match:
            raise ValueError(f"not a year, month or day: {text!r}")
        if match:
            year, month, day = (int(part) if part else 1 for part in match.groups())
            datetime.date(year, month, day)
        return super().__new__(cls, text)

    @property
    def year(self) -> int | None:
        return int(self[:4]) if self else None

    @property
    def first(self) -> datetime.date | None:
        """The earliest day that it can mean."""
        return datetime.date.fromisoformat(self + "-01-01"[len(self) - 4 :]) if self else None

    @property
    def last(self) -> datetime.date | None:
        """The latest day that it can mean."""
        if not self or len(self) == 10:
            return self.first
        year, month = int(self[:4]), int(self[5:7] or 12)
        return datetime.date(year, month, calendar.monthrange(year, month)[1])

    def years_later(self, years: int) -> "PartialDate":
        """As exact as it is; 29 February becomes the 28th where there is none. Empty after the year 9999."""
        year = (self.year or datetime.MAXYEAR) + years
        if year > datetime.MAXYEAR:
            return PartialDate()
        rest = "-02-28" if self[4:] == "-02-29" and not calendar.isleap(year) else self[4:]
        return PartialDate(f"{year:04}{rest}")

    def display(self) -> str:
        """In words of the active language: "2003", "October 2003", "29 October 2003"."""
        day = self.first
        if day is None or len(self) == 4:
            return str(self)
        return f"{MONTHS[day.month]} {day.year:04}" if len(self) == 7 else _in_words(day, languages.active())


@lru_cache(10_000)
def _in_words(day: datetime.date, language: str) -> str:
    """In this language, which is the active one. A list says dozens of dates, and each takes Django as long as a row of it."""
    return formats.date_format(day, "DATE_FORMAT")


def parse(text: str) -> PartialDate:
    """What an officer types: 2003, 10/2003, 29.10.2003, 2003-10-29. Raises ValidationError with words for her."""
    text = re.sub(r"\s*[./\s]\s*", ".", text.strip().rstrip("."))  # "29. 10. 2003." is how Serbian writes it
    for shape in (r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})", r"(?P<m>\d{1,2})\.(?P<y>\d{4})", r"(?P<y>\d{4})"):
        if match := re.fullmatch(shape, text, re.ASCII):
            parts = match.groupdict()
            text = "-".join(part.zfill(2) for part in (parts["y"], parts.get("m"), parts.get("d")) if part)
            break
    try:
        return PartialDate(text)
    except ValueError as error:
        raise ValidationError(_("Enter a year, a month or a day, like 2003, 2003-10 or 2003-10-29."), code="partial_date") from error


class PartialDateField(models.CharField):
    """Stores a PartialDate as text; empty means that nothing is known."""

    description = _("Year, month or day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs["blank"] = kwargs.get("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: BaseDatabaseWrapper) -> PartialDate:
        return PartialDate(value or "")

    def to_python(self, value: Any) -> PartialDate:
        if isinstance(value, datetime.date):
            return PartialDate(value.isoformat())
        return value if isinstance(value, PartialDate) else parse(str(value or ""))

    def get_prep_value(self, value: Any) -> str:
        return str(PartialDate(str(value or "")))

    def formfield(self, **kwargs: Any) -> Any:
        field = super().formfield(**kwargs)
        if field is not None:
            field.widget.attrs |= {"class": "vTextField partial-date", "size": 12, "maxlength": 20}
            field.max_length = 20  # type: ignore[attr-defined]
            field.validators = []
        return field


class _Day(models.Func):
    """The first or last possible day, computed by the database from the stored text."""

    output_field = models.DateField()
    sqlite = postgresql = ""

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return self._repeated(compiler, connection, self.sqlite, **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return self._repeated(compiler, connection, self.postgresql, **context)

    def _repeated(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, template: str, **context: Any) -> Any:
        """The template names the text several times; its parameters must come as often."""
        sql, params = self.as_sql(compiler, connection, template=template, **context)
        return sql, [*params] * template.count("%(expressions)s")


class FirstDay(_Day):
    sqlite = (
        "(CASE LENGTH(%(expressions)s) WHEN 10 THEN %(expressions)s WHEN 7 THEN %(expressions)s || '-01'"
        " WHEN 4 THEN %(expressions)s || '-01-01' END)"
    )
    postgresql = (
        "(CASE LENGTH(%(expressions)s) WHEN 10 THEN MAKE_DATE(SUBSTR(%(expressions)s, 1, 4)::int, SUBSTR(%(expressions)s, 6, 2)::int,"
        " SUBSTR(%(expressions)s, 9, 2)::int) WHEN 7 THEN MAKE_DATE(SUBSTR(%(expressions)s, 1, 4)::int,"
        " SUBSTR(%(expressions)s, 6, 2)::int, 1) WHEN 4 THEN MAKE_DATE(SUBSTR(%(expressions)s, 1, 4)::int, 1, 1) END)"
    )


class LastDay(_Day):
    # December by itself: for SQLite there is no month after December 9999.
    sqlite = (
        "(CASE LENGTH(%(expressions)s) WHEN 10 THEN %(expressions)s WHEN 7 THEN CASE SUBSTR(%(expressions)s, 6) WHEN '12'"
        " THEN %(expressions)s || '-31' ELSE DATE(%(expressions)s || '-01', '+1 month', '-1 day') END"
        " WHEN 4 THEN %(expressions)s || '-12-31' END)"
    )
    postgresql = (
        "(CASE LENGTH(%(expressions)s) WHEN 10 THEN MAKE_DATE(SUBSTR(%(expressions)s, 1, 4)::int, SUBSTR(%(expressions)s, 6, 2)::int,"
        " SUBSTR(%(expressions)s, 9, 2)::int) WHEN 7 THEN (MAKE_DATE(SUBSTR(%(expressions)s, 1, 4)::int,"
        " SUBSTR(%(expressions)s, 6, 2)::int, 1) + INTERVAL '1 month' - INTERVAL '1 day')::date"
        " WHEN 4 THEN MAKE_DATE(SUBSTR(%(expressions)s, 1, 4)::int, 12, 31) END)"
    )


def first_day(of: str) -> models.GeneratedField:
    """The column of the first possible day of the PartialDateField named `of`; NULL where nothing is known."""
    return models.GeneratedField(expression=FirstDay(of), output_field=models.DateField(null=True), db_persist=True, editable=False)


def last_day(of: str) -> models.GeneratedField:
    """The column of the last possible day of the PartialDateField named `of`; NULL where nothing is known."""
    return models.GeneratedField(expression=LastDay(of), output_field=models.DateField(null=True), db_persist=True, editable=False)
