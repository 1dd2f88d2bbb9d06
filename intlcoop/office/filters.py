"""Filters of the rankings and of the figures about graduates."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intlcoop.base.filters import ListFilter, SortFilter
from intlcoop.office.models import Ranking
from partners.models import Figure


class RankingFilter(ListFilter):
    system = django_filters.ChoiceFilter(label=_("Ranking"), empty_label=_("All rankings"))
    year = django_filters.ChoiceFilter(label=_("Year"), empty_label=_("All years"), method="in_year")
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        occurring = list(self.queryset.order_by().values_list("system", "year").distinct())
        self.filters["system"].extra["choices"] = [(system, system) for system in sorted({system for system, _year in occurring})]
        self.filters["year"].extra["choices"] = [
            (str(year), str(year)) for year in sorted({year for _system, year in occurring}, reverse=True)
        ]

    def in_year(self, queryset: Any, name: str, value: str) -> QuerySet[Ranking]:
        return queryset.in_year(int(value))


class FigureFilter(ListFilter):
    """There are a few: nobody has to choose among them."""

    class Meta:
        model = Figure
        fields: list[str] = []
