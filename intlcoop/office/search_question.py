"""What was typed into the search, and what is known of its words before any kind of record is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Value, When

from intlcoop.base.relevance import only_in_body
from intlcoop.base.text import search_words
from intlcoop.base.word_tables import Tables, tables_holding
from partners.models import Institution, Person
from partners.models.naming import Named

MOST = 200  # rows of a kind that are looked at; so the cost of a common word is bounded


@dataclass(frozen=True)
class Question:
    text: str
    tables: Tables
    named: Mapping[str, Named]

    @property
    def words(self) -> list[str]:
        return list(self.tables)

    def concerns(self, rows: Any) -> bool:
        """Whether these rows need to be asked."""
        return all(rows.may_mean(word, tables) for word, tables in self.tables.items())


def only_names(text: str) -> Question:
    """For suggestions: what belongs to an institution or a person is none."""
    tables = tables_holding(search_words(text))
    return Question(text, tables, {word: Named([], []) for word in tables})


def with_what_belongs(text: str) -> Question:
    """Whom each word names is asked once for all that belongs to institutions and people.

    A word that is in very many names ("university") tells nothing by itself: it counts only for those that another word names.
    """
    tables = tables_holding(search_words(text))
    named = {word: _named(word, held) for word, held in tables.items()}
    rare = {pk for each in named.values() for pk in each.institutions or ()}
    for word, each in named.items():
        if each.institutions is None:
            among = list(_others().filter(pk__in=rare).called(word).values_list("pk", flat=True)) if rare else []
            named[word] = replace(each, institutions=among)
    return Question(text, tables, named)


def _named(word: str, tables: frozenset[str]) -> Named:
    """None where there are more than MOST."""
    people = _few(Person.objects.named_by(word)) if Person._meta.label_lower in tables else []
    if not Institution.objects.may_mean(word, tables):
        return Named([], people, [])
    in_body = Case(When(only_in_body(word), then=Value(True)), default=Value(False))
    found = Institution.objects.matching(word).order_by().values_list("pk", "relation").annotate(in_body=in_body)[: MOST + 1]
    told = list(found)
    if len(told) > MOST:
        return Named(_few(_others().named_by(word)), people)
    named = [pk for pk, relation, is_only_in_body in told if relation != Institution.Relation.HOME and not is_only_in_body]
    return Named(named, people, [pk for pk, _relation, _in_body in told])


def _others() -> Any:
    """All but our own institution, which is in everything and so tells nothing."""
    return Institution.objects.exclude(relation=Institution.Relation.HOME).order_by()


def _few(numbers: Any) -> list[int] | None:
    found = [row["pk"] for row in numbers[: MOST + 1]]
    return found if len(found) <= MOST else None
