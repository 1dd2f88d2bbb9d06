"""Rankings as data."""

from intlcoop.base import data
from intlcoop.base.data import ID, UPDATED, WEBSITE, Column
from intlcoop.office.filters import RankingFilter
from intlcoop.office.views import RankingList
from intlcoop.profile.choices import Section

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
