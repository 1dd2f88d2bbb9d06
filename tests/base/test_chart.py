"""Charts: bars in proportion, nothing over anything else, letters inside the frame, years without a gap."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given, strategies as st

from intlcoop.base.chart import LETTER, WIDTH, Band, Bands, Bar, Chart, Columns, Rows, each_year, nice_step

NUMBERS = st.lists(st.integers(0, 20_000), min_size=2, max_size=15).filter(any)
NAMES = ["Bosnia and Herzegovina", "Босна и Херцеговина", "x" * 80]


def rows(numbers: list[int]) -> Rows:
    return Rows("k", "Students by country", "Country", "Students", [Bar(NAMES[place % 3], number) for place, number in enumerate(numbers)])


def columns(numbers: list[int]) -> Columns:
    return Columns("k", "Signed per year", "Year", "Agreements", [Bar(str(2010 + place), number) for place, number in enumerate(numbers)])


@given(NUMBERS)
def test_lying_bars_are_in_proportion_and_their_words_in_the_frame(numbers: list[int]) -> None:
    chart = rows(numbers)
    longest = max(float(shape.width) for shape in chart.shapes)
    bottom = 0.0
    for shape in chart.shapes:
        assert float(shape.width) == pytest.approx(longest * shape.bar.number / max(numbers), abs=0.02)
        assert float(shape.words[0]) >= float(shape.width)
        assert float(shape.words[0]) + len(str(shape.bar)) * LETTER <= WIDTH + 0.1
        assert len(shape.bar.short) * LETTER <= WIDTH
        assert float(shape.y) >= bottom
        bottom = float(shape.y) + float(shape.height)
    assert bottom <= float(chart.height)


@given(NUMBERS)
def test_standing_bars_are_in_proportion_on_steps_of_round_numbers(numbers: list[int]) -> None:
    chart = columns(numbers)
    base, right = float(chart.steps[0].y), 0.0
    for shape in chart.shapes:
        assert float(shape.y) + float(shape.height) == pytest.approx(base, abs=0.02)
        assert float(shape.height) == pytest.approx(chart.TALL * shape.bar.number / chart.top_number, abs=0.02)
        assert float(shape.x) >= right
        right = float(shape.x) + float(shape.width)
    assert right <= WIDTH
    assert chart.top_number >= max(numbers)
    assert 2 <= len(chart.steps) <= 6
    assert all(0 <= float(step.y) <= float(chart.height) for step in chart.steps)
    labels = [(float(shape.label[0]), len(shape.bar.label) * LETTER) for shape in chart.shapes if shape.is_labelled]
    assert all(middle - wide / 2 >= 0 and middle + wide / 2 <= WIDTH + 0.1 for middle, wide in labels)
    assert all(first + wide <= second for (first, wide), (second, _wide) in pairwise(labels))
    assert chart.shapes[-1].is_labelled


def test_the_longest_number_of_the_grid_has_room_beside_it() -> None:
    bars = [Band("2023", 1001, "1001–1200", worst=1200), Band("2024", 801, "801–1000", worst=1000)]
    for chart in (Bands("k", "Ranking", "Year", "Place", bars), columns([20_000, 1])):
        assert max(len(step.words) for step in chart.steps) * LETTER < float(chart.left)


PLACES = st.dictionaries(st.integers(2010, 2024), st.tuples(st.integers(1, 2000), st.integers(0, 400)), min_size=2)


@given(PLACES)
def test_the_better_place_stands_higher_and_every_band_inside_the_steps(places: dict[int, tuple[int, int]]) -> None:
    bars = [Band(str(year), best, worst=best + width) for year, (best, width) in sorted(places.items())]
    chart = Bands("k", "Ranking", "Year", "Place", bars)
    top, base = float(chart.steps[0].y), float(chart.steps[-1].y)
    for shape, bar in zip(chart.shapes, bars, strict=True):
        assert top - 0.02 <= float(shape.y) <= base + 0.02
        assert float(shape.y) + float(shape.height) <= base + chart.THIN + 0.02
        assert float(chart.left) <= float(shape.x) <= WIDTH - float(shape.width) + 0.02
        for other, worse in zip(chart.shapes, bars, strict=True):
            assert bar.number >= worse.number or float(shape.y) < float(other.y)
    lefts = [float(shape.x) for shape in chart.shapes]
    assert lefts == sorted(set(lefts))


@pytest.mark.parametrize(("highest", "step"), [(0, 1), (1, 1), (4, 1), (5, 2), (11, 5), (37, 10), (99, 50), (1000, 500), (20_000, 5000)])
def test_steps_are_numbers_that_people_count_by(highest: int, step: int) -> None:
    assert nice_step(highest) == step


def test_a_year_with_nothing_keeps_its_place() -> None:
    assert list(each_year({2020: 2, 2023: 1}, 15)) == [(2020, 2), (2021, 0), (2022, 0), (2023, 1)]
    assert [year for year, _number in each_year({1900: 1, 2023: 1}, 3)] == [2021, 2022, 2023]
    assert list(each_year({}, 3)) == []


def test_a_small_group_is_an_outline_of_one_size_and_no_number() -> None:
    chart = Rows("k", "H", "C", "U", [Bar("A", 10, "10 + <5", has_small=True), Bar("B", 0, "<5", has_small=True)])
    first, second = chart.shapes
    assert first.stub
    assert second.stub
    assert first.stub[2] == second.stub[2]
    assert second.stub[0] == second.width == "0"
    assert "B: <5" in chart.summary


@pytest.mark.parametrize("numbers", [[], [3], [0, 0]])
def test_no_chart_for_fewer_than_two_values_or_nothing_at_all(numbers: list[int]) -> None:
    chart: Chart
    for chart in (rows(numbers), columns(numbers)):
        assert not chart.is_worth_it
        assert "<svg" not in render_to_string("parts/_chart.html", {"chart": chart})


def test_the_picture_has_words_and_a_table_and_its_table_the_links() -> None:
    bars = [
        Bar("2019", 1200, url="/agreements/?year=2019"),
        Bar("2020", 0, url="/agreements/?year=2020"),
        Bar("2021", 3, is_preliminary=True),
    ]
    html = render_to_string("parts/_chart.html", {"chart": Columns("k", "Signed <per> year", "Year", "Agreements", bars)})
    assert 'role="img" aria-labelledby="k-title" aria-describedby="k-about"' in html
    assert "2019: 1,200; 2020: 0; 2021: 3" in html
    assert "Signed &lt;per&gt; year" in html
    assert "preliminary" in html
    assert re.findall(r'href="(/agreements[^"]*)"', html) == ["/agreements/?year=2019"]
    assert " style=" not in html
    assert "<a" not in html.partition("<svg")[2].partition("</svg>")[0]
