"""Visiting professors, visits, delegations, honours and mobility as data. A name stands there only with the person's consent."""

from typing import Any

from intlcoop.base import data
from intlcoop.base.data import COUNTRY, ENDS, ID, LINK, NUMBER, PARTIAL_DATE, STARTS, UPDATED, URL, YES_NO, Column
from intlcoop.profile.choices import Section
from visitors.filters import AppointmentFilter, DelegationFilter, HonourFilter, PlacementFilter, VisitFilter
from visitors.mobility import Arrangement
from visitors.models import Appointment, Delegation, Honour, Placement, Visit
from visitors.views import AppointmentList, DelegationList, HonourList, VisitList

NAMED = "Title and name; null where the person has not agreed to be named."


def name_of(person: Any) -> str | None:
    return person.public_name if person and person.is_named else None


def country_of(row: Any) -> Any:
    return row.institution.country if row.institution else row.country


data.register(
    data.Resource(
        name="visiting-professors",
        section=Section.VISITING_PROFESSORS,
        title=Section.VISITING_PROFESSORS.label,
        about="Guests who teach or do research here, each once, with the newest of the terms that match.",
        page="visitors:appointment_list",
        rows=AppointmentList().rows,
        filters=AppointmentFilter,
        columns=(
            ID,
            Column("name", lambda row: name_of(row.person), NAMED),
            Column("rank", lambda row: row.rank, "As what the person is appointed.", data.one_of(Appointment.Rank)),
            Column("group", lambda row: row.group, "From the country of the office or from abroad.", data.one_of(Appointment.Group)),
            Column("home_institution", lambda row: row.comes_from and row.comes_from.name, "Where the person comes from."),
            Column("country", lambda row: row.comes_from and row.comes_from.country, "ISO 3166-1 code of the home institution.", COUNTRY),
            STARTS,
            ENDS,
            Column("field", lambda row: row.person.field if row.has_page else None, "Of a person who may be named."),
            Column("topics", lambda row: row.topics if row.has_page else None, "Of the lectures of a person who may be named."),
            Column("url", lambda row: data.absolute(row.get_absolute_url()) if row.has_page else None, "The page of the person.", LINK),
            UPDATED,
        ),
    )
)

data.register(
    data.Resource(
        name="visits",
        section=Section.VISITS,
        title=Section.VISITS.label,
        about="Guests who came, and people of the institution who went.",
        page="visitors:visit_list",
        rows=VisitList().rows,
        filters=VisitFilter,
        columns=(
            ID,
            Column("direction", lambda row: row.direction, "To us or from us.", data.one_of(Visit.Direction)),
            Column("name", lambda row: name_of(row.person), NAMED),
            Column("visitor", lambda row: row.visitor, "In words, e.g. a group."),
            Column("institution", lambda row: row.institution and row.institution.name, "Where from, or where to."),
            Column("country", country_of, "ISO 3166-1 code.", COUNTRY),
            Column("purpose", lambda row: row.purpose, "What for.", data.one_of(Visit.Purpose)),
            STARTS,
            ENDS,
            Column("description", lambda row: row.description, "What was done."),
            UPDATED,
        ),
    )
)

data.register(
    data.Resource(
        name="delegations",
        section=Section.VISITS,
        title=Delegation._meta.verbose_name_plural,
        about="Official guests, and delegations of the institution to others.",
        page="visitors:delegation_list",
        rows=lambda: DelegationList().rows().select_related("head"),
        filters=DelegationFilter,
        columns=(
            ID,
            Column("organisation", lambda row: row.shown_organisation, "Whose delegation it is, or whom it visited."),
            Column("direction", lambda row: row.direction, "To us or from us.", data.one_of(Delegation.Direction)),
            Column("country", country_of, "ISO 3166-1 code.", COUNTRY),
            Column("members", lambda row: row.members, "How many, with the head.", NUMBER),
            Column("head", lambda row: name_of(row.head), NAMED),
            Column("head_in_words", lambda row: row.head_in_words, "The office that the head holds."),
            Column("host", lambda row: row.host, "Who received them."),
            STARTS,
            ENDS,
            Column("purpose", lambda row: row.purpose, "Why they came."),
            Column("results", lambda row: row.results, "What was agreed or seen."),
            URL,
            UPDATED,
        ),
    )
)


def honoured_from(honour: Any) -> Any:
    """The institution of somebody who may be named; otherwise it would tell who it is."""
    return honour.person.institution if honour.is_person_named else None


data.register(
    data.Resource(
        name="honours",
        section=Section.HONOURS,
        title=Section.HONOURS.label,
        about="Honorary titles and letters of appreciation, to people and to institutions.",
        page="visitors:honour_list",
        rows=HonourList().rows,
        filters=HonourFilter,
        columns=(
            ID,
            Column("kind", lambda row: row.kind, "What was awarded.", data.one_of(Honour.Kind)),
            Column("name", lambda row: name_of(row.person), NAMED),
            Column("institution", lambda row: row.institution and row.institution.name, "If an institution was honoured."),
            Column("home_institution", lambda row: (home := honoured_from(row)) and home.name, "Of the person."),
            Column("country", lambda row: (place := row.institution or honoured_from(row)) and place.country, "ISO 3166-1 code.", COUNTRY),
            Column("awarded_on", lambda row: row.awarded_on, "Year, month or day, as far as it is known.", PARTIAL_DATE),
            Column("citation", lambda row: row.citation if row.institution or row.is_person_named else None, "For what it was awarded."),
            UPDATED,
        ),
    )
)

data.register(
    data.Resource(
        name="mobility",
        section=Section.MOBILITY,
        title=Section.MOBILITY.label,
        about="Stays of students and staff, as the fixed tables of the page. Small groups are suppressed once and in all tables, "
        "so a number is the sum of the groups that are shown, and no two tables can be subtracted to find a small group.",
        page="visitors:placement_table",
        rows=Placement.objects.published,
        filters=PlacementFilter,
        columns=(
            Column("table", lambda place: place.table, "Which of the tables this is.", data.one_of(Arrangement)),
            Column("direction", lambda place: place.direction, "From us or to us.", data.one_of(Placement.Direction)),
            Column("kind", lambda place: place.kind, "Who, and what for.", data.one_of(Placement.Kind)),
            Column("academic_year", lambda place: place.year, "In the table by year, e.g. 2025/2026."),
            Column("country", lambda place: place.country, "In the table by country, ISO 3166-1 code.", COUNTRY),
            Column("number", lambda place: place.number, "People in the groups that are shown; null if none of them is.", NUMBER),
            Column("hidden_below", lambda place: place.smallest, "Groups of fewer people than this are not in the number.", NUMBER),
            Column("is_preliminary", lambda place: place.is_preliminary, "The academic year is not over.", YES_NO),
        ),
    )
)
