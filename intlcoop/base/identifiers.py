"""Identifiers of institutions and people: the rules that no library we use knows (sources in each function).

Each `clean_…` takes what a person pastes and gives the canonical form; each `validate_…` raises ValidationError with words for staff.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}", re.ASCII)
ERASMUS = re.compile(r"(?:IRL|LUX|[A-Z]{2} |[A-Z] {2})[A-Z][A-Z-]*[A-Z]\d{2,3}", re.ASCII)
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def clean_ror(text: str) -> str:
    return re.sub(r"^(https?://)?(www\.)?ror\.org/", "", plain(text).lower())


def validate_ror(text: str) -> None:
    """Characters 2–7 are a number in Crockford's base 32, the last two its check: 98 − (n · 100 mod 97). Source: ror.org."""
    if ROR.fullmatch(text):
        value = 0
        for letter in text[1:7]:
            value = value * 32 + CROCKFORD.index(letter)
        if int(text[7:]) == 98 - value * 100 % 97:
            return
    raise ValidationError(_("This is not a ROR identifier. One looks like 0282m7c06 and is found at ror.org."), code="ror")


def clean_erasmus_code(text: str) -> str:
    """The country stands in the first three characters, padded with blanks: "A  GRAZ23", "PL BIALYST02". Source: ECHE list."""
    match = re.fullmatch(r"(IRL|LUX|[A-Z]{1,2}) ?([A-Z][A-Z-]*[A-Z]) ?(\d{1,3})", plain(text).upper())
    return f"{match[1]:<3}{match[2]}{match[3]:0>2}" if match else plain(text).upper()


def validate_erasmus_code(text: str) -> None:
    if not ERASMUS.fullmatch(text):
        raise ValidationError(_("This is not an Erasmus code. One looks like PL BIALYST02."), code="erasmus_code")


def clean_number(text: str) -> str:
    """A PIC or an OID without the blanks that lists print in it."""
    return plain(text).replace(" ", "").upper()


def validate_pic(text: str) -> None:
    """Nine digits, no check digit. Source: the Commission's list of ECHE holders."""
    if not re.fullmatch(r"\d{9}", text, re.ASCII):
        raise ValidationError(_("A PIC has nine digits, like 995591705."), code="pic")


def validate_oid(text: str) -> None:
    if not re.fullmatch(r"E\d{8}", text, re.ASCII):
        raise ValidationError(_("An OID is an E and eight digits, like E10199434."), code="oid")


def clean_orcid(text: str) -> str:
    digits = re.sub(r"^(https?://)?orcid\.org/", "", plain(text)).replace("-", "").replace(" ", "").upper()
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4)) if len(digits) == 16 else plain(text)


def validate_orcid(text: str) -> None:
    """The last character is a check by ISO 7064 mod 11-2. Source: orcid.org."""
    if re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", text, re.ASCII):
        total = 0
        for digit in text.replace("-", "")[:15]:
            total = (total + int(digit)) * 2
        if "0123456789X"[(12 - total % 11) % 11] == text[-1]:
            return
    raise ValidationError(_("This is not an ORCID. One looks like 0000-0002-1825-0097."), code="orcid")
