"""What colleagues set for themselves: the language of their reminders, and a calendar with a secret address."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import now


def fingerprint(token: str) -> str:
    """The token has 256 random bits: it needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


class DeskQuerySet(models.QuerySet["Desk"]):
    def of(self, user: Any) -> "Desk":
        return self.filter(user=user).first() or Desk(user=user)

    def with_token(self, token: str) -> "Desk | None":
        """Whose calendar this is; nobody's any more once the account is switched off."""
        found = self.filter(feed_digest=fingerprint(token), user__is_active=True, user__is_staff=True)
        return found.select_related("user").first()


class Desk(models.Model):
    """One row a colleague, from the first setting on."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="desk")
    language = models.CharField(_("language of reminders"), max_length=10, choices=settings.LANGUAGES, blank=True)
    feed_digest = models.CharField(_("fingerprint of the calendar's address"), max_length=64, unique=True, null=True, blank=True)
    feed_made_at = models.DateTimeField(_("calendar made"), null=True, blank=True)

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("desk")
        verbose_name_plural = _("desks")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def renew_feed(self) -> str:
        """A new secret instead of the old one, which is worth nothing from now on. This is the only moment at which it can be read."""
        token = secrets.token_urlsafe(32)
        self.feed_digest, self.feed_made_at = fingerprint(token), now()
        self.save()
        return token

    def stop_feed(self) -> None:
        self.feed_digest = self.feed_made_at = None
        self.save()
