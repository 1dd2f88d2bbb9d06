"""The rows of an import as staff read them: in groups by what they do, with old and new values in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from intlcoop.office.imports.nouns import NOUNS, Noun
from intlcoop.office.models import ImportBatch, ImportedRow

Outcome, State = ImportedRow.Outcome, ImportBatch.State
PREVIEW = [
    (Outcome.ERROR, gettext_lazy("Cannot be imported"), gettext_lazy("Mend these rows in your file and choose it again, or go on without them.")),
    (Outcome.ALIKE, gettext_lazy("Possible duplicates"), gettext_lazy("These are left out, unless you take the tick away: then they are added.")),
    (Outcome.UPDATE, gettext_lazy("Would change a record"), gettext_lazy("Empty cells of the file change nothing.")),
    (Outcome.NEW, gettext_lazy("New"), gettext_lazy("They begin as drafts.")),
    (Outcome.SAME, gettext_lazy("Already as in the file"), gettext_lazy("Nothing happens to them.")),
]  # fmt: skip


@dataclass(frozen=True)
class ShownRow:
    number: int
    name: str
    url: str
    messages: list[str]
    changes: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Group:
    heading: str
    advice: str
    rows: list[ShownRow]
    has_ticks: bool = False
    is_ticked: bool = False
    is_closed: bool = False
    shows_old: bool = False


def groups(batch: ImportBatch) -> list[Group]:
    """Only those with a row in them."""
    noun = NOUNS[batch.noun]()
    rows = list(batch.rows.all())
    found = list(_preview(noun, rows) if batch.state == State.PREVIEW else _done(noun, batch, rows))
    return [group for group in found if group.rows]


def _preview(noun: Noun, rows: list[ImportedRow]) -> Iterator[Group]:
    for outcome, heading, advice in PREVIEW:
        shown = [_shown(noun, row) for row in rows if row.outcome == outcome]
        yield Group(str(heading), str(advice), shown, has_ticks=outcome in {Outcome.ALIKE, Outcome.UPDATE, Outcome.NEW},
                    is_ticked=outcome == Outcome.ALIKE, is_closed=outcome == Outcome.SAME, shows_old=outcome == Outcome.UPDATE)  # fmt: skip


def _done(noun: Noun, batch: ImportBatch, rows: list[ImportedRow]) -> Iterator[Group]:
    added = [_shown(noun, row) for row in rows if row.is_done and row.outcome != Outcome.UPDATE]
    changed = [_shown(noun, row) for row in rows if row.is_done and row.outcome == Outcome.UPDATE]
    left = [_shown(noun, row) for row in rows if not row.is_done and row.outcome != Outcome.SAME]
    if batch.state == State.UNDONE:
        yield Group(_("Stayed although the import was undone"), _("Somebody has worked on them since."), added + changed)
        return
    yield Group(_("Added"), _("As drafts, in no list of visitors yet."), added)
    yield Group(_("Changed"), "", changed, shows_old=True)
    yield Group(_("Not imported"), _("Left out, or with something to mend."), left, is_closed=True)


def _shown(noun: Noun, row: ImportedRow) -> ShownRow:
    meta: Any = noun.model._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.record]) if row.record else ""
    # Of a new record its name stands in a column of its own already.
    changes = [_in_words(noun, row, *change) for change in row.changes if row.outcome == Outcome.UPDATE or change[0] != noun.name_column]
    if not changes:
        changes = [
            (noun.by_name[name].heading, "", text) for name, text in row.texts.items() if name != noun.name_column and name in noun.by_name
        ]
    return ShownRow(row.number, row.name or _("(no name)"), url, row.messages, changes)


def _in_words(noun: Noun, row: ImportedRow, name: str, old: Any, new: Any) -> tuple[str, str, str]:
    column = noun.by_name[name]
    return column.heading, column.in_words(old), row.texts[name] if column.find else column.in_words(new)
