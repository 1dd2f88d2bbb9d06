"""Names that are nearly what somebody typed, for a search that found nothing. Cheap and bounded: the database gives a few hundred
names that share a piece with the words, and Python compares these."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Q

from intlcoop.base.text import fold, search_words
from intlcoop.office.search import sources
from intlcoop.profile.models import Profile

ASKED = ("institution", "guest", "project", "programme", "call")
MOST_NAMES = 80  # of each kind
MOST_WORDS = 4
PIECE = 3
ALIKE = 0.72
SHOWN = 3


@dataclass(frozen=True)
class Near:
    title: str
    url: str


def near(*, words: str, office: Profile) -> list[Near]:
    """The names that are most like the words, the likest first."""
    typed = [word for word in search_words(words) if len(word) >= PIECE][:MOST_WORDS]
    found: dict[str, tuple[float, Near]] = {}
    for score, name in _scored(typed, office) if typed else ():
        if score >= ALIKE and score > found.get(name.url, (0.0, name))[0]:
            found[name.url] = (score, name)
    return [name for _score, name in sorted(found.values(), key=lambda pair: -pair[0])[:SHOWN]]


def _scored(typed: list[str], office: Profile) -> Iterator[tuple[float, Near]]:
    """A name and how like it is: the mean of each typed word's likeness to its nearest word in the name."""
    shares = Q()
    for word in typed:
        shares |= Q(search_text__contains=word[:PIECE]) | Q(search_text__contains=word[-PIECE:])
    matchers = [SequenceMatcher(b=word) for word in typed]
    for source in sources(office):
        if source.key in ASKED:
            for row in source.public(office).filter(shares).order_by("pk")[:MOST_NAMES]:
                parts = set(fold(f"{source.title(row)} {getattr(row, 'acronym', '')}").split())
                yield sum(_nearest(matcher, parts) for matcher in matchers) / len(matchers), Near(str(source.title(row)), source.url(row))


def _nearest(matcher: "SequenceMatcher[str]", parts: set[str]) -> float:
    best = 0.0
    for part in parts:
        matcher.set_seq1(part)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            best = max(best, matcher.ratio())
    return best
