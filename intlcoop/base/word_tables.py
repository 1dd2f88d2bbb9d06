"""Which tables hold a word at all: asked first, so that the search composes no query for a kind of record in vain.

One statement of plain SQL, the same for both databases: composing it would cost more than the scans, which end at the first hit.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from django.apps import apps
from django.db import connection

from intlcoop.base.translated import SearchTextField

Tables = Mapping[str, frozenset[str]]  # folded word → labels of the models in whose search texts it stands


@cache
def _searched() -> dict[str, str]:
    """Label of each model with a search text → the condition that a row of it holds a word. The words are [a-z0-9], so none needs an escape."""
    quote = connection.ops.quote_name
    return {
        model._meta.label_lower: f"EXISTS (SELECT 1 FROM {quote(model._meta.db_table)} WHERE {quote(field.name)} LIKE %s)"  # noqa: S608
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, SearchTextField)
    }


def tables_holding(words: Iterable[str]) -> Tables:
    """For each folded word. One query."""
    words, searched = list(words), _searched()
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([*searched.values()] * len(words))}", [f"%{word}%" for word in words for _table in searched])
        answers = iter(cursor.fetchone())
    return {word: frozenset(label for label in searched if next(answers)) for word in words}
