"""Rows for a spreadsheet program: a CSV that streams, an XLSX from a temporary file. Reading is spreadsheet_reader's.

Whoever asks (a public page of data, the admin) hands over a name, a header and an iterator of rows; nothing here knows a request or a model.
No cell is ever a formula: a text that a spreadsheet program would calculate gets an apostrophe in front, which our reader takes off again.
"""

import csv
import io
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.writer.excel import ExcelWriter

from intlcoop.base.text import slug

Cell = str | int | float | Decimal | bool | date | datetime | None

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"  # without it Excel takes UTF-8 for the code page of the country, and Ş for something else
PIECE = 16_384
NO_DAY = datetime(1980, 1, 1)  # noqa: DTZ001 - the first day that a ZIP can name; no moment of anything
# What Excel, LibreOffice or Google take for a formula, after blanks too and in full width; and what was quoted before.
FORMULA = re.compile(r"'*\s*[=+\-@\t\r\0＝＋－＠]")
# XML 1.0 has no way to write these; XLSX is XML.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_TEXT, CUT = 32_767, " […]"  # Excel's limit for one cell


def quoted(text: str) -> str:
    """The text as no spreadsheet program calculates it. `unquoted` is its inverse, for every text."""
    return f"'{text}" if FORMULA.match(text) else text


def unquoted(text: str) -> str:
    """The text of a cell that `quoted` wrote; any other text as it is."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def csv_download(name: str, header: Iterable[Any], rows: Iterable[Iterable[Cell]]) -> StreamingHttpResponse:
    """The rows as a file to save, sent while they are read: memory stays flat. `name` has no extension."""
    headers = {"Content-Disposition": _disposition(name, "csv")}
    return StreamingHttpResponse(csv_pieces(header, rows), content_type=CSV, headers=headers)


def xlsx_download(name: str, header: Iterable[Any], rows: Iterable[Iterable[Cell]]) -> StreamingHttpResponse:
    """The same for Excel."""
    headers = {"Content-Disposition": _disposition(name, "xlsx")}
    return StreamingHttpResponse(xlsx_pieces(header, rows), content_type=XLSX, headers=headers)


def xlsx_pieces(header: Iterable[Any], rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """The format has its table of contents at the end: the file is complete, on the disk, before its first byte is sent."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = NO_DAY
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"  # the header stays while one scrolls
    for row in _all(header, rows):
        sheet.append([_for_xml(sheet, value) for value in row])
    with tempfile.TemporaryFile() as file:
        ExcelWriter(book, _Timeless(file, "w", ZIP_DEFLATED)).save()
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


class _Timeless(ZipFile):
    """Writes no time of day, so that the same rows are the same bytes and a reader who has them is told so (304)."""

    def writestr(self, zinfo_or_arcname: Any, *args: Any, **kwargs: Any) -> None:
        entry = ZipInfo(str(zinfo_or_arcname), NO_DAY.timetuple()[:6])
        entry.compress_type = ZIP_DEFLATED
        super().writestr(entry, *args, **kwargs)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        entry = ZipInfo(str(arcname), NO_DAY.timetuple()[:6])
        entry.compress_type = ZIP_DEFLATED
        with Path(filename).open("rb") as source, self.open(entry, "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target)


def csv_pieces(header: Iterable[Any], rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """UTF-8 with a mark at its beginning, commas, in pieces of some kilobytes."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write(BOM)
    for row in _all(header, rows):
        writer.writerow(row)
        if buffer.tell() > PIECE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _all(header: Iterable[Any], rows: Iterable[Iterable[Cell]]) -> Iterator[list[Any]]:
    yield [quoted(str(words)) for words in header]
    for row in rows:
        yield [_plain(value) for value in row]


def _plain(value: Cell) -> Any:
    """Numbers stay numbers, also negative ones; days and moments are written as ISO 8601 has them; the rest is text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return quoted(str(value))


def _for_xml(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = NOT_IN_XML.sub("", value)
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - len(CUT)] + CUT
    if not text.startswith("#"):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # "#N/A" is a text here, and no error of a calculation
    return cell


def _disposition(name: str, extension: str) -> str:
    """Always a file to save, never a page; a name that every system can store."""
    return str(content_disposition_header(as_attachment=True, filename=f"{slug(name) or 'rows'}.{extension}"))
