"""What pages tell machines about themselves in the words of schema.org (JSON-LD).

An app says in its linked_data.py (found when the app starts) how a record of a model is described; the page of the record asks.
A description makes no query beyond what the page has read anyway, and says nothing that the page does not show.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.utils.safestring import SafeString, mark_safe

from intlcoop.base.data import absolute, plain

Description = dict[str, Any]
# A data block is never run, but its text must not end the element either.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}

_registry: dict[str, Callable[[Any], Description]] = {}


def register(model: type[models.Model], describe: Callable[[Any], Description]) -> None:
    _registry[model._meta.label] = describe


def describe(thing: models.Model) -> list[Description]:
    """The description of a record, if its app has one."""
    found = _registry.get(thing._meta.label)
    return [found(thing)] if found else []


def described(kind: str, **facts: Any) -> Description:
    """A thing of schema.org with what is known of it."""
    known = {name: value for name, given in facts.items() if (value := _value(given)) not in (None, [], {})}
    return {"@type": kind} | known


def _value(given: Any) -> Any:
    """Descriptions inside a description stay what they are; the rest as in the exports."""
    if isinstance(given, list):
        return [value for one in given if (value := _value(one)) not in (None, {})]
    return given if type(given) is dict else plain(given)


def identifiers(**numbers: str) -> list[Description]:
    """Numbers of registers, each under its name."""
    return [described("PropertyValue", propertyID=name, value=value) for name, value in numbers.items() if value]


def breadcrumb(items: Iterable[tuple[str, str]]) -> Description:
    """Label and path of each step of the way to a page, the home page first."""
    steps = [described("ListItem", position=place, name=label, item=absolute(path)) for place, (label, path) in enumerate(items, start=1)]
    return described("BreadcrumbList", itemListElement=steps)


def document(things: Iterable[Description]) -> SafeString:
    """The content of a script element of type application/ld+json; empty for nothing."""
    graph = list(things)
    if not graph:
        return mark_safe("")
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(ESCAPES))
