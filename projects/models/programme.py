"""Programmes and funds that pay for projects: CEEPUS, Erasmus+, EUREKA, COST, TEMPUS …"""

import re
from collections.abc import Iterator
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from intlcoop.base.models import SpannedQuerySet, SpannedRecord
from intlcoop.base.text import fold
from intlcoop.base.translated import RichText, SearchTextField, Translated, TranslatedField
from intlcoop.base.web_address import WebAddressField
from intlcoop.profile.models import Addressed

WORDS_IN_A_LIST = 36
LABEL = re.compile(r"(?<=<p>)\s*<strong>[^<]*</strong>(?=\s*\w)")  # "What it is." before its text
CUT_AT_A_STOP = re.compile(r"\W+…$")
IN_ORDER = ["order", "acronym", "pk"]
OPEN_FIRST = ["-status", *IN_ORDER]


class Kind(models.TextChoices):
    PROGRAMME = "programme", _("programme")
    FUND = "fund", _("fund or foundation")


class Status(models.TextChoices):
    OPEN = "open", _("open")
    ARCHIVED = "archived", _("closed")


class ProgrammeQuerySet(SpannedQuerySet):
    def open_now(self) -> Self:
        return self.filter(status=Status.OPEN)

    def open_first(self) -> Self:
        return self.order_by(*OPEN_FIRST)


class Programme(SpannedRecord, Addressed):
    """Shown with its explanation even when the office has no project in it."""

    Kind = Kind
    Status = Status

    name = TranslatedField(_("name"), max_length=200, help_text=_("E.g. Central European Exchange Programme for University Studies."))
    acronym = models.CharField(_("acronym"), max_length=40, blank=True, help_text=_("E.g. CEEPUS."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.PROGRAMME)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status,
        default=Status.OPEN,
        help_text=_("Closed programmes stay on the page, marked as closed."),
    )
    description = TranslatedField(
        _("description"), rich=True, blank=True, help_text=_("What it is, who may take part, what it pays. Public.")
    )
    website = WebAddressField(_("official website"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100, help_text=_("Small numbers come first."))
    search_text = SearchTextField(body=("description",))

    objects = ProgrammeQuerySet.as_manager()

    class Meta(SpannedRecord.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = IN_ORDER

    def __str__(self) -> str:
        return self.acronym or str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("projects:programme_detail", args=[self.slug])

    def slug_source(self) -> str:
        return self.acronym or super().slug_source()

    def search_parts(self) -> Iterator[str]:
        texts = (self.acronym, *self.name.values())
        yield from (fold(text) for text in texts)
        yield from (fold(text.replace("+", " plus ")) for text in texts if "+" in text)  # "Erasmus plus"

    @property
    def is_closed(self) -> bool:
        return self.status == Status.ARCHIVED

    @property
    def beginning(self) -> Translated:
        """The first words of the explanation, without markup and without headings in bold, for lists."""
        texts = RichText({code: LABEL.sub("", text) for code, text in self.description.items()}).plain()
        return Translated({code: CUT_AT_A_STOP.sub("…", Truncator(text).words(WORDS_IN_A_LIST)) for code, text in texts.items()})
