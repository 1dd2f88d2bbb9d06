"""Columns of a file that staff import: by which headings they are known, how a cell is read, and how its value gets into a record.

A value travels as plain JSON: text, number, tick, or the number of a record.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django_countries.fields import CountryField

from intlcoop.base import languages
from intlcoop.base.partial_date import PartialDateField, parse
from intlcoop.base.text import clean, fold
from intlcoop.office.imports.countries import country

YES = {"yes", "y", "true", "1", "x", "da", "ano", "ja", "tak", "oui", "si"}
NO = {"no", "n", "false", "0", "ne", "nein", "nie", "non"}


def in_all_languages(words: Any) -> set[str]:
    """The folded text in each language of the portal: a file may come from a colleague who works in another."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(fold(str(words)))
    return found


@dataclass
class Column:
    """A field of the model that a file may fill. `name.en` is one language of a text. `also` are headings that lists use."""

    name: str
    also: tuple[str, ...] = ()
    example: str = ""
    is_required: bool = False
    choices: tuple[str, ...] = ()  # of a field with choices, those that a file may name; none: all
    find: Callable[[str], int] | None = field(default=None, repr=False)  # of a foreign key: the number of the record that is meant
    model: Any = None  # set by its noun

    @property
    def field_name(self) -> str:
        return self.name.partition(".")[0]

    @property
    def language(self) -> str:
        return self.name.partition(".")[2]

    @property
    def model_field(self) -> Any:
        return self.model._meta.get_field(self.field_name)

    @property
    def heading(self) -> str:
        words = str(self.model_field.verbose_name)
        return f"{words} ({self.language})" if self.language else words

    @property
    def help(self) -> str:
        return str(self.model_field.help_text)

    @cached_property
    def headings(self) -> set[str]:
        """Folded. The plain name of a text means the first language."""
        names = (
            in_all_languages(self.model_field.verbose_name) | {fold(self.field_name.replace("_", " "))} | {fold(word) for word in self.also}
        )
        if not self.language:
            return names
        own = {f"{name} {fold(self.language)}" for name in names}
        return own | names if self.language == settings.LANGUAGE_CODE else own

    # --- A cell → a value

    def read(self, text: str) -> Any:
        """Raises ValidationError with the words for staff."""
        if self.find:
            return self.find(text)
        if isinstance(self.model_field, CountryField):
            return country(text)
        if isinstance(self.model_field, PartialDateField):
            return str(parse(text))
        if isinstance(self.model_field, models.BooleanField):
            return self._tick(text)
        if self.model_field.choices:
            return self._choice(text)
        if isinstance(self.model_field, models.IntegerField):
            return self._number(text)
        return clean(text, lines=getattr(self.model_field, "lines", False))

    def _tick(self, text: str) -> bool:
        words = fold(text)
        if words not in YES | NO:
            raise ValidationError(_("“%(text)s” is neither yes nor no") % {"text": text})
        return words in YES

    @staticmethod
    def _number(text: str) -> int:
        digits = "".join(text.split())
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
            raise ValidationError(_("“%(text)s” is no whole number") % {"text": text})
        return int(digits)

    @cached_property
    def _known(self) -> dict[str, str]:
        allowed = {value: label for value, label in self.model_field.flatchoices if not self.choices or value in self.choices}
        return {words: value for value, label in allowed.items() for words in in_all_languages(label) | {fold(value.replace("_", " "))}}

    def _choice(self, text: str) -> str:
        words = fold(text)
        if words in self._known:
            return self._known[words]
        labels = dict(self.model_field.flatchoices)
        near = get_close_matches(words, self._known, n=1, cutoff=0.7)
        if near:
            known = str(labels[self._known[near[0]]])
            raise ValidationError(_("unknown: “%(text)s” – did you mean “%(name)s”?") % {"text": text, "name": known})
        every = ", ".join(dict.fromkeys(str(labels[value]) for value in self._known.values()))
        raise ValidationError(_("unknown: “%(text)s”. One of these is possible: %(names)s") % {"text": text, "names": every})

    # --- A value ↔ a record

    def get(self, record: Any) -> Any:
        if self.language:
            return getattr(record, self.field_name).get(self.language, "")
        value = getattr(record, self.model_field.attname)
        if value is None or isinstance(value, bool | int):
            return value
        return str(getattr(value, "code", value) or "")

    def put(self, record: Any, value: Any) -> None:
        if self.language:
            text = {**getattr(record, self.field_name), self.language: value}
            setattr(record, self.field_name, self.model_field.tidy(text))
        else:
            setattr(record, self.model_field.attname, value)

    def in_words(self, value: Any) -> str:
        """For the preview."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(self.model_field, CountryField):
            return str(self.model_field.countries.name(value))
        if self.find:
            return str(self.model_field.related_model._base_manager.filter(pk=value).first() or value)
        return str(dict(self.model_field.flatchoices).get(value, value)) if self.model_field.choices else str(value)


def translated(name: str, model: Any, **options: Any) -> list[Column]:
    """A column for each language in which the office writes; what is required, is so in any of them."""
    first, *others = languages.can_be_written()
    return [Column(f"{name}.{first}", **options), *(Column(f"{name}.{code}", also=options.get("also", ())) for code in others)]
