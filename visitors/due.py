"""What waits for the office: appointments that end. What it adds every week: appointments and visits."""

import datetime
from typing import Any

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import today
from intlcoop.base.due import offer_to_add, register_due
from intlcoop.base.ends import befores
from visitors.models import Appointment, Visit

DAYS = max((before.days + 31 * before.months for before in befores(settings.REMIND_APPOINTMENTS)), default=0)


def ending(appointments: Any) -> Any:
    return appointments.filter(ends_on_last__range=(today(), today() + datetime.timedelta(days=DAYS)))


register_due(Appointment, "ending", words=format_lazy(_("Appointments that end within {days} days"), days=DAYS), rows=ending)
offer_to_add(Appointment, Visit)
