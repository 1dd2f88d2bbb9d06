"""What each row of a file would do to the records as they are now. Asked for the preview, and asked again when it is confirmed."""

import copy
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from intlcoop.office.imports.nouns import Noun
from intlcoop.office.imports.table import Row
from intlcoop.office.models import ImportedRow

Outcome = ImportedRow.Outcome
TROUBLE = ""  # stored among the cells: what is wrong with the place of the row in the file


def plan(noun: Noun, rows: Iterable[Row]) -> list[ImportedRow]:
    """Unsaved, without a batch, in the order of the file. Writes nothing."""
    read = [_read(noun, row) for row in rows]
    meant = {pk for _planned, new in read if new is not None for pk in noun.same(new)}
    records = noun.model._base_manager.in_bulk(meant)
    seen: dict[Any, int] = {}
    for planned, new in read:
        if new is not None:
            _compare(noun, planned, new, records, seen)
    return [planned for planned, _new in read]


def again(rows: Iterable[ImportedRow]) -> Iterator[Row]:
    """The same rows of the file, to be planned anew. What was wrong with their place in it has not changed."""
    for row in rows:
        texts = dict(row.texts)
        trouble = texts.pop(TROUBLE, "")
        yield Row(row.number, texts, [trouble] if trouble else [])


def _read(noun: Noun, row: Row) -> tuple[ImportedRow, Any]:
    """The row as a new record, or None and the reasons why it is none."""
    new: Any = noun.model()
    faults = list(row.trouble)
    filled = {column.field_name for column in noun.columns if column.name in row.texts}
    for column in noun.columns:
        if column.name in row.texts:
            try:
                column.put(new, column.read(row.texts[column.name]))
            except ValidationError as error:
                faults += [f"{column.heading}: {message}" for message in error.messages]
        elif column.is_required and column.field_name not in filled and not row.trouble:
            faults.append(_("%(column)s: is missing") % {"column": column.heading})
    faults = faults or list(_faults_of(noun, new))
    name = row.texts.get(noun.name_column) or ("" if faults else str(new))
    texts = row.texts | ({TROUBLE: "; ".join(row.trouble)} if row.trouble else {})
    planned = ImportedRow(number=row.number, name=name[:300], texts=texts, outcome=Outcome.ERROR, messages=faults)
    return planned, None if faults else new


def _faults_of(noun: Noun, record: Any) -> Iterator[str]:
    """By the rules of the form in the admin. Canonical forms (of an Erasmus code, say) are made on the way."""
    ours = {column.field_name for column in noun.columns}
    try:
        record.clean_fields(exclude={field.name for field in noun.model._meta.fields} - ours)
        record.clean()
    except ValidationError as error:
        labels = {column.field_name: column.heading for column in noun.columns}
        for field, messages in error.message_dict.items():
            for message in messages:
                yield message if field == NON_FIELD_ERRORS or field not in labels else f"{labels[field]}: {message}"


def _compare(noun: Noun, planned: ImportedRow, new: Any, records: dict[int, Any], seen: dict[Any, int]) -> None:
    meant = sorted(noun.same(new) & records.keys())
    key = meant[0] if meant else noun.key_of(new)
    if len(meant) > 1:
        names = ", ".join(f"“{records[pk]}”" for pk in meant)
        planned.messages = [_("several records are meant: %(names)s. Add an identifier, or leave the row out") % {"names": names}]
    elif key in seen:
        planned.messages = [_("the same as row %(row)d") % {"row": seen[key]}]
    else:
        seen[key] = planned.number
        if meant:
            _change(noun, planned, new, records[meant[0]])
        else:
            _add(noun, planned, new)


def _add(noun: Noun, planned: ImportedRow, new: Any) -> None:
    blank = noun.model()
    changes = [(column.name, column.get(blank), column.get(new)) for column in noun.columns]
    planned.changes = [[name, "", value] for name, empty, value in changes if value != empty]
    planned.outcome = Outcome.NEW
    if alike := noun.like(new):
        names = noun.model._base_manager.in_bulk(list(alike))
        words = [f"“{names[pk]}” ({percent} %)" for pk, percent in alike.items()]
        planned.outcome, planned.record = Outcome.ALIKE, next(iter(alike))
        planned.messages = [_("is it the same as %(names)s?") % {"names": ", ".join(words[:3])}]


def _change(noun: Noun, planned: ImportedRow, new: Any, record: Any) -> None:
    planned.record, changed = record.pk, copy.copy(record)
    for column in _filled(noun, planned):
        old, value = column.get(record), column.get(new)
        if old != value and not noun.keeps(column, record.pk, value):
            planned.changes.append([column.name, old, value])
            column.put(changed, value)
    planned.outcome = Outcome.UPDATE if planned.changes else Outcome.SAME
    if planned.changes and (faults := list(_faults_of(noun, changed))):
        planned.outcome, planned.messages = Outcome.ERROR, faults
    if record.is_archived:
        planned.messages = [*planned.messages, _("the record is in the archive")]


def _filled(noun: Noun, planned: ImportedRow) -> list[Any]:
    return [column for column in noun.columns if column.name in planned.texts]
