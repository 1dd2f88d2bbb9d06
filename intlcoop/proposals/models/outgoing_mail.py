"""A mail that the portal owes somebody. A row of the same transaction as what it tells, so that neither exists without the other."""

import datetime
import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from intlcoop.base.clock import now
from intlcoop.proposals.models.proposal import Proposal

MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
# Whoever sends a mail has it for this long; then others may try it, because the one who had it was killed.
LEASE = 5 * MINUTE
PAUSES = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR]
LONGEST = 24 * HOUR
GIVEN_UP_AFTER = datetime.timedelta(days=14)


class Purpose(models.TextChoices):
    CONFIRMATION = "confirmation", _("confirmation to the visitor")
    LINK = "link", _("link to the status, asked for again")
    NOTICE = "notice", _("note to the office")
    REPLY = "reply", _("reply to a proposal")
    REMINDER = "reminder", _("reminder")


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def ready(self) -> Self:
        """Those whose turn it is; nobody else is sending them."""
        return self.filter(sent_at=None, next_try_at__lte=now())

    def waiting(self) -> Self:
        return self.filter(sent_at=None, next_try_at__isnull=False)

    def failing(self) -> Self:
        """Tried at least once, and not gone yet: somebody should look."""
        return self.filter(sent_at=None).exclude(last_error="")

    def claim(self) -> "OutgoingMail | None":
        """One mail whose turn it is, for the caller alone; None if there is none.

        The condition stands in the UPDATE, so of two runs at one moment the second changes no row and looks for another.
        """
        while (mail := self.ready().order_by("next_try_at", "pk").first()) is not None:
            if self.ready().filter(pk=mail.pk).update(next_try_at=now() + LEASE, tries=F("tries") + 1):
                mail.tries += 1
                return mail
        return None

    def try_again(self) -> int:
        """At once, also those that were given up."""
        return self.filter(sent_at=None).update(next_try_at=now(), queued_at=now())


class OutgoingMail(models.Model):
    """One mail to one address. Never deleted for having failed: what could not be sent stays, with the reason."""

    Purpose = Purpose

    key = models.UUIDField(_("number of the message"), unique=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    about = models.ForeignKey(
        Proposal, verbose_name=_("proposal"), related_name="mails", on_delete=models.CASCADE, null=True, blank=True, editable=False
    )
    to = models.EmailField(_("to"))
    reply_to = models.EmailField(_("answers go to"), blank=True)
    subject = models.CharField(pgettext_lazy("of a mail", "subject"), max_length=200)
    text = models.TextField(_("text"))
    tries = models.PositiveIntegerField(_("tries"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    queued_at = models.DateTimeField(_("queued"), default=now)
    next_try_at = models.DateTimeField(_("next try"), default=now, null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-queued_at", "-pk"]
        indexes = [models.Index("next_try_at", name="proposals_mail_ready", condition=Q(sent_at=None))]

    def __str__(self) -> str:
        """Without address and subject: the admin's log keeps this after a proposal is erased."""
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_given_up(self) -> bool:
        return self.sent_at is None and self.next_try_at is None

    def mark_sent(self) -> None:
        type(self).objects.filter(pk=self.pk).update(sent_at=now(), next_try_at=None, last_error="")

    def mark_failed(self, error: str) -> None:
        """It is tried again after a pause that grows; after two weeks it waits for staff."""
        pause = PAUSES[self.tries - 1] if self.tries <= len(PAUSES) else LONGEST
        next_try_at = None if now() - self.queued_at > GIVEN_UP_AFTER else now() + pause
        type(self).objects.filter(pk=self.pk).update(last_error=error[:500], next_try_at=next_try_at)
