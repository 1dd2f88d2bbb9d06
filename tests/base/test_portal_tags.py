"""Tags that make a page's words easier to read."""

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from intlcoop.base.partial_date import PartialDate
from intlcoop.base.templatetags.portal import address, between, grouped


@pytest.mark.parametrize(
    ("language", "words", "shown"),
    [
        ("en", "2481 partners in 36 countries", "2,481 partners in 36 countries"),
        ("sr", "15998 споразума", "15.998 споразума"),
        ("en", "999 guests", "999 guests"),
        ("en", "", ""),
    ],
)
def test_thousands_stand_apart_as_the_language_writes_them(language: str, words: str, shown: str) -> None:
    with translation.override(language):
        assert grouped(words) == shown


@pytest.mark.parametrize(
    ("language", "start", "end", "shown"),
    [
        ("en", "2026-03-12", "2026-03-14", "12–14 March 2026"),
        ("en", "2026-11-02", "2026-12-17", "2 November – 17 December 2026"),
        ("en", "2026-11-02", "2027-01-17", "2 November 2026 – 17 January 2027"),
        ("en", "2026-10", "2026-12", "October – December 2026"),
        ("en", "2026-10", "2026-12-01", "October 2026 – 1 December 2026"),
        ("en", "2007", "2012", "2007–2012"),
        ("sr", "2026-11-02", "2026-12-17", "2. новембра – 17. децембра 2026."),
    ],
)
def test_two_dates_say_once_what_they_share(language: str, start: str, end: str, shown: str) -> None:
    with translation.override(language):
        assert strip_tags(between(PartialDate(start), PartialDate(end))) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("https://www.example.org/", "www<wbr>.example<wbr>.org"),
        ("http://example.org/visa/new", "example<wbr>.org/<wbr>visa/<wbr>new"),
        ("international@example.org", "international@<wbr>example<wbr>.org"),
        ("https://example.org/?a=<b>", "example<wbr>.org/<wbr>?a=&lt;b&gt;"),
    ],
)
def test_an_address_is_read_without_its_scheme_and_breaks_between_its_parts(written: str, shown: str) -> None:
    assert address(written) == shown
