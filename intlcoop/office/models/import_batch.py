"""A spreadsheet that somebody uploaded: its rows, what would become of each, what became of them, and how to take it back."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import now
from intlcoop.base.models import minute

KEPT_UNCONFIRMED = datetime.timedelta(days=1)
UNDONE_WITHIN = datetime.timedelta(hours=24)


class BatchState(models.TextChoices):
    PREVIEW = "preview", _("not confirmed yet")
    IMPORTED = "imported", _("imported")
    UNDONE = "undone", _("undone")


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def abandoned(self) -> Self:
        """Looked at and never confirmed."""
        return self.filter(state=BatchState.PREVIEW, created_at__lt=now() - KEPT_UNCONFIRMED)

    def one_at_a_time(self, noun: str) -> None:
        """Until the end of the transaction nobody else confirms or undoes an import of this kind."""
        list(self.select_for_update().filter(noun=noun).order_by("pk").values_list("pk", flat=True))


class ImportBatch(models.Model):
    """One file. Until it is confirmed nothing of it is anywhere else."""

    State = BatchState

    noun = models.CharField(_("what"), max_length=20)
    file_name = models.CharField(_("file"), max_length=150)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="import_batches", editable=False
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    state = models.CharField(_("status"), max_length=10, choices=BatchState, default=BatchState.PREVIEW)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    notes = models.JSONField(_("notes"), default=list, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import from a spreadsheet")
        verbose_name_plural = _("imports from spreadsheets")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def can_be_undone(self) -> bool:
        return self.state == BatchState.IMPORTED and self.confirmed_at is not None and now() < self.confirmed_at + UNDONE_WITHIN

    @property
    def undone_until(self) -> str:
        return minute(self.confirmed_at + UNDONE_WITHIN) if self.confirmed_at else ""


class Outcome(models.TextChoices):
    """What a row would do, in the order in which staff look at it."""

    ERROR = "error", _("cannot be imported")
    ALIKE = "alike", _("possible duplicate")
    UPDATE = "update", _("would change a record")
    NEW = "new", _("new")
    SAME = "same", _("already as in the file")


class ImportedRow(models.Model):
    """One row of the file: where a record, or a change of it, came from."""

    Outcome = Outcome

    batch = models.ForeignKey(ImportBatch, verbose_name=ImportBatch._meta.verbose_name, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    name = models.CharField(_("name"), max_length=300, blank=True)
    texts = models.JSONField(_("cells of the file"), default=dict, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    messages = models.JSONField(_("remarks"), default=list, blank=True)
    # [column, before, after] as they are stored; of a new record, before is empty.
    changes = models.JSONField(_("changes"), default=list, blank=True)
    record = models.PositiveBigIntegerField(_("record"), null=True, blank=True)
    is_done = models.BooleanField(_("imported"), default=False)
    stamp = models.CharField(_("state of the record after the import"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["batch", "number", "pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="office_importedrow_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"

    def plan(self) -> tuple[str, Any, list[Any]]:
        """What was promised; compared with what would happen now."""
        return self.outcome, self.record, [list(change) for change in self.changes]
