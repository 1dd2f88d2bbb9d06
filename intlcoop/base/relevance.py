"""How well a row answers what somebody typed, read from its search text in SQL, so that the best rows come first on both databases."""

from enum import IntEnum
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from intlcoop.base.text import fold, search_words
from intlcoop.base.translated import BODY


class Fit(IntEnum):
    """The best first."""

    EXACT = 0  # a name, an acronym or a number is just this
    BEGINS = 1
    WORDS_BEGIN = 2
    CONTAINS = 3
    IN_BODY = 4  # a word stands in the text only, not in the name
    ELSEWHERE = 5  # a word stands in the name of something that belongs to it


def fit_of(rows: Any, words: str) -> Case:
    """The Fit of each of these rows, which match the words. `rows` is the QuerySet, which knows where its names stand."""
    typed, each = fold(words), search_words(words)
    own = Q(*[Q(search_text__contains=word) for word in each])
    begins = Q(*[Q(search_text__contains=f"\n{word}") | Q(search_text__contains=f" {word}") for word in each])
    rules = [
        When(rows.saying(f"\n{typed}\n"), then=Value(Fit.EXACT.value)),
        When(rows.saying(f"\n{typed}"), then=Value(Fit.BEGINS.value)),
        When(~own, then=Value(rows.fit_of_others.value)),
        *[When(only_in_body(word), then=Value(Fit.IN_BODY.value)) for word in each if rows.model._meta.get_field("search_text").body],
        When(begins, then=Value(Fit.WORDS_BEGIN.value)),
    ]
    return Case(*rules, default=Value(Fit.CONTAINS.value), output_field=IntegerField())


def only_in_body(word: str) -> Q:
    """The condition, for rows that hold the word, that it stands in the text and in no name: behind the beginning of the body."""
    place, body = StrIndex("search_text", Value(word)), StrIndex("search_text", Value(BODY))
    return Q(GreaterThan(body, 0)) & Q(GreaterThan(place, body))
