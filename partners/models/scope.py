"""What agreements are about."""

from itertools import chain, count
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from intlcoop.base.text import slug
from intlcoop.base.translated import Translated, TranslatedField


class Scope(models.Model):
    """What an agreement is about: research, exchange of students … A short list that the office may extend."""

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("A short English word without blanks, e.g. research."))
    name = TranslatedField(_("name"), max_length=100)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("scope of agreements")
        verbose_name_plural = _("scopes of agreements")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Staff give a name; the short word that stands in addresses and files is made from it."""
        if not self.code:
            word = slug(Translated(self.name).pick("en")[0])[:34].strip("-") or "scope"
            taken = set(Scope.objects.filter(code__startswith=word).values_list("code", flat=True))
            self.code = next(code for code in chain([word], (f"{word}-{number}" for number in count(2))) if code not in taken)
        super().save(*args, **kwargs)
