"""What can be imported from a spreadsheet. A further kind of record is a class here: its columns, and how a record is known again."""

from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _, gettext_lazy

from intlcoop.base import languages
from intlcoop.base.spreadsheet_reader import Sheet
from intlcoop.base.text import fold
from intlcoop.office.imports.columns import Column, translated
from intlcoop.office.imports.personal import refuse_people
from partners.known import KnownInstitutions
from partners.models import Institution
from projects.models import Programme
from visitors.models import Placement

EXAMPLE = "Example (this row is left out)"


class Noun:
    """Made anew for each look at a file: what the portal knows is read once for all its rows, and only then."""

    key: ClassVar[str]
    words: ClassVar[Any]
    model: ClassVar[type[models.Model]]
    name_column: ClassVar[str]
    takes_country_headings = False  # a row with nothing but a country counts for the rows below it

    def __init__(self) -> None:
        self.columns = self.declare()
        for column in self.columns:
            column.model = self.model
        self.by_name = {column.name: column for column in self.columns}

    @property
    def offered(self) -> list[Column]:
        """What staff are told of: the languages of the office. A file may have the others of the portal too."""
        return [column for column in self.columns if column.language in {"", *languages.written()}]

    def declare(self) -> list[Column]:
        raise NotImplementedError

    def check(self, sheet: Sheet, known: set[int]) -> None:
        """Raises ValidationError for a file that must not be taken at all. `known` are the places of our columns."""

    def same(self, new: Any) -> set[int]:
        """The numbers of the records that this row means."""
        raise NotImplementedError

    def key_of(self, new: Any) -> Any:
        """What two rows of a file may not have in common."""
        raise NotImplementedError

    def like(self, new: Any) -> dict[int, int]:
        return {}

    def keeps(self, column: Column, pk: int, value: Any) -> bool:
        """Whether the record stays as it is although the file has another value."""
        return False

    def complete(self, new: Any, origin: str) -> None:
        """Before a new record is saved."""


class Institutions(Noun):
    key, words, model, name_column = "institution", gettext_lazy("institutions"), Institution, "name.en"
    takes_country_headings = True

    @cached_property
    def known(self) -> KnownInstitutions:
        return KnownInstitutions()

    def declare(self) -> list[Column]:
        return [
            *translated("name", Institution, is_required=True, example=EXAMPLE,
                        also=("institution", "university", "partner", "naziv", "ustanova", "univerzitet", "name of institution")),
            Column("country", example="Austria", is_required=True, also=("state", "land", "zemlja", "drzava")),
            *translated("city", Institution, example="Graz", also=("town", "place", "mjesto", "grad")),
            Column("kind", example="university", also=("type", "vrsta")),
            Column("relation", choices=("partner", "affiliation", "prospect", "former"), example="partner"),
            Column("acronym", example="EX", also=("abbreviation", "short name")),
            Column("website", example="https://www.example.org/", also=("web", "www", "url", "homepage")),
            Column("partner_since", also=("since",)),
            Column("erasmus_code", also=("erasmus", "erasmus id code")), Column("pic"), Column("oid"), Column("ror", also=("ror id",)),
            Column("source"),
        ]  # fmt: skip

    def same(self, new: Institution) -> set[int]:
        return self.known.same(new)

    def like(self, new: Institution) -> dict[int, int]:
        return self.known.like(new)

    def key_of(self, new: Institution) -> Any:
        return new.ror or (fold(new.name.pick("en")[0]), str(new.country))

    def keeps(self, column: Column, pk: int, value: Any) -> bool:
        """A list that writes “UNIV. OF GRAZ” does not rename what it means; one of the other names stays one."""
        return column.field_name == "name" and fold(value) in self.known.names[pk]

    def complete(self, new: Any, origin: str) -> None:
        new.source = new.source or origin[:200]


class Placements(Noun):
    key, words, model, name_column = "placement", gettext_lazy("numbers of placements"), Placement, "institution"

    @cached_property
    def known(self) -> KnownInstitutions:
        return KnownInstitutions()

    @cached_property
    def _numbers(self) -> dict[Any, int]:
        fields = ("academic_year", "direction", "kind", "institution", "country", "programme")
        return {self._key(*values): pk for pk, *values in Placement.objects.order_by().values_list("pk", *fields)}

    @cached_property
    def _programmes(self) -> dict[str, int]:
        return {fold(text): pk for pk, name in Programme.objects.order_by().values_list("pk", "name") for text in name.values()}

    def declare(self) -> list[Column]:
        return [
            Column("academic_year", example="2025/2026", is_required=True, also=("year", "skolska godina", "godina")),
            Column("direction", example="outgoing", is_required=True, also=("smjer",)),
            Column("kind", example="study", is_required=True, also=("type", "vrsta")),
            Column("institution", example=EXAMPLE, find=self._institution, also=("university", "partner", "univerzitet", "ustanova")),
            Column("country", example="Austria", also=("land", "zemlja", "drzava")),
            Column("programme", find=self._programme, also=("program",)),
            Column("number", example="12", is_required=True, also=("number", "students", "people", "count", "broj", "broj studenata")),
            Column("is_preliminary", example="no"),
        ]  # fmt: skip

    def check(self, sheet: Sheet, known: set[int]) -> None:
        refuse_people(sheet, known)

    @staticmethod
    def _key(year: Any, direction: Any, kind: Any, institution: Any, country: Any, programme: Any) -> Any:
        return (year, direction, kind, institution or str(country), programme)

    def key_of(self, new: Placement) -> Any:
        return self._key(new.academic_year, new.direction, new.kind, new.institution_id, new.country, new.programme_id)

    def same(self, new: Placement) -> set[int]:
        found = self._numbers.get(self.key_of(new))
        return {found} if found else set()

    def _institution(self, text: str) -> int:
        return _only(self.known.named(text), text, _("Import or add the institution first, or give only the country."))

    def _programme(self, text: str) -> int:
        found = self._programmes.get(fold(text))
        return _only({found} if found else set(), text, _("Add the programme first."))


def _only(found: set[int], text: str, advice: str) -> int:
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise ValidationError(_("“%(text)s” is the name of several records") % {"text": text})
    raise ValidationError(_("“%(text)s” is not known. %(advice)s") % {"text": text, "advice": advice})


NOUNS: dict[str, type[Noun]] = {noun.key: noun for noun in (Institutions, Placements)}
