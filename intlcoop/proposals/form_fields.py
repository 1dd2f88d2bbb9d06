"""Fields of the public forms: what was typed, cleaned of what nobody sees, and told in words that help."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils import formats
from django.utils.translation import gettext as _, gettext_lazy

from intlcoop.base.text import clean

SHORTEST, LONGEST = 50, 5000
# Signs that Unicode calls letters or symbols and that nobody can see: no name consists of them.
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
CONTROLS = re.compile("[\x80-\x9f]")
# In a text of several lines the joiners stay (👩‍⚕️, Persian); what turns the writing round or cannot be stored goes.
UNWANTED = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]")


def is_visible(text: str) -> bool:
    """Whether a reader would see anything of it."""
    return any(unicodedata.category(letter)[0] in "LNPS" and letter not in BLANKS for letter in text)


class LineField(forms.CharField):
    """One line, cleaned of what nobody sees. No `maxlength` in the page: it would cut a pasted text without a word."""

    def __init__(self, *, limit: int, autocomplete: str, missing: Any = "", **kwargs: Any) -> None:
        self.limit = limit
        kwargs["widget"] = kwargs.get("widget", forms.TextInput)(attrs={"autocomplete": autocomplete})
        super().__init__(required=bool(missing), error_messages={"required": missing}, **kwargs)

    def to_python(self, value: Any) -> str:
        text = clean(CONTROLS.sub(" ", str(value or "")))
        return text if is_visible(text) else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            words = _("“%(label)s” must be %(limit)d characters or fewer. It has %(length)d.")
            raise ValidationError(words, code="too_long", params={"label": self.label, "limit": self.limit, "length": len(value)})


class EmailLine(LineField):
    default_validators = [EmailValidator(gettext_lazy("Enter an e-mail address in the correct format, like name@example.com"))]


class WebsiteLine(LineField):
    """Only http and https, which may be left out."""

    default_validators = [
        URLValidator(["http", "https"], message=gettext_lazy("Enter a website address in the correct format, like www.example.edu"))
    ]

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        has_scheme = re.match(r"[a-z][a-z0-9+-]*:(?!\d)", text, re.IGNORECASE)
        return text if has_scheme or not text else f"https://{text}"


class TextField(forms.CharField):
    """Several lines as they were meant, without control and direction characters."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        lines = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        text = UNWANTED.sub("", unicodedata.normalize("NFC", lines)).strip()
        return text if is_visible(text) else ""

    def __init__(self, *, shortest: int = SHORTEST, **kwargs: Any) -> None:
        self.shortest = shortest
        super().__init__(**kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        length = len(clean(value, lines=True))
        if length < self.shortest:
            words = _("Your description must be %(least)s characters or more. It has %(length)d.")
        elif len(value) > LONGEST:
            words, length = _("Your description must be %(most)s characters or fewer. It has %(length)d."), len(value)
        else:
            return
        raise ValidationError(words, code="length", params=bounds() | {"length": length})


def bounds() -> dict[str, str]:
    """How long a description may be, as the active language writes numbers."""
    return {"least": formats.number_format(SHORTEST), "most": formats.number_format(LONGEST, force_grouping=True)}
