"""Our conditions hold what EWP's agreements (IIA get, version 7) state: one of ours, written in the words of the standard.

Nothing is served in this form; the mapping stands here to show what the columns cover. The order is that of the schema. Its
contacts and unit numbers are of other APIs, and the addresses of institutions in the network (hei-id) are given by the test.
"""

import xml.etree.ElementTree as ET

import pytest

from partners.models import ExchangeCondition
from partners.models.exchange_kind import Kind
from tests.builders import agreement, condition, home, institution

# Element → whether a condition of this kind must have it; from the schema get-response.xsd of stable-v7.
COMMON = {
    "sending-hei-id": True, "receiving-hei-id": True, "receiving-first-academic-year-id": True, "receiving-last-academic-year-id": True,
    "mobilities-per-year": True, "recommended-language-skill": False, "subject-area": False, "other-info-terms": False,
}  # fmt: skip
STUDENTS = {"total-months-per-year": False, "blended": True, "eqf-level": False}
STAFF = {"total-days-per-year": False}
SPECS = {
    "student-studies": COMMON | {"recommended-language-skill": True} | STUDENTS,
    "student-traineeship": COMMON | STUDENTS,
    "staff-teacher": COMMON | {"recommended-language-skill": True} | STAFF,
    "staff-training": COMMON | STAFF,
}


def element(name: str, text: object = "", *children: ET.Element) -> ET.Element:
    made = ET.Element(name)
    made.text = str(text) or None
    made.extend(children)
    return made


def skills(row: ExchangeCondition) -> list[ET.Element]:
    found = []
    for language, level, field in (
        (row.language, row.language_level, row.language_field),
        (row.second_language, row.second_language_level, ""),
    ):
        parts = [element("language", language)]
        parts += [element("cefr-level", level)] if level not in {"", "NS"} else []
        parts += [element("subject-area", "", element("isced-f-code", field))] if field else []
        found += [element("recommended-language-skill", "", *parts)] if language else []
    return found


def spec(row: ExchangeCondition, hei: dict[int, str]) -> ET.Element:
    """A condition as the element `…-mobility-spec`."""
    made = element(f"{row.ewp_type}-mobility-spec")
    made.append(element("sending-hei-id", hei[row.sending_id]))
    made.append(element("receiving-hei-id", hei[row.receiving_id]))
    made.append(element("receiving-first-academic-year-id", row.first_academic_year))
    made.append(element("receiving-last-academic-year-id", row.last_academic_year))
    made.append(element("mobilities-per-year", row.mobilities_per_year))
    made.extend(skills(row))
    if row.field_of_study:
        clarification = [element("isced-clarification", row.clarification)] if row.clarification else []
        made.append(element("subject-area", "", element("isced-f-code", row.field_of_study), *clarification))
    if row.other_terms:
        made.append(element("other-info-terms", row.other_terms))
    if row.months_per_year:
        made.append(element("total-months-per-year", row.months_per_year))
    if row.is_for_students:
        made.append(element("blended", str(row.is_blended).lower()))
        made.extend(element("eqf-level", level.eqf) for level in row.levels)
    if row.days_per_year:
        made.append(element("total-days-per-year", row.days_per_year))
    return made


YEARS = {"first_academic_year": "2014/2015", "last_academic_year": "2020/2021"}
FULL = YEARS | {
    "mobilities_per_year": 2, "language": "en", "language_level": "B1", "language_field": "0912", "second_language": "no",
    "second_language_level": "B1", "field_of_study": "0912", "clarification": "cardiology", "other_terms": "As usual.",
}  # fmt: skip
FOR_STUDENTS = FULL | {
    "months_per_year": 5,
    "is_blended": True,
    "is_short_cycle": True,
    "is_bachelor": True,
    "is_master": True,
    "is_doctoral": True,
}
FOR_STAFF = FULL | {"days_per_year": 8}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind)
def test_a_condition_fills_every_element_of_its_kind(kind: Kind) -> None:
    ours, graz = home(), institution("Graz")
    made = agreement(ours, graz)
    row = condition(made, ours, graz, kind=kind, **(FOR_STUDENTS if kind.is_for_students else FOR_STAFF))
    xml = spec(row, {ours.pk: "ours.example", graz.pk: "graz.example"})
    known = SPECS[row.ewp_type]
    assert xml.tag == f"{row.ewp_type}-mobility-spec"
    assert list(dict.fromkeys(part.tag for part in xml)) == list(known)
    assert [part.findtext("cefr-level") for part in xml.iter("recommended-language-skill")] == ["B1", "B1"]
    assert not [part.tag for part in xml.iter() if part.text is None and not len(part)]


@pytest.mark.django_db
def test_the_standards_own_example_can_be_said_in_our_words() -> None:
    """Student studies of the published example: two places, two languages, master and doctoral, five months, 2014/2015 to 2020/2021."""
    warsaw, bodo = institution("Warsaw", country="PL"), institution("Bodø", country="NO")
    row = condition(
        agreement(warsaw, bodo), warsaw, bodo, mobilities_per_year=2, language="en", language_level="B1", second_language="no",
        second_language_level="B1", field_of_study="0314", months_per_year=5, is_master=True, is_doctoral=True, **YEARS,
    )  # fmt: skip
    xml = spec(row, {warsaw.pk: "uw.edu.pl", bodo.pk: "hibo.no"})
    said = [(part.tag, part.text or [(inner.tag, inner.text) for inner in part]) for part in xml]
    assert said == [
        ("sending-hei-id", "uw.edu.pl"),
        ("receiving-hei-id", "hibo.no"),
        ("receiving-first-academic-year-id", "2014/2015"),
        ("receiving-last-academic-year-id", "2020/2021"),
        ("mobilities-per-year", "2"),
        ("recommended-language-skill", [("language", "en"), ("cefr-level", "B1")]),
        ("recommended-language-skill", [("language", "no"), ("cefr-level", "B1")]),
        ("subject-area", [("isced-f-code", "0314")]),
        ("total-months-per-year", "5"),
        ("blended", "false"),
        ("eqf-level", "7"),
        ("eqf-level", "8"),
    ]


@pytest.mark.django_db
def test_what_the_paper_does_not_say_is_what_the_standard_would_ask_for() -> None:
    """We take partial knowledge; only these would have to be known before an agreement could be sent to the network."""
    ours, graz = home(), institution("Graz")
    row = condition(agreement(ours, graz), ours, graz)
    xml = spec(row, {ours.pk: "ours.example", graz.pk: "graz.example"})
    missing = {tag for tag, is_required in SPECS[row.ewp_type].items() if is_required and xml.find(tag) is None}
    unknown = {part.tag for part in xml if part.text in {None, "None"} and not len(part)}
    assert missing == {"recommended-language-skill"}
    assert unknown == {"receiving-first-academic-year-id", "receiving-last-academic-year-id", "mobilities-per-year"}
