"""Partners, agreements, joint centres and memberships as data: what their pages say, and nothing of staff's own notes."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from intlcoop.base import data
from intlcoop.base.atom import Feed, facts
from intlcoop.base.data import COUNTRY, DECIMAL, ENDS, ID, LINK, PARTIAL_DATE, STARTS, TEXTS, UPDATED, URL, WEBSITE, YES_NO, Column
from intlcoop.profile.choices import Section
from partners.filters import AgreementFilter, InstitutionFilter, JointCentreFilter, MembershipFilter
from partners.models import Agreement, Institution, Membership
from partners.models.agreement_state import PUBLIC_STATES
from partners.views import PARTIES, AgreementList, InstitutionList, JointCentreList, MembershipList


def point(institution: Any) -> tuple[float, float] | None:
    """Longitude and latitude, the order of GeoJSON."""
    if institution.longitude is None or institution.latitude is None:
        return None
    return float(institution.longitude), float(institution.latitude)


def about_institution(institution: Any) -> str:
    place = facts((_("Place"), institution.place), (_("Website"), institution.website))
    return format_html("{}{}", institution.description, place)


data.register(
    data.Resource(
        name="partners",
        section=Section.PARTNERS,
        title=Section.PARTNERS.label,
        about="Institutions that the office cooperates with: no prospects, no former partners.",
        page="partners:institution_list",
        rows=lambda: InstitutionList().rows().prefetch_related("names"),
        filters=InstitutionFilter,
        columns=(
            ID,
            Column("name", lambda row: row.name, "Today's name."),
            Column("other_names", lambda row: [name.text for name in row.names.all()], "Native, former and short names.", TEXTS),
            Column("acronym", lambda row: row.acronym, "As the institution abbreviates itself."),
            Column("kind", lambda row: row.kind, "What it is.", data.one_of(Institution.Kind)),
            Column("country", lambda row: row.country, "ISO 3166-1 code.", COUNTRY),
            Column("city", lambda row: row.city, "Where it is."),
            Column("place", lambda row: row.place, "City and country as the page words them."),
            Column("latitude", lambda row: row.latitude, "Degrees north (WGS 84).", DECIMAL),
            Column("longitude", lambda row: row.longitude, "Degrees east (WGS 84).", DECIMAL),
            Column("is_key_partner", lambda row: row.is_key, "Whether the office marks it as one of the most important.", YES_NO),
            Column("partner_since", lambda row: row.partner_since, "Only where no agreement says it.", PARTIAL_DATE),
            Column("erasmus_code", lambda row: row.erasmus_code, "Code of the Erasmus charter; its blanks belong to it."),
            Column("pic", lambda row: row.pic, "Participant identification code of the EU, nine digits."),
            Column("oid", lambda row: row.oid, "Number of the Erasmus+ organisation register."),
            Column("ror", lambda row: f"https://ror.org/{row.ror}" if row.ror else None, "Research Organization Registry.", LINK),
            Column("description", lambda row: row.description, "About the cooperation, without markup."),
            WEBSITE,
            URL,
            UPDATED,
        ),
        feed=Feed(title=lambda row: row.name, html=about_institution),
        point=point,
    )
)


def about_agreement(agreement: Any) -> str:
    parties = ", ".join(str(party.institution) for party in agreement.parties.all())
    known = facts(
        (_("Kind"), agreement.get_kind_display()),
        (_("Parties"), parties),
        (_("Signed"), agreement.signed_on.display()),
        (_("Until"), agreement.ends_now.display()),
    )
    return format_html("{}{}", known, agreement.description)


def text_of(agreement: Any) -> str:
    return data.absolute(agreement.document.url) if agreement.public_document else ""


data.register(
    data.Resource(
        name="agreements",
        section=Section.AGREEMENTS,
        title=Section.AGREEMENTS.label,
        about="Agreements with partners. Those that have ended are left out unless the parameter state asks for them.",
        page="partners:agreement_list",
        rows=lambda: AgreementList().rows().prefetch_related(PARTIES, "scopes"),
        filters=AgreementFilter,
        columns=(
            ID,
            Column("title", lambda row: row.heading, "The title, or the kind with the other parties."),
            Column("number", lambda row: row.number, "In the office's register."),
            Column("kind", lambda row: row.kind, "What was signed.", data.one_of(Agreement.Kind)),
            Column("state", lambda row: row.state, "Computed from the dates, for today.", data.one_of(PUBLIC_STATES)),
            Column("parties", lambda row: [party.institution.name for party in row.parties.all()], "Institutions, ours included.", TEXTS),
            Column(
                "countries",
                lambda row: list(dict.fromkeys(party.institution.country for party in row.parties.all())),
                "ISO 3166-1 codes of the parties' countries.",
                TEXTS,
            ),
            Column("scopes", lambda row: [scope.code for scope in row.scopes.all()], "What it is about, as short words.", TEXTS),
            Column("signed_on", lambda row: row.signed_on, "Year, month or day, as far as it is known.", PARTIAL_DATE),
            STARTS,
            ENDS,
            Column("is_renewed_automatically", lambda row: row.is_renewed_automatically, "It goes on after its end.", YES_NO),
            Column("runs_until", lambda row: row.ends_now, "The end of today's term, where it is renewed automatically.", PARTIAL_DATE),
            Column("terminated_on", lambda row: row.terminated_on, "If it was ended before its time.", PARTIAL_DATE),
            Column("description", lambda row: row.description, "What was agreed, without markup."),
            Column("text_url", text_of, "The signed text as PDF, where it is public.", LINK),
            URL,
            UPDATED,
        ),
        feed=Feed(title=lambda row: row.heading, html=about_agreement),
    )
)

data.register(
    data.Resource(
        name="centres",
        section=Section.CENTRES,
        title=Section.CENTRES.label,
        about="Units that an agreement founded.",
        page="partners:joint_centre_list",
        rows=JointCentreList().rows,
        filters=JointCentreFilter,
        columns=(
            ID,
            Column("name", lambda row: row.name, "Its name."),
            Column("host", lambda row: row.host and row.host.name, "Where it is located."),
            Column("founded_on", lambda row: row.founded_on, "Year, month or day, as far as it is known.", PARTIAL_DATE),
            Column("description", lambda row: row.description, "What it is for, without markup."),
            WEBSITE,
            URL,
            UPDATED,
        ),
    )
)

data.register(
    data.Resource(
        name="memberships",
        section=Section.MEMBERSHIPS,
        title=Section.MEMBERSHIPS.label,
        about="Associations, organisations and charters that the institution has joined or has left.",
        page="partners:membership_list",
        rows=MembershipList().rows,
        filters=MembershipFilter,
        columns=(
            ID,
            Column("body", lambda row: row.body, "The full name."),
            Column("acronym", lambda row: row.acronym, "As it abbreviates itself."),
            Column("role", lambda row: row.role, "What the institution is there.", data.one_of(Membership.Role)),
            Column("is_over", lambda row: row.is_over, "Whether it has ended.", YES_NO),
            STARTS,
            ENDS,
            Column("description", lambda row: row.description, "In a few words."),
            WEBSITE,
            UPDATED,
        ),
    )
)
