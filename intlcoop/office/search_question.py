"""What was typed into the search, and what is known of its words before any kind of record is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Q, Value, When

from intlcoop.base.relevance import Fit, fit_of, only_in_body
from intlcoop.base.text import fold, search_words
from intlcoop.base.word_tables import Labels, tables_holding
from partners.models import Institution, Person
from partners.models.naming import Named

MOST = 200  # rows of a kind that are looked at; so the cost of a common word is bounded


@dataclass(frozen=True)
class Question:
    text: str
    tables: Mapping[str, Labels]  # folded word → where it stands
    named: Mapping[str, Named]

    @property
    def words(self) -> list[str]:
        return list(self.tables)

    @property
    def typed(self) -> str:
        return fold(self.text)

    def concerns(self, rows: Any) -> bool:
        """Whether these rows need to be asked."""
        return all(rows.may_mean(word, tables) for word, tables in self.tables.items())

    def elsewhere(self, rows: Any) -> dict[int, Fit]:
        """Of these rows those whose words in other tables begin with what was typed, or are just that."""
        found: dict[int, Fit] = {}
        for fit, beginning in ((Fit.BEGINS, f"\n{self.typed}"), (Fit.EXACT, f"\n{self.typed}\n")):
            for numbers in rows.saying_elsewhere(beginning):
                if all(numbers.model._meta.label_lower in tables for tables in self.tables.values()):
                    found |= dict.fromkeys(numbers[:MOST], fit)
            if not found:
                break
        return found

    def begins_with(self, elsewhere: Iterable[int]) -> Q:
        return Q(search_text__contains=f"\n{self.typed}") | Q(pk__in=list(elsewhere))

    def fits(self, texts: Mapping[int, str], elsewhere: Mapping[int, Fit], *, of_others: Fit) -> dict[int, Fit]:
        """How well each row, given with its search text, answers."""
        own = {pk: fit_of(text, self.typed, self.words, of_others=of_others) for pk, text in texts.items()}
        return {pk: min(fit, elsewhere.get(pk, fit)) for pk, fit in own.items()}


def only_names(text: str, kinds: Iterable[Any]) -> Question:
    """For suggestions: what belongs to an institution or a person is none."""
    tables = _tables(text, kinds)
    return Question(text, tables, {word: Named([], [], tables=held) for word, held in tables.items()})


def with_what_belongs(text: str, kinds: Iterable[Any]) -> Question:
    """Whom each word names is asked once for all that belongs to institutions and people.

    A word that is in very many names ("university") tells nothing by itself: it counts only for those that another word names.
    """
    tables = _tables(text, kinds)
    named = {word: _named(word, held) for word, held in tables.items()}
    rare = {pk for each in named.values() for pk in each.institutions or ()}
    for word, each in named.items():
        if each.institutions is None:
            among = list(_others().filter(pk__in=rare).called(word).values_list("pk", flat=True)) if rare else []
            named[word] = replace(each, institutions=among)
    return Question(text, tables, named)


def _tables(text: str, kinds: Iterable[Any]) -> dict[str, Labels]:
    """Where each word stands, for these kinds of rows. The longest word, which is the rarest, is asked first: where a kind
    cannot mean it, no other word is looked for."""
    words, left = search_words(text), list(kinds)
    found: dict[str, Labels] = dict.fromkeys(words, frozenset())
    for word in sorted(words, key=len, reverse=True):
        found[word] = tables_holding(word, {label for rows in left for label in rows.searched_tables})
        left = [rows for rows in left if rows.may_mean(word, found[word])]
    return found


def _named(word: str, tables: Labels) -> Named:
    """None where there are more than MOST. Plain conditions on one column, for which PostgreSQL has an index."""
    people = _few(Person.objects.named_by(word)) if Person._meta.label_lower in tables else []
    if not Institution.objects.may_mean(word, tables):
        return Named([], people, [], tables)
    others: set[int] = set()
    for numbers in Institution.objects.saying_elsewhere(word):
        if numbers.model._meta.label_lower in tables:
            others |= set(numbers[: MOST + 1])
    own, in_body = Q(search_text__contains=word), Case(When(only_in_body(word), then=Value(True)), default=Value(False))
    found = Institution.objects.filter(own | Q(pk__in=others)).order_by().values_list("pk", "relation").annotate(in_body=in_body)
    told = list(found[: MOST + 1])
    if len(told) <= MOST:
        named = [pk for pk, relation, is_in_body in told if relation != Institution.Relation.HOME and (pk in others or not is_in_body)]
        return Named(named, people, [pk for pk, _relation, _is_in_body in told], tables)
    return Named(_few(_others().filter((own & ~only_in_body(word)) | Q(pk__in=others)).values("pk")), people, tables=tables)


def _others() -> Any:
    """All but our own institution, which is in everything and so tells nothing."""
    return Institution.objects.exclude(relation=Institution.Relation.HOME).order_by()


def _few(numbers: Any) -> list[int] | None:
    found = [row["pk"] for row in numbers[: MOST + 1]]
    return found if len(found) <= MOST else None
