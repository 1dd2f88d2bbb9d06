"""Ends of which the office is reminded: calls that close."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intlcoop.base.ends import Ending, befores, register_ending
from projects.models import Call

MOMENT = datetime.timedelta.resolution


def closing(calls: Any, since: datetime.date) -> Iterator[tuple[Call, datetime.date]]:
    """Published ones, on the last day on the office's calendar."""
    for call in calls.filter(is_published=True, closes_at__isnull=False, deadline_on__gte=since - datetime.timedelta(days=1)):
        day = timezone.localdate(call.closes_at - MOMENT)
        if day >= since:
            yield call, day


register_ending(Ending(Call, "closing", _("Calls that close"), closing, str, befores(settings.REMIND_CALLS)))
