"""Spreadsheets: what is written calculates nothing, what is read is what was meant, and nobody's file harms the portal (faults.md 4.13, 4.14)."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import StreamingHttpResponse
from hypothesis import example, given, strategies as st
from openpyxl import Workbook, load_workbook

from intlcoop.base.spreadsheet import csv_download, quoted, unquoted, xlsx_download
from intlcoop.base.spreadsheet_reader import read

HEADER = ["name", "note", "end"]
DANGEROUS = [
    '=HYPERLINK("http://x.example")',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\0x",
    "  =1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''=1",
]
# What a database can hold: no lone surrogates.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(DANGEROUS)


def sent(answer: StreamingHttpResponse) -> bytes:
    return answer.getvalue()


def sheet_of(answer: StreamingHttpResponse) -> Any:
    return load_workbook(io.BytesIO(sent(answer))).active


def lines(data: bytes, name: str = "rows.csv") -> list[list[str]]:
    return [line.cells for line in read(name, io.BytesIO(data)).lines]


def workbook(*rows: list[object], **sheets: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for title, more in sheets.items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rezipped(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return file.getvalue()


def fault(data: bytes, name: str = "rows.xlsx") -> str:
    with pytest.raises(ValidationError) as error:
        read(name, io.BytesIO(data))
    return error.value.messages[0]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_calculated(text: str) -> None:
    rows = list(csv.reader(io.StringIO(sent(csv_download("x", HEADER, [[text, "", "end"]])).decode("utf-8-sig"), newline="")))
    assert rows[1][0] == f"'{text}"
    sheet = sheet_of(xlsx_download("x", HEADER, [[text, "#N/A", "=1"]]))
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "s"]
    assert sheet["A2"].value.startswith("'")


def test_in_a_workbook_a_text_that_looks_like_a_number_or_a_day_stays_one() -> None:
    # LibreOffice makes 12, 100000, a day of this year and a truth of some of these when they come by CSV.
    texts = ["0012", "1E5", "3/4", "1-2", "10:30", "2003-10", "TRUE", "1,5", "5%", "12345678901234567890"]
    sheet = sheet_of(xlsx_download("x", HEADER, [texts]))
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [(text, "s") for text in texts]


def test_the_header_of_a_sheet_stays_in_sight() -> None:
    assert sheet_of(xlsx_download("x", HEADER, [])).freeze_panes == "A2"


def test_numbers_stay_numbers_and_days_are_iso() -> None:
    row: list[Any] = [-5, -2.5, Decimal("-0.10"), None, True, date(2026, 5, 1), datetime(2026, 5, 1, 12, tzinfo=UTC)]
    assert sent(csv_download("x", HEADER, [row])).decode().splitlines()[1] == "-5,-2.5,-0.10,,true,2026-05-01,2026-05-01T12:00:00+00:00"
    sheet = sheet_of(xlsx_download("x", HEADER, [row]))
    assert [cell.value for cell in sheet[2]] == [-5, -2.5, -0.1, None, "true", "2026-05-01", "2026-05-01T12:00:00+00:00"]


@given(texts)
def test_quoting_can_be_taken_back(text: str) -> None:
    assert unquoted(quoted(text)) == text


@given(st.lists(st.tuples(texts, texts), max_size=4))
@example([("a\r\nb", 'say "x"'), (";;;", "\t")])
def test_our_csv_reads_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    data = sent(csv_download("x", HEADER, [[*row, "end"] for row in rows]))
    assert lines(data) == [HEADER, *([*row, "end"] for row in rows)]


def test_our_xlsx_reads_back_as_it_was() -> None:
    rows = [[text.replace("\0", "").replace("\r", ""), "Ş\nљ", "end"] for text in DANGEROUS] + [[" a ", "_x0041_", "#REF!"]]
    assert lines(sent(xlsx_download("x", HEADER, rows)), "rows.xlsx") == [HEADER, *rows]


def test_the_same_rows_are_the_same_workbook_whenever_it_is_written() -> None:
    """Otherwise no reader could ever be told that nothing has changed."""
    data = sent(xlsx_download("rows", ["name"], [["Graz"]]))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert {part.date_time for part in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = book.read("docProps/core.xml").decode()
    assert core.count("1980-01-01") == 2
    assert str(datetime.now(UTC).year) not in core


def test_the_file_is_saved_under_a_safe_name_and_opens_in_excel_with_its_letters() -> None:
    answer = csv_download('../Партнери\r\n"x"', HEADER, [["Ş"]])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="partneri-x.csv"'
    assert answer.getvalue().startswith(b"\xef\xbb\xbf")
    empty = xlsx_download("=", HEADER, [])
    assert empty.headers["Content-Disposition"] == 'attachment; filename="rows.xlsx"'


def test_a_csv_is_sent_while_it_is_read() -> None:
    asked = []

    def rows() -> object:
        for number in range(20_000):
            asked.append(number)
            yield [number, "x" * 20]

    pieces = iter(csv_download("x", HEADER, rows()))
    next(pieces)
    assert 0 < len(asked) < 2_000


TABLE = "назив;Ort\r\nŁódź; two\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_however_it_is_stored(encoding: str) -> None:
    assert lines(TABLE.encode(encoding)) == [["назив", "Ort"], ["Łódź", " two"]]


@pytest.mark.parametrize(("words", "code_page", "name"), [
    ("Šabac, Niš i Čačak – Đorđe", "cp1250", "Windows-1250"),
    ("Poznań Łódź Žilina București – „Müller”".replace("ș", "s"), "cp1250", "Windows-1250"),
    ("Нови Сад, Универзитет „Св. Кирил”", "cp1251", "Windows-1251"),
    ("Одеський університет", "cp1251", "Windows-1251"),
])  # fmt: skip
def test_code_pages_are_known_by_their_letters(words: str, code_page: str, name: str) -> None:
    sheet = read("x.csv", io.BytesIO(f"a;b\n1;{words}\n".encode(code_page)))
    assert sheet.lines[1].cells == ["1", words]
    assert name in sheet.notes[0]


@pytest.mark.parametrize(
    "text", ["a;b\n1,5;2\n", "a\tb\n1,5\t2\n", 'a,b\n"1,5",2\n', "sep=;\na;b\n1,5;2", 'a;"b"\n"1,5";2\n', "a;b\r1,5;2\r"]
)
def test_delimiters_are_guessed(text: str) -> None:
    assert lines(text.encode()) == [["a", "b"], ["1,5", "2"]]


def test_rows_have_the_numbers_that_excel_shows() -> None:
    text = 'name;note\n\n"two\nlines";x\n;\nlast;y\n'
    assert [(line.number, line.cells) for line in read("x.csv", io.BytesIO(text.encode())).lines] == [
        (1, ["name", "note"]), (3, ["two\nlines", "x"]), (5, ["last", "y"]),
    ]  # fmt: skip


def test_a_workbook_is_read_as_text() -> None:
    data = workbook(["name", "number", "share"], ["Łódź", 5.0, 0.5], [None, None, None], ["x", True, "'=1"], more=[["y"]])
    sheet = read("Partners.XLSX", io.BytesIO(data))
    assert [(line.number, line.cells) for line in sheet.lines] == [
        (1, ["name", "number", "share"]), (2, ["Łódź", "5", "0.5"]), (4, ["x", "true", "=1"]),
    ]  # fmt: skip
    assert "“Sheet”" in sheet.notes[0]


def test_a_formula_is_what_excel_had_calculated() -> None:
    data = workbook(["name"], ["=1+1"])
    assert fault(data).startswith("Row 2: a formula without a stored result")
    calculated = rezipped(data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>"))
    assert lines(calculated, "x.xlsx") == [["name"], ["2"]]


@pytest.mark.parametrize("data", [b"", b"\n\n", b";;\r\n", b"\xef\xbb\xbf", workbook()])
def test_an_empty_file_is_called_empty(data: bytes) -> None:
    assert fault(data) == "The file is empty."


def test_other_files_are_refused_in_words() -> None:
    picture = b"\x89PNG\r\n\x1a\n" + b"x" * 100
    assert "no spreadsheet" in fault(picture)
    assert "no spreadsheet" in fault(picture, "x.csv")
    assert "ends in .xlsx or .csv" in fault(b"a;b", "x.exe")
    assert "old Excel" in fault(b"\xd0\xcf\x11\xe0" + b"x" * 100)
    assert "damaged" in fault(workbook(["a"])[:-200])
    assert "damaged" in fault(b"PK\x03\x04nothing")
    assert "letters" in fault(b"a;b\n\x81\x98x;\x88", "x.csv")


def test_a_quotation_mark_that_stays_open_swallows_no_rows() -> None:
    assert fault(b'a,b\n1,"two\n3,4\n5,6\n', "x.csv").startswith("Row 2: a quotation mark")


def test_too_much_is_refused_with_the_row() -> None:
    assert fault(b"a,b\n" + b"x,y\n" * 5_000, "x.csv").startswith("Row 5001: the file has more than 5000 rows")
    assert fault(b"a\n" + b"x," * 101 + b"x", "x.csv").startswith("Row 2 has more than 100 columns")
    assert fault(b"a\n" + b"x" * 40_000, "x.csv").startswith("Row 2: a cell has more than 32767")
    assert fault(b"x" * 200_000, "x.csv").startswith("Row 1: ")
    assert "too large; at most 10" in fault(b"x" * 10_485_761, "x.csv")
    far = rezipped(
        workbook(["a"], ["b"]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'r="2"', b'r="99999999999"').replace(b'"A2"', b'"A99999999999"'),
    )
    assert "more than 5000 rows" in fault(far)
    wide = rezipped(workbook(["a"], ["b"]), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'"A2"', b'"CW2"'))
    assert "more than 100 columns" in fault(wide)


def test_a_bomb_is_weighed_and_not_opened() -> None:
    bomb = rezipped(workbook(["a"]), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 31_000_000)
    assert len(bomb) < 100_000
    assert "too large once it is unpacked" in fault(bomb)
    # The table of contents of the archive says less than there is.
    assert "damaged" in fault(bomb.replace((31_000_000 + len_of_sheet()).to_bytes(4, "little"), (5).to_bytes(4, "little")))


def len_of_sheet() -> int:
    with zipfile.ZipFile(io.BytesIO(workbook(["a"]))) as archive:
        return archive.getinfo("xl/worksheets/sheet1.xml").file_size


@pytest.mark.parametrize("entity", ['<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY a "ha"><!ENTITY x "&a;&a;">'])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_entities_are_refused(part: str, entity: str) -> None:
    def with_entity(xml: bytes) -> bytes:
        head, tail = xml.split(b"?>", 1) if xml.startswith(b"<?xml") else (b"<?xml version='1.0'", xml)
        return head + b"?><!DOCTYPE x [" + entity.encode() + b"]>" + tail.replace(b"<t>name</t>", b"<t>&x;</t>")

    assert "cannot be read" in fault(rezipped(workbook(["name"]), part, with_entity))
