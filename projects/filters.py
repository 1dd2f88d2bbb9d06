"""Filters of the lists of programmes, projects and calls."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from intlcoop.base.facets import FacetFilter, newest_year_first
from intlcoop.base.filters import BY_NAME, ListFilter, SortFilter, WordsFilter, country_choices, newest_first
from intlcoop.base.rules import in_order_of
from partners.filters import OfPartner
from projects.models import Call, Participation, Programme, Project
from projects.models.call import Audience
from projects.models.deadline import BY_DEADLINE, State as CallState
from projects.models.programme import OPEN_FIRST
from projects.models.project import State, our_role, state_now


def programmes_named(slugs: Iterable[str]) -> list[tuple[str, Any]]:
    """In the office's order; a programme that is not public is no choice."""
    return [(programme.slug, str(programme)) for programme in Programme.objects.published().filter(slug__in=["", *slugs])]


class ProgrammeFilter(ListFilter):
    q = WordsFilter(label=_("Name or acronym"))
    status = FacetFilter(label=_("Status"), empty_label=_("Open and closed"), choices=Programme.Status.choices, by="status")
    sort = SortFilter({"order": (_("the office's order"), OPEN_FIRST), "name": (_("name"), ["slug"])})

    class Meta:
        model = Programme
        fields: list[str] = []


class ProjectFilter(OfPartner):
    q = WordsFilter(label=_("Title, acronym or number"))
    state = FacetFilter(label=_("Status"), empty_label=_("Running and ended"), choices=State.choices, method="in_state", by=state_now)
    programme = FacetFilter(
        label=_("Programme"), empty_label=_("All programmes"), method="of_programme", by="programme__slug", named=programmes_named
    )
    kind = FacetFilter(label=_("Kind"), empty_label=_("All kinds"), choices=Project.Kind.choices, by="kind")
    role = FacetFilter(
        label=_("Our role"), empty_label=_("Any role"), choices=Participation.Role.choices, method="where_we_are", by=our_role
    )
    year = FacetFilter(
        label=_("Begun in"), empty_label=_("Any year"), method="begun_in", by=Substr("starts_on", 1, 4), named=newest_year_first
    )
    sort = SortFilter(
        {
            "running": (_("running first"), [in_order_of(State.values, "state_now"), *newest_first("starts_on_first")]),
            "newest": (_("beginning, newest first"), newest_first("starts_on_first")),
            "title": (_("title"), BY_NAME),
        }
    )

    class Meta:
        model = Project
        fields: list[str] = []

    def of_programme(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(programme__slug=value)

    def begun_in(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.begun_in(int(value))

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
    audience = FacetFilter(label=_("For whom"), empty_label=_("Everybody"), choices=Audience.choices, method="for_audience")
    programme = FacetFilter(
        label=_("Programme"), empty_label=_("All programmes"), method="of_programme", by="programme__slug", named=programmes_named
    )
    country = FacetFilter(
        label=_("Country of the host"),
        empty_label=_("All countries"),
        method="in_country",
        by="hosts__country",
        named=country_choices,
        is_many=True,
    )
    state = FacetFilter(
        label=_("Status"), empty_label=_("All but closed ones"), choices=Openness.choices, method="in_state", otherwise="not_closed"
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

    def for_audience(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.for_audience(value)

    def of_programme(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(programme__slug=value)

    def in_country(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.in_country(value)

    def in_state(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.in_state(*Openness(value).states)
