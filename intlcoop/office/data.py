"""Rankings and graduates as data."""

from intlcoop.base import data
from intlcoop.base.data import ENDS, ID, NUMBER, STARTS, TEXTS, UPDATED, WEBSITE, YES_NO, Column
from intlcoop.office.filters import FigureFilter, RankingFilter
from intlcoop.office.views import RankingList
from intlcoop.profile.choices import Section
from partners.models import Figure
from partners.models.figure import Qualifier

data.register(
    data.Resource(
        name="rankings",
        section=Section.RANKINGS,
        title=Section.RANKINGS.label,
        about="Places of the institution in international rankings.",
        page="office:ranking_list",
        rows=RankingList().rows,
        filters=RankingFilter,
        columns=(
            ID,
            Column("system", lambda row: row.system, "Whose ranking it is."),
            Column("year", lambda row: row.year, "Of the edition.", {"type": "integer"}),
            Column("position", lambda row: row.position, "Place or band, as published, e.g. 601–800."),
            Column("subject", lambda row: row.subject, "If it is the ranking of a subject."),
            Column("note", lambda row: row.note, "A remark."),
            WEBSITE,
            UPDATED,
        ),
    )
)

data.register(
    data.Resource(
        name="graduates",
        section=Section.GRADUATES,
        title=Section.GRADUATES.label,
        about="What the office states about its graduates, as numbers of many. No graduate is stored.",
        page="office:figure_list",
        rows=lambda: Figure.objects.on_page(Section.GRADUATES).prefetch_related("countries"),
        filters=FigureFilter,
        columns=(
            ID,
            Column("subject", lambda row: row.subject, "What is counted.", data.one_of(Figure.Subject)),
            Column("low", lambda row: row.low, "The number, or the lower one of a range.", NUMBER),
            Column("high", lambda row: row.high, "The upper number of a range.", NUMBER),
            Column("qualifier", lambda row: row.qualifier, "How exact the number is.", data.one_of(Qualifier)),
            Column("is_yearly", lambda row: row.is_yearly, "The number holds for each year of the period.", YES_NO),
            STARTS,
            ENDS,
            Column("country_count", lambda row: row.country_count, "From how many countries.", NUMBER),
            Column("country_qualifier", lambda row: row.country_qualifier, "How exact the number of countries is.", data.one_of(Qualifier)),
            Column("countries", lambda row: [one.country for one in row.countries.all()], "Some or all of them, as codes.", TEXTS),
            Column("text", lambda row: row.text, "In words."),
            Column("source", lambda row: row.source, "Where the figure comes from."),
            UPDATED,
        ),
    )
)
