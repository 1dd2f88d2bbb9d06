"""Public pages of partners, agreements, joint centres and memberships."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _, ngettext
from django.views.generic import TemplateView

from intlcoop.base.chart import Bar, Columns, each_year
from intlcoop.base.clock import today
from intlcoop.base.joined import with_parts
from intlcoop.base.public import public_now
from intlcoop.profile import data_links
from intlcoop.profile.choices import Section
from intlcoop.profile.navigation import Item
from intlcoop.profile.views import DetailPage, FilteredPage, ListPage, section_item
from partners.atlas.drawing import partners_in_words
from partners.by_country import countries_of, drawing, place_of
from partners.exchange import directions
from partners.filters import AgreementFilter, InstitutionFilter, InstitutionMapFilter, JointCentreFilter, MembershipFilter
from partners.models import Agreement, AgreementParty, ExchangeCondition, FactSheet, Figure, Institution, JointCentre, Membership
from partners.standing import tell

YEARS_SHOWN = 15
PARTIES = Prefetch("parties", AgreementParty.objects.select_related("institution", "department"))


@dataclass(frozen=True)
class Group:
    """Partners of a country on a page of the list, and how many there are on all pages."""

    country: str
    number: str
    institutions: list[Institution]


def number_in_words(count: int) -> str:
    return ngettext("%(count)d partner", "%(count)d partners", count) % {"count": count}


class InstitutionList(ListPage):
    """Partners only: no prospects, nobody from whom only guests come, not ourselves."""

    section = Section.PARTNERS
    filterset_class = InstitutionFilter
    template_name = "partners/institution_list.html"

    def rows(self) -> QuerySet[Institution]:
        return Institution.objects.published().partners()

    def count_in_words(self, rows: QuerySet[Institution], count: int) -> str:
        return partners_in_words(count, len(self.filterset.countries_left()))

    def groups(self, institutions: list[Institution]) -> list[Group]:
        """Those of a page by country, each with the number of all that the list has there."""
        numbers = self.filterset.countries_left()
        return [
            Group(str(country.name), number_in_words(numbers[country.code]), list(members))
            for country, members in groupby(institutions, key=lambda institution: institution.country)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        shown = list(context["page_obj"].object_list)
        if self.office.uses(Section.AGREEMENTS):
            tell(shown)
        by_country = self.filterset.form.cleaned_data.get("sort") in {None, ""}
        return context | {
            "institutions": shown,
            "groups": self.groups(shown) if by_country else [],
            "figures": with_parts(Figure.objects.on_page(Section.PARTNERS), "countries"),
            "map_query": self.filterset.query_without("page").rstrip("&"),
        }


class InstitutionMap(FilteredPage, TemplateView):
    """The partners of the list, by the same filters, as a map with a table of its countries. Europe or the world, by `view`."""

    section = Section.PARTNERS
    filterset_class = InstitutionMapFilter
    template_name = "partners/institution_map.html"

    def rows(self) -> QuerySet[Institution]:
        return Institution.objects.published().partners()

    def count_in_words(self, rows: QuerySet[Institution], count: int) -> str:
        return partners_in_words(count, len(self.countries))

    def breadcrumb(self) -> list[Item]:
        return [section_item(Section.PARTNERS)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.filtered()
        query_without = self.filterset.query_without
        shows_agreements = self.office.uses(Section.AGREEMENTS)
        self.countries = countries_of(found, query=query_without("country", "view", "page"), with_agreements=shows_agreements)
        count = sum(country.partners for country in self.countries)
        view = self.filterset.form.cleaned_data.get("view", "")
        return super().get_context_data(**kwargs) | self.about_filters(count) | {
            "countries": self.countries,
            "drawing": drawing(self.countries, view=view, institutions=found) if count else None,
            "shows_agreements": shows_agreements,
            "list_query": query_without("view", "page").rstrip("&"),
            "view_query": query_without("view", "page"),
        }  # fmt: skip


class InstitutionDetail(DetailPage):
    """A partner, former or not, or an institution from which guests come."""

    section = Section.PARTNERS
    template_name = "partners/institution_detail.html"
    context_object_name = "institution"

    def rows(self) -> QuerySet[Institution]:
        return Institution.objects.select_related("belongs_to", "fact_sheet").with_departments()

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Institution:
        """With its other names, in the same query."""
        found = with_parts(self.get_queryset().filter(slug=self.kwargs["slug"]), "names")
        if not found:
            raise Http404
        return cast(Institution, found[0])

    def public(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.with_page()  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = Agreement.objects.published().with_party(self.object).with_state().with_heading()
        agreements = list(shown) if self.office.uses(Section.AGREEMENTS) else []
        places = ExchangeCondition.objects.on_offer(agreements).of_institution(self.object).with_names().select_related("agreement")
        sheet = getattr(self.object, "fact_sheet", None)
        return super().get_context_data(**kwargs) | {
            "agreements": agreements,
            "directions": directions(places),
            "sheet": sheet,
            "place": None if self.object.is_affiliation else place_of(self.object, str(self.office.country)),
            "feeds": data_links.feeds_about(self.object.slug, self.office),
            "fallback_language": self.fallback_language(self.object, sheet),
        }


class AgreementList(ListPage):
    section = Section.AGREEMENTS
    filterset_class = AgreementFilter
    template_name = "partners/agreement_list.html"

    def rows(self) -> QuerySet[Agreement]:
        return Agreement.objects.published().with_state().with_heading()

    def count_in_words(self, rows: QuerySet[Agreement], count: int) -> str:
        return ngettext("%(count)d agreement", "%(count)d agreements", count) % {"count": count}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = with_parts(Figure.objects.on_page(Section.AGREEMENTS), "countries")
        return super().get_context_data(**kwargs) | {"figures": figures, "signed_per_year": self.signed_per_year()}

    def signed_per_year(self) -> Columns:
        """What the filter of years counts: each column is the list that its year leads to."""
        signed = {int(year): number for year, number in self.filterset.numbers.get("year", {}).items()}
        query = self.filterset.query_without("year", "page")
        bars = [
            Bar(str(year), number, url=f"{self.request.path}?{query}year={year}", is_preliminary=year == today().year)
            for year, number in each_year(signed, YEARS_SHOWN)
        ]
        about = _("Of this list, those whose year of signing is known. Ended agreements are counted if you ask for them by the status.")
        return Columns("signed-per-year", _("Agreements signed per year"), _("Year"), _("Agreements"), bars, about)


class AgreementDetail(DetailPage):
    section = Section.AGREEMENTS
    template_name = "partners/agreement_detail.html"
    context_object_name = "agreement"

    def rows(self) -> QuerySet[Agreement]:
        return Agreement.objects.with_state().prefetch_related(PARTIES, "scopes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thing: Agreement = self.object
        centres = JointCentre.objects.published().founded_by(thing)
        conditions = list(thing.conditions.with_names())
        sheets = list(FactSheet.objects.public().of_receivers(thing).select_related("institution"))
        linked = list(Agreement.objects.published().linked_with(thing).with_state().with_heading())
        return super().get_context_data(**kwargs) | {
            "centres": centres if self.office.uses(Section.CENTRES) else [],
            "directions": directions(conditions),
            "sheets": sheets,
            "umbrella": next((other for other in linked if other.pk == thing.umbrella_id), None),
            "annexes": [other for other in linked if other.umbrella_id == thing.pk],
            "predecessor": next((other for other in linked if other.pk == thing.predecessor_id), None),
            "successor": next((other for other in linked if other.predecessor_id == thing.pk), None),
            "fallback_language": self.fallback_language(thing, *conditions, *sheets),
        }


class JointCentreList(ListPage):
    section = Section.CENTRES
    filterset_class = JointCentreFilter
    template_name = "partners/joint_centre_list.html"

    def rows(self) -> QuerySet[JointCentre]:
        return JointCentre.objects.published().select_related("host")

    def count_in_words(self, rows: QuerySet[JointCentre], count: int) -> str:
        return ngettext("%(count)d joint centre", "%(count)d joint centres", count) % {"count": count}


class JointCentreDetail(DetailPage):
    section = Section.CENTRES
    template_name = "partners/joint_centre_detail.html"
    context_object_name = "centre"

    def rows(self) -> QuerySet[JointCentre]:
        return JointCentre.objects.select_related("host", "agreement")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        founders = AgreementParty.objects.filter(public_now("agreement__"), agreement=self.object.agreement_id)
        return super().get_context_data(**kwargs) | {
            "members": founders.select_related("institution", "department"),
            "figures": with_parts(Figure.objects.published().filter(centre=self.object), "countries"),
        }


class MembershipList(ListPage):
    """Current memberships first, former ones last."""

    section = Section.MEMBERSHIPS
    filterset_class = MembershipFilter
    template_name = "partners/membership_list.html"

    def rows(self) -> QuerySet[Membership]:
        return Membership.objects.published().current_first()

    def count_in_words(self, rows: QuerySet[Membership], count: int) -> str:
        return ngettext("%(count)d membership", "%(count)d memberships", count) % {"count": count}
