"""What the search looks through: kind by kind, whom a visitor may see of it, and how a row is told in the result."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from intlcoop.base.composed import Times, now_and_today
from intlcoop.base.models import Record
from intlcoop.office.models import Page, Policy, PolicyObjective, StaffMember
from intlcoop.profile.choices import Section
from intlcoop.profile.models import Profile
from intlcoop.profile.navigation import section_url
from news.models import Article, Document, Event
from partners.models import Agreement, Institution, JointCentre, Membership, Person
from partners.views import PARTIES
from projects.models import Call, Programme, Project
from projects.models.deadline import moments
from visitors.models import Appointment, Delegation, Honour, Visit

Row = Any


def _nothing(row: Row) -> tuple[Any, ...]:
    return ()


def _own_page(row: Row) -> str:
    return str(row.get_absolute_url())


@dataclass(frozen=True)
class Source:
    """One kind of result; `key` stands in the address. A section that is off is not searched.

    `with_parts` fetches what title and detail read, for the few rows that are shown. `others` gives the texts of a row by which it
    is found besides these: other names, numbers, long texts; `elsewhere` is fetched for them where the line does not say it all.
    """

    key: str
    section: Section | None
    heading: Any
    model: type[Record]
    title: Callable[[Row], Any]
    detail: Callable[[Row], Any] = lambda row: ""
    others: Callable[[Row], Iterable[Any]] = _nothing
    url: Callable[[Row], str] = _own_page
    with_parts: Callable[[Any], Any] = lambda rows: rows
    elsewhere: tuple[Any, ...] = ()
    year: str = ""  # the column whose year is asked for; what has none is of no year
    seen: Callable[[Any, Profile], Any] = lambda rows, office: rows.published()
    times: Times = now_and_today  # with which `seen` compares

    @property
    def rows(self) -> Any:
        """All of them, drafts too: for what a kind can be asked."""
        return self.model._default_manager.all()

    def public(self, office: Profile, year: str = "") -> Any:
        """Those that a visitor may see, of a year or of all. Nothing here may branch on the time: see `composed`."""
        public = self.seen(self.rows, office)
        return public.filter(**{f"{self.year}__startswith": year}) if year else public


def _guests(rows: Any, office: Profile) -> Any:
    """People who agreed to be named and have, or had, a term: each has a page."""
    return rows.named().filter(pk__in=Appointment.objects.published().order_by().values("person"))


def _pages(rows: Any, office: Profile) -> Any:
    """Pages of their own, and the introductions of sections in use."""
    return rows.published().filter(section__in=["", *office.sections])


def _listed(name: str, words: Any) -> str:
    """The list in which a row without a page of its own stands, filtered so that it comes first."""
    return f"{reverse(name)}?{urlencode({'q': str(words)})}"


def _identifiers(row: Institution) -> Iterable[str]:
    return (text for text in (row.acronym, row.erasmus_code, row.pic, row.oid, row.ror) if text)


def _who(row: Honour | Visit) -> Any:
    """The name as the list says it: of the person only with consent."""
    if row.person and row.person.is_named:
        return row.person.public_name
    return getattr(row, "visitor", "") or (row.institution.name if row.institution else row._meta.verbose_name)


def _visit_words(row: Visit | Honour) -> Any:
    return row.person.name if row.person and row.person.is_named else _who(row)


SOURCES = (
    Source("home", None, _("Our own institution"), Institution,
           lambda row: row.name, lambda row: row.place, lambda row: [*row.names.all(), *row.departments.all()],
           elsewhere=("names", "departments"), seen=lambda rows, office: rows.published().filter(relation=Institution.Relation.HOME)),
    Source("institution", Section.PARTNERS, _("Institutions"), Institution,
           lambda row: row.name, lambda row: row.place,
           lambda row: [*_identifiers(row), *row.names.all(), *(part.name for part in row.departments.all()), row.description],
           elsewhere=("names", "departments"), seen=lambda rows, office: rows.with_page()),
    Source("guest", Section.VISITING_PROFESSORS, _("Visiting professors"), Person,
           lambda row: row.public_name, lambda row: row.institution.name if row.institution else "", lambda row: [row.field, row.orcid],
           lambda row: reverse("visitors:appointment_detail", args=[row.slug]), lambda rows: rows.select_related("institution"),
           seen=_guests),
    Source("staff", Section.OFFICE, _("Staff of the office"), StaffMember,
           lambda row: row.person.public_name, lambda row: row.role, url=lambda row: section_url(Section.OFFICE),
           with_parts=lambda rows: rows.select_related("person"), seen=lambda rows, office: rows.named()),
    Source("agreement", Section.AGREEMENTS, _("Agreements"), Agreement,
           lambda row: row.heading, lambda row: row.signed_on.display(),
           lambda row: [row.number, *(party.institution.name for party in row.parties.all()), row.description],
           with_parts=lambda rows: rows.prefetch_related(PARTIES), year="signed_on"),
    Source("centre", Section.CENTRES, _("Joint centres"), JointCentre,
           lambda row: row.name, others=lambda row: [row.description]),
    Source("membership", Section.MEMBERSHIPS, _("Memberships"), Membership,
           lambda row: row.body, lambda row: row.acronym, lambda row: [row.description], lambda row: _listed("partners:membership_list", row.body),
           year="starts_on"),
    Source("project", Section.PROJECTS, _("Projects"), Project,
           lambda row: row.title, lambda row: row.acronym,
           lambda row: [*(number.as_printed for number in row.numbers.all()), row.topics, row.description],
           elsewhere=("numbers",), year="starts_on"),
    Source("call", Section.CALLS, _("Calls"), Call,
           lambda row: row.title, lambda row: row.state.label,
           lambda row: [row.description, row.eligibility, row.how_to_apply, *(host.name for host in row.hosts.all())],
           elsewhere=("hosts",), year="deadline_on",
           seen=lambda rows, office: rows.published().with_state().soonest_first(), times=lambda at: moments(at).values()),
    Source("programme", Section.PROGRAMMES, _("Programmes"), Programme,
           lambda row: row.name, lambda row: row.acronym, lambda row: [row.description]),
    Source("event", Section.EVENTS, _("Events"), Event,
           lambda row: row.title, lambda row: row.starts_on.display(), lambda row: [row.place, row.description], year="starts_on"),
    Source("document", Section.DOCUMENTS, _("Documents"), Document,
           lambda row: row.title, lambda row: row.version or row.dated_on.display(), lambda row: [row.description], year="dated_on"),
    Source("delegation", Section.VISITS, _("Delegations"), Delegation,
           lambda row: row.shown_organisation, lambda row: row.starts_on.display(),
           lambda row: [*([row.head.public_name] if row.is_head_named else []), row.head_in_words, row.host, row.purpose, row.results],
           with_parts=lambda rows: rows.select_related("institution", "head"), year="starts_on"),
    Source("visit", Section.VISITS, _("Visits"), Visit,
           _who, lambda row: row.starts_on.display(), lambda row: [*([row.institution.name] if row.institution else []), row.description],
           lambda row: _listed("visitors:visit_list", _visit_words(row)), lambda rows: rows.select_related("institution", "person"), year="starts_on"),
    Source("honour", Section.HONOURS, _("Honours"), Honour,
           _who, lambda row: f"{row.get_kind_display()} {row.awarded_on[:4]}".strip(), lambda row: [row.citation],
           lambda row: _listed("visitors:honour_list", _visit_words(row)), lambda rows: rows.select_related("institution", "person"), year="awarded_on"),
    Source("news", Section.NEWS, _("News"), Article,
           lambda row: row.title, lambda row: date_format(row.published_on), lambda row: [row.teaser, row.body, row.place], year="published_on"),
    Source("policy", Section.POLICY, _("Policy"), Policy,
           lambda row: row.title, lambda row: row.adopted_on.display(), lambda row: [row.body, *(part.text for part in row.objectives.all())],
           lambda row: reverse("office:policy_detail", args=[row.version]),
           elsewhere=(Prefetch("objectives", PolicyObjective.objects.all()),), year="adopted_on",
           # what the page of the policy shows: the newest version first, the earlier ones at addresses of their own
           seen=lambda rows, office: rows.published().adopted()),
    Source("page", None, _("Pages"), Page, lambda row: row.title, others=lambda row: [row.body], seen=_pages),
)  # fmt: skip
