"""One search over everything public: folded words, in names, former names, numbers and titles."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from intlcoop.base.text import fold
from intlcoop.office.models import Page
from intlcoop.profile.choices import Section
from intlcoop.profile.models import Profile
from news.models import Article, Document, Event
from partners.models import Agreement, Institution, JointCentre, Membership, Person
from partners.views import PARTIES
from projects.models import Call, Programme, Project
from visitors.models import Appointment, Delegation

SHORTEST = 2
SHOWN = 10


@dataclass(frozen=True)
class Hit:
    """A line of the result: what to click, and what tells it from others of the name."""

    title: Any
    url: str
    detail: str = ""


@dataclass(frozen=True)
class Group:
    heading: Any
    hits: list[Hit]
    count: int

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.hits)


def _institutions(words: str, office: Profile) -> Any:
    return Institution.objects.with_page().matching(words)


def _ours(words: str, office: Profile) -> Any:
    """Somebody who looks for our own name finds the home page, whatever sections the office uses."""
    return Institution.objects.published().filter(relation=Institution.Relation.HOME).matching(words)


def _agreements(words: str, office: Profile) -> Any:
    return Agreement.objects.published().matching(words).prefetch_related(PARTIES)


def _guests(words: str, office: Profile) -> Any:
    """People who agreed to be named, each once."""
    people = Person.objects.named().matching(words).order_by().values("pk")
    return Appointment.objects.named().filter(person__in=people).one_per_person().select_related("person")


def _calls(words: str, office: Profile) -> Any:
    """Open ones first: a closed call is found too, and says that it is closed."""
    return Call.objects.published().with_state().soonest_first().matching(words)


def _delegations(words: str, office: Profile) -> Any:
    return Delegation.objects.published().matching(words).select_related("institution")


def _pages(words: str, office: Profile) -> Any:
    """Pages of their own, and the introductions of sections in use."""
    return Page.objects.published().matching(words).filter(section__in=["", *office.sections])


@dataclass(frozen=True)
class Source:
    """Where to look: a section that is off is not searched. `title` and `detail` say a row in the result."""

    section: Section | None
    heading: Any
    query: Callable[[str, Profile], Any]
    title: Callable[[Any], Any]
    detail: Callable[[Any], str] = lambda row: ""


def _plain(model: Any) -> Callable[[str, Profile], Any]:
    """For models whose own text is all there is to search."""
    return lambda words, office: model.objects.published().matching(words)


SOURCES = (
    Source(None, _("Our own institution"), _ours, lambda row: row.name, lambda row: row.place),
    Source(Section.PARTNERS, _("Institutions"), _institutions, lambda row: row.name, lambda row: row.place),
    Source(Section.AGREEMENTS, _("Agreements"), _agreements, lambda row: row.heading, lambda row: row.signed_on.display()),
    Source(Section.CENTRES, _("Joint centres"), _plain(JointCentre), lambda row: row.name),
    Source(Section.MEMBERSHIPS, _("Memberships"), _plain(Membership), lambda row: row.body, lambda row: row.acronym),
    Source(Section.PROJECTS, _("Projects"), _plain(Project), lambda row: row.title, lambda row: row.acronym),
    Source(Section.CALLS, _("Calls"), _calls, lambda row: row.title, lambda row: str(row.state.label)),
    Source(Section.PROGRAMMES, _("Programmes"), _plain(Programme), lambda row: row.name, lambda row: row.acronym),
    Source(
        Section.VISITING_PROFESSORS, _("Visiting professors"), _guests, lambda row: row.person.public_name, lambda row: row.starts_on[:4]
    ),
    Source(Section.EVENTS, _("Events"), _plain(Event), lambda row: row.title, lambda row: row.starts_on.display()),
    Source(Section.DOCUMENTS, _("Documents"), _plain(Document), lambda row: row.title, lambda row: row.version or row.dated_on.display()),
    Source(Section.VISITS, _("Delegations"), _delegations, lambda row: row.shown_organisation, lambda row: row.starts_on.display()),
    Source(Section.NEWS, _("News"), _plain(Article), lambda row: row.title, lambda row: date_format(row.published_on)),
    Source(None, _("Pages"), _pages, lambda row: row.title),
)


def search(*, words: str, office: Profile) -> list[Group]:
    """The groups that have a hit, each with its first ten; nothing for fewer than two letters. Only what is public."""
    if len(fold(words)) < SHORTEST:
        return []
    groups = []
    for source in SOURCES:
        if source.section is None or office.uses(source.section):
            found = source.query(words, office)
            rows = list(found[: SHOWN + 1])
            if rows:
                count = found.count() if len(rows) > SHOWN else len(rows)
                hits = [Hit(source.title(row), row.get_absolute_url(), source.detail(row)) for row in rows[:SHOWN]]
                groups.append(Group(source.heading, hits, count))
    return groups
