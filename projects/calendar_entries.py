"""Deadlines of calls, for people's calendars."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from intlcoop.base import data
from intlcoop.base.calendar_file import Entry
from projects.models import Call
from projects.models.deadline import MINUTE


def deadline_entry(call: Call) -> Entry | None:
    """The last minute on the clocks of the call's own zone; None for a call that is open all year."""
    if call.closes_at is None:
        return None
    moment = (call.closes_at - MINUTE if call.is_until_midnight else call.closes_at).astimezone(ZoneInfo(call.deadline_zone))
    return Entry(
        identifier=f"call-{call.pk}",
        title=_("Deadline: %(title)s") % {"title": call.title},
        first=moment,
        last=None,
        created_at=call.created_at,
        updated_at=call.updated_at,
        url=data.absolute(call.get_absolute_url()),
        text=data.words(call.description),
        is_busy=False,
    )
