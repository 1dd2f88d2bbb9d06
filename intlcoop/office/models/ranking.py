"""Places in international rankings."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from intlcoop.base.models import Record, RecordQuerySet
from intlcoop.base.translated import TranslatedField
from intlcoop.base.web_address import WebAddressField


class RankingQuerySet(RecordQuerySet):
    def in_year(self, year: int) -> Self:
        return self.filter(year=year)


class Ranking(Record):
    """One place in one edition. The place is a text: rankings publish bands such as 601–800."""

    system = models.CharField(_("ranking"), max_length=120, help_text=_("E.g. QS World University Rankings."))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1980), MaxValueValidator(2100)])
    position = models.CharField(_("place or band"), max_length=40, help_text=_("E.g. 601–800."))
    subject = TranslatedField(_("subject"), max_length=120, blank=True)
    website = WebAddressField(_("source"), blank=True)
    note = TranslatedField(_("note"), max_length=300, blank=True)

    objects = RankingQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        ordering = ["-year", "system", "pk"]

    def __str__(self) -> str:
        return f"{self.system} {self.year}"
