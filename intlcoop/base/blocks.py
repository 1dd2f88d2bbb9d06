"""How a lower storey shows something of a higher one without importing it.

A higher app registers a block for a model in its AppConfig.ready(); the view of that model asks for the blocks of its object.
"""

from collections.abc import Callable, Container, Iterable
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


@dataclass(frozen=True)
class _Registered:
    section: str
    heading: Any
    rows: Rows
    template: str
    order: int


_registry: dict[str, list[_Registered]] = {}


def register(model: type[models.Model], *, section: str, heading: Any, rows: Rows, template: str, order: int = 50) -> None:
    """Show `rows(object)` on the page of each object of `model`, where the office uses the section that the rows belong to.

    `rows` makes one query and gives published rows only; `order` sorts the blocks of a page.
    """
    _registry.setdefault(model._meta.label, []).append(_Registered(section, heading, rows, template, order))


def blocks_of(thing: models.Model, sections: Container[str]) -> list[Block]:
    """The blocks of this object that belong to these sections and have something to show."""
    found = []
    for block in sorted(_registry.get(thing._meta.label, []), key=lambda block: block.order):
        if block.section in sections and (shown := list(block.rows(thing))):
            found.append(Block(block.heading, shown, block.template))
    return found


_introductions: list[Callable[[str], Iterable[Any]]] = []


def register_introductions(rows: Callable[[str], Iterable[Any]]) -> None:
    """Texts that stand above the list of a section; `rows(section)` makes one query."""
    _introductions.append(rows)


def introductions(section: str) -> list[Any]:
    return [row for rows in _introductions for row in rows(section)]
