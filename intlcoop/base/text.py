"""Folding, sorting, transliterating: the same text rules for SQLite and PostgreSQL, because Python applies them.

`fold` is for finding (accents, case and script do not matter), `sort_key` for ordering, `slug` for addresses.
"""

import re
import unicodedata

from anyascii import anyascii

CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
LATIN = [
    "a", "b", "v", "g", "d", "đ", "e", "ž", "z", "i", "j", "k", "l", "lj", "m", "n", "nj",
    "o", "p", "r", "s", "t", "ć", "u", "f", "h", "c", "č", "dž", "š",
]  # fmt: skip
TO_LATIN = dict(zip(CYRILLIC, LATIN, strict=True))

# Letters that folding must treat as a Serbian reader does before the general table sees them.
_FOLD = {cyrillic: anyascii(latin) for cyrillic, latin in TO_LATIN.items()} | {"ђ": "dj", "đ": "dj"}

# The order of the Latin alphabet of Serbian: č and ć follow c, dž and đ follow d, lj follows l …
_LATIN_ORDER = [
    "a", "b", "c", "č", "ć", "d", "dž", "đ", "e", "f", "g", "h", "i", "j", "k", "l", "lj",
    "m", "n", "nj", "o", "p", "q", "r", "s", "š", "t", "u", "v", "w", "x", "y", "z", "ž",
]  # fmt: skip
_LATIN_RANK = {letter: f"{rank:02}" for rank, letter in enumerate(_LATIN_ORDER, start=30)}
_CYRILLIC_RANK = {letter: f"{rank:02}" for rank, letter in enumerate(CYRILLIC, start=30)}
_AFTER_CYRILLIC = {letter: f"{rank}" for rank, letter in enumerate("abcdefghijklmnopqrstuvwxyz", start=64)}
_DIGITS = {digit: f"{rank:02}" for rank, digit in enumerate("0123456789", start=10)}

MOST_WORDS = 8
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def to_latin(text: str) -> str:
    """Serbian Cyrillic in Latin letters: ЊЕГОШ → NJEGOŠ, Његош → Njegoš. Other letters stay as they are."""
    out = []
    for place, letter in enumerate(text):
        latin = TO_LATIN.get(letter.lower())
        if latin is None:
            out.append(letter)
        elif letter.islower():
            out.append(latin)
        elif len(latin) == 1:
            out.append(latin.upper())
        else:
            after, before = text[place + 1 : place + 2], text[max(place - 1, 0) : place]
            beside = after if after.isalpha() else before  # КРАЉ ПЕТАР → KRALJ PETAR, but Љ. Новак → Lj. Novak
            out.append(latin.upper() if beside.isupper() else latin.capitalize())
    return "".join(out)


def clean(text: str, *, lines: bool = False) -> str:
    """What a person typed, without what nobody can see: NFC, no control or direction characters, single blanks.

    With `lines` the line breaks stay, for texts of several lines.
    """
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", "\n".join(text.splitlines())))
    if lines:
        return "\n".join(re.sub(r"[^\S\n]+", " ", line).strip() for line in text.split("\n")).strip()
    return " ".join(text.split())


def visible(text: str, *, lines: bool = False) -> str:
    """The text without what nobody can see or what turns the line round. Blanks stay as they are: an Erasmus code has two."""
    shown = unicodedata.normalize("NFC", INVISIBLE.sub("", "\n".join(text.splitlines())))
    return shown if lines else shown.replace("\n", " ")


def in_ascii(text: str) -> str:
    """Lower-case ASCII, letter by letter: what a letter becomes does not depend on its neighbours."""
    return anyascii("".join(_FOLD.get(letter, letter) for letter in text.casefold())).casefold()


def fold(text: str) -> str:
    """Lower-case ASCII words for searching: "Testemiţanu" → "testemitanu", "Бања Лука" → "banja luka", "Łódź" → "lodz"."""
    return " ".join(re.findall(r"[a-z0-9]+", in_ascii(unicodedata.normalize("NFC", text))))


def fold_number(text: str) -> str:
    """A reference number as people type it, on lines of their own: its words, and all of it in one piece ("585927 epp", "585927epp")."""
    words = fold(text)
    return f"{words}\n{words.replace(' ', '')}" if " " in words else words


def search_words(text: str) -> list[str]:
    """The folded words to look for, each once and at most MOST_WORDS: a page of text pasted into a box is no question."""
    return list(dict.fromkeys(fold(text).split()))[:MOST_WORDS]


def sort_key(text: str, language: str = "en") -> str:
    """A key of [a-z0-9] in the order of the language's alphabet, so that both databases sort alike.

    Serbian has its own letters in both scripts; every other language sorts folded.
    """
    if language == "sr":
        return _ranked(text.casefold(), _CYRILLIC_RANK, _AFTER_CYRILLIC)
    if language == "sr-latn":
        return _ranked(to_latin(text).casefold(), _LATIN_RANK, {})
    return fold(text).replace(" ", "")[:200]


def _ranked(text: str, rank: dict[str, str], foreign: dict[str, str]) -> str:
    out, place = [], 0
    text = unicodedata.normalize("NFC", text)
    while place < len(text):
        pair, letter = text[place : place + 2], text[place]
        if pair in rank:
            out.append(rank[pair])
            place += 2
            continue
        if letter in rank or letter in _DIGITS:
            out.append(rank.get(letter) or _DIGITS[letter])
        else:
            out.extend(rank.get(c) or foreign.get(c) or _DIGITS.get(c, "") for c in fold(letter))
        place += 1
    return "".join(out)[:200]


def slug(text: str, length: int = 80) -> str:
    """An address of a-z, 0-9 and hyphens from a name in any script; never longer than `length`, may be empty for "!!!"."""
    words = fold(text.replace("'", "").replace("’", ""))
    short = words[: length + 1]
    if len(short) > length:
        short = short.rsplit(" ", 1)[0] if " " in short else short[:length]
    return short.strip().replace(" ", "-")


def initials(text: str) -> str:
    """Two letters that stand for a name where there is no picture: of its first and its last word that begin with a capital."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if word[:1].isupper()] or text.split()
    return "".join(word[:1] for word in dict.fromkeys([*words[:1], *words[-1:]])).upper()
