"""What was written after the proposal: by its sender on the status page, by the office in a reply."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import now
from intlcoop.proposals.models.outgoing_mail import OutgoingMail
from intlcoop.proposals.models.proposal import Proposal


class Direction(models.TextChoices):
    ADDITION = "addition", _("added by the sender")
    REPLY = "reply", _("reply of the office")


class Message(models.Model):
    """Kept as it was written. A reply is also a mail, which says whether it has left."""

    Direction = Direction

    proposal = models.ForeignKey(Proposal, verbose_name=_("proposal"), related_name="messages", on_delete=models.CASCADE)
    direction = models.CharField(_("kind"), max_length=20, choices=Direction)
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written"), default=now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), related_name="+", on_delete=models.SET_NULL, null=True, blank=True
    )
    mail = models.OneToOneField(
        OutgoingMail, verbose_name=_("mail"), related_name="message", on_delete=models.SET_NULL, null=True, blank=True
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
