"""TopoJSON read: countries as rings of arcs, where a border that two countries share is one arc.

Only what the Natural Earth files need (world-atlas: quantized arcs, polygons); no library is wanted for a command run once in years.
"""

from collections.abc import Iterable
from typing import Any

from partners.atlas.sheet import Point

Ring = list[int]  # numbers of arcs, ~number where one is walked backward
Polygon = list[Ring]


class Topology:
    """The arcs of a file, and its countries as polygons of arc numbers."""

    def __init__(self, data: dict[str, Any], layer: str = "countries") -> None:
        (scale_x, scale_y), (left, bottom) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs: list[list[Point]] = []
        for steps in data["arcs"]:
            x = y = 0
            arc = []
            for step_x, step_y in steps:
                x, y = x + step_x, y + step_y
                arc.append((left + x * scale_x, bottom + y * scale_y))
            self.arcs.append(unwrapped(arc))
        self.countries = data["objects"][layer]["geometries"]

    def polygons(self, country: dict[str, Any]) -> list[Polygon]:
        return [country["arcs"]] if country["type"] == "Polygon" else list(country["arcs"])

    def line(self, ring: Ring, arcs: list[list[Point]] | None = None) -> list[Point]:
        """The points of a closed ring, in one piece also where it crosses 180°; the first is not repeated at the end."""
        points: list[Point] = []
        for number in ring:
            arc = (arcs or self.arcs)[number if number >= 0 else ~number]
            points += (arc if number >= 0 else arc[::-1])[:-1]
        return unwrapped(points)


def unwrapped(points: list[Point]) -> list[Point]:
    """Longitudes that go on beyond 180 instead of starting again at -180."""
    out = points[:1]
    for longitude, latitude in points[1:]:
        turns = round((longitude - out[-1][0]) / 360)
        out.append((longitude - 360 * turns, latitude))
    return out


def merged(polygons: Iterable[Polygon], ends: list[tuple[Point, Point]]) -> list[Polygon]:
    """Several polygons as one: a border between two of them disappears. `ends` has first and last point of each arc."""
    numbers = [number for polygon in polygons for ring in polygon for number in ring]
    inner = {number for number in numbers if ~number in set(numbers)}
    left = [number for number in numbers if number not in inner]
    rings = []
    while left:
        ring = [left.pop(0)]
        start, here = _ends(ring[0], ends)
        while here != start:
            following = next(number for number in left if _ends(number, ends)[0] == here)
            left.remove(following)
            ring.append(following)
            here = _ends(following, ends)[1]
        rings.append(ring)
    return [[ring] for ring in rings]


def _ends(number: int, ends: list[tuple[Point, Point]]) -> tuple[Point, Point]:
    first, last = ends[number if number >= 0 else ~number]
    return (first, last) if number >= 0 else (last, first)
