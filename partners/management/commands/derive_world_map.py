"""manage.py derive_world_map: the shapes of the map of partners, made anew from Natural Earth's countries.

Run once in years, when borders change. The two files are countries-110m.json and countries-50m.json of the package world-atlas
(2.0.2, ISC licence; the data are Natural Earth's and in the public domain). What it writes is kept in git.
"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from partners.atlas import drawing
from partners.atlas.derive import derive
from partners.atlas.sheet import EUROPE_SHEET, WORLD
from partners.atlas.topology import Topology

SOURCE = "Natural Earth, public domain; by way of world-atlas 2.0.2"
# Name of the file → sheet, which of the two inputs, and the smallest bend that is kept. The small ones are for the home page.
WANTED = {
    "europe": (EUROPE_SHEET, "fine", 3.0),
    "world": (WORLD, "coarse", 2.0),
    "europe_small": (EUROPE_SHEET, "fine", 70.0),
    "world_small": (WORLD, "coarse", 40.0),
}


class Command(BaseCommand):
    help = "Derives the shapes of the map of partners from Natural Earth's countries (TopoJSON)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--coarse", type=Path, required=True, help="countries-110m.json")
        parser.add_argument("--fine", type=Path, required=True, help="countries-50m.json")
        parser.add_argument("--to", type=Path, default=drawing.FOLDER, help="the folder for the shapes")

    def handle(self, *args: Any, coarse: Path, fine: Path, to: Path, **options: Any) -> None:
        inputs = {"coarse": Topology(json.loads(coarse.read_text())), "fine": Topology(json.loads(fine.read_text()))}
        for name, (sheet, source, least) in WANTED.items():
            shapes = derive(sheet, inputs[source], least=least, points_from=inputs["fine"])
            rows = ",\n".join(f"{json.dumps(code)}: {json.dumps(shape.as_data(), separators=(',', ':'))}" for code, shape in shapes.items())
            written = to / f"{name}.json"
            written.write_text(f'{{"source": {json.dumps(SOURCE)},\n"countries": {{\n{rows}\n}}}}\n')
            self.stdout.write(f"{written.name}: {len(shapes)} countries, {written.stat().st_size // 1024} kB")
