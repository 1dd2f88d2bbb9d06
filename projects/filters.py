"""Filters of the list of projects."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intlcoop.base.filters import BY_NAME, ListFilter, SortFilter, WordsFilter, newest_first
from projects.models import Participation, Programme, Project
from projects.models.programme import OPEN_FIRST
from projects.models.project import State


class ProgrammeFilter(ListFilter):
    q = WordsFilter(label=_("Name or acronym"))
    status = django_filters.ChoiceFilter(label=_("Status"), empty_label=_("Open and closed"), choices=Programme.Status.choices)
    sort = SortFilter({"order": (_("the office's order"), OPEN_FIRST), "name": (_("name"), ["slug"])})

    class Meta:
        model = Programme
        fields: list[str] = []


class ProjectFilter(ListFilter):
    q = WordsFilter(label=_("Title, acronym or number"))
    programme = django_filters.ChoiceFilter(label=_("Programme"), empty_label=_("All programmes"), method="of_programme")
    state = django_filters.ChoiceFilter(label=_("Status"), empty_label=_("Running and ended"), choices=State.choices, method="in_state")
    kind = django_filters.ChoiceFilter(label=_("Kind"), empty_label=_("All kinds"))
    role = django_filters.ChoiceFilter(
        label=_("Our role"), empty_label=_("Any role"), choices=Participation.Role.choices, method="where_we_are"
    )
    sort = SortFilter(
        {
            "running": (_("running first"), ["state_rank", *newest_first("starts_on_first")]),
            "newest": (_("beginning, newest first"), newest_first("starts_on_first")),
            "title": (_("title"), BY_NAME),
        }
    )

    class Meta:
        model = Project
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = self.queryset.order_by()
        kinds = set(listed.values_list("kind", flat=True).distinct())
        programmes = Programme.objects.published().filter(projects__in=listed.values("pk")).distinct()
        self.filters["kind"].extra["choices"] = [(kind.value, kind.label) for kind in Project.Kind if kind.value in kinds]
        self.filters["programme"].extra["choices"] = [(programme.slug, str(programme)) for programme in programmes]

    def of_programme(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(programme__slug=value)

    def in_state(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.in_state(value)

    def where_we_are(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.where_we_are(value)
