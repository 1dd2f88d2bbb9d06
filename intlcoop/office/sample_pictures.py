"""Draws the pictures of the showcase: hills of Zelengora, patterns, portraits of nobody. No photograph, no rights of others.

The drawn files are in git, so that loading needs no drawing: `python -m intlcoop.office.sample_pictures` makes them anew.
"""

import math
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent / "samples" / "showcase" / "files"
SIZE = (1200, 750)
PORTRAIT = (480, 600)
SCALE = 2  # drawn larger and made smaller, so that edges are soft
TEAL, DEEP, MIST, PAPER, WARM, SAND, LEAF = "#0b5c6c", "#083d48", "#a9c9cf", "#f2f6f5", "#b3471d", "#f0c9a4", "#6f9a7c"
Colours = tuple[str, ...]
Drawing = Callable[[ImageDraw.ImageDraw, int, int, random.Random], None]


def hills(sky: str, sun: str, slopes: Colours) -> Drawing:
    """Ridges one behind another, the nearest the darkest, and a sun or moon."""

    def draw(pen: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
        pen.rectangle((0, 0, width, height), fill=sky)
        x, y, r = width * chance.uniform(0.2, 0.8), height * chance.uniform(0.2, 0.35), height * 0.09
        pen.ellipse((x - r, y - r, x + r, y + r), fill=sun)
        for number, colour in enumerate(slopes):
            base = height * (0.42 + 0.52 * number / len(slopes))
            waves = [(chance.uniform(0.6, 2.8), chance.uniform(0, 6.3), height * chance.uniform(0.02, 0.07)) for _wave in range(3)]
            ridge = [(px, base + sum(high * math.sin(px / width * pace * 6.3 + start) for pace, start, high in waves))
                     for px in range(0, width + 8, 8)]  # fmt: skip
            pen.polygon([*ridge, (width, height), (0, height)], fill=colour)

    return draw


def tiles(ground: str, colours: Colours, across: int = 8) -> Drawing:
    """Quarter circles in squares, each turned at random."""

    def draw(pen: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
        pen.rectangle((0, 0, width, height), fill=ground)
        side = width // across
        for left in range(0, width, side):
            for top in range(0, height, side):
                turn = chance.randrange(4)
                x, y = left - side * (turn in {1, 2}), top - side * (turn in {2, 3})
                box = (x, y, x + 2 * side, y + 2 * side)
                start = (180, 270, 0, 90)[turn]
                pen.pieslice(box, start, start + 90, fill=chance.choice(colours))

    return draw


def threads(ground: str, colours: Colours) -> Drawing:
    """Lines that leave one side and meet at a point on the other: people who travel."""

    def draw(pen: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
        pen.rectangle((0, 0, width, height), fill=ground)
        for number in range(9):
            start, end = height * (number + 0.5) / 9, height * chance.choice((0.3, 0.5, 0.7))
            path = [(width * step / 60, start + (end - start) * (1 - math.cos(math.pi * step / 60)) / 2) for step in range(61)]
            pen.line(path, fill=colours[number % len(colours)], width=height // 60, joint="curve")
        for y in (0.3, 0.5, 0.7):
            r = height * 0.035
            pen.ellipse((width * 0.97 - r, height * y - r, width * 0.97 + r, height * y + r), fill=WARM)

    return draw


def portrait(ground: str, coat: str, skin: str, hair: str) -> Drawing:
    """Head and shoulders of nobody, without a face."""

    def draw(pen: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
        pen.rectangle((0, 0, width, height), fill=ground)
        middle, r = width / 2, width * 0.19
        pen.ellipse((middle - r * 1.25, height * 0.17, middle + r * 1.25, height * 0.17 + r * chance.uniform(2.2, 3.4)), fill=hair)
        pen.rounded_rectangle((width * 0.14, height * 0.66, width * 0.86, height * 1.2), radius=width * 0.26, fill=coat)
        pen.rounded_rectangle((middle - r * 0.5, height * 0.5, middle + r * 0.5, height * 0.74), radius=r * 0.5, fill=skin)
        pen.ellipse((middle - r, height * 0.24, middle + r, height * 0.24 + r * 2.5), fill=skin)

    return draw


LANDSCAPES: dict[str, Drawing] = {
    "hills-dawn": hills("#f7e3d1", "#f6f1ea", ("#d9b8a0", "#a9a79b", LEAF, TEAL, DEEP)),
    "hills-noon": hills("#cfe5ea", "#fdfdfb", (MIST, "#7fb0ab", LEAF, "#3f7a6a", TEAL)),
    "hills-dusk": hills("#2a4a58", "#f0a27c", ("#35606c", "#24505c", DEEP, "#05303a")),
    "hills-winter": hills("#dfe8ea", "#f6e7cf", ("#ffffff", "#e3edef", "#c3d6da", MIST, "#6f98a2")),
    "tiles-teal": tiles(PAPER, (TEAL, DEEP, MIST, SAND)),
    "tiles-warm": tiles("#fbf1e6", (WARM, SAND, TEAL, "#e08a5b"), across=6),
    "tiles-green": tiles("#eef4ee", (LEAF, "#3f7a6a", MIST, SAND), across=10),
    "threads-in": threads(PAPER, (TEAL, MIST, LEAF)),
    "threads-out": threads("#10303a", (MIST, SAND, "#7fd0de")),
}
PORTRAITS: dict[str, Drawing] = {
    "mira-uzorkovic": portrait(MIST, DEEP, "#e3b592", "#4b2e20"),
    "dragan-probic": portrait("#d7e3d8", "#ffffff", "#d9a27c", "#7b7b7b"),
    "johanna-mustermayer": portrait(SAND, TEAL, "#f0c9ae", "#d8d2c8"),
    "heike-vorlage": portrait("#e6e1d6", WARM, "#e9bd9e", "#8a5a33"),
    "marco-campionari": portrait("#cfe0e6", DEEP, "#c98e66", "#231a16"),
    "alice-sampleton": portrait("#efe3dc", LEAF, "#8a5a3c", "#1d1613"),
    "milos-ogledalovic": portrait("#dfe8ea", "#ffffff", "#e0ae8a", "#3a2a20"),
    "oksana-prykladenko": portrait("#f3e6c8", TEAL, "#f0c9ae", "#c79a4b"),
}


def drawn(drawing: Drawing, size: tuple[int, int], seed: str) -> Image.Image:
    """The same seed gives the same picture."""
    large = Image.new("RGB", (size[0] * SCALE, size[1] * SCALE))
    drawing(ImageDraw.Draw(large), *large.size, random.Random(seed))  # noqa: S311 - a picture is no secret
    return large.resize(size, Image.Resampling.LANCZOS)


def logo() -> Image.Image:
    """Three ridges in a circle, on nothing."""
    side = 480
    ridges = drawn(hills("#dcebee", "#f6e7cf", (MIST, TEAL, DEEP)), (side, side), "logo")
    mask = Image.new("L", (side * SCALE, side * SCALE), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, side * SCALE - 1, side * SCALE - 1), fill=255)
    ridges.putalpha(mask.resize((side, side), Image.Resampling.LANCZOS))
    return ridges


def draw_all(folder: Path) -> None:
    """Every picture of the showcase into the folder."""
    for name, drawing in LANDSCAPES.items():
        drawn(drawing, SIZE, name).save(folder / f"{name}.webp", quality=58, method=6)
    for name, drawing in PORTRAITS.items():
        drawn(drawing, PORTRAIT, name).save(folder / f"portrait-{name}.webp", quality=72, method=6)
    logo().quantize(64).save(folder / "logo.png", optimize=True)


if __name__ == "__main__":
    draw_all(FOLDER)
