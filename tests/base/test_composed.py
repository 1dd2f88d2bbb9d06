"""Questions that are composed once: the words, the numbers and the time of each asking are its own."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet

from intlcoop.base import composed
from intlcoop.base.clock import now, standing_at, today
from intlcoop.base.composed import ask
from news.models import Event
from tests import builders

pytestmark = pytest.mark.django_db

NUMBERS, WORD = -1, "qqqqq"


@pytest.fixture(autouse=True)
def _nothing_composed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composed, "_kept", {})


def once(rows: Callable[[], QuerySet[Any, Any]]) -> Callable[[], QuerySet[Any, Any]]:
    """Composes, and fails when it is asked to again."""
    asked: list[int] = []

    def compose() -> QuerySet[Any, Any]:
        asked.append(1)
        assert len(asked) == 1
        return rows()

    return compose


def test_numbers_and_words_of_each_asking_take_the_places_of_the_marks() -> None:
    graz, oslo = builders.event("Graz"), builders.event("Oslo")
    compose = once(lambda: Event.objects.filter(pk__in=[NUMBERS], search_text__contains=WORD).order_by().values("pk"))

    def found(numbers: list[int], word: str) -> list[tuple[int]]:
        return ask("events", compose, {NUMBERS: numbers, f"%{WORD}%": f"%{word}%"})

    assert found([graz.pk, oslo.pk], "graz") == [(graz.pk,)]
    assert found([graz.pk, oslo.pk], "oslo") == [(oslo.pk,)]
    assert found([graz.pk], "oslo") == []
    assert found([], "graz") == []


def test_the_time_is_that_of_the_asking() -> None:
    event = builders.event("Graz", publish_at=now() + datetime.timedelta(hours=1))
    compose = once(lambda: Event.objects.published().order_by().values("pk"))
    assert ask("events", compose, {}) == []
    with standing_at(now() + datetime.timedelta(hours=2)):
        assert ask("events", compose, {}) == [(event.pk,)]
    assert ask("events", compose, {}) == []


def test_a_time_that_nobody_reckons_is_refused_and_one_that_is_reckoned_moves() -> None:
    event = builders.event("Graz", publish_at=now() + datetime.timedelta(days=3))

    def soon(moment: datetime.datetime) -> datetime.datetime:
        return moment + datetime.timedelta(days=2)

    def compose() -> QuerySet[Any, Any]:
        return Event.objects.filter(publish_at__lte=soon(now())).order_by().values("pk")

    with pytest.raises(ValueError, match="does not reckon"):
        ask("soon", compose, {})
    assert ask("soon", once(compose), {}, lambda moment: [soon(moment)]) == []
    with standing_at(now() + datetime.timedelta(days=2)):
        assert ask("soon", once(compose), {}, lambda moment: [soon(moment)]) == [(event.pk,)]


def test_what_can_have_no_answer_is_asked_all_the_same() -> None:
    assert ask("none", lambda: Event.objects.none().values("pk"), {}) == []


def test_few_questions_are_kept_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composed, "MOST", 2)
    for key in range(5):
        ask(key, lambda: Event.objects.order_by().values("pk"), {})
    assert len(composed._kept) <= 2


def test_a_clock_that_stands_goes_on_afterwards() -> None:
    with standing_at(composed.THEN):
        assert today().year == composed.THEN.year
    assert now() > datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
