"""Public pages of visiting professors, visits, honours and mobility. A name stands there only with the person's consent."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.generic import TemplateView

from intlcoop.base.chart import Bar, Columns, each_year
from intlcoop.base.clock import today
from intlcoop.base.joined import with_parts
from intlcoop.profile.choices import Section
from intlcoop.profile.http import OfficeRequest
from intlcoop.profile.navigation import Item
from intlcoop.profile.views import DetailPage, ListPage, SectionView, section_item
from partners.models import AgreementParty, Figure, Institution, Person
from visitors import mobility
from visitors.filters import AppointmentFilter, DelegationFilter, HonourFilter, VisitFilter
from visitors.models import Appointment, Delegation, Honour, Placement, Visit

YEARS_SHOWN = 15
MOST_AFFILIATIONS = 40  # beneath the guests; each has a page of its own, and the search finds all


@dataclass(frozen=True)
class GuestTable:
    """A table of the list of visiting professors. A column in which nothing stands is left out."""

    heading: str
    rows: list[Appointment]
    has_institutions: bool
    has_periods: bool


def guest_tables(appointments: Iterable[Any]) -> list[GuestTable]:
    """By group; the rows come in the order of groups, with `person.terms`."""
    tables = []
    for group, members in groupby(appointments, key=lambda appointment: appointment.group):
        rows = list(members)
        has_periods = any(term.starts_on or term.ends_on for row in rows for term in row.person.terms)
        tables.append(GuestTable(str(Appointment.Group(group).label), rows, any(row.comes_from for row in rows), has_periods))
    return tables


class AppointmentList(ListPage):
    """People, not periods: somebody's second term adds nothing to the count."""

    section = Section.VISITING_PROFESSORS
    filterset_class = AppointmentFilter
    template_name = "visitors/appointment_list.html"

    def rows(self) -> QuerySet[Appointment]:
        terms = Prefetch("person__appointments", Appointment.objects.published(), to_attr="terms")
        return Appointment.objects.published().in_groups().select_related("person__institution", "home_institution").prefetch_related(terms)

    def count_in_words(self, rows: Any, count: int) -> str:
        countries = len(self.filterset.countries_left())
        words = ngettext("%(count)d guest", "%(count)d guests", count) % {"count": count}
        if not countries:
            return words
        return " ".join([words, ngettext("from %(count)d country", "from %(count)d countries", countries) % {"count": countries}])

    def per_year(self) -> Columns:
        """Of all guests, whatever is filtered; each year leads to its guests."""
        counted = self.filterset.occurring if self.filterset.is_filtered else self.filterset.numbers
        people = {int(year): number for year, number in counted.get("year", {}).items()}
        years = list(each_year(people, YEARS_SHOWN))
        bars = [
            Bar(str(year), number, url=f"{self.request.path}?year={year}", is_preliminary=year == today().year) for year, number in years
        ]
        about = _("Everybody is counted once in each year in which an appointment holds.")
        return Columns("per-year", _("Visiting professors per year"), _("Year"), _("People"), bars, about)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        shown = list(Institution.objects.published().affiliations()[: MOST_AFFILIATIONS + 1])
        return context | {
            "tables": guest_tables(context["page_obj"].object_list),
            "per_year": self.per_year(),
            "figures": with_parts(Figure.objects.on_page(Section.VISITING_PROFESSORS), "countries"),
            "affiliations": shown[:MOST_AFFILIATIONS],
            "has_more_affiliations": len(shown) > MOST_AFFILIATIONS,
        }


class AppointmentDetail(DetailPage):
    """The page of a person with all public terms. Its address says the name, so without consent there is none."""

    section = Section.VISITING_PROFESSORS
    template_name = "visitors/appointment_detail.html"
    context_object_name = "person"

    def rows(self) -> QuerySet[Person]:
        terms = Appointment.objects.select_related("home_institution", "project")
        shown = terms.in_use() if self.is_preview else terms.published()
        return Person.objects.select_related("institution").prefetch_related(Prefetch("appointments", shown, to_attr="terms"))

    def public(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        terms = Appointment.objects.published().filter(person=OuterRef("pk"))
        return rows.named().filter(Exists(terms))  # type: ignore[attr-defined]

    def address_of(self, record: Any) -> str:
        """A person has no other page than this one."""
        return reverse("visitors:appointment_detail", args=[record.slug])


class VisitsPage(ListPage):
    """One section, two lists: people who visit, and official delegations. Each leads to the other once there is a delegation."""

    section = Section.VISITS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = self.request.path
        addresses = {_("Visits"): reverse("visitors:visit_list"), _("Delegations"): reverse("visitors:delegation_list")}
        kinds = [Item(label, url, url == here) for label, url in addresses.items()]
        has_both = kinds[1].is_current or Delegation.objects.published().exists()
        return super().get_context_data(**kwargs) | {"kinds": kinds if has_both else []}


class VisitList(VisitsPage):
    filterset_class = VisitFilter
    template_name = "visitors/visit_list.html"

    def rows(self) -> QuerySet[Visit]:
        return Visit.objects.published().select_related("person", "institution")

    def count_in_words(self, rows: QuerySet[Visit], count: int) -> str:
        return ngettext("%(count)d visit", "%(count)d visits", count) % {"count": count}


class DelegationList(VisitsPage):
    introduces = False
    filterset_class = DelegationFilter
    template_name = "visitors/delegation_list.html"

    def rows(self) -> QuerySet[Delegation]:
        return Delegation.objects.published().select_related("institution")

    def breadcrumb(self) -> list[Item]:
        return [section_item(Section.VISITS)]

    def page_name(self) -> str:
        return _("Delegations")

    def count_in_words(self, rows: QuerySet[Delegation], count: int) -> str:
        return ngettext("%(count)d delegation", "%(count)d delegations", count) % {"count": count}


class DelegationDetail(DetailPage):
    section = Section.VISITS
    template_name = "visitors/delegation_detail.html"
    context_object_name = "delegation"

    def rows(self) -> QuerySet[Delegation]:
        parties = Prefetch("agreement__parties", AgreementParty.objects.select_related("institution"))
        return Delegation.objects.select_related("institution", "head", "agreement", "project").prefetch_related(parties)

    def breadcrumb(self) -> list[Item]:
        return [section_item(Section.VISITS), Item(_("Delegations"), reverse("visitors:delegation_list"))]

    def page_name(self) -> str:
        return str(self.object.shown_organisation)


class HonourList(ListPage):
    section = Section.HONOURS
    filterset_class = HonourFilter
    template_name = "visitors/honour_list.html"

    def rows(self) -> QuerySet[Honour]:
        return Honour.objects.published().select_related("person__institution", "institution")

    def count_in_words(self, rows: QuerySet[Honour], count: int) -> str:
        return ngettext("%(count)d honour", "%(count)d honours", count) % {"count": count}


class PlacementTable(SectionView, TemplateView):
    """Fixed tables, chosen by ?table=. There are no filters: each would make new sums (visitors/mobility.py)."""

    request: OfficeRequest

    section = Section.MOBILITY
    introduces = True
    template_name = "visitors/placement_table.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("table", mobility.Arrangement.YEAR.value)
        is_known = asked in mobility.Arrangement.values
        arrangement = mobility.Arrangement(asked) if is_known else mobility.Arrangement.YEAR
        smallest = self.request.office.smallest_cell
        groups = Placement.objects.published().counted()
        cells = mobility.base_table(groups, smallest)
        query = f"table={arrangement.value}" if is_known and asked != mobility.Arrangement.YEAR else ""
        return (
            super().get_context_data(**kwargs)
            | self.as_data(query)
            | {
                "arrangement": arrangement,
                "arrangements": list(mobility.Arrangement),
                "tables": mobility.tables(cells, arrangement, smallest),
                "smallest": smallest,
                "preliminary_years": mobility.preliminary_years(cells),
                "updated_at": max((group.updated_at for group in groups if group.updated_at), default=None),
                "figures": with_parts(Figure.objects.on_page(Section.MOBILITY), "countries"),
                "messages_for_reader": [] if is_known else [_("There is no such table. You see the one by academic year.")],
            }
        )
