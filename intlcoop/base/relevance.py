"""How well a row answers what somebody typed, read from its search text, so that the best rows come first."""

from enum import IntEnum

from intlcoop.base.translated import BODY


class Fit(IntEnum):
    """The best first."""

    EXACT = 0  # a name, an acronym or a number is just this
    BEGINS = 1
    WORDS_BEGIN = 2
    CONTAINS = 3
    IN_BODY = 4  # a word stands in the text only, not in the name
    ELSEWHERE = 5  # a word stands in the name of something that belongs to it


def names_in(text: str) -> str:
    """Of a search text what stands before the body: names and numbers."""
    return text.partition(BODY)[0]


def fit_of(text: str, typed: str, words: list[str], of_others: Fit) -> Fit:
    """Of a row with this search text, which matches the words; `of_others` where it matches by something else than its own words."""
    if f"\n{typed}" in text:
        return Fit.EXACT if f"\n{typed}\n" in text else Fit.BEGINS
    if any(word not in text for word in words):
        return of_others
    names = names_in(text)
    if any(word not in names for word in words):
        return Fit.IN_BODY
    return Fit.WORDS_BEGIN if all(f"\n{word}" in text or f" {word}" in text for word in words) else Fit.CONTAINS
