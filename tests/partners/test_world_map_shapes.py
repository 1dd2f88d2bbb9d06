"""The shapes of the map: what is kept in git, and how the command makes them from a small world of our own."""

import io
import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from intlcoop.office import loader
from partners.atlas.drawing import FOLDER, Country, Drawing, shapes
from partners.atlas.geometry import Box, area, clipped, drawn_rings, kept, middle, path
from partners.atlas.sheet import EUROPE_SHEET, MIDDLE, SHEETS, WORLD, Sheet
from partners.management.commands.derive_world_map import WANTED

Ring = list[tuple[int, int]]
BEYOND = 30


def rings(path: str) -> list[Ring]:
    """The points of each ring of a path."""
    found = []
    for part in re.findall(r"M([^z]+)z", path):
        start, steps = part.split("l")
        x, y = map(int, re.findall(r"-?\d+", start))
        ring = [(x, y)]
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for step in zip(numbers[::2], numbers[1::2], strict=True):
            ring.append((ring[-1][0] + step[0], ring[-1][1] + step[1]))
        found.append(ring)
    return found


def covers(path: str, point: tuple[float, float]) -> bool:
    x, y = point
    sides = 0
    for ring in rings(path):
        for a, b in pairwise([*ring, ring[0]]):
            if (a[1] > y) != (b[1] > y) and a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) > x:
                sides += 1
    return sides % 2 == 1


def sheet_of(name: str) -> Sheet:
    return SHEETS[name.partition("_")[0]]


def lines(name: str) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Every straight line of a file, with the country that it bounds."""
    return [
        (code, a, b) for code, shape in shapes(name).items() for ring in rings(shape["path"]) for a, b in pairwise([*ring, ring[0]])
    ]  # fmt: skip


@pytest.mark.parametrize("name", WANTED)
def test_every_shape_lies_within_its_frame(name: str) -> None:
    sheet = sheet_of(name)
    for code, a, _b in lines(name):
        assert -BEYOND <= a[0] <= sheet.width + BEYOND, code
        assert -BEYOND <= a[1] <= sheet.height + BEYOND, code
    for code, shape in shapes(name).items():
        assert shape["point"] is None or sheet.shows(shape["point"]), code


@pytest.mark.parametrize("name", WANTED)
def test_no_line_runs_across_the_map_or_along_its_edge(name: str) -> None:
    """What is visible of a shape that was cut at the antimeridian, the pole or the frame would be such a line."""
    sheet = sheet_of(name)
    visible = [(code, a, b) for code, a, b in lines(name) if sheet.shows(a) and sheet.shows(b)]
    assert len(visible) > 1000
    longest = max(visible, key=lambda line: abs(line[1][0] - line[2][0]) + abs(line[1][1] - line[2][1]))
    assert abs(longest[1][0] - longest[2][0]) < (260 if sheet is WORLD else 200), longest  # the border of the USA and Canada, on 49° north
    edges = [line for line in visible if line[1][0] == line[2][0] in (0, sheet.width) or line[1][1] == line[2][1] in (0, sheet.height)]
    assert [line for line in edges if abs(line[1][0] - line[2][0]) + abs(line[1][1] - line[2][1]) > 15] == []


def test_what_the_antimeridian_cuts_elsewhere_is_in_one_piece_here() -> None:
    russia, fiji = shapes("world")["RU"]["path"], shapes("world")["FJ"]["path"]
    assert covers(russia, WORLD.place_of_city(-175, 66.5))  # Chukotka
    assert covers(russia, WORLD.place_of_city(40, 55))
    xs = [x for ring in rings(fiji) for x, _y in ring]
    assert max(xs) - min(xs) < 40
    assert min(xs) > WORLD.width * 0.9


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("UA", (34.3, 45.3)),  # Crimea is UA-43 in ISO 3166-2
        ("CY", (33.5, 35.25)),  # the north of the island
        ("SO", (45.0, 9.6)),  # Somaliland
        ("XK", (20.9, 42.6)),
        ("FR", (-53.0, 4.0)),  # French Guiana
        ("NO", (16.0, 78.5)),  # Svalbard
        ("EH", (-10.0, 26.0)),  # Natural Earth draws what Morocco administers with Morocco
        ("RU", (21.5, 54.7)),  # Kaliningrad
    ],
)
def test_shapes_belong_to_countries_as_iso_lists_them(code: str, place: tuple[float, float]) -> None:
    point = WORLD.place_of_city(*place)
    owners = [owner for owner, shape in shapes("world").items() if covers(shape["path"], point)]
    assert owners == [code]


def test_small_states_have_a_dot_where_they_are() -> None:
    for code, place in {"MT": (14.4, 35.9), "AD": (1.5, 42.5), "LI": (9.5, 47.15), "MC": (7.4, 43.7), "SM": (12.4, 43.9)}.items():
        for name, sheet in SHEETS.items():
            shape = shapes(name)[code]
            assert shape["is_small"], code
            assert max(abs(a - b) for a, b in zip(shape["point"], sheet.place_of_city(*place), strict=True)) < 12, code
    for code, place in {"SG": (103.8, 1.35), "BH": (50.5, 26.0), "MV": (73.5, 3.0), "TO": (-175.2, -21.2)}.items():
        shape = shapes("world")[code]
        assert shape["is_small"], code
        assert max(abs(a - b) for a, b in zip(shape["point"], WORLD.place_of_city(*place), strict=True)) < 25, code
    assert "AQ" not in shapes("world")


def test_every_country_of_the_sample_offices_has_its_place_on_the_world() -> None:
    files = [tomllib.loads(file.read_text()) for office in loader.offices() for file in (loader.SAMPLES / office).glob("*.toml")]
    codes = {row["country"] for file in files for row in file.get("partners", {}).get("institution", [])}
    assert len(codes) > 20
    assert {code for code in codes if not shapes("world")[code]["point"]} == set()


def test_areas_are_true() -> None:
    """Germany has 1.14 times the area of Poland, and Poland 6.5 times that of Slovakia's 49,000 square kilometres."""
    for name in ("europe", "world"):
        germany, poland = (sum(area(ring) for ring in rings(shapes(name)[code]["path"])) for code in ("DE", "PL"))
        assert germany / poland == pytest.approx(1.143, rel=0.05), name


def square(left: float, bottom: float, side: float = 4) -> list[list[int]]:
    """A closed arc, in tenths of a degree from -180, -90; its longitudes start again at -180."""
    corners = [(left, bottom), (left + side, bottom), (left + side, bottom + side), (left, bottom + side), (left, bottom)]
    points = [(round(((x + 180) % 360) * 10), round((y + 90) * 10)) for x, y in corners]
    return [list(points[0]), *([b[0] - a[0], b[1] - a[1]] for a, b in pairwise(points))]


def topology(**countries: Any) -> dict[str, Any]:
    """Squares: ISO number (or a name with a leading underscore) → places of their south-western corners."""
    arcs, geometries = [], []
    for key, places in countries.items():
        polygons = []
        for place in places:
            polygons.append([[len(arcs)]])
            arcs.append(square(*place))
        known = {"id": key.removeprefix("n")} if key.startswith("n") else {}
        geometries.append({"type": "MultiPolygon", "arcs": polygons, "properties": {"name": key.strip("_")}, **known})
    return {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [-180, -90]},
        "arcs": arcs,
        "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}},
    }


def test_the_command_makes_shapes_from_any_topology(tmp_path: Path) -> None:
    cut = MIDDLE + 180
    world = topology(
        n040=[(13, 46)],  # Austria
        n242=[(178, -18)],  # Fiji, over 180°
        n840=[(cut - 2, 50), (-100, 40)],  # the USA, over the place where the world is cut open
        n643=[(32, 43.5), (60, 55)],  # Russia, with a polygon over Crimea
        n804=[(30, 48)],
        n010=[(0, -80)],  # Antarctica
        _Kosovo=[(20, 42)],
        _Siachen=[(77, 35)],
        n470=[(14.4, 35.9, 0.2)],  # Malta
    )
    for name in ("coarse", "fine"):
        (tmp_path / name).write_text(json.dumps(world))
    call_command("derive_world_map", "--coarse", tmp_path / "coarse", "--fine", tmp_path / "fine", "--to", tmp_path, stdout=io.StringIO())
    made = json.loads((tmp_path / "world.json").read_text())
    assert "Natural Earth" in made["source"]
    countries = made["countries"]
    assert set(countries) == {"AT", "FJ", "US", "RU", "UA", "XK", "MT"}
    assert len(rings(countries["FJ"]["path"])) == 1
    assert len(rings(countries["US"]["path"])) == 3  # two halves, one at each end of the map, and the mainland
    assert covers(countries["UA"]["path"], WORLD.place(34.3, 45.2))
    assert not covers(countries["RU"]["path"], WORLD.place(34.3, 45.2))
    assert countries["MT"]["is_small"]
    assert not countries["AT"]["is_small"]
    assert set(json.loads((tmp_path / "europe.json").read_text())["countries"]) >= {"AT", "MT", "UA"}
    assert "US" not in json.loads((tmp_path / "europe.json").read_text())["countries"]


def test_a_ring_is_cut_at_the_frame() -> None:
    ring = [(-10.0, 5.0), (5.0, -10.0), (20.0, 5.0), (5.0, 20.0)]
    inside = clipped(ring, 0, 0, 10, 10)
    assert all(0 <= x <= 10 and 0 <= y <= 10 for x, y in inside)
    assert area(inside) == pytest.approx(100)
    assert clipped(ring, 30, 30, 40, 40) == []


def test_bends_that_matter_stay() -> None:
    line = [(0.0, 0.0), (1.0, 0.1), (2.0, 0.0), (2.0, 5.0), (4.0, 5.0)]
    assert kept(line, 1.0) == [0, 2, 3, 4]


def test_the_middle_of_a_bay_is_on_land() -> None:
    horseshoe = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (8.0, 10.0), (8.0, 2.0), (2.0, 2.0), (2.0, 10.0), (0.0, 10.0)]
    x, y = middle(horseshoe)
    assert x < 2 or x > 8 or y < 2


def test_the_middle_of_europe_is_the_middle() -> None:
    x, y = EUROPE_SHEET.place(12, 52)
    assert EUROPE_SHEET.shows((x, y))
    assert abs(x / EUROPE_SHEET.width - 0.45) < 0.02
    assert FOLDER.is_dir()


@pytest.mark.parametrize(
    ("counts", "shades", "darkest"),
    [
        ({"PL": 1, "AT": 4, "IT": 11}, {"PL": 1, "AT": 3, "IT": 5}, "11 partners or more"),
        ({"PL": 3, "AT": 60, "IT": 300}, {"PL": 1, "AT": 4, "IT": 5}, "101 partners or more"),
        ({"PL": 3, "AT": 60, "IT": 30_000}, {"PL": 1, "AT": 2, "IT": 5}, "1001 partners or more"),
    ],
)
def test_the_shades_tell_countries_apart_in_an_office_of_any_size(counts: dict[str, int], shades: dict[str, int], darkest: str) -> None:
    drawn = Drawing(sheet=EUROPE_SHEET, countries=[Country(code, code, partners, 0, "") for code, partners in counts.items()])
    assert {spot.country.code: spot.step for spot in drawn.spots} == shades
    assert [step.number for step in drawn.legend] == [1, 2, 3, 4, 5]
    assert drawn.legend[-1].words == darkest


def test_a_small_map_draws_only_land_that_its_window_shows() -> None:
    drawn = Drawing(sheet=EUROPE_SHEET, countries=[Country("AT", "Austria", 1, 0, "")], home_country="BA", is_teaser=True)
    near, whole = drawn.land_in_window, drawn.land
    assert drawn.shapes["HU"]["path"] in near
    assert drawn.shapes["IS"]["path"] in whole
    assert drawn.shapes["IS"]["path"] not in near
    assert len(near) < len(whole) * 0.7


def test_the_box_of_a_ring_holds_all_its_points() -> None:
    square, island = [(-5, 5), (10, -20), (30, 40)], [(100, 100), (110, 100), (110, 120)]
    assert drawn_rings(path([square, island])) == [
        (path([square]), Box(-5, -20, 30, 40)),
        (path([island]), Box(100, 100, 110, 120)),
    ]
    assert Box(0, 0, 10, 10).touches(Box(5, 5, 6, 6))
    assert Box(0, 0, 10, 10).touches(Box(-5, -5, 60, 60))
    assert not Box(0, 0, 10, 10).touches(Box(0, 11, 10, 20))
