"""Ends of which the office is reminded: appointments of visiting professors."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from intlcoop.base.ends import Ending, befores, register_ending
from intlcoop.base.partial_date import PartialDate
from visitors.models import Appointment


def ending(appointments: Any, since: datetime.date) -> Iterator[tuple[Appointment, datetime.date]]:
    """Unless the same person has a later term already."""
    later = Appointment.objects.in_use().filter(person=OuterRef("person"), ends_on_last__gt=OuterRef("ends_on_last"))
    for row in appointments.filter(~Exists(later), ends_on_last__gte=since).select_related("person"):
        if day := PartialDate(row.ends_on).last:
            yield row, day


def called(appointment: Appointment) -> str:
    return f"{appointment.person}, {appointment.get_rank_display()}"


register_ending(Ending(Appointment, "end", _("Appointments that end"), ending, called, befores(settings.REMIND_APPOINTMENTS)))
