"""Where folded words stand in a text as it is shown, in whatever script: for <mark>, and for the piece of a long text around them."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from intlcoop.base import languages
from intlcoop.base.text import in_ascii
from intlcoop.base.translated import Translated

ALONE = 2  # letters of the longest word that tells nothing inside others
AROUND = 90  # letters of a long text on each side of the word


class Span(NamedTuple):
    """Places in a text, the end excluded."""

    start: int
    end: int


@lru_cache(4096)
def _folded(letter: str) -> str:
    return "".join(folded if folded.isalnum() else " " for folded in in_ascii(letter))


class Folded(NamedTuple):
    """A text as it is searched, with the place of each of its letters in the text as it is shown; and the same without blanks."""

    letters: str
    places: list[int]
    solid: str
    solid_places: list[int]


@lru_cache(64)  # one text is asked for one word after the other
def _fold(text: str) -> Folded:
    """A blank stands for what is no letter. An accent that stands by itself is skipped."""
    pairs = [(folded, place) for place, letter in enumerate(text) for folded in _folded(letter)]
    solid = [number for number, (letter, _place) in enumerate(pairs) if letter != " "]
    letters = "".join(letter for letter, _place in pairs)
    return Folded(letters, [place for _letter, place in pairs], "".join(letters[number] for number in solid), solid)


def spans(text: str, words: Iterable[str]) -> list[Span]:
    """Where the words stand in the text, in order and without overlaps. A number is also found through its hyphens and blanks.

    Beside longer words those of one or two letters count where they stand alone: the "A" of "A GRAZ23" and not that of "Graz".
    """
    words, folded = list(words), _fold(text)
    longest = max(map(len, words), default=0)
    found = []
    for word in words:
        alone = len(word) <= ALONE < longest
        pattern = rf"\b{re.escape(word)}\b" if alone else re.escape(word)
        ends = [(match.start(), match.end() - 1) for match in re.finditer(pattern, folded.letters)]
        if not ends and len(word) > 2:
            through = re.finditer(re.escape(word), folded.solid)
            ends = [(folded.solid_places[match.start()], folded.solid_places[match.end() - 1]) for match in through]
        found += [Span(folded.places[first], folded.places[last] + 1) for first, last in ends]
    return _merged(text, sorted(found))


def words_in(text: Any, words: Iterable[str]) -> int:
    """How many of the words stand in a text, in the language that has the most of them."""
    versions = text.plain().values() if isinstance(text, Translated) else [str(text)]
    shown = [unicodedata.normalize("NFC", version) for version in versions]
    return max((sum(bool(spans(version, [word])) for word in words) for version in shown), default=0)


def _merged(text: str, found: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for start, end in found:
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if kept and start <= kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(end, kept[-1].end))
        else:
            kept.append(Span(start, end))
    return kept


def marked_words(text: str, words: Iterable[str]) -> SafeString:
    """The text, escaped, with the words in <mark>."""
    text = unicodedata.normalize("NFC", text)
    out, place = [], 0
    for start, end in spans(text, words):
        out += [escape(text[place:start]), "<mark>", escape(text[start:end]), "</mark>"]
        place = end
    return mark_safe("".join([*out, escape(text[place:])]))


def around(text: str, words: list[str]) -> str:
    """The piece of the text with the most of the words near its first; "" if none occurs."""
    text = unicodedata.normalize("NFC", text)
    found = spans(text, words)
    if not found:
        return ""
    middle = max(found, key=lambda span: (sum(abs(other.start - span.start) < AROUND for other in found), -span.start))
    start, end = max(middle.start - AROUND, 0), min(middle.end + AROUND, len(text))
    start = text.find(" ", start, middle.start) + 1 if start else 0
    cut = text.rfind(" ", middle.end, end) if end < len(text) else end
    return ("… " if start else "") + text[start : cut if cut > 0 else end] + (" …" if end < len(text) else "")


def _in_its_language(html: SafeString, language: str) -> SafeString:
    return html if language == languages.active() else format_html('<span lang="{}">{}</span>', languages.html_code(language), html)


def with_marks(text: Any, words: list[str]) -> SafeString:
    """A text as the reader sees it, with the words marked; said in which language, if that is not the page's."""
    if isinstance(text, Translated):
        shown, language = text.pick()
        return _in_its_language(marked_words(shown, words), language)
    return marked_words(str(text), words)


def piece_with_marks(text: Any, words: list[str]) -> SafeString | None:
    """The piece of a text in which the words stand, in the reader's language or in the first that has them. None if none has."""
    if not isinstance(text, Translated):
        piece = around(str(text), words)
        return marked_words(piece, words) if piece else None
    plain = text.plain()
    shown, language = plain.pick()
    for code, one in [(language, shown), *plain.items()]:
        if piece := around(one, words):
            return _in_its_language(marked_words(piece, words), code)
    return None
