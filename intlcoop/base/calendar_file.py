"""Calendar files (RFC 5545) for what has a day: events, and deadlines of calls."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
DAY = datetime.timedelta(days=1)
YEAR = datetime.timedelta(days=366)


@dataclass(frozen=True)
class Entry:
    """A day, or a time on the clocks of a zone. `last` is the last day, or the moment of the end; None where nobody says."""

    identifier: str
    title: str
    first: datetime.date | datetime.datetime
    last: datetime.date | datetime.datetime | None
    created_at: datetime.datetime
    updated_at: datetime.datetime
    url: str
    place: str = ""
    text: str = ""
    status: str = "CONFIRMED"
    is_busy: bool = True

    @property
    def is_all_day(self) -> bool:
        return not isinstance(self.first, datetime.datetime)


def document(entries: Iterable[Entry], *, title: str, language: str) -> bytes:
    """One calendar. Zones are described in it as far as its entries reach, so that no reader has to know them."""
    calendar = Calendar()
    calendar.add("prodid", f"-//intlcoop//{urlsplit(settings.SITE_URL).hostname}//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    days = []
    for entry in entries:
        calendar.add_component(_event(entry))
        if isinstance(entry.first, datetime.datetime):
            days.append(entry.first.date())
    if days:
        calendar.add_missing_timezones(first_date=min(days) - YEAR, last_date=max(days) + YEAR)
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", f"{entry.identifier}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("summary", entry.title)
    event.add("dtstart", entry.first)
    if entry.is_all_day:
        last = entry.last or entry.first
        if last < datetime.date.max:
            event.add("dtend", last + DAY)  # the first day on which it is over; without one it is a day long
    elif entry.last and entry.last > entry.first:
        event.add("dtend", entry.last)
    event.add("dtstamp", entry.updated_at.astimezone(datetime.UTC))
    event.add("last-modified", entry.updated_at.astimezone(datetime.UTC))
    event.add("sequence", max(0, int((entry.updated_at - entry.created_at).total_seconds())))
    event.add("status", entry.status)
    event.add("transp", "OPAQUE" if entry.is_busy and not entry.is_all_day else "TRANSPARENT")
    event.add("url", entry.url)
    if entry.place:
        event.add("location", entry.place)
    if entry.text:
        event.add("description", entry.text)
    return event


def at(day: datetime.date, time: datetime.time) -> datetime.datetime:
    """This time of that day on the office's clocks."""
    return datetime.datetime.combine(day, time, ZoneInfo(str(settings.TIME_ZONE)))
