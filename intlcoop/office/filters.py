"""Filters of the rankings and of the figures about graduates."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from intlcoop.base.facets import FacetFilter, newest_year_first
from intlcoop.base.filters import ListFilter, SortFilter, country_choices
from intlcoop.office.models import Ranking
from partners.models import Figure
from partners.models.figure import decades_of


def by_themselves(systems: Iterable[str]) -> list[tuple[str, Any]]:
    return [(system, system) for system in sorted(systems)]


def decades(first_years: Iterable[str]) -> list[tuple[str, Any]]:
    """The newest first, as everybody reads them in any language: 2010–2019."""
    return [(str(year), f"{year}–{year + 9}") for year in sorted(map(int, first_years), reverse=True)]


class RankingFilter(ListFilter):
    system = FacetFilter(label=_("Ranking"), empty_label=_("All rankings"), by="system", named=by_themselves)
    year = FacetFilter(label=_("Year"), empty_label=_("All years"), method="in_year", by="year", named=newest_year_first)
    sort = SortFilter(
        {
            "newest": (_("newest first"), ["-year", "system", "pk"]),
            "oldest": (_("oldest first"), ["year", "system", "pk"]),
            "ranking": (_("ranking"), ["system", "-year", "pk"]),
        }
    )

    class Meta:
        model = Ranking
        fields: list[str] = []

    def in_year(self, queryset: Any, name: str, value: str) -> QuerySet[Ranking]:
        return queryset.in_year(int(value))


# A figure and its period as one word: in which decades that is, no expression of both databases can say.
PERIOD = Concat(Cast("pk", CharField()), Value(" "), "starts_on", Value(" "), "ends_on", output_field=CharField())


def figures_per_decade(periods: Iterable[str]) -> dict[str, int]:
    """First year of a decade → number of figures whose period touches it."""
    split = (period.split(" ") for period in periods)
    return dict(Counter(str(year) for _pk, starts_on, ends_on in split for year in decades_of(starts_on, ends_on)))


class FigureFilter(ListFilter):
    """A figure has a country or a decade if it names it; a choice that leaves them all is not offered."""

    country = FacetFilter(
        label=_("Country"),
        empty_label=_("All countries"),
        field_name="countries__country",
        by="countries__country",
        named=country_choices,
        is_many=True,
    )
    decade = FacetFilter(
        label=_("Decade"), empty_label=_("All decades"), method="in_decade", by=PERIOD, tally=figures_per_decade, named=decades
    )

    class Meta:
        model = Figure
        fields: list[str] = []

    def in_decade(self, queryset: Any, name: str, value: str) -> QuerySet[Figure]:
        return queryset.in_decade(int(value))
