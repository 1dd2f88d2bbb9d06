"""What kind a reference number is, and what a CEEPUS number tells. Examples are real ones; malformed ones were seen in the wild."""

import pytest

from projects.numbers import CeepusNumber, NumberKind, parse_ceepus, recognise, split_pasted


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("585927-EPP-1-2017-1-RS-EPPKA2-CBHE-JP", NumberKind.PROJECT),
        ("618089-EPP-1-2020-1-BA-EPPKA2-CBHE-JP", NumberKind.PROJECT),
        ("553065-EPP-1-2014-1-TR-EPPJMO-CHAIR", NumberKind.PROJECT),
        ("2014-1-LI01-KA200-000005", NumberKind.PROJECT),
        ("2017-1-RS01-KA101-000006", NumberKind.PROJECT),
        ("2021-1-BG01-KA131-HED-000003440", NumberKind.PROJECT),
        ("2023-1-ES01-KA171-HED-000141833", NumberKind.PROJECT),
        ("101083081", NumberKind.PROJECT),
        ("2017 – 3109 / 001 – 001", NumberKind.GRANT_AGREEMENT),
        ("2017-3109/001-001", NumberKind.GRANT_AGREEMENT),
        ("CIII-AT-0042-14-1819", NumberKind.CEEPUS),
        ("CIII-AT-0042", NumberKind.CEEPUS),
        ("CIV-AT-0042-15-1920", NumberKind.CEEPUS),
        ("CA16103", NumberKind.COST),
        ("IC1003", NumberKind.COST),
        ("E! 5030", NumberKind.EUREKA),
        ("E!10631", NumberKind.EUREKA),
        ("\u00a0 101083081 ", NumberKind.PROJECT),
    ],
)
def test_the_form_tells_the_kind(number: str, kind: NumberKind) -> None:
    assert recognise(number) == kind


@pytest.mark.parametrize(
    "number",
    [
        "2022-FR01-KA220-HED-000023509",
        "KA220-HED-000358034",
        "586292-EPP-1-2017-PL-EPPKA2-CBHE-JP",
        "995591705",
        "CIII-at-0042",
        "CIII-AT-0042-14",
        "CV-AT-0042",
        "CA1610",
        "١٠١٠٨٣٠٨١",
        "",
    ],
)
def test_a_malformed_number_is_of_no_kind_and_never_an_error(number: str) -> None:
    assert recognise(number) == NumberKind.OTHER


@pytest.mark.parametrize(
    ("number", "parsed"),
    [
        ("CIII-AT-0042-14-1819", CeepusNumber("CIII-AT-0042", "14", "2018/2019")),
        ("CIII-AT-0042-15-1920", CeepusNumber("CIII-AT-0042", "15", "2019/2020")),
        ("CIII-AT-0042", CeepusNumber("CIII-AT-0042")),
        ("CI-AT-0042-05-9900", CeepusNumber("CI-AT-0042", "05", "1999/2000")),
        ("CIII-AT-0042-14-1820", None),
        ("CIII-AT-42-14-1819", None),
        ("CIII-AT-0042-14", None),
        ("585927-EPP-1-2017-1-RS-EPPKA2-CBHE-JP", None),
        ("", None),
    ],
)
def test_a_ceepus_number_in_its_parts(number: str, parsed: CeepusNumber | None) -> None:
    assert parse_ceepus(number) == parsed


@pytest.mark.parametrize(
    ("pasted", "numbers"),
    [
        (
            "585927-EPP-1-2017-1-RS-EPPKA2-CBHE-JP (2017 – 3109 / 001 – 001)",
            ["585927-EPP-1-2017-1-RS-EPPKA2-CBHE-JP", "2017 – 3109 / 001 – 001"],
        ),
        ("CIII-AT-0042-14-1819", ["CIII-AT-0042-14-1819"]),
        ("()", []),
    ],
)
def test_two_numbers_pasted_as_one(pasted: str, numbers: list[str]) -> None:
    assert split_pasted(pasted) == numbers
