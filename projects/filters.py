"""Filters of the lists of programmes, projects and calls."""

from typing import Any

import django_filters
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from intlcoop.base.filters import BY_NAME, ListFilter, SortFilter, WordsFilter, country_choices, newest_first
from projects.models import Call, Participation, Programme, Project
from projects.models.call import Audience
from projects.models.deadline import BY_DEADLINE, State as CallState
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


class Openness(models.TextChoices):
    """What visitors ask for; the states of a call are finer."""

    OPEN = "open", _("Open now")
    CLOSING_SOON = "closing_soon", _("Closing soon")
    UPCOMING = "upcoming", _("Opening later")
    CLOSED = "closed", _("Closed")
    ALL = "all", _("All, closed ones too")

    @property
    def states(self) -> list[CallState]:
        if self == Openness.OPEN:
            return [state for state in CallState if state.is_open]
        return list(CallState) if self == Openness.ALL else [CallState(self.value)]


class CallFilter(ListFilter):
    q = WordsFilter(label=_("Title, host or programme"))
    audience = django_filters.ChoiceFilter(label=_("For whom"), empty_label=_("Everybody"), method="for_audience")
    programme = django_filters.ChoiceFilter(label=_("Programme"), empty_label=_("All programmes"), method="of_programme")
    country = django_filters.ChoiceFilter(label=_("Country of the host"), empty_label=_("All countries"), method="in_country")
    state = django_filters.ChoiceFilter(
        label=_("Status"), empty_label=_("All but closed ones"), choices=Openness.choices, method="in_state"
    )
    sort = SortFilter(
        {
            "deadline": (_("deadline, soonest first"), BY_DEADLINE),
            "title": (_("title"), BY_NAME),
        }
    )

    class Meta:
        model = Call
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = self.queryset.order_by()
        told = listed.aggregate(**{audience.value: Count("pk", filter=Q(**{audience.column: True})) for audience in Audience})
        programmes = Programme.objects.published().filter(calls__in=listed.values("pk")).distinct()
        countries = listed.values_list("hosts__country", flat=True).distinct()
        self.filters["audience"].extra["choices"] = [(audience.value, audience.label) for audience in Audience if told[audience.value]]
        self.filters["programme"].extra["choices"] = [(programme.slug, str(programme)) for programme in programmes]
        self.filters["country"].extra["choices"] = country_choices(countries)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Closed calls are shown only when they are asked for."""
        found: Any = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.not_closed()

    def for_audience(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.for_audience(value)

    def of_programme(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(programme__slug=value)

    def in_country(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.in_country(value)

    def in_state(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.in_state(*Openness(value).states)
