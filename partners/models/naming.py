"""Whom a word names, where somebody has looked it up already for all that belongs to institutions and people."""

from dataclasses import dataclass

from intlcoop.base.word_rows import Rows

INSTITUTION_WORDS = ("partners.institution", "partners.institutionname", "partners.department")
PERSON_WORDS = ("partners.person",)


@dataclass(frozen=True)
class Named:
    """Numbers of rows; None: ask the database, inside the query."""

    institutions: list[int] | None = None
    people: list[int] | None = None
    held: Rows | None = None  # the rows that hold the word; None: nobody has looked

    def may_stand_in(self, label: str) -> bool:
        return self.held is None or label in self.held


ASK = Named()
