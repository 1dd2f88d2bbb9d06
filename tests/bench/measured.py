"""What a measurement is: a function that yields rows of the table, under the name by which it is asked for."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.places import Place, Server


@dataclass(frozen=True)
class Result:
    """A line of the table. `is_ok` is None where there is nothing to judge."""

    what: str
    budget: str
    measured: str
    is_ok: bool | None = None


@dataclass(frozen=True)
class Office(Place):
    """A portal as in service: the real settings, a state folder of its own."""

    name: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TZ"}}
        ours = {"STATE_DIR": str(self.folder), "STATIC_ROOT": str(self.folder.parent / "static"), "DATABASE_URL": self.database_url}
        unlimited = {"UNLIMITED_NETWORKS": "127.0.0.0/8"}  # thousands of proposals from this machine are meant
        return kept | ours | unlimited | {"SECRET_KEY": "only for measuring, and long enough for every check of keys"}


@dataclass(frozen=True)
class Bench:
    """A small and a large office of one database, served side by side, so that what is compared is measured in one run."""

    engine: str
    small: Server
    large: Server
    rounds: int


Measurement = Callable[[Bench], Iterator[Result]]
MEASUREMENTS: dict[str, Measurement] = {}


def measurement(name: str) -> Callable[[Measurement], Measurement]:
    """Registers a function under the name by which `--rows` asks for it."""

    def register(function: Measurement) -> Measurement:
        MEASUREMENTS[name] = function
        return function

    return register


def at(values: list[float], share: float) -> float:
    """The value under which this share of them lies: 0.5 is the median, 0.95 the p95."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]
