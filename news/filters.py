"""Filters of the lists of events, news and documents."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import ExtractYear, Substr
from django.utils.translation import get_language_info, gettext_lazy as _

from intlcoop.base.facets import FacetFilter, newest_year_first
from intlcoop.base.filters import ListFilter, SortFilter, WordsFilter, newest_first, oldest_first
from news.models.article import NEWEST_FIRST, Article, Topic
from news.models.document import Document
from news.models.event import Event, Kind, Mode, Phase
from partners.filters import institutions_named

# Upcoming ones by their beginning, then those without dates, then past ones backwards from today.
BY_PHASE = [
    Case(When(phase=Phase.UPCOMING, then=0), When(phase=Phase.REGULAR, then=1), default=2),
    Case(When(phase=Phase.UPCOMING, then=F("starts_on_first"))).asc(nulls_first=True),
    *newest_first("starts_on_first"),
]


def in_languages(codes: Iterable[str]) -> list[tuple[str, Any]]:
    return [(code, get_language_info(code)["name_translated"]) for code in sorted(codes)]


class EventFilter(ListFilter):
    q = WordsFilter(label=_("Title or place"))
    when = FacetFilter(
        label=_("When"),
        empty_label=_("At any time"),
        choices=[(phase.value, phase.label) for phase in (Phase.UPCOMING, Phase.PAST)],
        field_name="phase",
        by="phase",
    )
    kind = FacetFilter(label=_("Kind"), empty_label=_("All kinds"), choices=Kind.choices, by="kind")
    year = FacetFilter(label=_("Year"), empty_label=_("All years"), method="of_year", by=Substr("starts_on", 1, 4), named=newest_year_first)
    mode = FacetFilter(
        label=_("On site or online"),
        empty_label=_("Both"),
        choices=[choice for choice in Mode.choices if choice[0] != Mode.NOT_SAID],
        by="mode",
    )
    sort = SortFilter(
        {
            "next": (_("next first"), BY_PHASE),
            "newest": (_("date, newest first"), newest_first("starts_on_first")),
            "oldest": (_("date, oldest first"), oldest_first("starts_on_first")),
        }
    )

    class Meta:
        model = Event
        fields: list[str] = []

    def narrowed(self, queryset: Any, chosen: Mapping[str, Any], *, but: str = "") -> QuerySet[Any]:
        return super().narrowed(queryset.with_phase(), chosen, but=but)

    def of_year(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.begun_in(int(value))


class DocumentFilter(ListFilter):
    q = WordsFilter(label=_("Title"))
    kind = FacetFilter(label=_("Kind"), empty_label=_("All kinds"), choices=Document.Kind.choices, by="kind")
    language = FacetFilter(label=_("Language"), empty_label=_("All languages"), by="language", named=in_languages)
    year = FacetFilter(label=_("Year"), empty_label=_("Any year"), method="dated_in", by=Substr("dated_on", 1, 4), named=newest_year_first)
    about = FacetFilter(label=_("About"), empty_label=_("Anything"), choices=Document.About.choices, method="about_one")
    versions = FacetFilter(
        label=_("Versions"),
        empty_label=_("Latest ones"),
        choices=[("all", _("Older ones too"))],
        method="with_versions",
        otherwise="latest_versions",
    )
    sort = SortFilter(
        {
            "newest": (_("date, newest first"), newest_first("dated_on_first")),
            "oldest": (_("date, oldest first"), oldest_first("dated_on_first")),
        }
    )

    class Meta:
        model = Document
        fields: list[str] = []

    def about_one(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.about(value)

    def dated_in(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.dated_in(int(value))

    def with_versions(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset


class ArticleFilter(ListFilter):
    q = WordsFilter(label=_("Words in the text"))
    year = FacetFilter(
        label=_("Year"), empty_label=_("All years"), method="of_year", by=ExtractYear("published_on"), named=newest_year_first
    )
    topic = FacetFilter(label=_("Topic"), empty_label=_("All topics"), choices=Topic.choices, by="topic")
    partner = FacetFilter(
        label=_("Partner"), empty_label=_("All partners"), method="about", by="institutions__slug", named=institutions_named, is_many=True
    )
    sort = SortFilter({"newest": (_("newest first"), NEWEST_FIRST), "oldest": (_("oldest first"), oldest_first("published_on"))})

    class Meta:
        model = Article
        fields: list[str] = []

    def of_year(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.of_year(int(value))

    def about(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.about(value)
