"""The mobility tables: right sums, and no way to a small number."""

from collections.abc import Iterator

import pytest
from django.test import Client
from hypothesis import given, strategies as st

from intlcoop.profile.models import Profile
from tests import builders
from tests.pages import content, cost, in_order, links, shown
from visitors import mobility
from visitors.mobility import Arrangement, Cell, Table
from visitors.models import Placement
from visitors.models.placement import Counted

SMALLEST = 5
KEYS = st.tuples(
    st.sampled_from(["2023/2024", "2024/2025"]),
    st.sampled_from(Placement.Direction.values),
    st.sampled_from(Placement.Kind.values[:3]),
    st.sampled_from(["AT", "DE", "PL"]),
)
GROUPS = st.lists(
    st.builds(lambda key, number, flag: Counted._make([*key, number, flag, None]), KEYS, st.integers(1, 12), st.booleans()),
    min_size=1,
    max_size=25,
)


def published(groups: list[Counted], smallest: int = SMALLEST) -> str:
    """All that a reader can learn: every table and the years."""
    cells = mobility.base_table(groups, smallest)
    everything = [mobility.tables(cells, arrangement, smallest) for arrangement in Arrangement]
    charts = [table.chart for tables in everything for table in tables]
    return repr((everything, charts, mobility.preliminary_years(cells)))


def merged(groups: list[Counted]) -> dict[tuple[str, ...], int]:
    """The true numbers of the base table, summed by hand."""
    sums: dict[tuple[str, ...], int] = {}
    for group in groups:
        sums[group[:4]] = sums.get(group[:4], 0) + group.number
    return sums


def every_table(cells: list[Cell]) -> Iterator[Table]:
    for arrangement in Arrangement:
        yield from mobility.tables(cells, arrangement, SMALLEST)


@given(GROUPS, st.data())
def test_nothing_published_changes_with_a_small_number(groups: list[Counted], data: st.DataObject) -> None:
    base = [Counted._make([*key, number, False, None]) for key, number in merged(groups).items()]
    other = [group._replace(number=data.draw(st.integers(1, SMALLEST - 1))) if group.number < SMALLEST else group for group in base]
    assert published(base) == published(other)


@given(GROUPS)
def test_how_a_group_is_spread_over_records_changes_nothing(groups: list[Counted]) -> None:
    flagged = {group.year for group in groups if group.is_preliminary}
    whole = [Counted._make([*key, number, key[0] in flagged, None]) for key, number in merged(groups).items()]
    assert published(groups) == published(whole) == published(groups[::-1])


@given(GROUPS)
def test_every_total_is_the_sum_of_what_is_shown(groups: list[Counted]) -> None:
    cells = mobility.base_table(groups, SMALLEST)
    expected = sum(number for number in merged(groups).values() if number >= SMALLEST)
    for table in every_table(cells):
        for row in table.rows:
            assert row.total.number == sum(entry.number for entry in row.entries)
        columns = zip(*(row.entries for row in table.rows), strict=True)
        assert [total.number for total in table.totals] == [sum(entry.number for entry in column) for column in columns]
        assert table.total.number == sum(row.total.number for row in table.rows)
        assert not any(total.smallest for total in (table.total, *table.totals, *(row.total for row in table.rows)))
    for arrangement in Arrangement:
        assert sum(table.total.number for table in mobility.tables(cells, arrangement, SMALLEST)) == expected


@given(GROUPS)
def test_a_small_cell_has_lost_its_number_before_any_table_is_made(groups: list[Counted]) -> None:
    true = merged(groups)
    cells = mobility.base_table(groups, SMALLEST)
    assert len(cells) == len(true)
    for cell in cells:
        number = true[cell.year, cell.direction, cell.kind, cell.country]
        assert (cell.number, cell.is_small) == ((0, True) if number < SMALLEST else (number, False))


def group(number: int, **values: str) -> Counted:
    return Counted("2024/2025", "outgoing", "study", "AT", number)._replace(**values)


@pytest.mark.parametrize(("number", "words"), [(1, "<5"), (4, "<5"), (5, "5"), (1200, "1,200")])
def test_the_border_between_small_and_shown(number: int, words: str) -> None:
    (table,) = mobility.tables(mobility.base_table([group(number)], SMALLEST), Arrangement.YEAR, SMALLEST)
    assert [str(entry) for entry in table.rows[0].entries] == [words]


def test_a_chart_draws_what_the_table_shows_and_keeps_the_place_of_a_year_without_anybody() -> None:
    groups = [group(12, year="2021/2022"), group(3, year="2021/2022", kind="traineeship"), group(2, year="2023/2024"), group(7)]
    (table,) = mobility.tables(mobility.base_table(groups, SMALLEST), Arrangement.YEAR, SMALLEST)
    drawn = [(bar.label, bar.number, str(bar), bar.has_small) for bar in table.chart.bars]
    assert drawn == [("2024/25", 7, "7", False), ("2023/24", 0, "<5", True), ("2022/23", 0, "0", False), ("2021/22", 12, "12 + <5", True)]


def test_a_sum_says_that_small_groups_are_left_out_of_it() -> None:
    groups = [group(12), group(3, country="DE"), group(2, country="PL")]
    (table,) = mobility.tables(mobility.base_table(groups, SMALLEST), Arrangement.YEAR, SMALLEST)
    assert [str(entry) for entry in table.rows[0].entries] == ["12 + <5"]
    assert str(table.total) == "12"


def test_the_same_person_groups_of_two_programmes_are_one_group() -> None:
    (cell,) = mobility.base_table([group(3), group(3)], SMALLEST)
    assert (cell.number, cell.is_small) == (6, False)


def test_a_year_is_preliminary_as_a_whole() -> None:
    cells = mobility.base_table(
        [group(12)._replace(is_preliminary=True), group(9, kind="traineeship"), group(9, year="2023/2024")], SMALLEST
    )
    assert mobility.preliminary_years(cells) == ["2024/25"]
    (table,) = mobility.tables(cells, Arrangement.YEAR, SMALLEST)
    assert [row.label for row in table.rows] == ["2024/25 (preliminary)", "2023/24"]


def test_countries_stand_by_name_not_by_size() -> None:
    groups = [group(9, country="PL"), group(99, country="DE"), group(1, country="AT")]
    (table,) = mobility.tables(mobility.base_table(groups, SMALLEST), Arrangement.COUNTRY, SMALLEST)
    assert [row.label for row in table.rows] == ["Austria", "Germany", "Poland"]


def test_a_total_of_one_thing_is_not_shown() -> None:
    (table,) = mobility.tables(mobility.base_table([group(9)], SMALLEST), Arrangement.YEAR, SMALLEST)
    assert not table.has_row_of_totals
    assert not table.has_column_of_totals


@pytest.mark.django_db
class TestPage:
    @pytest.fixture(autouse=True)
    def office(self) -> Profile:
        return builders.office(languages=["en", "sr"])

    def page(self, client: Client, query: str = "") -> str:
        return content(shown(client, f"/mobility/{query}"))

    def test_the_three_tables(self, client: Client) -> None:
        builders.placement(12, institution=builders.institution(), country="AT")
        builders.placement(9, country="DE", direction="incoming", kind="traineeship", academic_year="2023/2024")
        by_year = self.page(client)
        assert in_order(by_year, "From us", "2024/25", ">12<", "To us", "2023/24", ">9<")
        assert in_order(self.page(client, "?table=country"), "From us", "Austria", ">12<", "To us", "Germany", ">9<")
        assert in_order(
            self.page(client, "?table=kind"), "From us", "To us", "Student: study", ">12<", "Student: clinical practice", ">9<", ">21<"
        )
        assert [link for link in links(by_year) if link.startswith("/mobility/")] == [
            "/mobility/",
            "/mobility/?table=country",
            "/mobility/?table=kind",
        ]
        assert "sum of the numbers shown" in by_year

    @pytest.mark.parametrize("arrangement", Arrangement.values)
    def test_a_small_number_is_on_no_page(self, client: Client, arrangement: str) -> None:
        builders.placement(12)
        small = builders.placement(1, country="DE")
        before = self.page(client, f"?table={arrangement}")
        assert "&lt;5" in before
        small.number = 4
        small.save()
        assert self.page(client, f"?table={arrangement}") == before
        small.number = 5
        small.save()
        assert self.page(client, f"?table={arrangement}") != before

    def test_the_office_decides_what_is_small(self, client: Client, office: Profile) -> None:
        builders.placement(12)
        office.smallest_cell = 20
        office.save()
        page = self.page(client)
        assert "&lt;20" in page
        assert ">12<" not in page

    def test_rows_of_institutions_and_programmes_are_one_cell(self, client: Client) -> None:
        graz, vienna = builders.institution("Graz"), builders.institution("Vienna")
        builders.placement(3, institution=graz)
        builders.placement(4, institution=vienna)
        builders.placement(2, institution=vienna, programme=builders.programme())
        page = self.page(client)
        assert ">9<" in page
        assert ">&lt;5<" not in page

    def test_drafts_do_not_count(self, client: Client) -> None:
        builders.placement(12)
        builders.placement(30, country="DE", is_published=False)
        assert "Germany" not in self.page(client, "?table=country")
        assert ">42<" not in self.page(client)

    def test_a_draft_does_not_lift_a_small_cell(self, client: Client) -> None:
        builders.placement(3)
        builders.placement(30, institution=builders.institution(), is_published=False)
        assert ">&lt;5<" in self.page(client)

    def test_preliminary_years_are_marked(self, client: Client) -> None:
        builders.placement(12, is_preliminary=True)
        assert in_order(self.page(client), "2024/25 (preliminary)", "Preliminary, because the academic year is not over:", "2024/25")

    @pytest.mark.parametrize("query", ["?table=institution", "?table=", "?table='--", "?table=YEAR", "?table=" + "9" * 300])
    def test_an_unknown_table_is_the_one_by_year_and_said(self, client: Client, query: str) -> None:
        builders.placement(12)
        page = self.page(client, query)
        assert in_order(page, "There is no such table.", "From us", "2024/25")
        assert "'--" not in page

    def test_other_parameters_change_nothing(self, client: Client) -> None:
        builders.placement(12)
        assert self.page(client, "?country=AT&table=year&kind=study&page=7") == self.page(client)

    def test_stated_figures_stand_above(self, client: Client) -> None:
        builders.figure(subject="students_abroad", low=20, qualifier="about")
        assert in_order(self.page(client), "about 20", "No numbers of placements are published yet.")

    def test_without_placements_the_page_says_so(self, client: Client) -> None:
        page = self.page(client)
        assert "No numbers of placements are published yet." in page
        assert "<table" not in page
        assert "How we count" not in page

    def test_a_section_that_is_off_is_404(self, client: Client, office: Profile) -> None:
        office.sections = ["partners"]
        office.save()
        shown(client, "/mobility/", 404)

    @pytest.mark.parametrize("arrangement", Arrangement.values)
    def test_more_rows_cost_no_more_queries(self, client: Client, arrangement: str) -> None:
        path = f"/mobility/?table={arrangement}"
        builders.placement(12)
        one = cost(client, path)
        for country in ("DE", "PL", "US"):
            builders.placement(12, country=country)
        assert cost(client, path) == one

    def test_country_names_are_in_the_readers_language(self, client: Client) -> None:
        builders.placement(12, country="DE")
        assert "Немачка" in shown(client, "/sr/mobility/?table=country")
