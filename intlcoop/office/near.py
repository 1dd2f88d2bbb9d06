"""Names that are nearly what somebody typed, for a search that found nothing. Cheap and bounded: the database gives a few hundred
names that share a piece with the words, and Python compares these."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from django.db.models import Q

from intlcoop.base.relevance import names_in
from intlcoop.base.text import search_words
from intlcoop.office.search import sources
from intlcoop.office.search_sources import Source
from intlcoop.profile.models import Profile

ASKED = ("institution", "guest", "project", "programme", "call", "membership")
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
    scored = sorted(_scored(typed, office), key=lambda found: -found[0]) if typed else []
    return [_told(source, office, pk) for score, source, pk in scored[:SHOWN] if score >= ALIKE]


def _told(source: Source, office: Profile, pk: int) -> Near:
    row = source.public(office).get(pk=pk)
    return Near(str(source.title(row)), source.url(row))


def _scored(typed: list[str], office: Profile) -> Iterator[tuple[float, Source, int]]:
    """How like a row's names are: the mean of each typed word's likeness to its nearest word in them."""
    shares = Q()
    for word in typed:
        shares |= Q(search_text__contains=word[:PIECE]) | Q(search_text__contains=word[-PIECE:])
    matchers = [SequenceMatcher(b=word) for word in typed]
    for source in sources(office):
        if source.key in ASKED:
            texts = source.public(office).filter(shares).order_by("pk").values_list("pk", "search_text")
            for pk, text in texts[:MOST_NAMES]:
                words = names_in(text).split()
                names = {*words, *map("".join, pairwise(words))}  # "Banjaluka"
                yield sum(_nearest(matcher, names) for matcher in matchers) / len(matchers), source, pk


def _nearest(matcher: "SequenceMatcher[str]", parts: set[str]) -> float:
    best = 0.0
    for part in parts:
        matcher.set_seq1(part)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            best = max(best, matcher.ratio())
    return best
