"""The office's own calendar: what "today" means, in the time zone of the settings."""

import datetime

from django.utils import timezone


def today() -> datetime.date:
    """The date on the office's wall. Everything that starts, ends or expires asks this and nothing else."""
    return timezone.localdate()


def now() -> datetime.datetime:
    """This moment, aware of its zone. What is published to the minute asks this."""
    return timezone.now()


def working_days_before(moment: datetime.datetime, days: int) -> datetime.datetime:
    """So many working days earlier, Saturdays and Sundays not counted. Holidays are not known here."""
    while days > 0:
        moment -= datetime.timedelta(days=1)
        days -= timezone.localtime(moment).weekday() < 5
    return moment
