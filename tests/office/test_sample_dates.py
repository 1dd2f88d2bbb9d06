"""The dates of a sample office move with the day of loading."""

import datetime

import pytest

from intlcoop.office.sample_dates import resolved, shifted

DAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{today}", "2026-11-22"),
        ("{today+90d}", "2027-02-20"),
        ("{today-2y}", "2024-11-22"),
        ("{month-18m}", "2025-05"),
        ("{year+1}", "2027"),
        ("Summer school {year}", "Summer school 2026"),
        ("{academic}", "2026/2027"),
        ("{academic-1}", "2025/2026"),
        ("{autumn}-10-01", "2026-10-01"),
        ("{autumn-14m}", "2024"),
        ("CIII-BA-9901-{ceepus}", "CIII-BA-9901-22-2627"),
        ("{ceepus-1}", "21-2526"),
        ("{tomorrow}", "{tomorrow}"),
        (["{year}", {"en": "{year-1}"}, 3], ["2026", {"en": "2025"}, 3]),
    ],
)
def test_words_in_braces_are_dates(text: object, expected: object) -> None:
    assert resolved(text, DAY) == expected


def test_the_academic_year_begins_in_october() -> None:
    assert [resolved("{academic}", datetime.date(2026, month, 30)) for month in (9, 10)] == ["2025/2026", "2026/2027"]


@pytest.mark.parametrize(("day", "number", "unit", "expected"), [
    ("2024-02-29", 1, "y", "2025-02-28"), ("2024-01-31", 1, "m", "2024-02-29"), ("2024-01-31", -2, "m", "2023-11-30"), ("2024-12-31", 1, "d", "2025-01-01"),
])  # fmt: skip
def test_a_shift_never_leaves_the_calendar(day: str, number: int, unit: str, expected: str) -> None:
    assert shifted(datetime.date.fromisoformat(day), number, unit).isoformat() == expected
