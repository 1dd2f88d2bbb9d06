"""Tags that make a page's words easier to read."""

import pytest
from django.utils import translation

from intlcoop.base.templatetags.portal import grouped


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
