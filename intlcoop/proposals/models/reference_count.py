"""The last number given in each year. A row of its own, because the number of an erased proposal is never given again."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import today

JUMP = 1000  # more than an office gets between two backups


class ReferenceCountQuerySet(models.QuerySet["ReferenceCount"]):
    def next_reference(self) -> str:
        """IC-2026-0042. The year is that of the office's calendar. Inside a transaction: two writers get two numbers."""
        year = today().year
        if not self.filter(year=year).update(last=F("last") + 1):
            self.get_or_create(year=year)
            self.filter(year=year).update(last=F("last") + 1)
        return f"IC-{year}-{self.get(year=year).last:04}"

    def jump(self, since: int) -> None:
        """After a restore: past all numbers that may have been told after the backup of that year, which nobody knows any more.

        A visitor who names such a number must never be shown, or taken for, another. Nothing is lost but some numbers.
        """
        for year in range(since, today().year + 1):
            self.get_or_create(year=year)
            self.filter(year=year).update(last=F("last") + JUMP)


class ReferenceCount(models.Model):
    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    objects = ReferenceCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("last reference of a year")
        verbose_name_plural = _("last references of the years")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
