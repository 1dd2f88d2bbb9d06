"""Which tables hold a word at all: asked first, so that the search composes no query for a kind of record in vain.

One statement of plain SQL, the same for both databases: composing it would cost more than the scans, which end at the first hit.
"""

from collections.abc import Container
from functools import cache

from django.apps import apps
from django.db import connection

from intlcoop.base.translated import SearchTextField

Labels = frozenset[str]  # of models, by the search texts in which a word stands


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


def tables_holding(word: str, among: Container[str]) -> Labels:
    """Those of these models that have the folded word. One query; a table that does not have it is read to its end."""
    searched = {label: condition for label, condition in _searched().items() if label in among}
    if not searched:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(searched.values())}", [f"%{word}%"] * len(searched))
        return frozenset(label for label, is_held in zip(searched, cursor.fetchone(), strict=True) if is_held)
