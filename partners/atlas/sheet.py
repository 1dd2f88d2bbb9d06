"""The sheets of paper on which the earth is drawn: a projection each, and the window of it that is shown.

Both projections keep areas true, because the map is shaded by country. No database, no template: the command that derives the shapes
and the page that sets a dot for a city ask the same sheet.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

Point = tuple[float, float]

# Where the world is cut open: the Bering Strait, so that Chukotka stays with Russia and Fiji in one piece; Europe comes to the middle.
MIDDLE = 11.0
EUROPE = (12.0, 52.0)


def equal_earth(longitude: float, latitude: float) -> Point:
    """Equal Earth (Šavrič, Patterson, Jenny 2018) on a globe of radius 1, y upward."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    angle = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    stretch = 9 * a4 * angle**8 + 7 * a3 * angle**6 + 3 * a2 * angle**2 + a1
    x = 2 * math.sqrt(3) * math.radians(longitude - MIDDLE) * math.cos(angle) / (3 * stretch)
    return x, a4 * angle**9 + a3 * angle**7 + a2 * angle**3 + a1 * angle


def equal_area_of_europe(longitude: float, latitude: float) -> Point:
    """Lambert's azimuthal equal-area projection with the middle of Europe in the middle. Its antipode, which has no place, is in the Pacific."""
    turn, up, middle = math.radians(longitude - EUROPE[0]), math.radians(latitude), math.radians(EUROPE[1])
    near = 1 + math.sin(middle) * math.sin(up) + math.cos(middle) * math.cos(up) * math.cos(turn)
    stretch = math.sqrt(2 / max(near, 1e-9))
    across = math.cos(up) * math.sin(turn)
    return stretch * across, stretch * (math.cos(middle) * math.sin(up) - math.sin(middle) * math.cos(up) * math.cos(turn))


@dataclass(frozen=True)
class Sheet:
    """A window of a projection, in units of which 2,000 make its width; y downward, as SVG has it."""

    name: str
    project: Callable[[float, float], Point]
    left: float
    right: float
    top: float
    bottom: float
    smallest: int  # a country with less area than this gets a dot
    width: int = 2000

    @property
    def scale(self) -> float:
        return self.width / (self.right - self.left)

    @property
    def height(self) -> int:
        return round((self.top - self.bottom) * self.scale)

    def place(self, longitude: float, latitude: float) -> Point:
        x, y = self.project(longitude, latitude)
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    def place_of_city(self, longitude: float, latitude: float) -> Point:
        """As `place`, for a longitude as people write it: between -180 and 180."""
        return self.place(longitude + 360 if longitude < MIDDLE - 180 else longitude, latitude)

    def shows(self, point: Point) -> bool:
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


WORLD = Sheet("world", equal_earth, left=-2.68, right=2.68, top=equal_earth(0, 84.3)[1], bottom=equal_earth(0, -56.5)[1], smallest=70)
# From Iceland and Portugal to the Caspian Sea, from the North Cape to Cyprus; in radii of the earth.
EUROPE_SHEET = Sheet("europe", equal_area_of_europe, left=-0.414, right=0.52, top=0.362, bottom=-0.325, smallest=400)
SHEETS = {sheet.name: sheet for sheet in (EUROPE_SHEET, WORLD)}
