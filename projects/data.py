"""Programmes, projects and calls as data."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from intlcoop.base import data
from intlcoop.base.atom import Feed, facts
from intlcoop.base.data import DAY, ENDS, ID, NUMBER, STARTS, TEXTS, UPDATED, URL, WEBSITE, Column
from intlcoop.profile.choices import Section
from projects.calendar_entries import deadline_entry
from projects.filters import CallFilter, ProgrammeFilter, ProjectFilter
from projects.models import Programme, Project
from projects.models.call import Audience
from projects.models.deadline import State as CallState
from projects.models.programme import Kind
from projects.models.project import State
from projects.views import CONSORTIUM, CallList, ProgrammeList, ProjectList

data.register(
    data.Resource(
        name="programmes",
        section=Section.PROGRAMMES,
        title=Section.PROGRAMMES.label,
        about="Programmes and funds that pay for projects and stays, open and closed.",
        page="projects:programme_list",
        rows=ProgrammeList().rows,
        filters=ProgrammeFilter,
        columns=(
            ID,
            Column("name", lambda row: row.name, "The full name."),
            Column("acronym", lambda row: row.acronym, "E.g. CEEPUS."),
            Column("kind", lambda row: row.kind, "A programme, or a fund or foundation.", data.one_of(Kind)),
            Column("status", lambda row: row.status, "Open, or archived when it is closed.", data.one_of(Programme.Status)),
            STARTS,
            ENDS,
            Column("project_count", lambda row: row.number_of_projects, "Public projects of this portal in it.", NUMBER),
            Column("description", lambda row: row.description, "What it is and who may take part, without markup."),
            WEBSITE,
            URL,
            UPDATED,
        ),
    )
)


def programme_of(row: Any) -> Any:
    """The name of a programme that the public may see."""
    return row.programme.name if row.programme and row.programme.is_public else None


def about_project(project: Any) -> str:
    numbers = ", ".join(number.as_printed for number in project.numbers.all())
    known = facts((_("Programme"), programme_of(project)), (_("Number"), numbers), (_("Fields"), project.topics))
    return format_html("{}{}", known, project.description)


data.register(
    data.Resource(
        name="projects",
        section=Section.PROJECTS,
        title=Section.PROJECTS.label,
        about="Funded projects, running and ended. People of the teams stand on the pages only.",
        page="projects:project_list",
        rows=lambda: ProjectList().rows().prefetch_related(CONSORTIUM),
        filters=ProjectFilter,
        columns=(
            ID,
            Column("title", lambda row: row.title, "In the language of the request, else in its own."),
            Column("acronym", lambda row: row.acronym, "E.g. HEPMP."),
            Column("kind", lambda row: row.kind, "What is done.", data.one_of(Project.Kind)),
            Column("state", lambda row: row.state, "Computed from the dates, for today.", data.one_of(State)),
            Column("programme", programme_of, "Who pays."),
            Column("numbers", lambda row: [number.as_printed for number in row.numbers.all()], "Reference numbers as printed.", TEXTS),
            Column(
                "participants",
                lambda row: [one.institution.name for one in row.participations.all()],
                "Institutions, coordinator first.",
                TEXTS,
            ),
            STARTS,
            ENDS,
            Column("fields", lambda row: row.topics, "Fields of work, in words."),
            Column("description", lambda row: row.description, "Aims and results, without markup."),
            Column("funding_statement", lambda row: row.funding_statement, "The sentence that the funder asks to print."),
            URL,
            UPDATED,
        ),
        feed=Feed(title=str, html=about_project),
    )
)


def about_call(call: Any) -> str:
    deadline = f"{call.deadline_on.isoformat()} {call.deadline_clock}" if call.deadline_on else ""
    hosts = ", ".join(str(host.name) for host in call.hosts.all())
    known = facts((_("Deadline"), deadline), (_("For whom"), call.audience_in_words), (_("Where"), hosts), (_("Grant"), call.grant))
    return format_html("{}{}{}{}", call.description, known, call.eligibility, call.how_to_apply)


data.register(
    data.Resource(
        name="calls",
        section=Section.CALLS,
        title=Section.CALLS.label,
        about="What students and staff can apply for. Closed calls are left out unless the parameter state asks for them.",
        page="projects:call_list",
        rows=CallList().rows,
        filters=CallFilter,
        columns=(
            ID,
            Column("title", lambda row: row.title, "What one can apply for."),
            Column("state", lambda row: row.state, "Computed for this moment.", data.one_of(CallState)),
            Column("opens_on", lambda row: row.opens_on, "The first day on which one can apply.", DAY),
            Column("deadline_on", lambda row: row.deadline_on, "The last day, on the clocks of deadline_zone.", DAY),
            Column("deadline_zone", lambda row: row.deadline_zone if row.deadline_on else None, "Name of the time zone."),
            Column(
                "closes_at",
                lambda row: row.closes_at,
                "The moment from which it is closed (UTC).",
                {"type": ["string", "null"], "format": "date-time"},
            ),
            Column(
                "audience",
                lambda row: row.audiences,
                "Who may apply.",
                {"type": "array", "items": {"type": "string", "enum": Audience.values}},
            ),
            Column("study_year_from", lambda row: row.study_year_from, "Only for students: first year of study.", NUMBER),
            Column("study_year_to", lambda row: row.study_year_to, "Only for students: last year of study.", NUMBER),
            Column("programme", programme_of, "Who pays."),
            Column("hosts", lambda row: [host.name for host in row.hosts.all()], "Where one goes.", TEXTS),
            Column("places", lambda row: row.places, "Number of places, where it is fixed.", NUMBER),
            Column("grant", lambda row: row.grant, "What is paid, in words."),
            Column("description", lambda row: row.description, "What is offered, without markup."),
            Column("eligibility", lambda row: row.eligibility, "Who may apply, without markup."),
            Column("how_to_apply", lambda row: row.how_to_apply, "What to send and where, without markup."),
            Column("email", lambda row: row.email, "Mailbox for questions, where it is not the office's."),
            WEBSITE,
            URL,
            UPDATED,
        ),
        feed=Feed(title=lambda row: row.title, html=about_call),
        entry=deadline_entry,
    )
)
