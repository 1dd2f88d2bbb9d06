"""Texts in several languages in one column: {"en": "Grodno", "sr": "Гродно"}.

A new language needs no migration. The price, accepted: no unique, not-null or index per language in the database.
Reading falls back: active language, for Serbian in Latin script the Cyrillic text transliterated, English, whatever there is.
"""

import json
import re
from html import unescape
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from intlcoop.base import languages
from intlcoop.base.text import clean, fold, sort_key, to_latin
from intlcoop.base.translated_forms import TranslatedFormField

RICH_TAGS = {"p", "br", "strong", "em", "b", "i", "ul", "ol", "li", "a", "h2", "h3", "blockquote"}
END = re.compile(r"</(?:p|li|h2|h3|blockquote)>|<br>")  # where a word ends although no blank says so
BODY = "\v"  # between names and texts in a search text; no folded text has it
ANY = "und"  # BCP 47 "undetermined": the sort key of a text whatever its language


class Translated(dict[str, str]):
    """A text by language code; empty texts do not stay. `str()` gives what a reader of the active language sees."""

    def __init__(self, texts: dict[str, str] | str | None = None) -> None:
        if isinstance(texts, str):
            texts = {"en": texts}
        super().__init__({code: text for code, text in (texts or {}).items() if text})

    def pick(self, language: str | None = None) -> tuple[str, str]:
        """The text for a reader of `language` and the language that the text really is in; ("", language) if there is none."""
        language = language or languages.active()
        if language in self:
            return self[language], language
        source = languages.DERIVED.get(language, "")
        if source in self:
            return self.in_latin(self[source]), language
        for code in ("en", *self):
            if code in self:
                return self[code], code
        return "", language

    @staticmethod
    def in_latin(text: str) -> str:
        return to_latin(text)

    def plain(self) -> "Translated":
        """Without markup, on one line."""
        return Translated({code: " ".join(unescape(strip_tags(END.sub(" ", text))).split()) for code, text in self.items()})

    def __str__(self) -> str:
        return self.pick()[0]

    def has(self, language: str) -> bool:
        """Whether a reader of this language gets the text without a fallback."""
        return language in self or languages.DERIVED.get(language) in self


class RichText(Translated):
    """The same with markup, which was sanitised when it was stored."""

    @staticmethod
    def in_latin(text: str) -> str:
        """The words, not the tags: a link to a Cyrillic address must stay what it is."""
        return "".join(part if part.startswith("<") else to_latin(part) for part in re.split(r"(<[^>]*>)", text))

    def __html__(self) -> SafeString:
        return mark_safe(str(self))


def sanitise(html: str) -> str:
    """Markup of the editor and nothing else; links only to http(s), mailto, tel and our own pages. An empty paragraph is no text."""
    html = nh3.clean(html, tags=RICH_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel="noopener")
    return html if nh3.clean(html, tags=set()).strip() else ""


class _Words(json.JSONEncoder):
    """Where Django's admin would show a colleague who may only look the JSON of the column, it shows the words."""

    def encode(self, o: Any) -> str:
        return strip_tags(str(o)) if isinstance(o, Translated) else super().encode(o)


class TranslatedField(models.JSONField):
    """A Translated (or RichText) in one JSON column.

    `max_length` holds for each language; `lines` allows line breaks; `rich` allows sanitised markup.
    """

    description = _("Text in several languages")

    def __init__(self, *args: Any, max_length: int | None = None, lines: bool = False, rich: bool = False, **kwargs: Any) -> None:
        self.limit, self.lines, self.rich = max_length, lines or rich, rich
        kwargs.setdefault("default", RichText if rich else Translated)
        super().__init__(*args, **kwargs)
        self.encoder = _Words

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("encoder", None)
        return name, path, args, kwargs | {"rich": True} if self.rich else kwargs

    @property
    def kind(self) -> type[Translated]:
        return RichText if self.rich else Translated

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        decoded = super().from_db_value(value, expression, connection)
        return self.kind(decoded) if isinstance(decoded, dict) or decoded is None else decoded

    def to_python(self, value: Any) -> Translated:
        if not isinstance(value, dict | str | None):
            raise ValidationError(_("Enter a text, or texts by language code."), code="invalid")
        return value if type(value) is self.kind else self.kind(value)

    def tidy(self, value: Any) -> Translated:
        """What is stored: cleaned of what nobody sees, markup sanitised, empty texts dropped."""
        texts = self.to_python(value or {})
        if self.rich:
            return self.kind({code: sanitise(clean(text, lines=True)) for code, text in texts.items()})
        return self.kind({code: clean(text, lines=self.lines) for code, text in texts.items()})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.tidy(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """The last gate: update() and bulk_update() never ask pre_save."""
        return super().get_db_prep_save(value if hasattr(value, "resolve_expression") else self.tidy(value), connection)

    def get_prep_value(self, value: Any) -> Any:
        return dict(value) if isinstance(value, Translated) else value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if unknown := set(value) - set(languages.can_be_written()):
            raise ValidationError(_("Unknown language: %(codes)s."), code="language", params={"codes": ", ".join(sorted(unknown))})
        for code, text in value.items():
            if not isinstance(text, str) or "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
                raise ValidationError(_("This text has characters that cannot be stored."), code="characters")
            if self.limit and len(text) > self.limit:
                raise ValidationError(
                    _("Write at most %(limit)s characters (%(language)s has %(length)s)."),
                    code="max_length",
                    params={"limit": self.limit, "language": languages.own_name(code), "length": len(text)},
                )
        if not self.blank and not self.tidy(value):
            raise ValidationError(_("Enter a text in at least one language."), code="blank")

    def value_to_string(self, obj: models.Model) -> Any:
        return dict(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        from_class = {"form_class": TranslatedFormField, "limit": self.limit, "lines": self.lines, "rich": self.rich}
        from_class["show_hidden_initial"] = False  # Django's wish for callable defaults; a dictionary in a hidden box comes back as text
        kwargs.pop("widget", None)
        return models.Field.formfield(self, **(from_class | kwargs))


class SortKeysField(models.JSONField):
    """Sort keys of a text by language, kept by the model itself; `order_by(InLanguage("sort_keys"))` reads them.

    Only languages with an alphabet of their own get a key beside the one for all.
    """

    def __init__(self, *args: Any, source: str = "name", **kwargs: Any) -> None:
        self.source = source
        kwargs |= {"editable": False, "default": dict}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        kwargs.pop("default", None)
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> dict[str, str]:
        text = Translated(getattr(model_instance, self.source))
        keys = {ANY: sort_key(text.pick("en")[0])}
        keys |= {code: sort_key(text.pick(code)[0], code) for code in ("sr", "sr-latn")}
        keys |= {code: sort_key(value, code) for code, value in text.items() if code not in keys and code != "en"}
        setattr(model_instance, self.attname, keys)
        return keys


class InLanguage(models.Func):
    """The sort key for the active language, or the one for all. A Func around F, because Meta.ordering is reached through
    foreign keys and only plain F references are prefixed there."""

    output_field = models.TextField()
    arity = 1

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:  # type: ignore[override]
        (column,) = self.get_source_expressions()
        own = NullIf(KeyTextTransform(languages.active(), column), models.Value(""), output_field=models.TextField())
        both = Coalesce(own, KeyTextTransform(ANY, column), output_field=models.TextField())
        return compiler.compile(both)


class SearchTextField(models.TextField):
    """Folded words for finding a row; read with `contains`, never `icontains`.

    Names, acronyms and numbers, as the model's `search_parts()` gives them, stand on lines of their own, so that a query sees
    whether a name is or begins with what was typed. The texts of the fields in `body` follow after BODY: found, but as less.
    `of` names the foreign key to what is found by these words too, if the row is a part of it.
    """

    def __init__(self, *args: Any, body: tuple[str, ...] = (), of: str = "", **kwargs: Any) -> None:
        self.body, self.of = body, of
        kwargs |= {"editable": False, "default": "", "blank": True}
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        parts = [part for part in model_instance.search_parts() if part]  # type: ignore[attr-defined]
        bodies = [fold(text) for name in self.body for text in Translated(getattr(model_instance, name)).plain().values()]
        text = "".join(f"\n{part}" for part in parts) + f"\n{BODY} {' '.join(bodies)}"
        setattr(model_instance, self.attname, text)
        return text


@SearchTextField.register_lookup
class InNames(models.Lookup):
    """`search_text__in_names`: the folded word stands before the body, so the row is called by it. One pattern, for which PostgreSQL
    has an index."""

    lookup_name = "in_names"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:  # type: ignore[override]
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", [*params, f"%{self.rhs}%{BODY}%"]
