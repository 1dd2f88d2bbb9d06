"""What a program asks of a list. A person who mistypes a filter gets everything and a message; a program gets an error, not other data."""

import re
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest
from django_countries import countries

from intlcoop.base.data import Resource
from intlcoop.base.filters import ListFilter

YEAR = re.compile(r"[12]\d{3}", re.ASCII)


class WrongParameter(ValueError):
    """A parameter that the list does not have, or a value that it cannot have."""

    def __init__(self, name: str, words: str) -> None:
        self.name, self.words = name, words
        super().__init__(words)


def rows_asked(resource: Resource, request: HttpRequest) -> Any:
    """The published rows that fit the parameters; none for a value that could occur and does not. Raises WrongParameter."""
    known = resource.filters.base_filters
    for name, values in request.GET.lists():
        if name not in known:
            raise WrongParameter(name, f"This list has the parameters: {', '.join(known)}.")
        if len(values) > 1:
            raise WrongParameter(name, "The parameter was given more than once.")
    rows = resource.rows()
    filterset, all_occur = resource.filters(request.GET, queryset=rows, request=request), True
    for name in known:
        value = request.GET.get(name, "")
        if value and (name not in filterset.filters or name in filterset.form.errors):
            if not can_occur(resource.filters, name, value):
                raise WrongParameter(name, "Unknown value.")
            all_occur = False
    return filterset.qs if all_occur else rows.none()


def can_occur(filters: type[ListFilter], name: str, value: str) -> bool:
    """Filters offer what occurs now. A country without partners is no mistake: its list is empty, today."""
    if name == "country":
        return value in countries
    if name == "year":
        return bool(YEAR.fullmatch(value))
    return value in words_of(filters, name)


def words_of(filters: type[ListFilter], name: str) -> list[str]:
    """The words that a filter can have whatever the data says: its own fixed ones, or those of its column. Empty if it depends."""
    one = filters.base_filters[name]
    choices = one.extra.get("choices") or _choices_of_column(filters._meta.model, one.field_name)
    return [str(value) for value, _label in choices if value]


def _choices_of_column(model: type[Any], name: str) -> list[tuple[str, Any]]:
    try:
        return list(getattr(model._meta.get_field(name), "choices", None) or [])
    except FieldDoesNotExist:
        return []
