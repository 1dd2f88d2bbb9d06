"""One search over everything public: folded words, in names, former names, numbers and titles."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from intlcoop.base.text import fold
from intlcoop.office.models import Page
from intlcoop.profile.choices import Section
from intlcoop.profile.models import Profile
from news.models import Event
from partners.models import Agreement, Institution, JointCentre
from partners.views import PARTIES
from projects.models import Programme, Project
from visitors.models import Appointment

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


def _agreements(words: str, office: Profile) -> Any:
    """By their own words, or by those of a party."""
    parties = Institution.objects.matching(words).exclude(relation=Institution.Relation.HOME).values("pk")
    named = Agreement.objects.published().matching(words).values("pk")
    found = Agreement.objects.published().filter(parties__institution__in=parties).values("pk")
    return Agreement.objects.filter(pk__in=named.union(found)).prefetch_related(PARTIES)


def _guests(words: str, office: Profile) -> Any:
    guests = Appointment.objects.published().filter(person__has_consent=True).select_related("person")
    for word in fold(words).split():
        guests = guests.filter(person__search_text__contains=word)
    return guests


def _pages(words: str, office: Profile) -> Any:
    """Pages of their own, and the introductions of sections in use."""
    return Page.objects.published().matching(words).filter(section__in=["", *office.sections])


# Section, heading, the query, what a hit says. A section that is off is not searched.
SOURCES: tuple[tuple[Section | None, Any, Callable[[str, Profile], Any], Callable[[Any], Hit]], ...] = (
    (Section.PARTNERS, _("Institutions"), _institutions, lambda row: Hit(row.name, row.get_absolute_url(), row.place)),
    (Section.AGREEMENTS, _("Agreements"), _agreements, lambda row: Hit(row.heading, row.get_absolute_url(), row.signed_on.display())),
    (Section.CENTRES, _("Joint centres"), lambda words, office: JointCentre.objects.published().matching(words), lambda row: Hit(row.name, row.get_absolute_url())),
    (Section.PROJECTS, _("Projects"), lambda words, office: Project.objects.published().matching(words), lambda row: Hit(row.title, row.get_absolute_url(), row.acronym)),
    (Section.PROGRAMMES, _("Programmes"), lambda words, office: Programme.objects.published().matching(words), lambda row: Hit(row.name, row.get_absolute_url(), row.acronym)),
    (Section.VISITING_PROFESSORS, _("Visiting professors"), _guests, lambda row: Hit(row.person.public_name, row.get_absolute_url(), row.starts_on[:4])),
    (Section.EVENTS, _("Events"), lambda words, office: Event.objects.published().matching(words), lambda row: Hit(row.title, row.get_absolute_url(), row.starts_on.display())),
    (None, _("Pages"), _pages, lambda row: Hit(row.title, row.get_absolute_url())),
)  # fmt: skip


def search(*, words: str, office: Profile) -> list[Group]:
    """The groups that have a hit, each with its first ten; nothing for fewer than two letters. Only what is public."""
    if len(fold(words)) < SHORTEST:
        return []
    groups = []
    for section, heading, query, hit in SOURCES:
        if section is None or office.uses(section):
            rows = list(query(words, office)[: SHOWN + 1])
            count = query(words, office).count() if len(rows) > SHOWN else len(rows)
            if rows:
                groups.append(Group(heading, [hit(row) for row in rows[:SHOWN]], count))
    return groups
