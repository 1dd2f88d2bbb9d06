"""All institutions in memory, for a whole list at once: which is meant by a row of it, and which might be."""

from collections import defaultdict
from typing import Any

from intlcoop.base.text import fold
from partners.alike import likeness, marks
from partners.models.institution import Institution, InstitutionName

IDENTIFIERS = ("ror", "oid", "pic", "erasmus_code")


class KnownInstitutions:
    """Read once, in two queries. For one new record alone `alike.institutions_like` is the better question."""

    def __init__(self) -> None:
        self.names: dict[int, set[str]] = defaultdict(set)
        self._countries: dict[int, str] = {}
        self._by_identifier: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._by_name: dict[str, set[int]] = defaultdict(set)
        self._by_word: dict[tuple[str, str], set[tuple[int, str]]] = defaultdict(set)
        for pk, name, country, *identifiers in Institution.objects.order_by().values_list("pk", "name", "country", *IDENTIFIERS):
            self._countries[pk] = str(country)
            for text in name.values():
                self._add(pk, fold(text))
            for column, value in zip(IDENTIFIERS, identifiers, strict=True):
                if value:
                    self._by_identifier[column, value].add(pk)
        for pk, text in InstitutionName.objects.order_by().values_list("institution", "text"):
            self._add(pk, fold(text))

    def _add(self, pk: int, name: str) -> None:
        self.names[pk].add(name)
        self._by_name[name].add(pk)
        for word in marks(name).split():
            self._by_word[self._countries[pk], word[:4]].add((pk, name))

    def same(self, new: Institution) -> set[int]:
        """By an identifier; without one, or where it is new, by any of its names within the country."""
        for column in IDENTIFIERS:
            if found := self._by_identifier.get((column, getattr(new, column))):
                return found
        return {pk for text in new.name.values() for pk in self.named(text) if self._countries[pk] == new.country}

    def named(self, text: str) -> set[int]:
        return self._by_name.get(fold(text), set())

    def like(self, new: Institution) -> dict[int, int]:
        """Whose name within the country is nearly the same: number → per cent, the most alike first."""
        found: dict[int, float] = {}
        for mine in {fold(text) for text in new.name.values()}:
            near: set[Any] = set()
            for word in marks(mine).split():
                near |= self._by_word.get((str(new.country), word[:4]), set())
            for pk, name in near:
                if like := likeness(mine, name):
                    found[pk] = max(like, found.get(pk, 0.0))
        return {pk: round(found[pk] * 100) for pk in sorted(found, key=lambda pk: (-found[pk], pk))}
