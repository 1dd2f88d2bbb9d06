"""Questions that are composed once in a process and asked often.

Django takes one to three milliseconds to compose a question with many conditions, and the database often less to answer it. The
search asks up to twenty, alike but for the words, the numbers of rows and the time. So these stand as marks in what is composed,
and each time the values take the places of the marks. Not for what is asked once on a page: it would only be harder to read.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from intlcoop.base.clock import now, standing_at

MOST = 2000  # questions that are kept; each takes a few kilobytes
THEN = datetime(1871, 3, 18, 5, 7, 11, 131313, tzinfo=UTC)  # the moment at which questions are composed

Compose = Callable[[], QuerySet[Any, Any]]
Times = Callable[[datetime], Iterable[Any]]


def now_and_today(moment: datetime) -> Iterable[Any]:
    return moment, timezone.localdate(moment)


class Composed(NamedTuple):
    """The SQL before, between and behind its parameters; a parameter may be a mark."""

    pieces: list[str]
    params: tuple[Any, ...]


_kept: dict[Hashable, Composed] = {}


def ask(key: Hashable, compose: Compose, values: Mapping[Any, Any], times: Times = now_and_today) -> list[tuple[Any, ...]]:
    """What the question selects of each row. It is composed only if none with this key has been before; so it must not branch on
    the time, nor on anything that is not in the key.

    `values` gives each mark its value: a mark in `__in` a list of numbers, the pattern (%mark%) in which a mark stands a text.
    `times` reckons the times in the question from the moment in which it is asked.
    """
    marks = _adapted(times(THEN))
    composed = _kept.get(key) or _keep(key, compose, marks)
    known = dict(zip(marks, _adapted(times(now())), strict=True)) | dict(values)
    sql, params = composed.pieces[:1], []
    for param, piece in zip(composed.params, composed.pieces[1:], strict=True):
        value = known.get(param, param)
        if isinstance(value, list):
            sql.append(",".join(map(str, map(int, value))) or "NULL")
        else:
            sql.append("%s")
            params.append(value)
        sql.append(piece)
    with connection.cursor() as cursor:
        cursor.execute("".join(sql), params)
        return list(cursor.fetchall())


def _keep(key: Hashable, compose: Compose, marks: list[Any]) -> Composed:
    with standing_at(THEN):
        rows = compose()
        try:
            sql, params = rows.query.sql_with_params()
        except EmptyResultSet:
            sql, params = "SELECT 1 WHERE 1 = 0", ()
    if unmarked := [param for param in params if str(param).startswith(f"{THEN.year}-") and param not in marks]:
        raise ValueError(f"A time that `times` does not reckon: {unmarked}")
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[key] = composed = Composed(sql.split("%s"), params)
    return composed


def _adapted(times: Iterable[Any]) -> list[Any]:
    """As the database takes moments and days."""
    ops = connection.ops
    return [ops.adapt_datetimefield_value(time) if isinstance(time, datetime) else ops.adapt_datefield_value(time) for time in times]
