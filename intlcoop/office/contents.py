"""What the site map lists: every section in use, how much stands in it, and the lists beneath it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from intlcoop.office.models import Ranking
from intlcoop.profile.choices import Section
from intlcoop.profile.models import Profile
from intlcoop.profile.views import section_item
from news.models import Article, Document, Event
from partners.models import Agreement, Institution, JointCentre, Membership
from projects.models import Call, Programme, Project
from visitors.models import Appointment, Delegation, Honour, Visit

# The rows that the section's list shows before anybody filters it; sections of one page have none.
LISTED: dict[Section, Callable[[], Any]] = {
    Section.PARTNERS: lambda: Institution.objects.published().partners(),
    Section.AGREEMENTS: lambda: Agreement.objects.published().not_over(),
    Section.CENTRES: lambda: JointCentre.objects.published(),
    Section.MEMBERSHIPS: lambda: Membership.objects.published(),
    Section.PROGRAMMES: lambda: Programme.objects.published(),
    Section.PROJECTS: lambda: Project.objects.published(),
    Section.CALLS: lambda: Call.objects.published().not_closed(),
    Section.VISITING_PROFESSORS: lambda: Appointment.objects.published().order_by().values("person").distinct(),
    Section.VISITS: lambda: Visit.objects.published(),
    Section.HONOURS: lambda: Honour.objects.published(),
    Section.EVENTS: lambda: Event.objects.published(),
    Section.NEWS: lambda: Article.objects.published(),
    Section.DOCUMENTS: lambda: Document.objects.published().latest_versions(),
    Section.RANKINGS: lambda: Ranking.objects.published(),
}


@dataclass(frozen=True)
class Entry:
    """A line of the site map; nought is not told."""

    label: str
    url: str
    count: int = 0
    beneath: list["Entry"] = field(default_factory=list)


def entries(office: Profile) -> list[Entry]:
    """One query for each list."""
    found = []
    for section in Section:
        if office.uses(section):
            item = section_item(section)
            count = LISTED[section]().count() if section in LISTED else 0
            found.append(Entry(item.label, item.url, count, _beneath(section, count)))
    return found


def _beneath(section: Section, listed: int) -> list[Entry]:
    if section == Section.PARTNERS and listed:
        return [Entry(_("Map of partners"), reverse("partners:institution_map"))]
    count = Delegation.objects.published().count() if section == Section.VISITS else 0
    return [Entry(_("Delegations"), reverse("visitors:delegation_list"), count)] if count else []
