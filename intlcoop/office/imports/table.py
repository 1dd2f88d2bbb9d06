"""From the rows of a file to the cells that we know by name: where the headings are, which country a row stands under."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intlcoop.base.spreadsheet_reader import Line, Sheet
from intlcoop.base.text import clean, fold
from intlcoop.office.imports.countries import code_of, country, nearest
from intlcoop.office.imports.nouns import EXAMPLE, Noun

LOOKED_AT = 10  # lines above the headings: a title, a date
SHORT = 4  # words of a heading that may be a country


@dataclass
class Row:
    """The cells that are filled in, by column. `trouble` is what is wrong with the place of the row in the file."""

    number: int
    texts: dict[str, str]
    trouble: list[str] = field(default_factory=list)


@dataclass
class Table:
    rows: list[Row]
    notes: list[str]


def read(noun: Noun, sheet: Sheet) -> Table:
    """Raises ValidationError if the headings, or the file as such, cannot be taken."""
    place, columns = _headings(noun, sheet.lines)
    below = Sheet(sheet.lines[place:])
    noun.check(below, set(columns))
    notes = [*sheet.notes, *_ignored(below.lines[0], columns)]
    rows = [row for row in _rows(noun, below.lines[1:], columns) if EXAMPLE not in row.texts.values()]
    if not rows:
        raise ValidationError(_("The file has headings and no row below them."))
    return Table(rows, notes)


def _headings(noun: Noun, lines: list[Line]) -> tuple[int, dict[int, str]]:
    best: tuple[int, dict[int, str]] = (0, {})
    for place, line in enumerate(lines[:LOOKED_AT]):
        found: dict[int, str] = {}
        for at, cell in enumerate(line.cells):
            known = next((column.name for column in noun.columns if fold(cell) and fold(cell) in column.headings), "")
            if known and known not in found.values():
                found[at] = known
        if len(found) > len(best[1]):
            best = place, found
    missing = _missing(noun, set(best[1].values()))
    if missing:
        known_headings = ", ".join(column.heading for column in noun.offered)
        raise ValidationError(
            _("These columns are missing: %(missing)s. The first row must say what is in which column. Known are: %(known)s.")
            % {"missing": ", ".join(missing), "known": known_headings}
        )
    return best


def _missing(noun: Noun, found: set[str]) -> list[str]:
    """A text is there in whatever language; a country may stand as a heading above its rows."""
    fields = {name.partition(".")[0] for name in found}
    return [
        column.heading
        for column in noun.columns
        if column.is_required and column.field_name not in fields and not (noun.takes_country_headings and column.name == "country")
    ]


def _ignored(head: Line, columns: dict[int, str]) -> Iterator[str]:
    names = [cell.strip() for at, cell in enumerate(head.cells) if at not in columns and cell.strip()]
    if names:
        yield _("These columns are not known, or stand there twice, and are left out: %(names)s.") % {"names": ", ".join(names)}


def _rows(noun: Noun, lines: list[Line], columns: dict[int, str]) -> Iterator[Row]:
    above, trouble = "", ""
    for line in lines:
        texts = {name: line.cells[at].strip() for at, name in columns.items() if at < len(line.cells) and line.cells[at].strip()}
        alone = [cell for cell in line.cells if cell.strip()]
        if noun.takes_country_headings and len(alone) == 1 and _is_heading(alone[0]):
            above, trouble = alone[0].strip(), ""
            if not code_of(above):
                trouble = _("the heading in row %(row)d was not understood") % {"row": line.number}
                yield Row(line.number, {noun.name_column: above}, [_wrong(above)])
                above = ""
        elif texts:
            if above:
                texts.setdefault("country", above)
            yield Row(line.number, texts, [trouble] if trouble and "country" not in texts else [])


def _is_heading(text: str) -> bool:
    """A country, or nearly one. “Brital Academy” is none."""
    words = clean(text).strip(":.–-")
    return bool(code_of(words)) or (len(fold(words).split()) <= SHORT and bool(nearest(words)))


def _wrong(text: str) -> str:
    try:
        return country(text)
    except ValidationError as error:
        return str(error.messages[0])
