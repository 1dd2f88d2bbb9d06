"""Exchange places by direction, as the pages show them, with totals that say what they sum."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partners.models import ExchangeCondition


@dataclass(frozen=True)
class Total:
    """A number of places, and which ones they are."""

    words: str
    places: int


@dataclass(frozen=True)
class Direction:
    """Who sends to whom, and the conditions of it."""

    heading: str
    conditions: list[ExchangeCondition]
    totals: list[Total]


def directions(conditions: Iterable[ExchangeCondition]) -> list[Direction]:
    """Our own people first, then those who come to us, then what others exchange. Ask the query for the institutions."""
    groups: dict[tuple[int, int], list[ExchangeCondition]] = defaultdict(list)
    for condition in conditions:
        groups[condition.sending_id, condition.receiving_id].append(condition)
    rows = [Direction(_heading(group[0]), group, _totals(group)) for group in groups.values()]
    return sorted(rows, key=lambda row: _rank(row.conditions[0]))


def _rank(condition: ExchangeCondition) -> int:
    if condition.sending.is_home:
        return 0
    return 1 if condition.receiving.is_home else 2


def _heading(condition: ExchangeCondition) -> str:
    names = {"sending": str(condition.sending), "receiving": str(condition.receiving)}
    if condition.sending.is_home:
        return _("From us to %(receiving)s") % names
    if condition.receiving.is_home:
        return _("From %(sending)s to us") % names
    return _("From %(sending)s to %(receiving)s") % names


def _totals(conditions: list[ExchangeCondition]) -> list[Total]:
    """Students and staff apart, and only rows of the same years together; one row alone needs no total."""
    numbers: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for condition in conditions:
        if condition.mobilities_per_year:
            numbers[condition.is_for_students, condition.years].append(condition.mobilities_per_year)
    return [
        Total(_sum_of(is_for_students, years, len(places)), sum(places))
        for (is_for_students, years), places in numbers.items()
        if len(places) > 1
    ]


def _sum_of(is_for_students: bool, years: str, count: int) -> str:
    who = _("Students") if is_for_students else _("Staff")
    values = {"who": who, "years": years, "count": count}
    if years:
        return _("%(who)s a year, %(years)s: sum of the %(count)d rows that state a number") % values
    return _("%(who)s a year, years not stated: sum of the %(count)d rows that state a number") % values
