"""Filters of visiting professors, visits, delegations and honours. None of them tells a name that may not be said."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Case, CharField, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Substr
from django.utils.translation import gettext_lazy as _

from intlcoop.base import languages
from intlcoop.base.facets import FacetFilter, newest_year_first
from intlcoop.base.filters import ListFilter, SortFilter, WordsFilter, country_choices, newest_first, oldest_first
from intlcoop.base.select import Select
from intlcoop.base.text import sort_key
from visitors import mobility
from visitors.models import Appointment, Delegation, Honour, Placement, Visit
from visitors.models.appointment import Group, department_word, years_of

# Who was here from when to when, as one word: in which years that is, no expression of both databases can say.
TERM = Concat(Cast("person", CharField()), Value(" "), "starts_on", Value(" "), "ends_on", output_field=CharField())


def people_per_year(terms: Iterable[str]) -> dict[str, int]:
    """Year → number of people. Somebody with two terms in a year counts once."""
    people = defaultdict(set)
    for term in terms:
        person, starts_on, ends_on = term.split(" ")
        for year in years_of(starts_on, ends_on):
            people[str(year)].add(person)
    return {year: len(people[year]) for year in sorted(people, reverse=True)}


COUNTRY = Coalesce(NullIf("institution__country", Value("")), NullIf("country", Value("")))


def departments_named(words: Iterable[str]) -> list[tuple[str, Any]]:
    """By their names in the reader's language, in the order of its alphabet. No query where no department is said."""
    known = set(words)
    texts = Appointment.objects.departments() if known else {}
    return sorted(((word, texts.get(word, word)) for word in known), key=lambda pair: sort_key(pair[1], languages.active()))


class AppointmentFilter(ListFilter):
    counted = "person"
    q = WordsFilter(label=_("Name or institution"))
    year = FacetFilter(
        label=_("Year"), empty_label=_("All years"), method="in_year", by=TERM, tally=people_per_year, named=newest_year_first
    )
    country = FacetFilter(label=_("Country"), empty_label=_("All countries"), by="country", named=country_choices)
    department = FacetFilter(
        label=_("Department"), empty_label=_("All departments"), method="in_department", by=department_word, named=departments_named
    )
    term = FacetFilter(
        label=_("Appointment"),
        empty_label=_("Current and former"),
        choices=[("current", _("Current")), ("former", _("Former"))],
        method="in_term",
    )

    group = FacetFilter(label=_("Where from"), empty_label=_("Country and abroad"), choices=Group.choices, method="in_group", by="group")
    sort = django_filters.ChoiceFilter(
        label=_("Sort by"), empty_label=_("name"), choices=[("newest", _("newest first"))], method="in_order", widget=Select
    )

    class Meta:
        model = Appointment
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> Any:
        """Of somebody's terms that match, the newest."""
        found: Any = super().filter_queryset(queryset)
        return found.one_per_person()

    def in_year(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.in_year(int(value))

    def in_department(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.in_department(value)

    def in_group(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        groups = {Group.COUNTRY: queryset.from_country, Group.ABROAD: queryset.from_abroad, Group.UNKNOWN: queryset.origin_unknown}
        return groups[Group(value)]()

    def in_order(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.in_groups(newest=True)

    def in_term(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.current() if value == "current" else queryset.former()


def by_date(column: str) -> SortFilter:
    """For lists that stand under headings of years."""
    return SortFilter({"newest": (_("newest first"), newest_first(column)), "oldest": (_("oldest first"), oldest_first(column))})


class VisitFilter(ListFilter):
    q = WordsFilter(label=_("Visitor, institution or subject"))
    direction = FacetFilter(label=_("Direction"), empty_label=_("Both directions"), choices=Visit.Direction.choices, by="direction")
    purpose = FacetFilter(label=_("Purpose"), empty_label=_("All purposes"), choices=Visit.Purpose.choices, by="purpose")
    year = FacetFilter(label=_("Year"), empty_label=_("All years"), method="of_year", by=Substr("starts_on", 1, 4), named=newest_year_first)
    country = FacetFilter(label=_("Country"), empty_label=_("All countries"), method="with_country", by=COUNTRY, named=country_choices)

    sort = by_date("starts_on_first")

    class Meta:
        model = Visit
        fields: list[str] = []

    def of_year(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.of_year(int(value))

    def with_country(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.with_country(value)


class DelegationFilter(ListFilter):
    q = WordsFilter(label=_("Organisation or subject"))
    direction = FacetFilter(label=_("Direction"), empty_label=_("Both directions"), choices=Delegation.Direction.choices, by="direction")
    year = FacetFilter(label=_("Year"), empty_label=_("All years"), method="of_year", by=Substr("starts_on", 1, 4), named=newest_year_first)
    country = FacetFilter(label=_("Country"), empty_label=_("All countries"), method="with_country", by=COUNTRY, named=country_choices)

    sort = by_date("starts_on_first")

    class Meta:
        model = Delegation
        fields: list[str] = []

    def of_year(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.of_year(int(value))

    def with_country(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.with_country(value)


class HonourFilter(ListFilter):
    q = WordsFilter(label=_("Name or citation"))
    kind = FacetFilter(label=_("Kind"), empty_label=_("All kinds"), choices=Honour.Kind.choices, by="kind")
    year = FacetFilter(
        label=_("Year"), empty_label=_("All years"), method="of_year", by=Substr("awarded_on", 1, 4), named=newest_year_first
    )
    country = FacetFilter(
        label=_("Country"),
        empty_label=_("All countries"),
        method="with_country",
        by=Coalesce("institution__country", Case(When(person__has_consent=True, then="person__institution__country"))),
        named=country_choices,
    )
    sort = by_date("awarded_on_first")

    class Meta:
        model = Honour
        fields: list[str] = []

    def of_year(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.of_year(int(value))

    def with_country(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.with_country(value)


class PlacementFilter(ListFilter):
    """Chooses among the fixed tables, and nothing else: a filter of rows would make new sums (visitors/mobility.py)."""

    table = django_filters.ChoiceFilter(label=_("Table"), empty_label=mobility.Arrangement.YEAR.label, choices=mobility.Arrangement.choices)

    class Meta:
        model = Placement
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        """Places of a table, from which small groups are gone."""
        arrangement = mobility.Arrangement(self.form.cleaned_data.get("table") or mobility.Arrangement.YEAR)
        smallest = self.request.office.smallest_cell
        return mobility.places(mobility.base_table(queryset.counted(), smallest), arrangement, smallest)
