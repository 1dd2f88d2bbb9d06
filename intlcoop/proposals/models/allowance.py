"""How often somebody may do something within a while. Who it is, is kept as a keyed hash only, and for a few days only."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import now

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
KEPT = 7 * DAY


class Deed(models.TextChoices):
    """What is counted: by whose number, how many, within how long, says RULES."""

    PROPOSAL = "proposal", _("proposal from one connection")
    SENDER = "sender", _("proposal with one e-mail address")
    MAIL = "mail", _("mail to an address that nobody has verified")
    MAIL_OF_DAY = "mail_of_day", _("mail of one day to such an address")
    ADDITION = "addition", _("something added to one proposal")
    FILE = "file", _("file from one connection")
    LINK = "link", _("link asked for again from one connection")

    @property
    def rule(self) -> tuple[int, datetime.timedelta]:
        return {
            Deed.PROPOSAL: (settings.PROPOSALS_PER_HOUR, HOUR),
            Deed.SENDER: (5, DAY),
            Deed.MAIL: (1, HOUR),
            Deed.MAIL_OF_DAY: (3, DAY),
            Deed.ADDITION: (5, HOUR),
            Deed.FILE: (20, HOUR),
            Deed.LINK: (10, HOUR),
        }[self]


def fingerprint(purpose: str, text: str) -> str:
    """The same for the same text under the same key of the portal; nobody else can find out the text by trying."""
    return salted_hmac(f"intlcoop.proposals.{purpose}", text, algorithm="sha256").hexdigest()


class AllowanceQuerySet(models.QuerySet["Allowance"]):
    def take(self, deed: Deed, who: str) -> int:
        """Once more for this one: 0, or after how many seconds it is allowed again. Inside a transaction, which counts with the deed.

        The while begins with the first deed. Rows are locked, so that many at one moment are counted one by one.
        """
        most, within = deed.rule
        moment = now()
        known, is_first = self.get_or_create(deed=deed, digest=fingerprint(deed, who), defaults={"begun_at": moment, "number": 1})
        if is_first:
            return 0
        row: Allowance = self.select_for_update().get(pk=known.pk)
        if row.begun_at + within <= moment:
            row.begun_at, row.number = moment, 0
        if row.number >= most:
            return max(1, int((row.begun_at + within - moment).total_seconds()) + 1)
        row.number += 1
        row.save(update_fields=["begun_at", "number"])
        return 0

    def outdated(self) -> Self:
        return self.filter(begun_at__lt=now() - KEPT)


class Allowance(models.Model):
    deed = models.CharField(_("deed"), max_length=20, choices=Deed)
    digest = models.CharField(_("keyed hash"), max_length=64)
    begun_at = models.DateTimeField(_("counted since"))
    number = models.PositiveIntegerField(_("number"), default=0)

    objects = AllowanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of deeds")
        verbose_name_plural = _("counts of deeds")
        constraints = [models.UniqueConstraint(fields=["deed", "digest"], name="proposals_allowance_once")]

    def __str__(self) -> str:
        return f"{self.deed}: {self.number}"
