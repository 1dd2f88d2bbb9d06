"""Settings come from the environment, and a word that makes no sense stops the start.

A portal that runs with DEBUG because somebody wrote DEBUG=off is worse than one that does not start.
"""

import os
from ipaddress import ip_network

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "yes", "true", "on"}
NO = {"0", "no", "false", "off"}


def text(name: str, default: str = "") -> str:
    """The variable without surrounding blanks; the default where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """Yes or no. Raises ImproperlyConfigured for any other word."""
    word = text(name, "yes" if default else "no").lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {word!r}.")


def number(name: str, default: int, least: int = 0, most: int = 10**9) -> int:
    """A whole number within bounds. Raises ImproperlyConfigured otherwise."""
    word = text(name, str(default))
    if not word.isascii() or not word.isdigit() or not least <= int(word) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {word!r}.")
    return int(word)


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas; empty entries are dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def networks(name: str) -> list[str]:
    """A list of networks or single addresses. Raises ImproperlyConfigured for what is none."""
    try:
        return [str(ip_network(word, strict=False)) for word in words(name)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be networks such as 192.0.2.0/24, separated by commas: {error}.") from error


def choice(name: str, choices: set[str], default: str) -> str:
    """One word of a closed set. Raises ImproperlyConfigured otherwise."""
    word = text(name, default)
    if word not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(sorted(choices))}; {word!r} is not.")
    return word
