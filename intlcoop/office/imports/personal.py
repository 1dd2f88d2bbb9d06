"""The portal stores no student. A file that names people, or says how to reach or identify them, is refused before anything of it is kept."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intlcoop.base.spreadsheet_reader import Sheet
from intlcoop.base.text import fold

HEADINGS = re.compile(
    r"\b((?:first|last|family|given|full|sur) ?name|surname|name|student|person|e ?mail|phone|tel|mobile|address|passport|jmbg|oib|pesel|ssn"
    r"|personal (?:number|id)|index(?: number| no)?|birth\w*|born|gender|sex|age|ime|prezime|ime i prezime|telefon|adresa|pasos|indeks|pol)\b"
)
MAIL = re.compile(r"\S+@\S+\.\S+")
PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:\d{13}|\d{11}|\d{6}[-/]\d{3,5})(?!\d)")
CAPITAL = "A-ZČĆŽŠĐŁŚŻА-ЯЂЈЉЊЋЏ"
NAME = re.compile(rf"[{CAPITAL}][^\W\d_]+(?:[ -][{CAPITAL}][^\W\d_]+){{1,3}}")
MOSTLY = 0.6


def refuse_people(sheet: Sheet, known: set[int]) -> None:
    """`known` are the places of columns that the import reads itself; what is a name there is the name of an institution."""
    head, *lines = sheet.lines
    for place in range(max(len(line.cells) for line in sheet.lines)):
        heading = head.cells[place] if place < len(head.cells) else ""
        cells = [line.cells[place].strip() for line in lines if place < len(line.cells) and line.cells[place].strip()]
        for reason in _reasons(heading, cells, is_known=place in known):
            words = _(
                "This file cannot be taken: the column “%(heading)s” %(reason)s. The portal stores no person; count them and give only numbers."
            )
            raise ValidationError(words % {"heading": heading or place + 1, "reason": reason})


def _reasons(heading: str, cells: list[str], *, is_known: bool) -> Iterator[str]:
    if any(MAIL.search(cell) for cell in cells):
        yield _("has e-mail addresses")
    if any(PERSONAL_NUMBER.search(cell) for cell in cells):
        yield _("has what looks like personal numbers")
    if not is_known and HEADINGS.search(fold(heading)):
        yield _("is about single people")
    if not is_known and cells and sum(bool(NAME.fullmatch(cell)) for cell in cells) > MOSTLY * len(cells):
        yield _("has what looks like names of people")
