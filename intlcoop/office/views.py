"""The front desk: home, search, pages of the office, policy, rankings, graduates, legal pages."""

import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import ngettext
from django.views.generic import DetailView, TemplateView

from intlcoop.base.clock import today
from intlcoop.base.linked_data import Description
from intlcoop.office import contents, home, ranking_charts
from intlcoop.office.filters import FigureFilter, RankingFilter
from intlcoop.office.models import OfficeTask, Page, Policy, PolicyEvidence, Ranking, StaffMember
from intlcoop.office.models.evidence import RECORDS
from intlcoop.profile import data_links, linked_data
from intlcoop.profile.choices import Section
from intlcoop.profile.views import DetailPage, ListPage, SectionView
from partners.models import Figure, Institution

STATEMENT_PREPARED_ON = datetime.date(2026, 11, 22)  # when these pages were last tested as a whole; renew it with them


class Home(SectionView, TemplateView):
    template_name = "office/home.html"

    def structured(self) -> list[Description]:
        return [linked_data.website(self.office), linked_data.office(self.office)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office = self.office
        countries = home.countries_of_partners()
        figures = home.figures(office, countries)
        calls, next_call = home.calls(office)
        return super().get_context_data(**kwargs) | {
            "home_figures": figures,
            "stated_figures": home.stated(office, room=home.MOST_FIGURES - len(figures)),
            "drawing": home.partner_map(office, countries),
            "calls": calls,
            "next_call": next_call,
            "counted_on": today(),
            "events": home.next_events(office),
            "articles": home.latest_news(office),
            "doors": home.doors(office),
            "pages": Page.objects.published().standalone(),
            "feeds": data_links.feeds(data_links.resources(office)),
            "fallback_language": self.fallback_language(office),
        }


class PageDetail(DetailPage):
    template_name = "office/page_detail.html"
    context_object_name = "page"

    def rows(self) -> QuerySet[Page]:
        return Page.objects.standalone().prefetch_related("links")


class PolicyDetail(SectionView, DetailView):
    """The version in force; an older one by its version in the address."""

    section = Section.POLICY
    introduces = True
    template_name = "office/policy_detail.html"
    context_object_name = "policy"

    def get_queryset(self) -> QuerySet[Policy]:
        return (
            Policy.objects.published()
            .adopted()
            .prefetch_related(Prefetch("objectives__evidence", PolicyEvidence.objects.select_related(*RECORDS)))
        )

    def get_object(self, queryset: Any = None) -> Policy | None:
        self.versions = list(self.get_queryset())
        if wanted := self.kwargs.get("version"):
            found = next((policy for policy in self.versions if policy.version == wanted), None)
            if found is None:
                raise Http404
            return found
        return self.versions[0] if self.versions else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        policy = self.object
        others = [version for version in self.versions if version != policy]
        objectives = list(policy.objectives.all()) if policy else []
        for objective in objectives:
            shown = [(row, row.links(self.office.sections)) for row in objective.evidence.all()]
            objective.shown_evidence = [(row, records) for row, records in shown if row.text or records]
        return super().get_context_data(**kwargs) | {
            "policy": policy,
            "others": others,
            "fallback_language": self.fallback_language(policy, *objectives),
            "is_newest": not policy or policy == self.versions[0],
            "main": [objective for objective in objectives if objective.is_main],
            "numbered": [objective for objective in objectives if not objective.is_main],
        }


class RankingList(ListPage):
    section = Section.RANKINGS
    filterset_class = RankingFilter
    template_name = "office/ranking_list.html"

    def rows(self) -> QuerySet[Ranking]:
        return Ranking.objects.published()

    def count_in_words(self, rows: QuerySet[Ranking], count: int) -> str:
        return ngettext("%(count)d place", "%(count)d places", count) % {"count": count}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"charts": ranking_charts.charts(self.filterset.qs)}


class FigureList(ListPage):
    """Aggregates only, as the office states them; no graduate is stored."""

    section = Section.GRADUATES
    filterset_class = FigureFilter
    template_name = "office/figure_list.html"

    def rows(self) -> QuerySet[Figure]:
        return Figure.objects.on_page(Section.GRADUATES).prefetch_related("countries")

    def count_in_words(self, rows: QuerySet[Figure], count: int) -> str:
        return ngettext("%(count)d figure", "%(count)d figures", count) % {"count": count}


class Office(SectionView, TemplateView):
    """Who we are: contact, purpose, foundation, people, tasks."""

    section = Section.OFFICE
    introduces = True
    template_name = "office/office.html"

    def structured(self) -> list[Description]:
        return [*super().structured(), linked_data.office(self.office)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        staff, tasks = list(StaffMember.objects.named().select_related("person")), list(OfficeTask.objects.published())
        context = super().get_context_data(**kwargs)
        return context | {
            "fallback_language": self.fallback_language(self.office, *context["introductions"], *staff, *tasks),
            "staff": [member for member in staff if not member.has_ended],
            "former_staff": [member for member in staff if member.has_ended],
            "tasks": tasks,
            "pages": Page.objects.published().standalone(),
            "identifiers": ours.identifiers if (ours := Institution.objects.published().home()) else [],
        }


class SiteMap(SectionView, TemplateView):
    """What the portal has, for readers; machines read sitemap.xml."""

    template_name = "office/site_map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = Page.objects.published().standalone()
        return super().get_context_data(**kwargs) | {"entries": contents.entries(self.office), "pages": pages}


class Accessibility(SectionView, TemplateView):
    """The statement of Decision (EU) 2018/1523: what holds for the software stands in the template, what holds for the office in its profile."""

    template_name = "office/accessibility.html"
    extra_context = {"prepared_on": STATEMENT_PREPARED_ON}


class Privacy(SectionView, TemplateView):
    template_name = "office/privacy.html"
