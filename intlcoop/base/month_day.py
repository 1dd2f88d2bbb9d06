"""Days that come back each year, such as deadlines of nominations: stored as "05-15", read as 15 May."""

import datetime
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from intlcoop.base.identifiers import plain

LEAP_YEAR = 2000  # so that 29 February is a day


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{LEAP_YEAR}-{text}")


def clean_month_day(text: str) -> str:
    """15.5., 15/5 and --05-15 (as EWP writes it) are the same day. Returns the text unchanged if it is none."""
    text = plain(text).removeprefix("--")
    if match := re.fullmatch(r"(\d{1,2}) ?[./] ?(\d{1,2}) ?\.?", text, re.ASCII):
        return f"{match[2]:0>2}-{match[1]:0>2}"
    return text


def validate_month_day(text: str) -> None:
    try:
        if re.fullmatch(r"\d{2}-\d{2}", text, re.ASCII) and _day(text):
            return
    except ValueError:
        pass
    raise ValidationError(_("Enter a month and a day, like 05-15 for 15 May."), code="month_day")


def in_words(text: str) -> str:
    """15 May. Nothing for nothing."""
    return formats.date_format(_day(text), "MONTH_DAY_FORMAT") if text else ""


class MonthDayField(models.CharField):
    """Stored as 05-15, which sorts by itself; empty when it is not known."""

    description = _("Month and day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 5
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_month_day]

    def to_python(self, value: Any) -> str:
        return clean_month_day(str(value or ""))

    def formfield(self, **kwargs: Any) -> Any:
        """Room for "15. 5." and the like, which `to_python` tidies."""
        field: Any = super().formfield(**kwargs)
        field.widget.attrs |= {"size": 12, "maxlength": 20}
        field.max_length, field.validators = 20, []
        return field
