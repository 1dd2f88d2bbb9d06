"""How well a row answers what somebody typed, read from its search text, so that the best rows come first."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from django.db.models import Case, Q, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from intlcoop.base.translated import BODY


class Fit(IntEnum):
    """The best first."""

    EXACT = 0  # a name, an acronym or a number is just this
    BEGINS = 1
    WORDS_BEGIN = 2
    CONTAINS = 3
    IN_BODY = 4  # a word stands in the text only, not in the name
    ELSEWHERE = 5  # a word stands in the name of something that belongs to it


def fit_of(text: str, typed: str, words: list[str], *, of_others: Fit = Fit.ELSEWHERE) -> Fit:
    """Of a row with this search text, which matches the words; `of_others` where it matches by something else than its own words."""
    if f"\n{typed}" in text:
        return Fit.EXACT if f"\n{typed}\n" in text else Fit.BEGINS
    if any(word not in text for word in words):
        return of_others
    names = text.partition(BODY)[0]
    if any(word not in names for word in words):
        return Fit.IN_BODY
    return Fit.WORDS_BEGIN if all(f"\n{word}" in text or f" {word}" in text for word in words) else Fit.CONTAINS


def best_first(rows: Any, fits: Mapping[int, Fit], enough: int) -> Any:
    """Of these rows with their fits, those that can be among the first `enough`; what fits alike keeps its order."""
    classes: dict[Fit, list[int]] = {}
    for pk, fit in fits.items():
        classes.setdefault(fit, []).append(pk)
    kept: list[int] = []
    places = []
    for fit in sorted(classes):
        if len(kept) < enough:
            kept += classes[fit]
            places.append(When(pk__in=classes[fit], then=Value(fit.value)))
    order = rows.query.order_by or rows.model._meta.ordering
    by_fit = [Case(*places[:-1], default=places[-1].result)] if len(places) > 1 else []
    return rows.filter(pk__in=kept).order_by(*by_fit, *order)


def only_in_body(word: str) -> Q:
    """The condition, for rows that hold the word, that it stands in the text and in no name: behind the beginning of the body."""
    place, body = StrIndex("search_text", Value(word)), StrIndex("search_text", Value(BODY))
    return Q(GreaterThan(body, 0)) & Q(GreaterThan(place, body))
