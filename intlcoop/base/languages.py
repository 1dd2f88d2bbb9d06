"""Languages: which can be (settings), which are in use (the profile says, per request), and how one stands in for another."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils.translation import get_language, get_language_info

# Set by the profile's middleware; without a request (commands, tests) everything that can be is in use.
_in_use: ContextVar[tuple[str, ...]] = ContextVar("languages_in_use", default=())

DERIVED = {"sr-latn": "sr"}  # shown, never stored: transliterated when it is read


@contextmanager
def offering(codes: Iterable[str]) -> Iterator[None]:
    """For the time of a request: these are the languages of the office."""
    token = _in_use.set(tuple(codes))
    try:
        yield
    finally:
        _in_use.reset(token)


def in_use() -> tuple[str, ...]:
    """The codes that this office offers to readers, the default language first."""
    return _in_use.get() or tuple(code for code, _name in settings.LANGUAGES)


def written() -> tuple[str, ...]:
    """The codes in which staff write: those in use, without the derived ones."""
    codes = [DERIVED.get(code, code) for code in in_use()]
    return tuple(dict.fromkeys([settings.LANGUAGE_CODE, *codes]))


def can_be_written() -> tuple[str, ...]:
    return tuple(code for code, _name in settings.LANGUAGES if code not in DERIVED)


def active() -> str:
    return get_language() or settings.LANGUAGE_CODE


def own_name(code: str) -> str:
    """A language's name in itself: "српски"."""
    names = {"sr-latn": "srpski (latinica)", "sr": "српски (ћирилица)"}
    return names.get(code) or get_language_info(code)["name_local"]


def html_code(code: str) -> str:
    """As HTML and BCP 47 write it: sr-latn → sr-Latn."""
    main, _dash, script = code.partition("-")
    return f"{main}-{script.capitalize()}" if script else main
