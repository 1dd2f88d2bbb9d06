"""The ledger of reminders: what somebody has been reminded of, so that nobody is twice."""

import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from intlcoop.base.ends import Before, Ending


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def newest(self, since: datetime.date) -> dict[tuple[str, int, str, datetime.date], datetime.date]:
        """For each thing and its end (of this day or later), the latest of its reminder days for which somebody was reminded."""
        rows = self.filter(due_on__gte=since).order_by().values_list("model", "target", "name", "due_on")
        return {(model, target, name, due_on): day for model, target, name, due_on, day in rows.annotate(day=models.Max("remind_on"))}

    def claim(self, ending: Ending, row: Any, day: datetime.date, before: Before, *, readers: str) -> bool:
        """Whether this reminder is the caller's to send. Two runs at one moment: the constraint lets one of them have it.

        To be called in the transaction that queues the mail, so that neither is there without the other.
        """
        _row, is_new = self.get_or_create(
            model=ending.model._meta.label_lower,
            target=row.pk,
            name=ending.name,
            due_on=day,
            threshold=str(before),
            defaults={"remind_on": before.day(day), "readers": readers},
        )
        return is_new


class Reminder(models.Model):
    """One thing, one end of it, one threshold before it. A new end, after a renewal say, has reminders of its own."""

    model = models.CharField(_("kind of record"), max_length=80)
    target = models.PositiveBigIntegerField(_("record number"))
    name = models.CharField(_("kind of end"), max_length=20)
    due_on = models.DateField(_("end"))
    threshold = models.CharField(_("reminded before"), max_length=10)
    remind_on = models.DateField(_("due"))
    readers = models.TextField(_("to"), blank=True)
    created_at = models.DateTimeField(_("reminded"), auto_now_add=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["model", "target", "name", "due_on", "threshold"], name="office_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.target}: {self.due_on} ({self.threshold})"
