"""How a lower storey shows something of a higher one without importing it.

A higher app registers a block for a model in its AppConfig.ready(); the view of that model asks for the blocks of its object.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

Rows = Callable[[Any], Iterable[Any]]


@dataclass(frozen=True)
class Block:
    """A part of a detail page: a heading, the rows under it, and the template that draws them. Rows are never empty."""

    heading: Any
    rows: list[Any]
    template: str


_registry: dict[str, list[tuple[int, Any, Rows, str]]] = {}


def register(model: type[models.Model], *, heading: Any, rows: Rows, template: str, order: int = 50) -> None:
    """Show `rows(object)` on the page of each object of `model`. `rows` makes one query; `order` sorts the blocks of a page."""
    _registry.setdefault(model._meta.label, []).append((order, heading, rows, template))


def blocks_of(thing: models.Model) -> list[Block]:
    """The blocks of this object that have something to show."""
    found = []
    for _order, heading, rows, template in sorted(_registry.get(thing._meta.label, []), key=lambda block: block[0]):
        if shown := list(rows(thing)):
            found.append(Block(heading, shown, template))
    return found


_introductions: list[Callable[[str], Iterable[Any]]] = []


def register_introductions(rows: Callable[[str], Iterable[Any]]) -> None:
    """Texts that stand above the list of a section; `rows(section)` makes at most two queries."""
    _introductions.append(rows)


def introductions(section: str) -> list[Any]:
    return [row for rows in _introductions for row in rows(section)]
