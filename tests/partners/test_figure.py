"""Figures that the office states: how they read, where they stand."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from intlcoop.profile.choices import Section
from partners.models import Figure
from partners.models.figure import Subject
from tests.builders import centre, figure, office
from tests.pages import content, in_order, shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "amount"),
    [
        ({"low": 800, "qualifier": "over"}, "over 800"),
        ({"low": 10, "high": 15, "qualifier": "exactly"}, "10–15"),
        ({"low": 2000, "qualifier": "about"}, "about 2,000"),
        ({"low": 0, "qualifier": "exactly"}, "0"),
        ({"low": None}, ""),
    ],
)
def test_the_number_in_words(values: dict[str, Any], amount: str) -> None:
    assert figure(**values).amount == amount


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"country_count": 100, "country_qualifier": "nearly"}, "from nearly 100 countries"),
        ({"country_count": 1}, "from 1 country"),
        ({"country_count": None}, ""),
    ],
)
def test_the_number_of_countries_in_words(values: dict[str, Any], words: str) -> None:
    assert figure(**values).country_amount == words


def test_the_countries_stand_in_the_order_of_the_office_with_their_numbers() -> None:
    made = figure(has_other_countries=True)
    made.countries.create(country="PL", number=12, order=2)
    made.countries.create(country="AT", order=1)
    assert made.country_words == "Austria, Poland (12), and others"
    assert figure(has_other_countries=True).country_words == ""


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    with translation.override("sr"):
        assert figure(low=2000, qualifier="exactly").amount == "2.000"


@pytest.mark.parametrize("values", [{"low": 15, "high": 10}, {"low": 10, "high": 10}, {"low": None, "high": 10}])
def test_a_range_that_is_none_is_refused_beside_its_field(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        figure(**values)
    assert refused.value.message_dict["high"] == ["The upper number must be greater than the lower one."]


@pytest.mark.parametrize("subject", Subject)
def test_every_subject_stands_in_a_section_that_there_is(subject: Subject) -> None:
    assert subject.page in Section.values
    made = figure(subject=subject)
    assert list(Figure.objects.on_page(subject.page)) == [made]


def test_drafts_and_figures_of_a_centre_stand_on_no_page_of_a_section() -> None:
    figure(is_published=False)
    figure(centre=centre())
    assert not Figure.objects.on_page("mobility")


@pytest.mark.parametrize(("subject", "path"), [("agreements_signed", "/agreements/"), ("key_countries", "/partners/")])
def test_a_figure_says_who_states_it_and_when(client: Client, subject: str, path: str) -> None:
    office()
    made = figure(
        subject=subject, low=10, high=15, qualifier="exactly", is_yearly=True, starts_on="2007", ends_on="2012", country_count=30,
        text="a\nb <b>", source="Annual report", checked_on="2026-05-03",
    )  # fmt: skip
    made.countries.create(country="AT")
    html = content(shown(client, path))
    assert in_order(
        html, made.get_subject_display(), "<strong", "10–15", "each year", "2007", "2012", "from 30 countries", "a<br>b &lt;b&gt;"
    )
    assert in_order(html, "Austria", "Stated by the office", "Annual report", "last checked on", "3 May 2026")


def test_a_bare_figure_shows_no_empty_words(client: Client) -> None:
    office()
    figure(subject="key_countries", low=None, country_count=30)
    html = content(shown(client, "/partners/"))
    assert "figure-amount" not in html
    assert "<span></span>" not in html
    assert "<p></p>" not in html
    assert "last checked" not in html


def test_a_subject_alone_says_nothing_and_is_not_shown(client: Client) -> None:
    figure(subject="staff_trips", low=None, qualifier="exactly")
    assert not Figure.objects.published().exists()
    figure(subject="staff_trips", low=None, qualifier="exactly", text="Every year.")
    figure(subject="staff_trips", low=None, qualifier="exactly").countries.create(country="PL")
    assert Figure.objects.published().count() == 2
