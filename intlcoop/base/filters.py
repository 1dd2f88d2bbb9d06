"""The parent of every list's filters: plain GET forms whose nonsense is said in words and never an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils import formats
from django.utils.translation import gettext as _, gettext_lazy
from django_countries import countries

from intlcoop.base import languages
from intlcoop.base.facets import ALL, FacetFilter, Found, Numbers, counted_in_one_query
from intlcoop.base.select import Select
from intlcoop.base.text import clean, sort_key
from intlcoop.base.translated import InLanguage

LONGEST_QUERY = 200


@dataclass(frozen=True)
class Chip:
    """A filter in use: what it says, and the list's address without it."""

    label: str
    query: str


class WordsField(forms.CharField):
    """What a visitor types to find something; what is too long is cut, as nobody means it."""

    def to_python(self, value: Any) -> str:
        return clean(str(value or ""))[:LONGEST_QUERY]


class WordsFilter(django_filters.CharFilter):
    """Folded words, by the QuerySet's own `matching`."""

    field_class = WordsField

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Words"))
        super().__init__(widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}), **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        return qs.matching(value) if value else qs


class SortFilter(django_filters.ChoiceFilter):
    """Orders the list. `orders` maps a word to its label and its order_by arguments; the first is the default."""

    def __init__(self, orders: dict[str, tuple[Any, list[Any]]], **kwargs: Any) -> None:
        self.orders = orders
        kwargs.setdefault("label", gettext_lazy("Sort by"))
        kwargs.setdefault("widget", Select)
        first = next(iter(orders.values()))[0]
        super().__init__(choices=[(word, label) for word, (label, _order) in list(orders.items())[1:]], empty_label=first, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        order = self.orders[value][1] if value in self.orders else next(iter(self.orders.values()))[1]
        return qs.order_by(*order)


BY_NAME = [InLanguage("sort_keys"), "pk"]


def newest_first(column: str) -> list[Any]:
    return [F(column).desc(nulls_last=True), "-pk"]


def oldest_first(column: str) -> list[Any]:
    return [F(column).asc(nulls_last=True), "pk"]


@cache
def _all_countries(language: str) -> dict[str, str]:
    """Code → name in this language, which is the active one, in the order of its alphabet: sorted once, as the form asks for all of them."""
    named = ((code, str(countries.name(code))) for code, _name in countries)
    return dict(sorted(named, key=lambda pair: sort_key(pair[1], language)))


def country_choices(codes: Any) -> list[tuple[str, str]]:
    """Code and name of these countries in the active language, in the order of its alphabet; what is no country comes last."""
    wanted, known = {code for code in codes if code}, _all_countries(languages.active())
    return [(code, name) for code, name in known.items() if code in wanted] + [(code, code) for code in sorted(wanted - known.keys())]


class ListFilter(django_filters.FilterSet):
    """Filters of a list. Choices are those that occur; an unknown value is said and ignored."""

    no_chip: tuple[str, ...] = ("sort", "page")
    counted = "pk"  # what a row of the list is, where that is not each row of the table

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data if data is not None else QueryDict(), *args, **kwargs)
        self.offer_what_occurs()

    def offer_what_occurs(self) -> None:
        """The words that are known: those of any row, whatever the other filters say. One query, and none where no such word is asked for."""
        self.are_all_offered = any(self.data.get(name) for name in self.named_facets)
        if self.are_all_offered:
            self._name(self.occurring)

    @cached_property
    def occurring(self) -> Mapping[str, Numbers]:
        """Facet → word → rows, whatever is filtered."""
        return counted_in_one_query([Found(self.queryset, self.named_facets)], self.counted)

    @property
    def named_facets(self) -> dict[str, FacetFilter]:
        """Those whose choices are what occurs."""
        return {name: facet for name, facet in self.facets.items() if facet.named}

    def _name(self, words: Mapping[str, Numbers]) -> None:
        for name, facet in self.named_facets.items():
            facet.extra["choices"] = facet.named(words.get(name, {})) if facet.named else []

    @property
    def facets(self) -> dict[str, FacetFilter]:
        return {name: one for name, one in self.filters.items() if isinstance(one, FacetFilter)}

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.ordered(self.found)

    @cached_property
    def found(self) -> QuerySet[Any]:
        """The rows that fit what was chosen, in no order: the list sorts them, and its numbers count them."""
        return self.narrowed(self.queryset, self.form.cleaned_data)

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """A value that was not understood counts as not given; so a list with an unknown sort is still sorted."""
        return self.filters["sort"].filter(rows, self.form.cleaned_data.get("sort", "")) if "sort" in self.filters else rows

    def narrowed(self, queryset: QuerySet[Any], chosen: Mapping[str, Any], *, but: str = "") -> QuerySet[Any]:
        """The rows that fit what was chosen, in no order; `but` names a filter that has no say."""
        for name, one in self.filters.items():
            if name in {"sort", but}:
                continue
            value = chosen.get(name) or ""
            queryset = one.filter(queryset, value)
            if not value and isinstance(one, FacetFilter) and one.otherwise:
                queryset = getattr(queryset, one.otherwise)()
        return queryset

    @cached_property
    def numbers(self) -> Mapping[str, Numbers]:
        """Facet → word → rows under the other filters, and how many the list has. One query, and only for a page that asks."""
        chosen = self.form.cleaned_data
        has_say = {name for name, facet in self.facets.items() if chosen.get(name) or facet.otherwise}
        those = Found(self.found, {name: facet for name, facet in self.facets.items() if name not in has_say})
        without = [Found(self.narrowed(self.queryset, chosen, but=name), {name: self.facets[name]}) for name in sorted(has_say)]
        numbers = counted_in_one_query([those, *without], self.counted)
        if not self.are_all_offered:
            self._name(numbers)
        return numbers

    @property
    def count(self) -> int:
        """How many rows the list has."""
        return self.numbers[ALL].get(ALL, 0)

    def countries_left(self) -> Numbers:
        """How many rows the list has in each country."""
        chosen = self.form.cleaned_data.get("country")
        return {country: number for country, number in self.numbers.get("country", {}).items() if chosen in {country, None, ""}}

    def show_numbers(self, count: int) -> None:
        """Numbers beside the choices of the form. What no row has is left out unless it is chosen, and so is what `count` rows all have."""
        for name, facet in self.facets.items():
            chosen, numbers = self.form.cleaned_data.get(name), self.numbers.get(name, {})
            offered = [
                (word, f"{label} ({formats.number_format(numbers.get(word, 0), force_grouping=True)})")
                for word, label in facet.choices
                if word in numbers or word == chosen
            ]
            if not chosen and (not offered or list(numbers.values()) == [count]):
                del self.form.fields[name]
            else:
                self.form.fields[name].choices = offered

    @property
    def given(self) -> dict[str, Any]:
        """Name and value of each filter that is in use and understood."""
        return {name: value for name, value in self.form.cleaned_data.items() if value not in ("", None) and name not in self.no_chip}

    @property
    def is_filtered(self) -> bool:
        return bool(self.given)

    def messages(self) -> list[str]:
        """A sentence for each value that is unknown. The value itself is not repeated."""
        return [
            _("Unknown value for “%(label)s”: everything is shown.") % {"label": self.filters[name].label}
            for name in self.form.errors
            if name in self.filters
        ]

    def query_without(self, *names: str) -> str:
        """The address's query with the filters understood, less these; ends so that another parameter can follow."""
        query = QueryDict(mutable=True)
        for name, value in self.form.cleaned_data.items():
            if name not in names and value not in ("", None):
                query[name] = str(value)
        return f"{query.urlencode()}&" if query else ""

    def chips(self) -> list[Chip]:
        found = []
        for name, value in self.given.items():
            choices = dict(self.filters[name].extra.get("choices", []))
            label = f"{self.filters[name].label}: {choices.get(str(value), value)}"
            found.append(Chip(label, self.query_without(name, "page").rstrip("&")))
        return found
