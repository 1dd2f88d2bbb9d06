"""Dates known in part: the database and Python mean the same days, and nonsense is refused with words."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.utils import translation
from django.utils.html import strip_tags
from hypothesis import given, settings, strategies as st

from intlcoop.base.partial_date import PartialDate, PartialDateField, parse
from intlcoop.base.templatetags.portal import span_of, when
from partners.models import Agreement, Membership
from tests.builders import membership

DAY = datetime.date
PARTIAL = st.builds(lambda day, length: PartialDate(day.isoformat()[:length]), st.dates(), st.sampled_from([4, 7, 10]))
EDGES = ["", "0001", "0001-01", "0001-01-01", "9999", "9999-12", "9999-12-31", "2000-02", "1900-02", "2024-02-29", "2023-12"]


def same_on_the_database(dates: list[PartialDate]) -> None:
    rows = Membership.objects.bulk_create([Membership(body="x", starts_on=date) for date in dates])
    stored = {row.pk: row for row in Membership.objects.filter(pk__in=[row.pk for row in rows])}
    for row, date in zip(rows, dates, strict=True):
        read = stored[row.pk]
        assert (read.starts_on, read.starts_on_first, read.starts_on_last) == (date, date.first, date.last)
        assert type(read.starts_on) is PartialDate


@pytest.mark.django_db
@settings(max_examples=10, deadline=None)
@given(st.lists(PARTIAL, min_size=50, max_size=100))
def test_the_database_computes_the_same_days_as_python(dates: list[PartialDate]) -> None:
    same_on_the_database(dates)


@pytest.mark.django_db
def test_the_first_and_the_last_year_that_there_is() -> None:
    same_on_the_database([PartialDate(date) for date in EDGES])


@given(PARTIAL)
def test_a_date_lies_between_its_first_and_its_last_day(date: PartialDate) -> None:
    assert date.first
    assert date.last
    assert date.first <= date.last
    assert date.first.isoformat().startswith(date)
    assert date.last.isoformat().startswith(date)
    tomorrow = date.last + datetime.timedelta(days=1) if date.last < DAY.max else None
    assert not tomorrow or not tomorrow.isoformat().startswith(date)


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("29.10.2003", "2003-10-29"),
        ("29. 10. 2003.", "2003-10-29"),
        ("29.\u00a010.\u00a02003", "2003-10-29"),
        ("1/2/2003", "2003-02-01"),
        ("29 10 2003", "2003-10-29"),
        ("10/2003", "2003-10"),
        ("3.2003", "2003-03"),
        (" 2003 ", "2003"),
        ("2003.", "2003"),
        ("2003-10-29", "2003-10-29"),
        ("2003-10", "2003-10"),
        ("", ""),
    ],
)
def test_what_an_officer_types_is_understood(typed: str, date: str) -> None:
    assert parse(typed) == date


@pytest.mark.parametrize(
    "typed",
    ["31.2.2003", "2003-13", "2003-1", "0000", "10000", "29-10-2003", "yesterday", "2003-10-29T00:00", "2003\x00", "٢٠٠٣", "1.2.03"],
)
def test_nonsense_is_refused_with_words(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse(typed)
    assert refused.value.messages == ["Enter a year, a month or a day, like 2003, 2003-10 or 2003-10-29."]


def test_a_date_of_python_is_taken_as_it_is() -> None:
    assert PartialDateField().to_python(DAY(2003, 10, 29)) == "2003-10-29"


@pytest.mark.parametrize(
    ("language", "date", "words"),
    [
        ("en", "2003", "2003"),
        ("en", "2003-10", "October 2003"),
        ("en", "2003-10-29", "29 October 2003"),
        ("en", "0001", "0001"),
        ("en", "9999-12", "December 9999"),
        ("sr", "2003-10", "октобар 2003"),
        ("sr", "2003-10-29", "29. октобра 2003."),
        ("sr-latn", "2003-10", "oktobar 2003"),
    ],
)
def test_in_words_of_the_reader(language: str, date: str, words: str) -> None:
    with translation.override(language):
        assert PartialDate(date).display() == words


@pytest.mark.parametrize("date", EDGES)
def test_every_date_can_be_shown(date: str) -> None:
    assert bool(when(PartialDate(date))) == bool(date)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2007", "2012", "2007–2012"),
        ("2026-03-12", "2026-03-14", "12–14 March 2026"),
        ("2026-03-12", "2026-03-12", "12 March 2026"),
        ("2026-03-30", "2026-04-02", "30 March – 2 April 2026"),
        ("2003", "", "since 2003"),
        ("", "2012", "until 2012"),
        ("", "", ""),
    ],
)
def test_a_span_says_what_both_dates_share_once(start: str, end: str, words: str) -> None:
    assert strip_tags(span_of(Membership(starts_on=start, ends_on=end))) == words


def test_a_moment_is_shown_in_the_time_zone_of_the_office() -> None:
    """Half past eleven in the evening, UTC, is the next day in Sarajevo."""
    late = datetime.datetime(2026, 3, 12, 23, 30, tzinfo=datetime.UTC)
    html = Template("{{ late|when }}").render(Context({"late": late}))
    assert html == '<time datetime="2026-03-13">13 March 2026</time>'


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "end"), [("2003", "2002"), ("2003-10-29", "2003-10-28"), ("2003-10", "2003-09-30")])
def test_an_end_before_the_start_is_refused_by_form_and_database(start: str, end: str) -> None:
    with pytest.raises(ValidationError) as refused:
        membership(starts_on=start, ends_on=end)
    assert refused.value.message_dict["ends_on"] == ["The end is before the start."]
    with pytest.raises(IntegrityError, match="partners_membership_ends_after_it_starts"), transaction.atomic():
        Membership.objects.create(body="x", starts_on=start, ends_on=end)


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "end"), [("2003", "2003"), ("2003-10", "2003"), ("2003-10-29", "2003-10"), ("2003", "2003-01-01")])
def test_dates_that_may_be_in_order_are_accepted(start: str, end: str) -> None:
    assert membership(starts_on=start, ends_on=end).pk


@pytest.mark.django_db
def test_a_date_that_is_none_is_said_at_its_field_and_breaks_nothing_else() -> None:
    with pytest.raises(ValidationError) as refused:
        Agreement(starts_on="soon", ends_on="2003", signed_on="29.10.2003").full_clean(exclude=["slug"])
    assert set(refused.value.message_dict) == {"starts_on"}
