"""Fields of study by ISCED-F 2013, as mobility agreements name them: four digits, of which the health ones have names here."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intlcoop.base.identifiers import plain

# The detailed fields of the narrow field 091 Health, and the one across its borders. Source: UNESCO, ISCED-F 2013.
HEALTH = {
    "0910": _("Health, not further defined"),
    "0911": _("Dental studies"),
    "0912": _("Medicine"),
    "0913": _("Nursing and midwifery"),
    "0914": _("Medical diagnostic and treatment technology"),
    "0915": _("Therapy and rehabilitation"),
    "0916": _("Pharmacy"),
    "0917": _("Traditional and complementary medicine and therapy"),
    "0919": _("Health, not elsewhere classified"),
    "0988": _("Health and welfare, across fields"),
}
# Broad fields are 00 to 10, and 99 where the field is unknown.
DETAILED = re.compile(r"(0\d|10|99)\d{2}", re.ASCII)


def clean_field_of_study(text: str) -> str:
    """ "912" and "0912 Medicine" are what people write for 0912. Returns the text unchanged if it begins with no code."""
    match = re.match(r"(\d{3,4})(?!\d)", plain(text), re.ASCII)
    return match[1].zfill(4) if match else plain(text)


def validate_field_of_study(code: str) -> None:
    if not DETAILED.fullmatch(code):
        raise ValidationError(_("Enter the four digits of an ISCED-F field, like 0912 for medicine."), code="field_of_study")


def named(code: str) -> str:
    """The name where it is a health one, with the code: "Medicine (0912)"; else the code alone."""
    return f"{HEALTH[code]} ({code})" if code in HEALTH else code
