"""Public pages of programmes, projects and calls."""

from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext

from intlcoop.profile.choices import Section
from intlcoop.profile.views import DetailPage, ListPage
from partners.models import Person
from projects.filters import CallFilter, ProgrammeFilter, ProjectFilter
from projects.models import Call, Participation, Programme, Project, ProjectMember

CONSORTIUM = Prefetch("participations", Participation.objects.coordinator_first().select_related("institution", "department"))


def team() -> Prefetch:
    """Only people who agreed to be named ever reach a template. Made anew for each request: who is public changes with the clock."""
    return Prefetch("members", ProjectMember.objects.filter(person__in=Person.objects.named()).select_related("person"))


class ProgrammeList(ListPage):
    """Open programmes first; closed ones stay, with their years. A programme without a project is worth its explanation."""

    section = Section.PROGRAMMES
    filterset_class = ProgrammeFilter
    template_name = "projects/programme_list.html"

    def rows(self) -> QuerySet[Programme]:
        projects = Project.objects.published().filter(programme=OuterRef("pk")).order_by()
        number = projects.values("programme").annotate(number=Count("pk")).values("number")
        return Programme.objects.published().open_first().annotate(number_of_projects=Coalesce(Subquery(number), 0))

    def count_in_words(self, rows: QuerySet[Programme], count: int) -> str:
        return ngettext("%(count)d programme", "%(count)d programmes", count) % {"count": count}


class ProgrammeDetail(DetailPage):
    section = Section.PROGRAMMES
    template_name = "projects/programme_detail.html"
    context_object_name = "programme"

    def rows(self) -> QuerySet[Programme]:
        return Programme.objects.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        projects = Project.objects.published().filter(programme=self.object).running_first().prefetch_related("numbers")
        return super().get_context_data(**kwargs) | {"projects": projects if self.office.uses(Section.PROJECTS) else []}


class ProjectList(ListPage):
    """Funded projects only, those that run first."""

    section = Section.PROJECTS
    filterset_class = ProjectFilter
    template_name = "projects/project_list.html"

    def rows(self) -> QuerySet[Project]:
        return Project.objects.published().running_first().select_related("programme").prefetch_related("numbers")

    def count_in_words(self, rows: QuerySet[Project], count: int) -> str:
        """Programmes that the public cannot see are not counted."""
        programmes = Programme.objects.published().filter(projects__in=rows.order_by().values("pk")).distinct().count()
        words = ngettext("%(count)d project", "%(count)d projects", count) % {"count": count}
        if not programmes:
            return words
        return " ".join([words, ngettext("in %(count)d programme", "in %(count)d programmes", programmes) % {"count": programmes}])


class ProjectDetail(DetailPage):
    section = Section.PROJECTS
    template_name = "projects/project_detail.html"
    context_object_name = "project"

    def rows(self) -> QuerySet[Project]:
        return Project.objects.select_related("programme").prefetch_related("numbers", "links", CONSORTIUM, team())


class CallList(ListPage):
    """Open calls by their deadline, then those that open later; closed ones are shown when they are asked for."""

    section = Section.CALLS
    filterset_class = CallFilter
    template_name = "projects/call_list.html"

    def rows(self) -> QuerySet[Call]:
        return Call.objects.published().with_state().select_related("programme").prefetch_related("hosts")

    def count_in_words(self, rows: QuerySet[Call], count: int) -> str:
        return ngettext("%(count)d call", "%(count)d calls", count) % {"count": count}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where all calls are closed, nothing has been filtered away: the page says when the next one is expected."""
        context = super().get_context_data(**kwargs)
        are_closed = not (context["is_empty"] or context["count_in_words"] or self.filterset.is_filtered)
        expected = Call.objects.published().next_expected() if are_closed else None
        return context | {"is_empty": context["is_empty"] or are_closed, "are_closed": are_closed, "expected": expected}


class CallDetail(DetailPage):
    """A closed call stays at its address."""

    section = Section.CALLS
    template_name = "projects/call_detail.html"
    context_object_name = "call"

    def rows(self) -> QuerySet[Call]:
        return Call.objects.with_state().select_related("programme").prefetch_related("hosts")
