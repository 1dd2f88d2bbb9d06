"""What was typed into the search, and what is known of its words before any kind of record is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from intlcoop.base.composed import ask
from intlcoop.base.relevance import Fit, fit_of, names_in
from intlcoop.base.text import fold, search_words
from intlcoop.base.translated import BODY
from intlcoop.base.word_rows import MOST, Held, Rows, parts_of, rows_holding
from partners.models import Institution, Person
from partners.models.naming import INSTITUTION_WORDS, PERSON_WORDS, Named

(PEOPLE,) = PERSON_WORDS
NOTHING = Held()
WORD, NUMBERS = "qqqqq", -1  # marks


class Marks(dict[Any, Any]):
    """What stands in a composed question for words and numbers → these."""

    def word(self, word: str, place: int) -> str:
        """As long as the word, for codes are told by their length."""
        mark = f"{place:q>{min(max(len(word), 3), 5)}}"
        self.update({mark: word, f"%{mark}%": f"%{word}%"})
        return mark

    def numbers(self, numbers: list[int] | None) -> list[int] | None:
        """One mark for all of them."""
        if not numbers:
            return numbers
        mark = -2 - len(self)  # -1 is taken by others
        self[mark] = numbers
        return [mark]


@dataclass(frozen=True)
class Question:
    text: str
    held: Mapping[str, Rows]  # folded word → the rows that hold it
    named: Mapping[str, Named]

    @cached_property
    def words(self) -> list[str]:
        return list(self.held)

    @cached_property
    def typed(self) -> str:
        return fold(self.text)

    def concerns(self, rows: Any) -> bool:
        """Whether these rows need to be asked."""
        return all(rows.may_mean(word, held) for word, held in self.held.items())

    def marked(self, rows: Any) -> tuple[dict[str, Named], Marks]:
        """The words as these rows are asked for them, with marks for what differs from question to question; and what the marks mean.

        The longest word, which is the rarest, first: what it leaves is asked for the others.
        """
        marks = Marks()
        named = {
            marks.word(word, place): Named(
                marks.numbers(whom.institutions),
                marks.numbers(whom.people),
                {
                    label: Held(dict.fromkeys(marks.numbers(list(self.held[word][label].texts)) or (), ""), self.held[word][label].is_much)
                    for label in rows.searched
                    if label in self.held[word]
                },
            )
            for place, (word, whom) in enumerate(sorted(self.named.items(), key=lambda each: -len(each[0])))
        }
        return named, marks

    def fits(self, rows: Any, texts: Mapping[int, str]) -> dict[int, Fit]:
        """How well each of these rows, given with its own search text, answers."""
        parts = self._parts_beginning(rows)
        own = {number: fit_of(text, self.typed, self.words, rows.fit_of_others) for number, text in texts.items()}
        return {number: min(fit, parts.get(number, fit)) for number, fit in own.items()}

    def beginning(self, rows: Any) -> list[int]:
        """Numbers of the rows of which a name, or that of a part, begins with what was typed: where very many rows hold all the words."""
        own = self._beginning[rows.label].texts if rows.label in self._beginning else ()
        return [*own, *self._parts_beginning(rows)]

    def _parts_beginning(self, rows: Any) -> dict[int, Fit]:
        found: dict[int, Fit] = {}
        for part in parts_of(rows.label):
            for held in (*self.held.values(), *([self._beginning] if part in self._common else ())):
                fits = {number: fit_of(text, self.typed, [], Fit.ELSEWHERE) for number, text in held.get(part, NOTHING).texts.items()}
                found |= {number: fit for number, fit in fits.items() if fit <= Fit.BEGINS}
        return found

    @cached_property
    def _common(self) -> set[str]:
        """The tables in which very many rows hold each word."""
        return set.intersection(*({label for label, each in held.items() if each.is_much} for held in self.held.values()))

    @cached_property
    def _beginning(self) -> Rows:
        """Of these tables the rows of which a name begins with what was typed. Asked only if there are too many others to be looked at."""
        return rows_holding(f"\n{self.typed}", self._common)


def only_names(text: str, kinds: Iterable[Any]) -> Question:
    """For suggestions: what belongs to an institution or a person is none."""
    held = _held(text, kinds)
    return Question(text, held, {word: Named([], [], rows) for word, rows in held.items()})


def with_what_belongs(text: str, kinds: Iterable[Any]) -> Question:
    """Whom each word names is asked once for all that belongs to institutions and people.

    A word that is in very many names ("university") tells nothing by itself: it counts only for those that another word names.
    """
    held = _held(text, kinds)
    institutions = {word: _institutions(word, rows) for word, rows in held.items()}
    rare = [number for numbers in institutions.values() for number in numbers or ()]
    for word, numbers in institutions.items():
        if numbers is None:
            institutions[word] = sorted(_numbers(ask("both", _in_names_of, _pattern(word) | {NUMBERS: rare}))) if rare else []
    return Question(text, held, {word: Named(institutions[word], _people(rows.get(PEOPLE, NOTHING)), rows) for word, rows in held.items()})


def _held(text: str, kinds: Iterable[Any]) -> dict[str, Rows]:
    """The rows that hold each word, for these kinds. The longest word, which is the rarest, is asked first: where a kind cannot
    mean it, no other word is looked for."""
    words, left = search_words(text), list(kinds)
    found: dict[str, Rows] = {word: {} for word in words}
    for word in sorted(words, key=len, reverse=True):
        found[word] = rows_holding(word, {label for rows in left for label in rows.searched})
        left = [rows for rows in left if rows.may_mean(word, found[word])]
    return found


def _institutions(word: str, held: Rows) -> list[int] | None:
    """Whom the word names; None where there are more than MOST. Not our own institution: it is in everything and so tells nothing."""
    own, *parts = (held.get(label, NOTHING) for label in INSTITUTION_WORDS)
    if any(part.is_much for part in parts):
        return None
    named = {number for number, text in own.texts.items() if word in names_in(text)}
    if own.is_much and named:  # else it is a word of descriptions
        named = _numbers(ask("called", _called, _pattern(word)))
    named |= {number for part in parts for number in part.texts}
    named -= _numbers(ask("home", _home, {})) if named else set()
    return sorted(named) if len(named) <= MOST else None


def _people(held: Held) -> list[int] | None:
    """Who may be named, of those whom a word names; None where there are more than MOST."""
    if held.is_much:
        return None
    return sorted(_numbers(ask("people", _nameable, {NUMBERS: list(held.texts)}))) if held.texts else []


def _pattern(word: str) -> dict[str, str]:
    """The values of the mark WORD."""
    return {f"%{WORD}%": f"%{word}%", f"%{WORD}%{BODY}%": f"%{word}%{BODY}%"}


def _numbers(rows: list[tuple[Any, ...]]) -> set[int]:
    return {number for (number,) in rows}


def _called() -> Any:
    return Institution.objects.filter(search_text__in_names=WORD).order_by().values("pk")[: MOST + 1]


def _in_names_of() -> Any:
    return Institution.objects.filter(pk__in=[NUMBERS]).called(WORD).order_by().values("pk")


def _home() -> Any:
    return Institution.objects.filter(relation=Institution.Relation.HOME).order_by().values("pk")


def _nameable() -> Any:
    return Person.objects.named().filter(pk__in=[NUMBERS]).order_by().values("pk")
