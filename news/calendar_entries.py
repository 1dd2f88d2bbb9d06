"""Events, for people's calendars."""

import datetime

from django.utils.translation import gettext as _

from intlcoop.base import data
from intlcoop.base.calendar_file import DAY, Entry, at
from intlcoop.base.models import FIRST_YEAR, LAST_YEAR
from intlcoop.base.partial_date import PartialDate
from news.models import Event

STATUS = {Event.Status.CANCELLED: "CANCELLED", Event.Status.POSTPONED: "TENTATIVE"}


def event_entry(event: Event) -> Entry | None:
    """None unless the days are known: a month is no entry of a calendar."""
    start, end = PartialDate(event.starts_on), PartialDate(event.ends_on or event.starts_on)
    first, last = start.first, end.last
    if not first or not last or len(start) != 10 or len(end) != 10 or not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR:
        return None
    begins, ends = _times(event, first, last)
    remark = _("This event has been postponed.") if event.status == Event.Status.POSTPONED else ""
    return Entry(
        identifier=f"event-{event.pk}",
        title=str(event.title),
        first=begins,
        last=ends,
        created_at=event.created_at,
        updated_at=event.updated_at,
        url=data.absolute(event.get_absolute_url()),
        place=str(event.place),
        text="\n".join(filter(None, [remark, data.words(event.description)])),
        status=STATUS.get(Event.Status(event.status), "CONFIRMED"),
        is_busy=event.status == Event.Status.PLANNED,
    )


def _times(event: Event, first: datetime.date, last: datetime.date) -> tuple[datetime.date, datetime.date | None]:
    """Whole days, or times on the office's clocks. Of several days whose end nobody says, the last one counts to its end."""
    if event.start_time is None:
        return first, last
    if event.end_time is not None:
        return at(first, event.start_time), at(last, event.end_time)
    return at(first, event.start_time), at(last + DAY, datetime.time.min) if last > first else None
