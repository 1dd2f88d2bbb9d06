"""Buttons above a list of the admin. A higher app may put one on the list of a lower one, without being imported there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest


@dataclass(frozen=True)
class Tool:
    """A button: where it leads, and what it says."""

    url: str
    words: Any


Offer = Callable[[HttpRequest], Tool | None]
_registry: dict[str, list[Offer]] = {}


def register(model: type[Model], offer: Offer) -> None:
    """Show the tool that `offer(request)` gives above the list of `model`; None for whoever may not use it."""
    _registry.setdefault(model._meta.label, []).append(offer)


class WithTools(admin.ModelAdmin):
    """The list with its tools: its own, and those that others have registered for its model."""

    def list_tools(self, request: HttpRequest) -> list[Tool]:
        offered = [offer(request) for offer in _registry.get(self.model._meta.label, [])]
        return [tool for tool in offered if tool]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"list_tools": self.list_tools(request), **(extra_context or {})})
