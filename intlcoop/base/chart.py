"""Charts that the server draws: bars and nothing else, with every number in words beside its bar.

A drawing is 400 units wide whatever the screen, so that letters and bars stay apart on a phone; heights follow from what is
in it. Bars begin at nought and are in proportion. Nothing in a drawing is a link: a picture with a title, its table beneath
has the links. A suppressed group is no number: it is an outline of one size after the bar.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import formats

WIDTH = 400
LETTER = 10.3  # width of a figure in units at the largest size that site.css sets; letters are narrower
STUB = 12
LONGEST = 38  # letters of a name in one line
FEWEST = 2  # bars: fewer are a sentence


@dataclass(frozen=True)
class Bar:
    """A number with its name. `words` is what stands beside the bar, if that is not the number; `url` leads to the rows it counts."""

    label: str
    number: int
    words: str = ""
    url: str = ""
    has_small: bool = False  # a group belongs here that is too small to be shown
    is_preliminary: bool = False

    @property
    def short(self) -> str:
        """The name as far as there is room for it."""
        return self.label if len(self.label) <= LONGEST else f"{self.label[: LONGEST - 1]}…"

    def __str__(self) -> str:
        return self.words or formats.number_format(self.number, force_grouping=True)


@dataclass(frozen=True)
class Shape:
    """A bar as it is drawn. All lengths are texts: no template puts a comma into them."""

    bar: Bar
    x: str
    y: str
    width: str
    height: str
    label: tuple[str, str]
    words: tuple[str, str]
    is_labelled: bool = True
    stub: tuple[str, str, str, str] | None = None


@dataclass(frozen=True)
class Step:
    """A line of the grid and its number."""

    words: str
    y: str


def units(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".")


def nice_step(highest: int, most: int = 4) -> int:
    """1, 2 or 5 times a power of ten, so that at most so many steps reach the highest number."""
    rough = max(highest / most, 1)
    power = 10 ** math.floor(math.log10(rough))
    return int(next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough))


@dataclass(frozen=True)
class Chart:
    """What both kinds of chart share. `key` is unique on the page; `heading` says what is counted, `about` how and when."""

    key: str
    heading: str
    corner: str
    unit: str
    bars: Sequence[Bar]
    about: str = ""
    has_table: bool = True  # beneath it; not where the page has a table of the same numbers

    @property
    def is_worth_it(self) -> bool:
        return len(self.bars) >= FEWEST and any(bar.number or bar.has_small for bar in self.bars)

    @property
    def width(self) -> str:
        return str(WIDTH)

    @cached_property
    def highest(self) -> int:
        return max(bar.number for bar in self.bars)

    @property
    def in_table(self) -> Sequence[Bar]:
        return self.bars

    @property
    def has_preliminary(self) -> bool:
        return any(bar.is_preliminary for bar in self.bars)

    @cached_property
    def summary(self) -> str:
        """For those who do not see it: every bar in words."""
        return "; ".join(f"{bar.label}: {bar}" for bar in self.bars)


class Rows(Chart):
    """Bars side by side with a line of their own for each name: for countries and other things that have names."""

    ROW, THICK = 44, 16

    @property
    def height(self) -> str:
        return str(self.ROW * len(self.bars))

    @cached_property
    def steps(self) -> list[Step]:
        return []

    @cached_property
    def shapes(self) -> list[Shape]:
        room = WIDTH - STUB - 6 - max(len(str(bar)) for bar in self.bars) * LETTER
        found = []
        for place, bar in enumerate(self.bars):
            top = self.ROW * place + 20
            length = room * bar.number / self.highest if self.highest else 0.0
            stub = (units(length), str(top), str(STUB), str(self.THICK)) if bar.has_small else None
            end = length + (STUB if stub else 0) + 6
            words = (units(end), str(top + 13))
            found.append(Shape(bar, "0", str(top), units(length), str(self.THICK), ("0", str(top - 5)), words, stub=stub))
        return found


class Columns(Chart):
    """Standing bars in the order of years, on steps that one can count by."""

    TOP, TALL, FOOT = 22, 130, 22

    @property
    def height(self) -> str:
        return str(self.TOP + self.TALL + self.FOOT)

    @property
    def left(self) -> str:
        return units(self._left)

    @cached_property
    def top_number(self) -> int:
        step = nice_step(self.highest)
        return max(step * math.ceil(self.highest / step), 1)

    @cached_property
    def steps(self) -> list[Step]:
        numbers = range(0, self.top_number + 1, nice_step(self.highest))
        return [Step(formats.number_format(number, force_grouping=True), units(self._y(number))) for number in numbers]

    @property
    def in_table(self) -> Sequence[Bar]:
        """The newest first, as in every list."""
        return self.bars[::-1]

    @cached_property
    def has_words(self) -> bool:
        """Whether each number fits above its bar; otherwise the steps and the table tell it."""
        return max(len(str(bar)) for bar in self.bars) * LETTER <= self._slot

    @cached_property
    def shapes(self) -> list[Shape]:
        thick = min(self._slot * 0.7, 36)
        every = math.ceil(max(len(bar.label) + 1 for bar in self.bars) * LETTER / self._slot)
        last, found = len(self.bars) - 1, []
        for place, bar in enumerate(self.bars):
            middle, top = self._left + self._slot * (place + 0.5), self._y(bar.number)
            half = len(bar.label) * LETTER / 2
            label = (units(min(middle, WIDTH - half)), str(self.TOP + self.TALL + 16))
            found.append(
                Shape(
                    bar, units(middle - thick / 2), units(top), units(thick), units(self.TOP + self.TALL - top),
                    label, (units(middle), units(top - 5)), is_labelled=(last - place) % every == 0,
                )
            )  # fmt: skip
        return found

    @cached_property
    def _left(self) -> float:
        """Room for the longest number of the grid."""
        return max(len(step.words) for step in self.steps) * LETTER + 6

    @cached_property
    def _slot(self) -> float:
        return (WIDTH - self._left) / len(self.bars)

    def _y(self, number: int) -> float:
        return self.TOP + self.TALL * (1 - number / self.top_number)


@dataclass(frozen=True)
class Band(Bar):
    """A place among others, from the best (`number`) to the worst that it can be; the same for an exact one."""

    worst: int = 0


class Bands(Columns):
    """Places by year, the better the higher. A year of which no place is known stays empty. The scale begins where the places do."""

    bars: Sequence[Band]
    THIN = 5

    @cached_property
    def steps(self) -> list[Step]:
        numbers = range(self._best, self._worst + 1, self._step)
        return [Step(formats.number_format(max(number, 1), force_grouping=True), units(self._y(number))) for number in numbers]

    @cached_property
    def shapes(self) -> list[Shape]:
        thick, first, found = min(self._slot * 0.7, 36), int(self.bars[0].label), []
        every = math.ceil(5 * LETTER / self._slot)
        for bar in self.bars:
            place = int(bar.label) - first
            middle, best, worst = self._left + self._slot * (place + 0.5), self._y(bar.number), self._y(bar.worst)
            tall = max(worst - best, self.THIN)
            label, words = (units(middle), str(self.TOP + self.TALL + 16)), (units(middle), units(best - 5))
            is_labelled = (self._years - 1 - place) % every == 0
            found.append(Shape(bar, units(middle - thick / 2), units(best), units(thick), units(tall), label, words, is_labelled))
        return found

    @cached_property
    def _years(self) -> int:
        return int(self.bars[-1].label) - int(self.bars[0].label) + 1

    @cached_property
    def _slot(self) -> float:
        return (WIDTH - self._left) / self._years

    @cached_property
    def _step(self) -> int:
        return nice_step(max(bar.worst for bar in self.bars) - min(bar.number for bar in self.bars))

    @cached_property
    def _best(self) -> int:
        return self._step * (min(bar.number for bar in self.bars) // self._step)

    @cached_property
    def _worst(self) -> int:
        return max(self._step * math.ceil(max(bar.worst for bar in self.bars) / self._step), self._best + self._step)

    def _y(self, number: int) -> float:
        return self.TOP + self.TALL * (number - self._best) / (self._worst - self._best)


def each_year(numbers: Mapping[int, int], most: int) -> Iterable[tuple[int, int]]:
    """Year and number, oldest first and no year left out; the last so many years."""
    if not numbers:
        return []
    last = max(numbers)
    return [(year, numbers.get(year, 0)) for year in range(max(min(numbers), last - most + 1), last + 1)]
