"""Days of every year: as people and EWP write them, and as the pages say them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, strategies as st

from intlcoop.base.month_day import clean_month_day, in_words, validate_month_day


@pytest.mark.parametrize("text", ["05-15", "--05-15", "15.5.", "15. 5.", " 15/5 ", "15.05"])
def test_one_day_in_many_spellings(text: str) -> None:
    assert clean_month_day(text) == "05-15"


@pytest.mark.parametrize("text", ["", "5-15", "13-01", "02-30", "00-10", "May", "05-15-20", "０５-15"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="05-15 for 15 May"):
        validate_month_day(clean_month_day(text) if text != "０５-15" else text)


def test_a_leap_day_is_a_day() -> None:
    validate_month_day("02-29")


def test_in_words() -> None:
    assert (in_words("05-15"), in_words("")) == ("15 May", "")
    with translation.override("sr"):
        assert in_words("05-15") == "15. маја"


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2000, 12, 31)))
def test_every_day_of_a_leap_year_is_kept(day: datetime.date) -> None:
    text = clean_month_day(f"{day.day}.{day.month}.")
    validate_month_day(text)
    assert text == day.isoformat()[5:]
