"""Rows and their few parts in one query instead of two: for texts and figures that stand on many pages and are seldom more than a handful."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, JSONField, QuerySet, Subquery

from intlcoop.base.translated import Translated


class _Texts(JSONField):
    """What the database gathered, as texts in several languages."""

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> list[Translated]:
        return [Translated(text) for text in super().from_db_value(value, expression, connection) or []]


class TextsOf(Subquery):
    """A translated column of the rows of `parts` that belong to a row (OuterRef), as a list and in their order: for names that are only read.

    `with_parts` brings whole rows; this one may stand beside it or beside others of its kind.
    """

    output_field = _Texts()

    def __init__(self, parts: QuerySet[Any], column: str) -> None:
        super().__init__(parts.values(part=F(column)))

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        return self.as_sql(compiler, connection, template="(SELECT JSON_GROUP_ARRAY(JSON(part)) FROM (%(subquery)s) AS parts)")

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        return self.as_sql(compiler, connection, template="(SELECT JSONB_AGG(part) FROM (%(subquery)s) AS parts)")


def with_parts(rows: QuerySet[Any], name: str) -> list[Any]:
    """The rows, each with `name` (its links, its countries) as if prefetched. A row comes once for each part, so the parts must be few."""
    part: Any = rows.model._meta.get_field(name).related_model
    columns = [field.attname for field in part._meta.concrete_fields]
    order = [*(rows.query.order_by or rows.model._meta.ordering), *(f"{name}__{column}" for column in part._meta.ordering)]
    found: dict[Any, Any] = {}
    parts: dict[Any, list[Any]] = {}
    for row in rows.annotate(**{f"part_{column}": F(f"{name}__{column}") for column in columns}).order_by(*order):
        found.setdefault(row.pk, row)
        values = [row.__dict__.pop(f"part_{column}") for column in columns]
        if values[columns.index(part._meta.pk.attname)] is not None:
            parts.setdefault(row.pk, []).append(part.from_db(rows.db, columns, values))
    for pk, row in found.items():
        known = getattr(row, name).all()
        known._result_cache, known._prefetch_done = parts.get(pk, []), True
        row._prefetched_objects_cache = {name: known}
    return list(found.values())
