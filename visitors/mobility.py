"""The public tables of mobility, which no reader can use to find a small group.

The base table has one cell for each academic year, direction, kind and country, over all institutions, programmes and
records. A cell of fewer people than the office's smallest number is suppressed there, once: its number is thrown away
before any table is made. Every published number is a sum of the cells that are left, totals included, so that nothing
can be subtracted from anything: as long as a small group stays small, no published figure changes with it. The price,
which the page states, is that totals lack the small groups.

`base_table` is the only function here that sees true numbers. Add tables below it, never above.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import formats
from django.utils.translation import gettext as _, gettext_lazy

from intlcoop.base import academic_year
from intlcoop.base.chart import Bar, Rows
from intlcoop.base.filters import country_choices
from intlcoop.base.templatetags.portal import capital
from intlcoop.base.text import slug
from visitors.models import Placement
from visitors.models.placement import Counted


class Arrangement(models.TextChoices):
    """The fixed tables among which a reader chooses."""

    YEAR = "year", gettext_lazy("By academic year")
    COUNTRY = "country", gettext_lazy("By country")
    KIND = "kind", gettext_lazy("By kind")


@dataclass(frozen=True)
class Cell:
    """A cell of the base table after suppression; a small one has no number any more."""

    year: str
    direction: str
    kind: str
    country: str
    number: int
    is_small: bool
    is_preliminary: bool


@dataclass(frozen=True)
class Entry:
    """What stands in a place of a published table: the sum of the cells shown, and whether small ones belong there too."""

    number: int
    smallest: int = 0

    def __str__(self) -> str:
        number = formats.number_format(self.number, force_grouping=True)
        if not self.smallest:
            return number if self.number else "–"
        return f"{number} + <{self.smallest}" if self.number else f"<{self.smallest}"


@dataclass(frozen=True)
class Row:
    label: str
    entries: list[Entry]
    total: Entry
    key: str = ""
    is_preliminary: bool = False

    @property
    def has_small(self) -> bool:
        return any(entry.smallest for entry in self.entries)


@dataclass(frozen=True)
class Table:
    """Rows and columns of entries. A total of one thing is no total: it is not shown."""

    heading: str
    corner: str
    columns: list[str]
    rows: list[Row]
    totals: list[Entry]
    total: Entry
    smallest: int = 0

    @property
    def chart(self) -> Rows:
        """The totals of the rows as the table shows them, in its order; a small group is an outline, and in no sum."""
        heading = _("%(what)s: total of the numbers shown") % {"what": self.heading or self.corner}
        return Rows(f"chart-{slug(heading)}", heading, self.corner, "", list(self._bars()), has_table=False)

    def _bars(self) -> Iterator[Bar]:
        """A year between two others in which nobody went has its place, so that the distance between years does not lie."""
        newer = ""
        for row in self.rows:
            for year in _skipped(newer, row.key):
                yield Bar(academic_year.short(year), 0)
            words = str(Entry(row.total.number, self.smallest if row.has_small else 0))
            yield Bar(row.label, row.total.number, words, has_small=row.has_small, is_preliminary=row.is_preliminary)
            newer = row.key

    @property
    def has_column_of_totals(self) -> bool:
        return len(self.columns) > 1

    @property
    def has_row_of_totals(self) -> bool:
        return len(self.rows) > 1


def _skipped(newer: str, older: str) -> Iterator[str]:
    """The academic years between two of them; nothing between two countries."""
    year = academic_year.later(newer, -1) if "/" in newer else older
    while year > older:
        yield year
        year = academic_year.later(year, -1)


def base_table(groups: Iterable[Counted], smallest: int) -> list[Cell]:
    """The cells in a fixed order, which tells nothing of the numbers; below `smallest` they lose their number."""
    sums: dict[tuple[str, str, str, str], int] = {}
    preliminary = set()
    for group in groups:
        key = group[:4]
        sums[key] = sums.get(key, 0) + group.number
        if group.is_preliminary:
            preliminary.add(group.year)
    return [
        Cell(*key, number=number if number >= smallest else 0, is_small=number < smallest, is_preliminary=key[0] in preliminary)
        for key, number in sorted(sums.items())
        if number > 0
    ]


def preliminary_years(cells: Iterable[Cell]) -> list[str]:
    """As people read them, oldest first."""
    return [academic_year.short(year) for year in sorted({cell.year for cell in cells if cell.is_preliminary})]


def tables(cells: Sequence[Cell], arrangement: Arrangement, smallest: int) -> list[Table]:
    """The published tables of one arrangement; a direction in which nobody went has none."""
    if arrangement == Arrangement.KIND:
        directions = _occurring(Placement.Direction, {cell.direction for cell in cells})
        kinds = _occurring(Placement.Kind, {cell.kind for cell in cells})
        found = _table(cells, smallest, (_("Kind"), kinds, lambda cell: cell.kind), (directions, lambda cell: cell.direction))
        return [found] if cells else []
    shown = []
    for direction, heading in _occurring(Placement.Direction, {cell.direction for cell in cells}):
        own = [cell for cell in cells if cell.direction == direction]
        kinds = _occurring(Placement.Kind, {cell.kind for cell in own})
        rows = _years(own) if arrangement == Arrangement.YEAR else _countries(own)
        shown.append(_table(own, smallest, rows, (kinds, lambda cell: cell.kind), heading=heading))
    return shown


@dataclass(frozen=True)
class Place:
    """A place of a published table, for programs: the same number under the words that stay. The total is the reader's own sum."""

    table: str
    direction: str
    kind: str
    year: str
    country: str
    number: int | None
    smallest: int | None
    is_preliminary: bool


def places(cells: Sequence[Cell], arrangement: Arrangement, smallest: int) -> list[Place]:
    """The places of the tables of one arrangement in which something stands, in the order of their words."""
    of_row: dict[Arrangement, Callable[[Cell], tuple[str, str]]] = {
        Arrangement.YEAR: lambda cell: (cell.year, ""),
        Arrangement.COUNTRY: lambda cell: ("", cell.country),
        Arrangement.KIND: lambda cell: ("", ""),
    }
    groups: dict[tuple[str, str, str, str], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.direction, cell.kind, *of_row[arrangement](cell)), []).append(cell)
    return [
        Place(
            arrangement.value,
            *key,
            number=sum(cell.number for cell in group) or None,
            smallest=smallest if any(cell.is_small for cell in group) else None,
            is_preliminary=any(cell.is_preliminary for cell in group),
        )
        for key, group in sorted(groups.items())
    ]


Keys = list[tuple[str, str]]
Of = Callable[[Cell], str]


def _occurring(choices: Any, values: set[str]) -> Keys:
    return [(choice.value, capital(choice.label)) for choice in choices if choice.value in values]


def _years(cells: Sequence[Cell]) -> tuple[str, Keys, Of]:
    """Newest first; a year that is not over is marked."""
    unfinished = {cell.year for cell in cells if cell.is_preliminary}
    years = sorted({cell.year for cell in cells}, reverse=True)
    keys = [
        (year, f"{academic_year.short(year)} ({_('preliminary')})" if year in unfinished else academic_year.short(year)) for year in years
    ]
    return _("Academic year"), keys, lambda cell: cell.year


def _countries(cells: Sequence[Cell]) -> tuple[str, Keys, Of]:
    """By name: an order by size would tell which small group is the larger."""
    return _("Country"), country_choices(cell.country for cell in cells), lambda cell: cell.country


def _table(cells: Sequence[Cell], smallest: int, down: tuple[str, Keys, Of], across: tuple[Keys, Of], heading: str = "") -> Table:
    corner, rows, row_of = down
    columns, column_of = across

    sums: dict[tuple[str, str], int] = {}
    small = set()
    for cell in cells:
        place = row_of(cell), column_of(cell)
        sums[place] = sums.get(place, 0) + cell.number
        if cell.is_small:
            small.add(place)
    unfinished = {cell.year for cell in cells if cell.is_preliminary}
    shown = []
    for key, label in rows:
        entries = [Entry(sums.get((key, column), 0), smallest if (key, column) in small else 0) for column, _label in columns]
        shown.append(Row(label, entries, _total(entries), key, is_preliminary=key in unfinished))
    totals = [_total(entries) for entries in zip(*(row.entries for row in shown), strict=True)]
    return Table(heading, corner, [label for _key, label in columns], shown, totals, _total(totals), smallest)


def _total(entries: Iterable[Entry]) -> Entry:
    """The sum of the numbers shown, and of nothing else."""
    return Entry(sum(entry.number for entry in entries))
