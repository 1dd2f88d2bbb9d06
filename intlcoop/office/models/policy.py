"""The internationalisation policy in versions; the one in force today is shown, older ones are kept."""

from collections.abc import Iterator
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import today
from intlcoop.base.models import Record, RecordQuerySet, Tracked
from intlcoop.base.partial_date import PartialDateField, first_day
from intlcoop.base.relevance import Fit
from intlcoop.base.text import fold
from intlcoop.base.translated import SearchTextField, TranslatedField


class PolicyQuerySet(RecordQuerySet):
    fit_of_others = Fit.IN_BODY  # an objective is a part of the text

    def adopted(self) -> Self:
        """In force or once in force: adopted on or before today, or on a day that nobody knows."""
        return self.filter(Q(adopted_on_first__isnull=True) | Q(adopted_on_first__lte=today()))


class Policy(Record):
    """A version of the policy. The newest adopted and published one is the page; the others are linked under it."""

    title = TranslatedField(_("title"), max_length=200)
    version = models.CharField(
        _("version"), max_length=20, unique=True, default="1", help_text=_("E.g. 2 or 2026. Shown when there are several.")
    )
    adopted_on = PartialDateField(_("adopted"), help_text=_("A year is enough; empty if unknown."))
    adopted_on_first = first_day("adopted_on")
    adopted_by = TranslatedField(_("adopted by"), max_length=150, blank=True, help_text=_("E.g. the Senate."))
    next_review_on = PartialDateField(_("next review"))
    body = TranslatedField(_("text"), rich=True, blank=True)
    search_text = SearchTextField(body=("body",))

    objects = PolicyQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("policy")
        verbose_name_plural = _("policy, in versions")
        ordering = [F("adopted_on_first").desc(nulls_last=True), "-pk"]

    def __str__(self) -> str:
        return str(self.title)

    def search_parts(self) -> Iterator[str]:
        yield from (fold(text) for text in self.title.values())


class Level(models.TextChoices):
    MAIN_OBJECTIVE = "main_objective", _("main objective")
    MAIN_GOAL = "main_goal", _("main goal")
    OBJECTIVE = "objective", _("objective")


class PolicyObjective(Tracked):
    """The main objective and the main goal stand alone; objectives are numbered in their order."""

    Level = Level

    policy = models.ForeignKey(Policy, verbose_name=_("policy"), on_delete=models.CASCADE, related_name="objectives")
    level = models.CharField(_("level"), max_length=20, choices=Level, default=Level.OBJECTIVE)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = TranslatedField(_("text"), lines=True, max_length=1500)
    search_text = SearchTextField(of="policy")

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["policy", "order", "pk"]

    def __str__(self) -> str:
        return str(self.text)[:80]

    def search_parts(self) -> Iterator[str]:
        yield from (fold(text) for text in self.text.values())

    @property
    def is_main(self) -> bool:
        return self.level != Level.OBJECTIVE
