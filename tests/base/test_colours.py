"""Colours that an office may choose, and the tones that follow from them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, strategies as st

from intlcoop.base.colours import BLACK, DARK_PAPER, ENOUGH, WHITE, contrast, mixed, parsed, tokens, validate_colour

parts = st.integers(0, 255)
PAPERS = (WHITE, DARK_PAPER)


def dark_enough(colour: str) -> bool:
    try:
        validate_colour(colour)
    except ValidationError:
        return False
    return True


colours = st.tuples(parts, parts, parts).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb)).filter(dark_enough)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(parsed("#767676"), WHITE) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", ["#0b4a57", "#b3471d", "#000000", "#767676"])
def test_a_dark_colour_is_taken(colour: str) -> None:
    validate_colour(colour)


@pytest.mark.parametrize(
    ("colour", "words"), [("#777777", "4.5 to 1"), ("#ffdd00", "1.3 to 1"), ("blue", "six digits"), ("#0B4A5", "six"), ("#0b4a57;}", "six")]
)
def test_what_nobody_could_read_or_is_no_colour_is_refused(colour: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        validate_colour(colour)


@given(brand=colours, accent=colours)
def test_every_tone_is_readable_where_it_stands(brand: str, accent: str) -> None:
    """Links on paper and on the soft ground, the accent on both papers, the bright accent and white on the brand."""
    for scheme, paper in zip(tokens(brand, accent), PAPERS, strict=True):
        tone = {name: parsed(colour) for name, colour in scheme.items()}
        assert contrast(tone["link"], paper) >= ENOUGH
        assert contrast(tone["link"], tone["brand-soft"]) >= ENOUGH
        assert contrast(tone["link-hover"], paper) >= ENOUGH
        assert contrast(tone["accent"], paper) >= ENOUGH
        assert contrast(WHITE, tone["brand"]) >= ENOUGH
        assert contrast(tone.get("accent-ink", WHITE), tone["accent"]) >= ENOUGH
    light, _dark = tokens(brand, accent)
    assert contrast(parsed(light["accent-bright"]), parsed(light["brand"])) >= ENOUGH - 0.1


def test_mixing_goes_from_one_to_the_other() -> None:
    assert [mixed(BLACK, WHITE, share) for share in (0, 0.5, 1)] == [BLACK, (128, 128, 128), WHITE]
