"""Dates of a sample office that move with the day of loading, so that something always ends soon.

Any text of a sample file may hold a word in braces: `{today+90d}` is a day, `{month-18m}` a month, `{year+1}` a year and
`{academic-1}` an academic year (2025/2026; it begins on 1 October), `{autumn}` the year in which the academic year began, and `{ceepus}`
edition and year as CEEPUS numbers end (21-2526). Shifts count days, months or years (d, m, y); without a unit, years.
"""

import calendar
import datetime
import re
from typing import Any

WORD = re.compile(r"\{(today|month|year|academic|autumn|ceepus)(?:([+-]\d{1,4})([dmy]?))?\}")
FIRST_MONTH = 10
BEFORE_CEEPUS_III = 2004  # the year 2005/06 was its first edition


def shifted(day: datetime.date, number: int, unit: str) -> datetime.date:
    """So many days, months or years later; the 31st becomes the last day of a shorter month."""
    if unit == "d":
        return day + datetime.timedelta(days=number)
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _said(match: re.Match[str], today: datetime.date) -> str:
    word, number, unit = match[1], int(match[2] or 0), match[3] or "y"
    day = shifted(today, number, unit)
    autumn = day.year if day.month >= FIRST_MONTH else day.year - 1
    return {
        "today": day.isoformat(),
        "month": f"{day:%Y-%m}",
        "year": str(day.year),
        "academic": f"{autumn}/{autumn + 1}",
        "autumn": str(autumn),
        "ceepus": f"{autumn - BEFORE_CEEPUS_III:02}-{autumn % 100:02}{(autumn + 1) % 100:02}",
    }[word]


def resolved(value: Any, today: datetime.date) -> Any:
    """The value of a sample file with the words of all its texts, however deep, put in."""
    if isinstance(value, str):
        return WORD.sub(lambda match: _said(match, today), value)
    if isinstance(value, list):
        return [resolved(part, today) for part in value]
    if isinstance(value, dict):
        return {key: resolved(part, today) for key, part in value.items()}
    return value
