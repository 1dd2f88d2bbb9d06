"""Whom a word names, where somebody has looked it up already for all that belongs to institutions and people."""

from collections.abc import Container
from dataclasses import dataclass

INSTITUTION_WORDS = ("partners.institution", "partners.institutionname", "partners.department")
PERSON_WORDS = ("partners.person",)


@dataclass(frozen=True)
class Named:
    """Numbers of rows; None: ask the database, inside the query."""

    institutions: list[int] | None = None
    people: list[int] | None = None
    told: list[int] | None = None  # institutions in whose own texts the word stands, be it in a description
    tables: Container[str] | None = None  # labels of the models in whose search texts it stands

    def may_stand_in(self, label: str) -> bool:
        return self.tables is None or label in self.tables


ASK = Named()
