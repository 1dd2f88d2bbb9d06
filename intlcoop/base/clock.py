"""The office's own calendar: what "today" means, in the time zone of the settings; and moments on the clocks of others."""

import calendar
import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone

_standing: ContextVar[datetime.datetime | None] = ContextVar("standing_clock", default=None)


def today() -> datetime.date:
    """The date on the office's wall. Everything that starts, ends or expires asks this and nothing else."""
    return timezone.localdate(now())


def now() -> datetime.datetime:
    """This moment, aware of its zone. What is published to the minute asks this."""
    return _standing.get() or timezone.now()


@contextmanager
def standing_at(moment: datetime.datetime) -> Iterator[None]:
    """Within it the clock stands: for questions whose time is filled in later."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of another month, or the last one of a month that is too short: 31 January, one month later, is 28 February.

    Negative months lead back. Where the calendar ends (years 1 and 9999) it stays at its last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < datetime.MINYEAR:
        return datetime.date.min
    if year > datetime.MAXYEAR:
        return datetime.date.max
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@cache
def zones() -> frozenset[str]:
    """The names of all time zones; the system's folder of them is read once."""
    return frozenset(available_timezones())


def moment(day: datetime.date, time: datetime.time, zone: ZoneInfo) -> datetime.datetime:
    """This time of that day on the clocks of the zone, in UTC.

    On the days when clocks change: a time that comes twice is the second one, so that nobody is cut off early; a time that
    is left out is as long after midnight as it says.
    """
    first, second = (datetime.datetime.combine(day, time, zone).replace(fold=fold).astimezone(datetime.UTC) for fold in (0, 1))
    return max(first, second)


def is_left_out(day: datetime.date, time: datetime.time, zone: ZoneInfo) -> bool:
    """Whether the clocks of the zone jump over this time on that day."""
    back = moment(day, time, zone).astimezone(zone)
    return (back.date(), back.time()) != (day, time)


def start_of(day: datetime.date, zone: ZoneInfo) -> datetime.datetime:
    """The moment at which a day begins on the clocks of the zone, in UTC; midnight, except where clocks change at midnight."""
    return datetime.datetime.combine(day, datetime.time.min, zone).astimezone(datetime.UTC)


def zone_in_words(at: datetime.datetime) -> str:
    """The zone's usual letters where it has some ("+03" are none), and the hours from UTC: "CET, UTC+1"."""
    minutes = int((at.utcoffset() or datetime.timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    offset = f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "") if minutes else "UTC"
    name = at.tzname() or ""
    return f"{name}, {offset}" if name.isalpha() and name != offset else offset


def working_days_after(moment: datetime.datetime, days: int) -> datetime.datetime:
    """So many working days later: the moment of which this one is so many working days before."""
    while days > 0:
        days -= timezone.localtime(moment).weekday() < 5
        moment += datetime.timedelta(days=1)
    return moment


def working_days_before(moment: datetime.datetime, days: int) -> datetime.datetime:
    """So many working days earlier, Saturdays and Sundays not counted. Holidays are not known here."""
    while days > 0:
        moment -= datetime.timedelta(days=1)
        days -= timezone.localtime(moment).weekday() < 5
    return moment
