"""Choices of a filter with the number of rows behind each: "Poland (8)".

A number is that of the rows which the list would show if this choice were taken and the other filters stayed as they are.
All facets of a list are counted in one query: the rows that fit are found once (WITH, which Django's queries cannot say),
and each facet groups them. As a UNION of whole queries the same took Django's compiler 70 ms for a page, and asked the
database for the same rows a dozen times. Addresses of data ask only which words occur.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import django_filters
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast

from intlcoop.base.select import Select

ALL = "*"  # no name of a facet
Numbers = dict[str, int]
Named = Callable[[Iterable[str]], list[tuple[str, Any]]]


class FacetFilter(django_filters.ChoiceFilter):
    """A choice with counts.

    `by` is the column or expression (or a function that makes it, if it asks the clock) that holds the word of a row; None
    where the word is a condition: then each word is asked for by the filter itself. `named` orders and labels the words that occur; without
    it the `choices` are fixed. `otherwise` is the QuerySet's verb for "nothing chosen". `is_many` says that `by` follows a
    relation on which a row may stand several times. `tally` makes of the counted words others, where no expression can.
    """

    def __init__(
        self,
        *,
        by: Any = None,
        named: Named | None = None,
        otherwise: str = "",
        is_many: bool = False,
        tally: Callable[[Numbers], Numbers] | None = None,
        **kwargs: Any,
    ) -> None:
        self.by, self.named, self.otherwise, self.is_many, self.tally = by, named, otherwise, is_many, tally
        kwargs.setdefault("widget", Select)
        super().__init__(**kwargs)

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """Word and label of each, without numbers."""
        return list(self.extra.get("choices", []))

    @property
    def word(self) -> Any:
        """What holds the word of a row, as an expression; None where the word is a condition."""
        return F(self.by) if isinstance(self.by, str) else self.by() if callable(self.by) else self.by


class Found(NamedTuple):
    """The rows that some filters leave, and the facets that are counted among them."""

    rows: QuerySet[Any]
    facets: Mapping[str, FacetFilter]


Statement = tuple[str, tuple[Any, ...]]


def counted_in_one_query(founds: Iterable[Found], counted: str) -> Mapping[str, Numbers]:
    """Name of the facet → word → number of its rows. What nobody said ("" or NULL) is no choice. ALL → ALL → number of the first rows."""
    numbers: defaultdict[str, Numbers] = defaultdict(dict)
    named = {f"found_{place}": found for place, found in enumerate(founds)}
    tables = {table: statement for table, found in named.items() if (statement := _statement(_with_words(found, counted)))}
    parts = [part for table in tables for part in _parts(table, named[table], counted)]
    if parts:
        found_once = ", ".join(f"{table} AS ({sql})" for table, (sql, _params) in tables.items())
        groups = " UNION ALL ".join(sql for sql, _params in parts)
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {found_once} {groups}", [param for _sql, params in [*tables.values(), *parts] for param in params])
            for name, word, number in cursor.fetchall():
                if word and number:
                    numbers[name][word] = number
    tallies = {name: facet.tally for found in named.values() for name, facet in found.facets.items() if facet.tally}
    return numbers | {name: tally(numbers[name]) for name, tally in tallies.items()}


def _statement(rows: QuerySet[Any]) -> Statement | None:
    """The text for the database; None where Django knows without asking that there are no rows."""
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return None


def _with_words(found: Found, counted: str) -> QuerySet[Any]:
    """Key, what is counted, and the word of each facet that has one a row."""
    words = {
        f"word_{name}": Cast(facet.word, CharField()) for name, facet in found.facets.items() if facet.by is not None and not facet.is_many
    }
    rows = found.rows.order_by().annotate(found_pk=F("pk"), found_counted=F(counted), **words)
    return rows.values_list("found_pk", "found_counted", *words)


def _parts(table: str, found: Found, counted: str) -> Iterator[Statement]:
    """Queries of name, word and number. The text is made of our own names; all that a visitor wrote is a parameter in the table."""
    number = "COUNT(*)" if counted == "pk" else "COUNT(DISTINCT found_counted)"
    if table == "found_0":
        yield f"SELECT %s, %s, {number} FROM {table}", (ALL, ALL)  # noqa: S608
    every = found.rows.model._default_manager.order_by()
    for name, facet in found.facets.items():
        if facet.is_many:
            words = every.annotate(word_of=F("pk"), word=Cast(facet.word, CharField())).exclude(word=None).values_list("word_of", "word")
            if of_rows := _statement(words):
                pairs = f"SELECT DISTINCT found_counted, word FROM {table} JOIN ({of_rows[0]}) AS words ON word_of = found_pk"  # noqa: S608
                yield f"SELECT %s, word, COUNT(*) FROM ({pairs}) AS pairs GROUP BY 2", (name, *of_rows[1])  # noqa: S608
        elif facet.by is not None:
            yield f"SELECT %s, word_{name}, {number} FROM {table} GROUP BY 2", (name,)  # noqa: S608
        else:
            for word, _label in facet.choices:
                if of_rows := _statement(facet.filter(every, word).values_list("pk")):
                    yield f"SELECT %s, %s, {number} FROM {table} WHERE found_pk IN ({of_rows[0]})", (name, word, *of_rows[1])  # noqa: S608


def _part(name: str, rows: QuerySet[Any], counted: str) -> QuerySet[Any]:
    marked = rows.order_by().annotate(facet_name=Value(name, CharField()))
    return marked.values_list("facet_name").annotate(facet_number=Count(counted, distinct=counted != "pk"))


def how_many(**rows: QuerySet[Any] | tuple[QuerySet[Any], str]) -> dict[str, int]:
    """How many rows each of these has, or how many different values of a column: `people=(appointments, "person")`. One query."""
    pairs = {name: one if isinstance(one, tuple) else (one, "pk") for name, one in rows.items()}
    first, *others = [_part(name, counted, column) for name, (counted, column) in pairs.items()]
    return dict.fromkeys(rows, 0) | dict(first.union(*others, all=True))


def newest_year_first(words: Iterable[str]) -> list[tuple[str, Any]]:
    return [(word, word) for word in sorted(set(words), reverse=True)]
