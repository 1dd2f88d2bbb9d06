"""One search over everything public: the best hits of each kind, the kinds by their best hit, the words marked where they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString

from intlcoop.base import languages
from intlcoop.base.composed import ask
from intlcoop.base.marking import piece_with_marks, spans, with_marks, words_in
from intlcoop.base.relevance import Fit
from intlcoop.base.text import fold
from intlcoop.base.word_rows import MOST
from intlcoop.office.search_question import Question, only_names, with_what_belongs
from intlcoop.office.search_sources import SOURCES, Source
from intlcoop.profile.models import Profile

SHORTEST = 2
SHOWN = 5  # of each kind, beside the others
PAGE = 25  # of one kind
SUGGESTED = 8
BEGINNING, YEAR = -1, "0000"  # marks of the rows whose name begins with the words, and of the year
SUGGESTED_KINDS = ("institution", "guest", "project", "programme", "call", "event", "page")


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


def sources(office: Profile, year: str = "") -> list[Source]:
    used = [source for source in SOURCES if source.section is None or office.uses(source.section)]
    return [source for source in used if source.year] if year else used


def search(*, words: str, office: Profile, year: str = "") -> list[Group]:
    """Every kind that has a hit, each with its best ones; the kind with the best hit first. Only what is public.

    With a year only what has a day, and whose day is in it.
    """
    if is_too_short(words):
        return []
    kinds = sources(office, year)
    question = with_what_belongs(words, [source.rows for source in kinds])
    found = [_group(source, question, office, year, SHOWN) for source in kinds]
    return sorted((group for group in found if group.hits), key=lambda group: group.hits[0].fit)


def page_of(source: Source, *, words: str, office: Profile, number: int, year: str = "") -> Group:
    """One page of the hits of one kind; without hits if there is no such page."""
    return _group(source, with_what_belongs(words, [source.rows]), office, year, PAGE, (number - 1) * PAGE)


def suggestions(*, words: str, office: Profile) -> list[Hit]:
    """The few best names of all kinds, while somebody types: what begins with the words before what only holds them."""
    if is_too_short(words):
        return []
    kinds = [source for source in sources(office) if source.key in SUGGESTED_KINDS]
    question = only_names(words, [source.rows for source in kinds])
    hits = [hit for source in kinds for hit in _group(source, question, office, "", SUGGESTED).hits]
    return sorted(hits, key=lambda hit: hit.fit)[:SUGGESTED]


def _group(source: Source, question: Question, office: Profile, year: str, most: int, start: int = 0) -> Group:
    """First only which rows there are, which for most kinds is none; then the best of them whole."""
    if not question.concerns(source.rows):
        return Group(source, [], 0)
    texts = _answering(source, question, office, year)
    fits, is_much = question.fits(source.rows, texts), len(texts) > MOST
    chosen = sorted(texts, key=lambda number: fits[number])[start : start + most]
    rows = {row.pk: row for row in source.with_parts(source.rows.filter(pk__in=chosen).order_by())} if chosen else {}
    hits = list(_hits(source, [rows[number] for number in chosen if number in rows], fits, question.words))
    return Group(source, hits, len(texts) - is_much, is_much)


def _answering(source: Source, question: Question, office: Profile, year: str) -> dict[int, str]:
    """Number and search text of the rows that answer, in the order of their kind.

    Of more than MOST the newest, and all whose name begins with the words: nobody reads on, but "University of Graz" must come
    first although a thousand names hold its words.
    """
    named, marks = question.marked(source.rows)
    marks |= {f"{YEAR}%": f"{year}%"}
    form = (source.key, repr(named), bool(year), languages.active(), *office.sections)

    def answering() -> tuple[Any, Any]:
        """Those that a visitor may see, and the numbers of those of them that answer."""
        public = source.public(office, YEAR if year else "")
        return public.values_list("pk", "search_text"), public.matching(" ".join(named), named).order_by("-pk").values("pk")

    def newest() -> Any:
        public, numbers = answering()
        return public.filter(pk__in=numbers[: MOST + 1])

    def beginning() -> Any:
        public, numbers = answering()
        return public.filter(pk__in=numbers.filter(pk__in=[BEGINNING]))

    found = ask(("newest", *form), newest, marks, source.times)
    if len(found) > MOST and (first := question.beginning(source.rows)):
        found = [*ask(("beginning", *form), beginning, marks | {BEGINNING: first}, source.times), *found]
    return dict(found)


def _hits(source: Source, rows: list[Any], fits: Mapping[int, Fit], words: list[str]) -> Iterator[Hit]:
    """What a line does not say is looked for in the row's other texts, which are fetched for those that need it."""
    missing = {row.pk: [word for word in words if not spans(f"{source.title(row)} {source.detail(row)}", [word])] for row in rows}
    if lacking := [row for row in rows if missing[row.pk]]:
        prefetch_related_objects(lacking, *source.elsewhere)
    for row in rows:
        title, detail, rest = source.title(row), source.detail(row), missing[row.pk]
        piece = _piece(source, row, rest, words) if rest else None
        yield Hit(with_marks(title, words), source.url(row), with_marks(detail, words), piece, (str(title), str(detail)), fits[row.pk])


def _piece(source: Source, row: Any, missing: list[str], words: list[str]) -> SafeString | None:
    """Of the texts by which the row was found, its title in another language first, the one with the most of the words that the line lacks."""
    texts = [text for text in [source.title(row), *source.others(row)] if text]
    held = [words_in(text, missing) for text in texts]
    return piece_with_marks(texts[held.index(max(held))], words) if any(held) else None
