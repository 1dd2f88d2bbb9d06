"""Colours of an office: whether people can read them, and the tokens of static/css/tokens.css that follow from two of them."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

Colour = tuple[int, int, int]

FORMAT = re.compile(r"#[0-9a-f]{6}")
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
DARK_PAPER = (15, 23, 27)  # --paper of the dark scheme
ENOUGH = 4.5  # WCAG 2.2, 1.4.3, for text
STEP = 0.02


def parsed(text: str) -> Colour:
    """The three numbers of #0b4a57."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def printed(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """The first colour with this share of the other, from 0 to 1."""
    red, green, blue = (round(one + (two - one) * share) for one, two in zip(colour, other, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (none) to 21 (black on white)."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def readable(colour: Colour, on: Colour, towards: Colour, enough: float = ENOUGH) -> Colour:
    """The colour itself, or as little nearer to white or black as makes it readable on the ground."""
    share = 0.0
    while share < 1 and contrast(mixed(colour, towards, share), on) < enough:
        share += STEP
    return mixed(colour, towards, min(share, 1.0))


def validate_colour(text: str) -> None:
    """Six hexadecimal digits, dark enough for white letters. Raises ValidationError."""
    if not FORMAT.fullmatch(text):
        raise ValidationError(_("Enter a colour as six digits after #, like #0b4a57."))
    found = contrast(parsed(text), WHITE)
    if found < ENOUGH:
        raise ValidationError(
            _(
                "White letters on this colour would be hard to read: their contrast is %(found)s to 1, and 4.5 is needed. Choose a darker one."
            ),
            params={"found": f"{found:.1f}"},
        )


class ColourField(models.CharField):
    """A dark colour, stored as #0b4a57; empty for the portal's own."""

    default_validators = [validate_colour]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"max_length": 7, "blank": True} | kwargs)  # type: ignore[arg-type]

    def to_python(self, value: object) -> str:
        return str(value or "").strip().lower()


def _of_the_brand(brand: Colour) -> tuple[dict[str, Colour], dict[str, Colour]]:
    soft, deep = mixed(brand, WHITE, 0.9), mixed(brand, BLACK, 0.25)
    link = readable(brand, soft, BLACK)
    bright = readable(brand, DARK_PAPER, WHITE, 7)
    light = {"brand": brand, "brand-soft": soft, "link": link, "link-hover": mixed(link, BLACK, 0.4)}
    dark = {"brand": deep, "brand-soft": mixed(DARK_PAPER, brand, 0.35), "link": bright, "link-hover": mixed(bright, WHITE, 0.4)}
    return light, dark


def tokens(brand: str, accent: str) -> tuple[dict[str, str], dict[str, str]]:
    """Token → colour that follow from the office's two, for the light and for the dark scheme; "" changes nothing."""
    light: dict[str, Colour] = {}
    dark: dict[str, Colour] = {}
    if brand:
        light, dark = _of_the_brand(parsed(brand))
    if accent:
        ground = parsed(brand) if brand else (11, 74, 87)
        on_dark = readable(parsed(accent), DARK_PAPER, WHITE, 7)
        light |= {"accent": parsed(accent), "focus": parsed(accent), "accent-bright": readable(parsed(accent), ground, WHITE)}
        dark |= {"accent": on_dark, "focus": on_dark, "accent-ink": mixed(parsed(accent), BLACK, 0.8)}
    return {name: printed(colour) for name, colour in light.items()}, {name: printed(colour) for name, colour in dark.items()}
