"""What waits for the office: appointments that end. What it adds every week: appointments and visits."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import today
from intlcoop.base.due import offer_to_add, register_due
from visitors.models import Appointment, Visit

NOTICE = datetime.timedelta(days=60)


def ending(appointments: Any) -> Any:
    return appointments.filter(ends_on_last__range=(today(), today() + NOTICE))


register_due(Appointment, "ending", words=_("Appointments that end within 60 days"), rows=ending)
offer_to_add(Appointment, Visit)
