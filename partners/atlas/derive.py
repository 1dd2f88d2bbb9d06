"""From Natural Earth's countries to the paths of a sheet. Run by `manage.py derive_world_map`, never by a page.

Which shape belongs to which country follows ISO 3166, because the portal's countries are ISO's: a shape without a number of its own
is drawn with the country in whose entry ISO lists it (ASSIGNED, MOVED), and overseas departments and Svalbard stay where Natural Earth
has them, with France and Norway. A line that Natural Earth draws through a country as it is held, like that through Western Sahara,
stays: there is no polygon that could be moved. Shapes that ISO does not know (Siachen Glacier, Indian Ocean Territories) and Antarctica
are left out. All this is a way to draw, not a statement about anybody's status.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django_countries import countries

from partners.atlas.geometry import area, clipped, contains, kept, middle, path, rounded
from partners.atlas.sheet import MIDDLE, Point, Sheet
from partners.atlas.topology import Polygon, Topology, merged

# Natural Earth gives these no ISO number. XK is the code that the European Commission uses for Kosovo.
ASSIGNED = {"N. Cyprus": "CY", "Somaliland": "SO", "Kosovo": "XK"}
# A polygon that Natural Earth draws with one country and ISO 3166-2 lists with another: Crimea is UA-43.
MOVED = [((34.3, 45.2), "RU", "UA")]
ANTARCTICA = "AQ"
BEYOND = 30  # units outside the visible frame at which shapes are cut off, so that no line runs along the edge
SPECK = 12  # square units; smaller islands, and what only just reaches into the frame, are left out
WORTH_A_LINK = 250  # of a country that the frame cuts, at least this area must be left


@dataclass
class Shape:
    """A country on a sheet."""

    rings: list[list[tuple[int, int]]] = field(default_factory=list)
    point: Point | None = None
    is_small: bool = False

    def as_data(self) -> dict[str, Any]:
        point = [round(self.point[0]), round(self.point[1])] if self.point else None
        return {"path": path(self.rings), "point": point, "is_small": self.is_small}


def by_code(topology: Topology) -> dict[str, list[Polygon]]:
    """ISO alpha-2 → polygons."""
    codes = {countries.numeric(code, padded=True): code for code in dict(countries)}
    found: dict[str, list[Polygon]] = defaultdict(list)
    joined = set()
    for country in topology.countries:
        code = codes.get(country.get("id", "")) or ASSIGNED.get(country["properties"]["name"], "")
        if code and code != ANTARCTICA:
            joined |= {code} if code in found else set()
            found[code] += topology.polygons(country)
    for point, source, target in MOVED:
        for polygon in [one for one in found[source] if contains(topology.line(one[0]), point)]:
            found[source].remove(polygon)
            found[target].append(polygon)
            joined.add(target)
    ends = [(arc[0], arc[-1]) for arc in topology.arcs]
    return {code: merged(polygons, ends) if code in joined else polygons for code, polygons in found.items() if polygons}


def flat(line: list[Point], sheet: Sheet, beyond: int = BEYOND) -> list[list[Point]]:
    """A ring on the sheet: cut open where the world is, then at the frame. Mostly one piece or none."""
    pieces = []
    for turn in (-360, 0, 360):
        turned = [(longitude + turn, latitude) for longitude, latitude in line]
        piece = clipped(turned, MIDDLE - 180, -91, MIDDLE + 180, 91)
        placed = [sheet.place(*point) for point in piece]
        pieces.append(clipped(placed, -beyond, -beyond, sheet.width + beyond, sheet.height + beyond))
    return [piece for piece in pieces if len(piece) > 2]


def simplified(topology: Topology, sheet: Sheet, least: float) -> list[list[Point]]:
    """Every arc with fewer points: done before rings are made, so that neighbours keep one border."""
    return [[arc[place] for place in kept([sheet.place(*point) for point in arc], least)] for arc in topology.arcs]


def derive(sheet: Sheet, topology: Topology, *, least: float, points_from: Topology | None = None) -> dict[str, Shape]:
    """The shapes of a sheet. `least` is the smallest triangle, in square units, that a bend is worth.

    Countries that `topology` is too coarse to have get a point from the finer one, and no path.
    """
    arcs, speck = simplified(topology, sheet, least), max(SPECK, 2 * least)
    shapes: dict[str, Shape] = {}
    for code, polygons in by_code(topology).items():
        pieces = [piece for polygon in polygons for ring in polygon for piece in flat(topology.line(ring, arcs), sheet)]
        rings = [
            ring for piece in pieces if len(ring := rounded(piece)) > 2 and area(clipped(ring, 0, 0, sheet.width, sheet.height)) >= speck
        ]
        shapes[code] = Shape(rings)
    for code, polygons in by_code(points_from or topology).items():
        shape = shapes.setdefault(code, Shape())
        shape.point, shape.is_small = point_of(outer_lines(points_from or topology, polygons), sheet)
    return {code: shapes[code] for code in sorted(shapes) if shapes[code].rings or shapes[code].point}


def outer_lines(topology: Topology, polygons: list[Polygon]) -> list[list[Point]]:
    return [topology.line(polygon[0]) for polygon in polygons]


def point_of(lines: list[list[Point]], sheet: Sheet) -> tuple[Point | None, bool]:
    """Where a country's label and dot belong, and whether it is too small to be seen; no point where the frame has too little of it."""
    whole = sum(area([sheet.place(*point) for point in line]) for line in lines)
    seen = [piece for line in lines for piece in flat(line, sheet, beyond=0)]
    if not seen or (sum(map(area, seen)) < min(WORTH_A_LINK, whole * 0.9)):
        return None, False
    return middle(max(seen, key=area)), whole < sheet.smallest
