"""Is it there already? Institutions and people that are alike another one, however their names are written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from intlcoop.base.text import fold
from partners.models.institution import Institution, InstitutionName
from partners.models.person import Person

ALIKE, MARK_ALIKE, PERSON_ALIKE = 0.85, 0.7, 0.88
SHOWN, COMPARED = 5, 100
# Words that half of all institutions bear: what is left tells one from the other.
COMMON = {
    "academy", "and", "college", "department", "faculty", "fakultet", "for", "hospital", "institut", "institute", "international", "medical",
    "medicine", "medicinski", "national", "of", "school", "state", "the", "u", "universidad", "universita", "universitat", "universitatea",
    "universite", "university", "univerzitet", "uniwersytet", "za",
}  # fmt: skip


@dataclass(frozen=True)
class Alike:
    """A record that there is already, and what speaks for its being the same."""

    record: Any
    reason: str


def ratio(one: str, other: str) -> float:
    """How alike two folded names are, whatever the order of their words: 0 to 1."""
    return max(_ratio(one, other), _ratio(_sorted(one), _sorted(other)))


def _sorted(words: str) -> str:
    return " ".join(sorted(words.split()))


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _nearest(names: list[str], candidates: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Of ten thousand names the hundred that share the most letters with one of ours; only they are compared in full."""
    matchers = [SequenceMatcher(None, "", mine, autojunk=False) for mine in names]

    def shared(candidate: tuple[int, str]) -> float:
        for matcher in matchers:
            matcher.set_seq1(candidate[1])
        return max((matcher.quick_ratio() for matcher in matchers), default=0.0)

    return nlargest(COMPARED, candidates, key=shared)


def marks(name: str) -> str:
    """What is left of a folded name without the words that many bear."""
    return " ".join(word for word in name.split() if word not in COMMON) or name


def likeness(one: str, other: str) -> float:
    """Of two folded names of institutions. "University of Warsaw" and "University of Wrocław" are not alike."""
    whole = ratio(one, other)
    return whole if whole >= ALIKE and ratio(marks(one), marks(other)) >= MARK_ALIKE else 0.0


def _beginnings(names: Iterable[str]) -> Q:
    """The database's share: rows in which a telling word of the names occurs, at least its beginning."""
    condition = Q(pk__in=[])
    for word in {word[:4] for name in names for word in marks(name).split() if len(word) > 2}:
        condition |= Q(search_text__contains=word)
    return condition


def institutions_like(new: Institution) -> list[Alike]:
    """By name within the country; by identifier anywhere; by acronym within the country. The most alike first."""
    found: dict[int, tuple[float, str]] = {}
    names = [fold(text) for text in new.name.values()]
    others = InstitutionName.objects.filter(_beginnings(names), institution__country=new.country).order_by()
    candidates = [
        *_placed(Institution.objects.filter(_beginnings(names), country=new.country)),
        *((pk, fold(text)) for pk, text in others.values_list("institution", "text")),
    ]
    for pk, name in _nearest(names, candidates):
        like = max(likeness(mine, name) for mine in names)
        if like > found.get(pk, (0.0, ""))[0]:
            found[pk] = (like, gettext("the name is %(percent)d %% alike") % {"percent": round(like * 100)})
    for column in ("ror", "pic", "oid", "erasmus_code"):
        if value := getattr(new, column):
            label = str(Institution._meta.get_field(column).verbose_name)  # type: ignore[union-attr]
            for pk in Institution.objects.filter(**{column: value}).values_list("pk", flat=True)[:SHOWN]:
                found[pk] = (2.0, gettext("the same %(identifier)s") % {"identifier": label})
    if new.acronym:
        for pk in Institution.objects.filter(acronym__iexact=new.acronym, country=new.country).values_list("pk", flat=True)[:SHOWN]:
            found.setdefault(pk, (0.5, gettext("the same acronym")))
    return _most_alike(Institution, found)


def people_like(new: Person) -> list[Alike]:
    """By name, in either order of given and family name; by ORCID."""
    found: dict[int, tuple[float, str]] = {}
    names = [fold(text) for text in new.name.values()]
    for pk, name in _nearest(names, _named(Person.objects.filter(_beginnings(names)))):
        like = max(ratio(mine, name) for mine in names)
        if like >= PERSON_ALIKE and like > found.get(pk, (0.0, ""))[0]:
            found[pk] = (like, gettext("the name is %(percent)d %% alike") % {"percent": round(like * 100)})
    if new.orcid:
        for pk in Person.objects.filter(orcid=new.orcid).values_list("pk", flat=True):
            found[pk] = (2.0, gettext("the same %(identifier)s") % {"identifier": "ORCID"})
    return _most_alike(Person, found)


def _named(rows: Any) -> Iterator[tuple[int, str]]:
    """Number and folded name, in each language, of the rows."""
    for pk, name in rows.order_by().values_list("pk", "name"):
        yield from ((pk, fold(text)) for text in name.values())


def _placed(rows: Any) -> Iterator[tuple[int, str]]:
    """The same for institutions, also with the city behind the name, as people often write it."""
    for pk, name, city in rows.order_by().values_list("pk", "name", "city"):
        cities = {fold(text) for text in city.values()}
        for text in name.values():
            folded = fold(text)
            yield pk, folded
            yield from ((pk, f"{folded} {place}") for place in cities if place and place not in folded)


def _most_alike(model: Any, found: dict[int, tuple[float, str]]) -> list[Alike]:
    best = sorted(found, key=lambda pk: (-found[pk][0], pk))[:SHOWN]
    rows = model.objects.in_bulk(best)
    return [Alike(rows[pk], found[pk][1]) for pk in best if pk in rows]
