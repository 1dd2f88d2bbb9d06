"""Reference numbers of projects, as they are printed."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from intlcoop.base.models import Tracked
from intlcoop.base.text import fold_number
from intlcoop.base.translated import SearchTextField
from projects.numbers import CeepusNumber, NumberKind, parse_ceepus, recognise


class ProjectNumber(Tracked):
    """A reference number as printed. One project may have several: its own and that of the grant agreement."""

    Kind = NumberKind

    project = models.ForeignKey("projects.Project", verbose_name=_("project"), on_delete=models.CASCADE, related_name="numbers")
    as_printed = models.CharField(_("number"), max_length=80, help_text=_("As it is printed: 585927-EPP-1-2017-1-RS-EPPKA2-CBHE-JP."))
    kind = models.CharField(
        _("kind"), max_length=20, choices=NumberKind, blank=True, help_text=_("Left empty, it is recognised from the number's form.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    search_text = SearchTextField(of="project")

    class Meta:
        verbose_name = _("project number")
        verbose_name_plural = _("project numbers")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "as_printed"], name="projects_projectnumber_once")]

    def __str__(self) -> str:
        return self.as_printed

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = self.kind or recognise(self.as_printed)
        super().save(*args, **kwargs)

    def search_parts(self) -> Iterator[str]:
        yield fold_number(self.as_printed)

    @property
    def ceepus(self) -> CeepusNumber | None:
        """Network, edition and year, where it is a CEEPUS number in order."""
        return parse_ceepus(self.as_printed) if self.kind == NumberKind.CEEPUS else None
