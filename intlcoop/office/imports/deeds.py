"""Confirming an import and taking it back: each in one transaction, one after the other, and only once."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from intlcoop.base.clock import now
from intlcoop.base.spreadsheet_reader import Sheet
from intlcoop.office.imports import table
from intlcoop.office.imports.nouns import NOUNS, Noun
from intlcoop.office.imports.plan import again, plan
from intlcoop.office.models import ImportBatch, ImportedRow

Outcome, State = ImportedRow.Outcome, ImportBatch.State
ADDS, CHANGES = {Outcome.NEW, Outcome.ALIKE}, {Outcome.UPDATE}


class NotNow(Exception):
    """Nothing was done; the message says why, for staff."""


def look_at(noun_key: str, sheet: Sheet, *, file_name: str, made_by: Any) -> ImportBatch:
    """Store what the file would do, and nothing else. Raises ValidationError if it cannot be taken."""
    noun = NOUNS[noun_key]()
    found = table.read(noun, sheet)
    rows = plan(noun, found.rows)
    with transaction.atomic():
        ImportBatch.objects.abandoned().delete()
        batch = ImportBatch.objects.create(noun=noun_key, file_name=file_name, made_by=made_by, notes=found.notes)
        _store(batch, rows)
    return batch


def _store(batch: ImportBatch, rows: Iterable[ImportedRow]) -> None:
    for row in rows:
        row.batch = batch
    ImportedRow.objects.bulk_create(rows, batch_size=500)


def confirm(pk: int, left_out: set[int]) -> ImportBatch:
    """Write the rows whose numbers are not left out: all of them or, whatever happens, none. Raises NotNow."""
    with transaction.atomic():
        batch = _alone_with(pk)
        if batch.state != State.PREVIEW:
            raise NotNow(_("This file has been imported already; look below at what it did."))
        rows = list(batch.rows.all())
        targets = [row.record for row in rows if row.outcome in CHANGES]
        noun = NOUNS[batch.noun]()
        records = {row.pk: row for row in noun.model._base_manager.select_for_update().filter(pk__in=targets).order_by("pk")}
        fresh = plan(noun, again(rows))
        differing = [row.number for row, new in zip(rows, fresh, strict=True) if row.number not in left_out and row.plan() != new.plan()]
        if not differing:
            for row in rows:
                if row.number not in left_out and row.outcome in ADDS | CHANGES:
                    _write(noun, batch, row, records)
            batch.state, batch.confirmed_at = State.IMPORTED, now()
            batch.save()
            return batch
        batch.rows.all().delete()
        _store(batch, fresh)
    numbers = ", ".join(map(str, differing[:10]))
    raise NotNow(_("Nothing was imported: since you looked, records have changed (rows %(numbers)s). Look again.") % {"numbers": numbers})


def _alone_with(pk: int) -> ImportBatch:
    """The second click, and the colleague with the same file, wait here until the first is done."""
    noun = ImportBatch.objects.values_list("noun", flat=True).get(pk=pk)
    ImportBatch.objects.one_at_a_time(noun)
    return ImportBatch.objects.get(pk=pk)


def _write(noun: Noun, batch: ImportBatch, row: ImportedRow, records: dict[int, Any]) -> None:
    origin = _("%(file)s, row %(row)d") % {"file": batch.file_name, "row": row.number}
    is_new = row.outcome in ADDS
    record: Any = noun.model() if is_new else records[row.record or 0]
    for name, _old, value in row.changes:
        noun.by_name[name].put(record, value)
    if is_new:
        noun.complete(record, origin)
    _save(record, origin)
    row.record, row.stamp, row.is_done = record.pk, _stamp(record), True
    row.save()


def _save(record: Any, reason: str) -> None:
    record._change_reason = reason[:100]  # stands in the history of the record
    record.save()


def _stamp(record: Any) -> str:
    return str(record.updated_at.isoformat())


# --- Taking it back


def undo(pk: int) -> ImportBatch:
    """Delete what the import added, and give back what it changed, except where somebody has worked on it since. Raises NotNow."""
    with transaction.atomic():
        batch = _alone_with(pk)
        if batch.state == State.UNDONE:
            raise NotNow(_("This import has been undone already."))
        if not batch.can_be_undone:
            raise NotNow(
                _("An import can be undone for 24 hours; this one cannot any more. Its records can be changed or archived one by one.")
            )
        noun = NOUNS[batch.noun]()
        rows = list(batch.rows.filter(is_done=True))
        records = {
            row.pk: row for row in noun.model._base_manager.select_for_update().filter(pk__in=[row.record for row in rows]).order_by("pk")
        }
        used = _used(noun.model, [row.record for row in rows if row.outcome in ADDS])
        for row in rows:
            record = records.get(row.record or 0)
            row.messages = _take_back(noun, row, record, used, _("Undone: %(file)s") % {"file": batch.file_name}) if record else []
            row.is_done = bool(row.messages)
            row.save()
        batch.state, batch.undone_at = State.UNDONE, now()
        batch.save()
    return batch


def _take_back(noun: Noun, row: ImportedRow, record: Any, used: dict[int, set[str]], reason: str) -> list[str]:
    """Why it stays; nothing if it is gone, or as it was."""
    if row.outcome in ADDS:
        why = [_("is needed by: %(kinds)s") % {"kinds": ", ".join(sorted(used[record.pk]))}] if used[record.pk] else []
        why += [_("has been changed since")] if _stamp(record) != row.stamp else []
        if not why:
            record._change_reason = reason[:100]
            record.delete()
        return why
    if any(noun.by_name[name].get(record) != value for name, _old, value in row.changes):
        return [_("has been changed since")]
    for name, old, _value in row.changes:
        noun.by_name[name].put(record, old)
    _save(record, reason)
    return []


def _used(model: type[Model], pks: list[Any]) -> dict[int, set[str]]:
    """What refers to these records: number → kinds. One query for each kind, however many records there are."""
    found: dict[int, set[str]] = defaultdict(set)
    for relation in model._meta.related_objects:
        name = relation.field.name
        for pk in relation.related_model._base_manager.filter(**{f"{name}__in": pks}).values_list(name, flat=True):
            found[pk].add(str(relation.related_model._meta.verbose_name_plural))
    return found
