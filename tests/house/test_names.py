"""One spelling everywhere, so that who knows one name knows the others."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.generic import DetailView, ListView

from tests.house import PACKAGES, STOREYS, our_models, snake

PLURALS = {"evidence", "alumni", "children", "media", "people", "staff"}  # plural nouns without an s
NOT_ITS_MODEL: dict[str, str] = {}  # view → why it is not named after its model


def fields() -> Iterator[tuple[str, models.Field]]:
    """Every column and many-to-many of ours, with a name to show. A generated column counts as what it holds."""
    for model in our_models():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            yield f"{model._meta.label}.{field.name}", field


def kind(field: models.Field) -> models.Field | None:
    return field.output_field if isinstance(field, models.GeneratedField) else field


def choice_types(parent: type[models.TextChoices] = models.TextChoices) -> Iterator[type[models.TextChoices]]:
    for child in parent.__subclasses__():
        yield from choice_types(child)
        if child.__module__.split(".")[0] in PACKAGES:
            yield child


def generic_views(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, Any]]:
    """URL name → view class, for the lists and details that stand in the URL configuration."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from generic_views(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            view = getattr(entry.callback, "view_class", None)
            if view and issubclass(view, ListView | DetailView) and view.__module__.split(".")[0] in PACKAGES:
                yield f"{namespace}{entry.name}", view


def test_a_file_of_models_bears_the_name_of_its_noun() -> None:
    for module, group in groupby(sorted(our_models(), key=lambda model: model.__module__), key=lambda model: model.__module__):
        noun = module.rpartition(".")[2].replace("_", "")
        assert noun == "models" or any(noun in model.__name__.lower() for model in group), module


def test_booleans_are_statements() -> None:
    booleans = [(name, field.name) for name, field in fields() if isinstance(kind(field), models.BooleanField)]
    assert not [label for label, name in booleans if not name.startswith(("is_", "has_"))]


def test_moments_end_in_at() -> None:
    moments = [(name, field.name) for name, field in fields() if isinstance(kind(field), models.DateTimeField)]
    assert not [label for label, name in moments if not name.endswith("_at")]


def test_related_names_are_plural_nouns() -> None:
    wrong = []
    for name, field in fields():
        if isinstance(field, models.ForeignKey | models.ManyToManyField) and not isinstance(field, models.OneToOneField):
            related = field.remote_field.related_name or ""
            if not (related.endswith("+") or related in PLURALS or (related.endswith("s") and not related.endswith("ss"))):
                wrong.append(f"{name}: {related or 'none'}")
    assert not wrong


def test_constraints_are_named() -> None:
    for model in our_models():
        assert not model._meta.unique_together, f"{model._meta.label}: a UniqueConstraint has a name, unique_together has none"
        for constraint in model._meta.constraints:
            assert re.fullmatch(r"[a-z][a-z0-9_]{0,62}", constraint.name), f"{model._meta.label}: {constraint.name}"


def test_choices_are_lower_case_words() -> None:
    word = re.compile(r"[a-z]+(_[a-z]+)*")
    assert not [f"{choices.__qualname__}: {value}" for choices in choice_types() for value in choices.values if not word.fullmatch(value)]


def test_view_url_and_template_share_one_name() -> None:
    for url_name, view in generic_views():
        config = apps.get_containing_app_config(view.__module__)
        assert config, view
        assert config.name in STOREYS, view
        name = snake(view.__name__)
        assert name.endswith(("_list", "_detail")), f"{view.__name__} is a list or a detail and does not say so"
        assert url_name == f"{config.label}:{name}", f"{view.__name__} has the URL name {url_name}"
        model: Any = view.model or getattr(view.queryset, "model", None)
        template = view.template_name or f"{model._meta.app_label}/{model._meta.model_name}{view.template_name_suffix}.html"
        assert template == f"{config.label}/{name}.html", f"{view.__name__} has the template {template}"
        if model and view.__name__ not in NOT_ITS_MODEL:
            assert name.rpartition("_")[0] == snake(model.__name__), f"{view.__name__} shows {model.__name__}"
