"""What the map draws: a sheet's shapes, the countries with partners on it, our own place, and the cities.

Numbers come in as rows that the database has counted; nothing here makes a query.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, ngettext

from partners.atlas.geometry import Box, drawn_rings
from partners.atlas.sheet import EUROPE_SHEET, SHEETS, Point, Sheet

FOLDER = Path(__file__).parent / "shapes"
# Partners from which a country is one shade darker: the usual scale, and two for offices that would be all dark on it.
SCALES = ((1, 2, 3, 6, 11), (1, 6, 21, 51, 101), (1, 51, 201, 501, 1001))
REACH = 5  # times the last step of a scale: above it the next one tells more
MOST_NAMES = 6  # countries outside the sheet that are named beside it
MOST_CITIES = 600  # above that many the dots would say nothing, and weigh much
CITY_GRID = 10  # units; cities nearer than that share a dot
CROWDED = 110  # units
AROUND, NARROWEST = 190, 820  # units of a small map: land around what it shows, and its least width
EDGE = 0.22  # of the width: nearer to it a label grows inward


def partners_in_words(count: int, countries: int) -> str:
    """ "27 partners in 12 countries"."""
    counted = ngettext("%(count)d partner", "%(count)d partners", count) % {"count": count}
    return " ".join([counted, ngettext("in %(count)d country", "in %(count)d countries", countries) % {"count": countries}])


@dataclass(frozen=True)
class Country:
    """A country with partners, as the map and its table show it."""

    code: str
    name: str
    partners: int
    agreements: int
    url: str

    @property
    def words(self) -> str:
        counted = ngettext("%(count)d partner", "%(count)d partners", self.partners) % {"count": self.partners}
        return f"{self.name}: {counted}"


@dataclass(frozen=True)
class Spot:
    """A country with partners where the sheet has it."""

    country: Country
    path: str
    x: int
    y: int
    is_small: bool
    anchor: str
    step: int  # its shade, from 1 to 5
    is_crowded: bool  # near another one: a large circle to point at would lie over the neighbour

    @property
    def label_y(self) -> int:
        return self.y - 24 if self.y > 120 else self.y + 60


@dataclass(frozen=True)
class Step:
    """A line of the legend."""

    number: int
    words: str


def legend(scale: Sequence[int]) -> list[Step]:
    """Each shade in words: 1 partner, 2 partners, 3–5 partners, … 11 partners or more."""
    steps = []
    for number, least in enumerate(scale, start=1):
        following = scale[number] if number < len(scale) else 0
        if not following:
            words = ngettext("%(count)d partner or more", "%(count)d partners or more", least) % {"count": least}
        elif following == least + 1:
            words = ngettext("%(count)d partner", "%(count)d partners", least) % {"count": least}
        else:
            words = gettext("%(least)d–%(most)d partners") % {"least": least, "most": following - 1}
        steps.append(Step(number, words))
    return steps


@cache
def shapes(name: str) -> dict[str, dict[str, Any]]:
    """ISO code → path, point and whether it is too small to be seen."""
    return dict(json.loads((FOLDER / f"{name}.json").read_text())["countries"])


@dataclass(frozen=True)
class Drawing:
    """One view of the map. `is_teaser` takes the coarse shapes, which weigh a third."""

    sheet: Sheet
    countries: list[Country]
    home: Point | None = None  # longitude and latitude
    home_country: str = ""
    cities: frozenset[Point] = frozenset()
    is_teaser: bool = False

    @property
    def words(self) -> str:
        """ "27 partners in 12 countries"."""
        return partners_in_words(sum(country.partners for country in self.countries), len(self.countries))

    @cached_property
    def scale(self) -> Sequence[int]:
        most = max((country.partners for country in self.countries), default=0)
        return next((scale for scale in SCALES if most <= scale[-1] * REACH), SCALES[-1])

    @property
    def legend(self) -> list[Step]:
        return legend(self.scale)

    @property
    def shapes(self) -> dict[str, dict[str, Any]]:
        return shapes(f"{self.sheet.name}_small" if self.is_teaser else self.sheet.name)

    @cached_property
    def spots(self) -> list[Spot]:
        """Shapes before dots, so that a small state is never covered by its neighbour; each in the order of the table."""
        placed = [(country, shape) for country in self.countries if (shape := self.shapes.get(country.code)) and shape["point"]]
        found = []
        for country, shape in placed:
            x, y = shape["point"]
            anchor = "start" if x < self.sheet.width * EDGE else "end" if x > self.sheet.width * (1 - EDGE) else "middle"
            is_crowded = any(math.dist((x, y), other["point"]) < CROWDED for _country, other in placed if other is not shape)
            step = sum(country.partners >= least for least in self.scale)
            found.append(Spot(country, shape["path"], x, y, shape["is_small"], anchor, step, is_crowded))
        return sorted(found, key=lambda spot: spot.is_small)

    @property
    def _unshaded(self) -> list[str]:
        shaded = {spot.country.code for spot in self.spots}
        return [shape["path"] for code, shape in self.shapes.items() if code not in shaded]

    @property
    def land(self) -> str:
        """All countries without partners, as one path."""
        return "".join(self._unshaded)

    @property
    def land_in_window(self) -> str:
        """`land` without what a small map would not show: half of its weight."""
        return "".join(ring for path in self._unshaded for ring, box in drawn_rings(path) if box.touches(self.window))

    @property
    def outside(self) -> list[Country]:
        """Countries with partners that this sheet does not show."""
        shown = {spot.country.code for spot in self.spots}
        return [country for country in self.countries if country.code not in shown]

    @property
    def outside_in_words(self) -> str:
        """For more of them than one would name."""
        return "" if len(self.outside) <= MOST_NAMES else partners_in_words(sum(row.partners for row in self.outside), len(self.outside))

    @cached_property
    def our_place(self) -> tuple[int, int] | None:
        """Where we are: our own coordinates, or else the middle of our country."""
        point = self.sheet.place_of_city(*self.home) if self.home else self.shapes.get(self.home_country, {}).get("point")
        return (round(point[0]), round(point[1])) if point and self.sheet.shows(point) else None

    @property
    def ties(self) -> str:
        """A thin bow from us to every country on the sheet, as one path."""
        if not self.our_place:
            return ""
        x, y = self.our_place
        bows = ((spot.x - x, spot.y - y) for spot in self.spots if spot.country.code != self.home_country)
        return "".join(f"M{x} {y}q{dx / 2 + dy * 0.12:.0f} {dy / 2 - abs(dx) * 0.12:.0f} {dx} {dy}" for dx, dy in bows)

    @cached_property
    def window(self) -> Box:
        """The part of the sheet in which the countries and our place stand, with some land around: what a small map shows."""
        points = [(spot.x, spot.y) for spot in self.spots] + ([self.our_place] if self.our_place else [])
        left, right = min(x for x, _y in points), max(x for x, _y in points)
        top, bottom = min(y for _x, y in points), max(y for _x, y in points)
        wide = min(
            max(right - left + 2 * AROUND, (bottom - top + 2 * AROUND) * 4 / 3, NARROWEST), self.sheet.width, self.sheet.height * 4 / 3
        )
        tall = wide * 3 / 4
        x = min(max((left + right - wide) / 2, 0), self.sheet.width - wide)
        y = min(max((top + bottom - tall) / 2, 0), self.sheet.height - tall)
        return Box(x, y, x + wide, y + tall)

    @property
    def frame(self) -> str:
        """The window as a viewBox."""
        left, top, right, bottom = self.window
        return f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}"

    @property
    def city_dots(self) -> str:
        """A stroke of no length for each, which a round pen draws as a dot; one path."""
        places = (self.sheet.place_of_city(*city) for city in self.cities)
        dots = {(round(x / CITY_GRID) * CITY_GRID, round(y / CITY_GRID) * CITY_GRID) for x, y in places if self.sheet.shows((x, y))}
        return "".join(f"M{x} {y}h0" for x, y in sorted(dots)) if len(dots) <= MOST_CITIES else ""


def fitting_sheet(countries: Iterable[Country]) -> Sheet:
    """Europe, unless most partners are elsewhere."""
    known = shapes(EUROPE_SHEET.name)
    rows = list(countries)
    near = sum(row.partners for row in rows if known.get(row.code, {}).get("point"))
    return EUROPE_SHEET if near * 2 >= sum(row.partners for row in rows) else SHEETS["world"]
