"""One search over everything public: the best hits of each kind, the kinds by their best hit, the words marked where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from intlcoop.base.marking import piece_with_marks, spans, with_marks
from intlcoop.base.text import fold, search_words
from intlcoop.office.search_sources import SOURCES, Source
from intlcoop.profile.models import Profile
from partners.models import Institution

SHORTEST = 2
SHOWN = 5  # of each kind, beside the others
PAGE = 25  # of one kind
SUGGESTED = 8
SUGGESTED_KINDS = ("institution", "guest", "project", "programme", "call", "event", "page")
MOST = 200  # rows of a kind that are looked at; so the cost of a common word is bounded


@dataclass(frozen=True)
class Hit:
    """A line of the result: what to click, what tells it from others of the name, and where else the words stand."""

    title: SafeString
    url: str
    detail: SafeString
    piece: SafeString | None
    plain: tuple[str, str]  # title and detail, for programs
    fit: int


@dataclass(frozen=True)
class Group:
    """The hits of one kind on this page, and how many can be paged through; `is_much`: there are more."""

    source: Source
    hits: list[Hit]
    count: int
    is_much: bool = False

    @property
    def key(self) -> str:
        return self.source.key

    @property
    def heading(self) -> Any:
        return self.source.heading

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.hits)


def is_too_short(words: str) -> bool:
    return len(fold(words).replace(" ", "")) < SHORTEST


def sources(office: Profile) -> list[Source]:
    return [source for source in SOURCES if source.section is None or office.uses(source.section)]


def search(*, words: str, office: Profile) -> list[Group]:
    """Every kind that has a hit, each with its best ones; the kind with the best hit first. Only what is public."""
    if is_too_short(words):
        return []
    named = _named(words)
    found = [_group(source, words, named, office, 0, SHOWN) for source in sources(office)]
    return sorted((group for group in found if group.hits), key=lambda group: group.hits[0].fit)


def page_of(source: Source, *, words: str, office: Profile, number: int) -> Group:
    """One page of the hits of one kind; without hits if there is no such page."""
    start = (number - 1) * PAGE
    return _group(source, words, _named(words), office, start, start + PAGE)


def suggestions(*, words: str, office: Profile) -> list[Hit]:
    """The few best names of all kinds, while somebody types: what begins with the words before what only holds them."""
    if is_too_short(words):
        return []
    nobody: dict[str, list[int]] = {word: [] for word in search_words(words)}  # a suggestion is a name, not what belongs to one
    kinds = [source for source in sources(office) if source.key in SUGGESTED_KINDS]
    hits = [hit for source in kinds for hit in _group(source, words, nobody, office, 0, SUGGESTED).hits]
    return sorted(hits, key=lambda hit: hit.fit)[:SUGGESTED]


def _named(words: str) -> dict[str, list[int]]:
    """Word → the institutions that it names, asked once for all that belongs to institutions; our own, which is in all, tells nothing.

    A word that is in very many names ("university") tells nothing by itself either: it counts only for those that another word names.
    """
    others = Institution.objects.exclude(relation=Institution.Relation.HOME)
    named = {word: list(others.named_by(word).values_list("pk", flat=True)[: MOST + 1]) for word in search_words(words)}
    rare = {pk for pks in named.values() if len(pks) <= MOST for pk in pks}
    for word, pks in named.items():
        if len(pks) > MOST:
            named[word] = list(others.filter(pk__in=rare).called(word).order_by().values_list("pk", flat=True)) if rare else []
    return named


def _group(source: Source, words: str, named: dict[str, list[int]], office: Profile, start: int, end: int) -> Group:
    """First only which rows there are, at most MOST, which for most kinds is none; then the best of them whole.

    Of more than MOST the newest are looked at, and all whose name begins with the words: nobody reads on, but "University of
    Graz" must come first although a thousand names hold its words.
    """
    matching = source.public(office).matching(words, named).order_by("-pk").values_list("pk", flat=True)
    found = list(matching[: MOST + 1])
    if not found:
        return Group(source, [], 0)
    is_much = len(found) > MOST
    looked_at = found[:MOST] + (list(matching.filter(matching.saying(f"\n{fold(words)}"))[:MOST]) if is_much else [])
    rows = source.with_parts(source.public(office).filter(pk__in=looked_at).best_first(words))[start:end]
    return Group(source, [_hit(source, row, search_words(words)) for row in rows], len(set(looked_at)), is_much)


def _hit(source: Source, row: Any, words: list[str]) -> Hit:
    title, detail = source.title(row), source.detail(row)
    missing = [word for word in words if not spans(f"{title} {detail}", [word])]
    piece = next(_pieces(source, row, missing), None) if missing else None
    return Hit(with_marks(title, words), source.url(row), with_marks(detail, words), piece, (str(title), str(detail)), row.fit)


def _pieces(source: Source, row: Any, words: list[str]) -> Iterator[SafeString]:
    """Of the texts by which the row was found, its title in another language first, those with the words that the line does not say."""
    for text in [source.title(row), *source.others(row)]:
        if text and (piece := piece_with_marks(text, words)):
            yield piece
