"""Lines and areas on a flat sheet: simplify, cut off at a frame, measure, and write down as SVG."""

import heapq
import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from partners.atlas.sheet import Point

Line = Sequence[Point]


class Box(NamedTuple):
    """A rectangle with upright sides."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        return self.left <= other.right and other.left <= self.right and self.top <= other.bottom and other.top <= self.bottom


def area(ring: Line) -> float:
    """Without sign: the direction of a ring says nothing here."""
    closed = [*ring, *ring[:1]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(closed))) / 2


def _triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def kept(line: Line, least: float) -> list[int]:
    """Which points of a line matter (Visvalingam): the one that adds the smallest triangle goes first. Both ends stay."""
    last = len(line) - 1
    before, after = list(range(-1, last)), list(range(1, last + 2))
    sizes = {place: _triangle(line[place - 1], line[place], line[place + 1]) for place in range(1, last)}
    queue = [(size, place) for place, size in sizes.items()]
    heapq.heapify(queue)
    while queue and queue[0][0] < least:
        size, place = heapq.heappop(queue)
        if sizes.get(place) != size:
            continue
        del sizes[place]
        left, right = before[place], after[place]
        after[left], before[right] = right, left
        for near in (left, right):
            if near in sizes:
                sizes[near] = max(size, _triangle(line[before[near]], line[near], line[after[near]]))
                heapq.heappush(queue, (sizes[near], near))
    return [0, *sorted(sizes), last] if last else [0]


def _cut(ring: Line, is_inside: Callable[[Point], bool], crossing: Callable[[Point, Point], Point]) -> list[Point]:
    out: list[Point] = []
    for here, following in pairwise([*ring, *ring[:1]]):
        if is_inside(here):
            out.append(here)
        if is_inside(here) != is_inside(following):
            out.append(crossing(here, following))
    return out


def clipped(ring: Line, left: float, top: float, right: float, bottom: float) -> list[Point]:
    """The part of a ring's area inside a frame (Sutherland-Hodgman); empty if there is none."""
    found = list(ring)
    for axis, bound, is_lower in ((0, left, True), (0, right, False), (1, top, True), (1, bottom, False)):

        def is_inside(point: Point, axis: int = axis, bound: float = bound, is_lower: bool = is_lower) -> bool:
            return point[axis] >= bound if is_lower else point[axis] <= bound

        def crossing(a: Point, b: Point, axis: int = axis, bound: float = bound) -> Point:
            other = a[1 - axis] + (b[1 - axis] - a[1 - axis]) * (bound - a[axis]) / (b[axis] - a[axis])
            return (bound, other) if axis == 0 else (other, bound)

        if found:
            found = _cut(found, is_inside, crossing)
    return found


def contains(ring: Line, point: Point) -> bool:
    """Whether a point lies in the ring's area."""
    x, y = point
    sides = (a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in pairwise([*ring, *ring[:1]]) if (a[1] > y) != (b[1] > y))
    return sum(side > x for side in sides) % 2 == 1


def middle(ring: Line) -> Point:
    """A point well inside the ring: half-way along the widest stretch at the height of its centre."""
    ys = [y for _x, y in ring]
    best: tuple[float, Point] = (-1.0, ring[0])
    for share in (0.5, 0.4, 0.6, 0.3, 0.7):
        y = min(ys) + (max(ys) - min(ys)) * share + 0.01
        xs = sorted(a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in pairwise([*ring, *ring[:1]]) if (a[1] > y) != (b[1] > y))
        widest = max(((right - left, ((left + right) / 2, y)) for left, right in zip(xs[::2], xs[1::2], strict=False)), default=best)
        best = max(best, widest)
    return best[1]


def rounded(ring: Line) -> list[tuple[int, int]]:
    """Whole units; what falls on the point before is left out."""
    points = [(round(x), round(y)) for x, y in ring]
    return [point for place, point in enumerate(points) if point != points[place - 1]]


def path(rings: Sequence[Sequence[tuple[int, int]]]) -> str:
    """As the `d` of an SVG path: each ring begins at its place and goes on in steps."""
    parts = []
    for ring in rings:
        steps = " ".join(f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(ring)).replace(" -", "-")
        parts.append(f"M{ring[0][0]} {ring[0][1]}l{steps}z")
    return "".join(parts)


@cache
def drawn_rings(drawn: str) -> list[tuple[str, Box]]:
    """What `path` wrote, ring by ring, each with the box around it."""
    rings = []
    for ring in re.findall(r"M[^z]+z", drawn):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        xs, ys = list(accumulate(numbers[::2])), list(accumulate(numbers[1::2]))
        rings.append((ring, Box(min(xs), min(ys), max(xs), max(ys))))
    return rings
