"""Codes on paper for the day on which the telephone is lost. Only their fingerprints are stored."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper
NUMBER_OF_CODES = 10
GROUPS, GROUP_LENGTH = 4, 4


def fingerprint(code: str) -> str:
    """Of the letters alone, so that blanks and hyphens do not matter. A code has 79 random bits: it needs no slow hash."""
    return hashlib.sha256("".join(code.lower().replace("-", " ").split()).encode()).hexdigest()


class RecoveryCodeQuerySet(models.QuerySet["RecoveryCode"]):
    def renew(self, user: Any) -> list[str]:
        """New codes instead of all old ones. This is the only moment at which they can be read."""
        self.filter(user=user).delete()
        codes = [
            "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)) for _ in range(NUMBER_OF_CODES)
        ]
        self.bulk_create(self.model(user=user, digest=fingerprint(code)) for code in codes)
        return codes

    def left(self, user: Any) -> int:
        return self.filter(user=user).count()

    def use(self, user: Any, code: str) -> bool:
        """Whether this was a code of the user; it is none any more."""
        return bool(self.filter(user=user, digest=fingerprint(code)).delete()[0])


class RecoveryCode(models.Model):
    """Stands in for one code of the telephone, once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(_("fingerprint"), max_length=64, unique=True)

    objects = RecoveryCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
