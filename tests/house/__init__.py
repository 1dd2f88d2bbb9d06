"""Tests of the house itself: what keeps the code readable for the next person (README.md, "The tower")."""

import re
from pathlib import Path

from django.apps import apps
from django.db import models
from simple_history.models import HistoricalChanges

ROOT = Path(__file__).resolve().parent.parent.parent

# The tower, from the floor up; a package may import from those before it, never from those after it.
STOREYS = [
    "intlcoop.base",
    "intlcoop.profile",
    "partners",
    "projects",
    "intlcoop.proposals",
    "visitors",
    "news",
    "intlcoop.office",
]
WIRING = {"intlcoop.settings", "intlcoop.urls", "intlcoop.wsgi", "intlcoop.asgi"}
PACKAGES = ["intlcoop", "partners", "projects", "visitors", "news"]


def sources() -> dict[str, Path]:
    """Module name → file, for everything of ours that runs in service (migrations are records, not code)."""
    files = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}


def our_models() -> list[type[models.Model]]:
    """Every concrete model that we wrote: not the history tables, not the hidden tables between two models."""
    return [
        model
        for config in apps.get_app_configs()
        if config.name in STOREYS
        for model in config.get_models()
        if not issubclass(model, HistoricalChanges)
    ]


def snake(name: str) -> str:
    """InstitutionList → institution_list."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
