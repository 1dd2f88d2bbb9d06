"""Which rows hold a word, of all kinds at once: so the search composes a question only for kinds of which it can find something.

One statement of plain SQL, the same for both databases. To compose one for each kind would cost more than the scans, and an OR over
several tables would keep PostgreSQL from its indexes.
"""

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from intlcoop.base.translated import SearchTextField

MOST = 200  # rows of a table that are looked at; so the cost of a common word is bounded


@dataclass
class Held:
    """The newest rows of a table that hold a word: number → search text. Of parts the numbers and texts of what they belong to."""

    texts: dict[int, str] = field(default_factory=dict)
    is_much: bool = False  # there are more


Rows = Mapping[str, Held]  # by the label of their model; a table that holds nothing is not in it


@cache
def _fields() -> dict[str, SearchTextField]:
    """Label of each model with a search text → this column."""
    return {
        model._meta.label_lower: column
        for model in apps.get_models()
        for column in model._meta.local_concrete_fields
        if isinstance(column, SearchTextField)
    }


@cache
def _statements() -> dict[str, str]:
    """Label of a model → the question for its rows that hold a word. The words are [a-z0-9] and line breaks, so none needs an escape."""
    quote = connection.ops.quote_name
    found = {}
    for label, column in _fields().items():
        meta: Any = column.model._meta
        text, number = quote(str(column.column)), meta.get_field(column.of) if column.of else meta.pk
        found[label] = (
            f"SELECT * FROM (SELECT '{label}', {quote(number.column)}, {text} FROM {quote(meta.db_table)}"  # noqa: S608
            f" WHERE {text} LIKE %s ORDER BY {quote(meta.pk.column)} DESC LIMIT {MOST + 1}) AS {quote(label)}"
        )
    return found


def rows_holding(piece: str, among: Container[str]) -> Rows:
    """Those of these models that hold the piece of folded text, drafts too. One query."""
    statements = [statement for label, statement in _statements().items() if label in among]
    found: dict[str, Held] = {}
    if not statements:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), [f"%{piece}%"] * len(statements))
        rows = cursor.fetchall()
    for label, number, text in rows:
        held = found.setdefault(label, Held())
        held.texts[number] = held.texts.get(number, "") + text
    for label, number_of_rows in Counter(label for label, _number, _text in rows).items():
        found[label].is_much = number_of_rows > MOST
    return found


@cache
def parts_of(label: str) -> dict[str, SearchTextField]:
    """Label of each model whose rows are parts of this one's → its search text: their words are those of the whole."""
    return {part: column for part, column in _fields().items() if column.of and _whole(column) == label}


def _whole(column: SearchTextField) -> str:
    return str(column.model._meta.get_field(column.of).related_model._meta.label_lower)  # type: ignore[union-attr]
