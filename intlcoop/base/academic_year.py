"""Academic years as EWP writes them: "2025/2026"; people read 2025/26."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from intlcoop.base.identifiers import plain


def clean_academic_year(text: str) -> str:
    """2025/26, 2025-2026 and 2025/2026 are the same year. Returns the text unchanged if it is none."""
    match = re.fullmatch(r"(\d{4}) ?[/–-] ?(\d{2}|\d{4})", plain(text), re.ASCII)
    if not match:
        return plain(text)
    first = int(match[1])
    second = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
    return f"{first}/{second + 100 if second < first else second}"


def validate_academic_year(text: str) -> None:
    match = re.fullmatch(r"(\d{4})/(\d{4})", text, re.ASCII)
    if not match or int(match[2]) != int(match[1]) + 1:
        raise ValidationError(_("Enter an academic year like 2025/2026."), code="academic_year")


def short(text: str) -> str:
    """2025/2026 as people read it: 2025/26."""
    return f"{text[:5]}{text[7:]}"


def later(text: str, years: int) -> str:
    """The academic year so many years later; nothing for nothing, and nothing after 9999."""
    if not text or int(text[5:]) + years > datetime.MAXYEAR:
        return ""
    return f"{int(text[:4]) + years:04}/{int(text[5:]) + years:04}"


class AcademicYearField(models.CharField):
    """Stored as 2025/2026, which sorts by itself."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs["max_length"] = 9
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.validators = [*self.validators, validate_academic_year]

    def to_python(self, value: object) -> str:
        return clean_academic_year(str(value or ""))
