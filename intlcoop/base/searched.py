"""By which words rows are found. What a kind of record adds (the names of its parties, of its programme) it says in `has_word`."""

from collections.abc import Container, Mapping
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Q

from intlcoop.base.relevance import Fit
from intlcoop.base.text import search_words
from intlcoop.base.word_rows import Rows, parts_of


class SearchedQuerySet(models.QuerySet[Any]):
    """Its verbs are only for models with a search text, or with a `has_word` of their own."""

    fit_of_others = Fit.ELSEWHERE  # of rows that match by something else than their own words
    words_in: tuple[str, ...] = ()  # labels of the models in whose search texts a row's words stand, beside its own and its parts'

    def saying(self, text: str, rows: Rows | None = None) -> Q:
        """The condition that a row's own words, or those of a part of it, hold this piece of folded text.

        `rows` tells which do, if somebody has looked: numbers are found at once, and what need not be asked lets a database use its index.
        """
        places = {self.label: Q(search_text__contains=text)} | {
            label: Q(pk__in=self.parts_saying(label, text)) for label in parts_of(self.label)
        }
        if rows is None:
            return reduce(or_, places.values())
        held = {label: rows[label] for label in places if label in rows}
        numbers = {number for each in held.values() if not each.is_much for number in each.texts}
        return reduce(or_, [places[label] for label, each in held.items() if each.is_much], Q(pk__in=numbers))

    def parts_saying(self, label: str, text: str) -> models.QuerySet[Any, Any]:
        """Numbers of the rows of which a part holds it. Asked once, not once for every row."""
        column = parts_of(self.label)[label]
        return column.model._default_manager.filter(search_text__contains=text).order_by().values_list(column.of, flat=True)

    def has_word(self, word: str, named: Any = None) -> Q:
        """The condition that somebody who types this folded word means the row: by its own words, or those of what it belongs to.

        `named` tells whom else the word names, where somebody has looked that up already.
        """
        return self.saying(word, named.held if named else None)

    def may_mean(self, word: str, labels: Container[str]) -> bool:
        """Whether `has_word` can be true of any row, when the word stands in the search texts of these models."""
        return any(label in labels for label in self.searched)

    @property
    def searched(self) -> tuple[str, ...]:
        """Labels of the models whose search texts `has_word` reads."""
        return (self.label, *parts_of(self.label), *self.words_in)

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    def matching(self, words: str, named: Mapping[str, Any] | None = None) -> Self:
        """Rows that every word means. "testemitanu" finds Testemiţanu."""
        found = self
        for word in search_words(words):
            found = found.filter(self.has_word(word, named[word]) if named else self.has_word(word))
        return found

    def called(self, words: str) -> Self:
        """Rows that the words name; a text about them does not count. For what belongs to them."""
        found = self
        for word in search_words(words):
            names = [Q(pk__in=self.parts_saying(label, word)) for label in parts_of(self.label)]
            found = found.filter(reduce(or_, names, Q(search_text__in_names=word)))
        return found
