"""A table of rules about a row, read by the database: the first rule that holds gives the value."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import StrIndex

Conditions = Mapping[str, Any]  # column and comparison → value, as `filter` takes them; all of them must hold
COMPARISONS = {"": "=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


class Rule(NamedTuple):
    """The value of a row of which all of this holds, and one of these."""

    value: Any
    all_of: Conditions
    one_of: tuple[Conditions, ...] = ()


def _parts(rule: Rule) -> Iterator[tuple[str, Any]]:
    for conditions in (rule.all_of, *rule.one_of):
        yield from conditions.items()


def in_order_of(words: Iterable[str], column: str) -> StrIndex:
    """To sort by: the place of a row's word among these, none of which is a part of one before it. The column is asked once, however many they are."""
    return StrIndex(Value(" ".join(words)), F(column))


class ByRules(models.Func):
    """The same as Django's Case of Whens, for columns (or annotations) that are compared with values, written down at once.

    Django makes each comparison a query of its own and resolves, copies and compiles it: for a table of ten rules that took
    3 ms, and a list asks several times. Not for comparisons with other columns or across relations.
    """

    def __init__(self, rules: Sequence[Rule], otherwise: Any) -> None:
        self.rules, self.otherwise = rules, otherwise
        self.names = list(dict.fromkeys(lookup.partition("__")[0] for rule in rules for lookup, _wanted in _parts(rule)))
        super().__init__(*self.names, output_field=Value(otherwise).output_field)

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]
        columns = {name: (column, *compiler.compile(column)) for name, column in zip(self.names, self.source_expressions, strict=True)}
        params: list[Any] = []

        def holds(lookup: str, wanted: Any) -> str:
            name, _dunder, comparison = lookup.partition("__")
            column, sql, of_column = columns[name]
            params.extend(of_column)
            if comparison == "isnull":
                return f"({sql}) IS NULL" if wanted else f"({sql}) IS NOT NULL"
            params.append(column.output_field.get_db_prep_value(wanted, connection))
            return f"({sql}) {COMPARISONS[comparison]} %s"

        def all_hold(conditions: Conditions) -> str:
            return " AND ".join([holds(*condition) for condition in conditions.items()])

        def gives(value: Any) -> str:
            params.append(value)
            return "%s"

        whens = []
        for rule in self.rules:
            # What is in `one_of` first: it needs no subquery, and where it fails none is asked.
            of_one, of_all = " OR ".join([all_hold(conditions) for conditions in rule.one_of]), all_hold(rule.all_of)
            condition = " AND ".join(filter(None, [of_one and f"({of_one})", of_all]))
            whens.append(f"WHEN {condition} THEN {gives(rule.value)}")
        return f"CASE {' '.join(whens)} ELSE {gives(self.otherwise)} END", params
