"""The table in a file that somebody uploads: CSV as Excel saves it anywhere in Europe, or XLSX.

Everything is text afterwards. Nothing of a file is carried out: no macro, no formula, no link, no entity. What cannot be read is said in words,
with the number of the row, as a ValidationError.
"""

import csv
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _, gettext_lazy
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from intlcoop.base.spreadsheet import unquoted

EXTENSIONS = {".csv", ".txt", ".tsv", ".xlsx", ".xlsm"}
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 5_000, 100, 32_767
LAST_ROW = 1_048_576  # Excel's own; a file that claims more is made to make us count
MAX_UNPACKED, MAX_PARTS = 30_000_000, 1_000
PIECE = 65_536
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
NO_TABLE = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"RIFF", b"{\\rtf", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
NO_SPREADSHEET = gettext_lazy("This is no spreadsheet, whatever its name says. Choose a file saved as .xlsx or .csv.")
# What zipfile and openpyxl raise for a file that is not what it says (a refused entity of defusedxml is a ValueError).
DAMAGED = (BadZipFile, InvalidFileException, zlib.error, SyntaxError, OSError, EOFError, LookupError, ValueError, TypeError, AttributeError,
           NotImplementedError, RuntimeError)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A row that is not empty, with the number that the spreadsheet program shows beside it."""

    number: int
    cells: list[str]


@dataclass
class Sheet:
    """The rows of a file, and what the reader has to know about how it was read."""

    lines: list[Line]
    notes: list[str] = field(default_factory=list)


def read(name: str, file: IO[bytes]) -> Sheet:
    """The table in the file; what it is, its content says, the extension only forbids."""
    if PurePath(name.lower()).suffix not in EXTENSIONS:
        raise ValidationError(_("Choose a spreadsheet: a file whose name ends in .xlsx or .csv."))
    data = file.read(settings.MAX_FILE_BYTES + 1)
    if len(data) > settings.MAX_FILE_BYTES:
        raise ValidationError(_("The file is too large; at most %(size)s.") % {"size": filesizeformat(settings.MAX_FILE_BYTES)})
    if data.startswith(OLE):
        raise ValidationError(
            _("This is an old Excel file (.xls), or one with a password. Save it as .xlsx without a password, then choose it again.")
        )
    if data.startswith(NO_TABLE):
        raise ValidationError(NO_SPREADSHEET)
    sheet = _workbook(data) if data.startswith(ZIP) else _text(data)
    if not sheet.lines:
        raise ValidationError(_("The file is empty."))
    return sheet


def _kept(rows: Iterator[tuple[int, list[str]]]) -> Iterator[Line]:
    """Rows with something in them, as long as there are not too many of them or of their cells."""
    kept = 0
    for number, cells in rows:
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        kept += 1
        if kept > MAX_ROWS:
            raise ValidationError(_("Row %(row)d: the file has more than %(most)d rows. Divide it.") % {"row": number, "most": MAX_ROWS})
        if len(cells) > MAX_COLUMNS:
            raise ValidationError(_("Row %(row)d has more than %(most)d columns.") % {"row": number, "most": MAX_COLUMNS})
        if any(len(cell) > MAX_CELL for cell in cells):
            raise ValidationError(_("Row %(row)d: a cell has more than %(most)d characters.") % {"row": number, "most": MAX_CELL})
        yield Line(number, [unquoted(cell) for cell in cells])


# --- Text


def _text(data: bytes) -> Sheet:
    text, notes = _decoded(data)
    if text.startswith("sep=") and text[4:5] in tuple(";,\t"):  # Excel's own hint to itself
        rows = _records(text, text[4])
        return Sheet([line for line in _kept(rows) if line.number > 1], notes)
    return Sheet(list(_kept(_records(text, _delimiter(text)))), notes)


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """By its mark, as UTF-8, or by its letters. Windows' code pages say nowhere what they are."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strictly(data, encoding), []
    even, odd = data[0:2000:2].count(0), data[1:2000:2].count(0)
    if even or odd:
        text = _strictly(data, "utf-16-le" if odd > even else "utf-16-be")
        if "\0" in text:
            raise ValidationError(NO_SPREADSHEET)
        return text, []
    try:
        return data.decode(), []
    except UnicodeDecodeError:
        encoding = _code_page(data)
    note = _("The letters were read as %(encoding)s. If names look wrong below, save the file as “CSV UTF-8” or .xlsx and choose it again.")
    return _strictly(data, encoding), [note % {"encoding": {"cp1250": "Windows-1250", "cp1251": "Windows-1251"}[encoding]}]


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise ValidationError(
            _("The letters of this file cannot be read. Save it as “CSV UTF-8” or .xlsx, then choose it again.")
        ) from None


def _code_page(data: bytes) -> str:
    """Cyrillic words consist of letters above 127; in a Latin word such a letter rarely stands beside another."""
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", data)]
    return "cp1251" if sum(length for length in runs if length > 1) * 2 > sum(runs) else "cp1250"


def _delimiter(text: str) -> str:
    """The one that divides the first row that any of them divides, into the most cells. A list of one column has none."""
    rows = {delimiter: csv.reader(io.StringIO(text[:PIECE], newline=""), delimiter=delimiter) for delimiter in ",;\t"}
    for _place in range(50):
        widths = {delimiter: sum(map(bool, next(reader, []))) for delimiter, reader in rows.items()}
        if max(widths.values()) > 1:
            return max(widths, key=lambda delimiter: widths[delimiter])
    return max(rows, key=text[:PIECE].count)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            yield number, cells
    except csv.Error:
        message = _('Row %(row)d: a quotation mark is opened and not closed, or stands inside a quoted cell. Double it there ("").')
        raise ValidationError(message % {"row": number + 1}) from None


# --- Workbooks


def _workbook(data: bytes) -> Sheet:
    try:
        _weigh(data)
        values, formulas = (load_workbook(io.BytesIO(data), read_only=True, data_only=only, keep_links=False) for only in (True, False))
        names = [sheet.title for sheet in values.worksheets]
        rows = list(_kept(_cells(values.worksheets[0], formulas.worksheets[0])))
    except DAMAGED:
        message = _(
            "This file cannot be read as an Excel workbook: it is damaged or something else. Open it, save it as .xlsx, and choose it again."
        )
        raise ValidationError(message) from None
    note = _("The file has several sheets; only the first, “%(name)s”, was read.")
    return Sheet(rows, [note % {"name": names[0]}] if len(names) > 1 else [])


def _weigh(data: bytes) -> None:
    """Unpack everything once, keeping nothing: what a workbook claims to weigh may be a lie."""
    with ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        weight = sum(part.file_size for part in parts)
        if len(parts) <= MAX_PARTS and weight <= MAX_UNPACKED:
            weight = 0
            for part in parts:
                with archive.open(part) as file:
                    while weight <= MAX_UNPACKED and (piece := file.read(PIECE)):
                        weight += len(piece)
    if len(parts) > MAX_PARTS or weight > MAX_UNPACKED:
        raise ValidationError(_("This workbook is too large once it is unpacked. Copy the rows into a new workbook, without pictures."))


def _cells(values: Any, formulas: Any) -> Iterator[tuple[int, list[str]]]:
    """What Excel had calculated when it stored the file; a formula that nobody has calculated yet cannot be read."""
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # the size that a file claims
    both = zip(values.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), formulas.iter_rows(max_col=MAX_COLUMNS + 1), strict=True)
    before = None
    for number, (row, cells) in enumerate(both, 1):
        if number > LAST_ROW:
            raise ValidationError(_("Row %(row)d: the file has more than %(most)d rows. Divide it.") % {"row": number, "most": MAX_ROWS})
        if cells is before:  # openpyxl gives one and the same for the rows that a file leaves out; there may be a million
            continue
        before = cells
        if any(value is None and getattr(cell, "data_type", "") == "f" for value, cell in zip(row, cells, strict=True)):
            message = _(
                "Row %(row)d: a formula without a stored result. Open the file in Excel or LibreOffice, save it, and choose it again."
            )
            raise ValidationError(message % {"row": number})
        yield number, [_as_text(value) for value in row]


def _as_text(value: Any) -> str:
    """A number without the “.0” that Excel puts there; a day without the midnight."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00")
