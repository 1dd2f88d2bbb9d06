"""What the office did for an objective of its policy: a sentence, or a record of the portal, or both."""

from collections.abc import Container
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from intlcoop.base.models import Record, Tracked
from intlcoop.base.translated import TranslatedField
from intlcoop.office.models.policy import PolicyObjective
from intlcoop.profile.choices import Section
from news.models import Event
from projects.models import Call, Project

# The columns that name a record, and the section in which its page stands.
RECORDS = {"project": Section.PROJECTS, "event": Section.EVENTS, "call": Section.CALLS}


class PolicyEvidence(Tracked):
    """Shown under its objective on the page of the policy; what it names is a link while that is public."""

    objective = models.ForeignKey(PolicyObjective, verbose_name=_("objective"), on_delete=models.CASCADE, related_name="evidence")
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)], help_text=_("When it was done.")
    )
    text = TranslatedField(
        _("what was done"), lines=True, max_length=500, blank=True,
        help_text=_("One sentence: 24 students spent a term abroad. Public. Not needed if a record below says it."),
    )  # fmt: skip
    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")

    class Meta:
        verbose_name = _("evidence for an objective")
        verbose_name_plural = _("evidence for objectives")
        ordering = [models.F("year").desc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return str(self.text)[:80] or str(self.year or _("evidence"))

    def clean(self) -> None:
        super().clean()
        if not self.text and not self.named:
            raise ValidationError(_("Write what was done, or choose a record that shows it."))

    @property
    def named(self) -> list[tuple[Section, Record]]:
        """The records that it names. Ask the query for them (select_related)."""
        rows = [(section, getattr(self, name)) for name, section in RECORDS.items()]
        return [(section, row) for section, row in rows if row is not None]

    def links(self, sections: Container[Any]) -> list[Record]:
        """Those of them that a visitor can open."""
        return [row for section, row in self.named if section in sections and getattr(row, "has_page", row.is_public)]
