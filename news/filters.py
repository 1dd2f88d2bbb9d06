"""Filters of the lists of events, news and documents."""

from typing import Any

import django_filters
from django.db.models import Case, F, QuerySet, When
from django.utils.translation import get_language_info, gettext_lazy as _

from intlcoop.base.filters import ListFilter, SortFilter, WordsFilter, newest_first, oldest_first
from news.models.article import NEWEST_FIRST, Article, Topic
from news.models.document import Document
from news.models.event import Event, Kind, Mode, Phase
from partners.models import Institution

# Upcoming ones by their beginning, then those without dates, then past ones backwards from today.
BY_PHASE = [
    Case(When(phase=Phase.UPCOMING, then=0), When(phase=Phase.REGULAR, then=1), default=2),
    Case(When(phase=Phase.UPCOMING, then=F("starts_on_first"))).asc(nulls_first=True),
    *newest_first("starts_on_first"),
]


class EventFilter(ListFilter):
    q = WordsFilter(label=_("Title or place"))
    when = django_filters.ChoiceFilter(
        label=_("When"),
        empty_label=_("At any time"),
        choices=[(phase.value, phase.label) for phase in (Phase.UPCOMING, Phase.PAST)],
        field_name="phase",
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), empty_label=_("All kinds"))
    mode = django_filters.ChoiceFilter(label=_("On site or online"), empty_label=_("Both"))
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        occurring = list(self.queryset.order_by().values_list("kind", "mode").distinct())
        kinds, modes = {kind for kind, _mode in occurring}, {mode for _kind, mode in occurring}
        self.filters["kind"].extra["choices"] = [(kind.value, kind.label) for kind in Kind if kind.value in kinds]
        self.filters["mode"].extra["choices"] = [(mode.value, mode.label) for mode in Mode if mode.value in modes and mode != Mode.NOT_SAID]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return super().filter_queryset(queryset.with_phase())  # type: ignore[attr-defined]


class DocumentFilter(ListFilter):
    q = WordsFilter(label=_("Title"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), empty_label=_("All kinds"))
    language = django_filters.ChoiceFilter(label=_("Language"), empty_label=_("All languages"))
    year = django_filters.ChoiceFilter(label=_("Year"), empty_label=_("Any year"), method="dated_in")
    versions = django_filters.ChoiceFilter(
        label=_("Versions"), empty_label=_("Latest ones"), choices=[("all", _("Older ones too"))], method="with_versions"
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        occurring = list(self.queryset.order_by().values_list("kind", "language", "dated_on_first__year").distinct())
        kinds = {kind for kind, _language, _year in occurring}
        codes = sorted({language for _kind, language, _year in occurring if language})
        years = sorted({year for _kind, _language, year in occurring if year}, reverse=True)
        self.filters["kind"].extra["choices"] = [(kind.value, kind.label) for kind in Document.Kind if kind.value in kinds]
        self.filters["language"].extra["choices"] = [(code, get_language_info(code)["name_translated"]) for code in codes]
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Replaced versions are shown only when they are asked for."""
        found: Any = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("versions") else found.latest_versions()

    def dated_in(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.dated_in(int(value))

    def with_versions(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset


class ArticleFilter(ListFilter):
    q = WordsFilter(label=_("Words in the text"))
    year = django_filters.ChoiceFilter(label=_("Year"), empty_label=_("All years"), method="of_year")
    topic = django_filters.ChoiceFilter(label=_("Topic"), empty_label=_("All topics"))
    partner = django_filters.ChoiceFilter(label=_("Partner"), empty_label=_("All partners"), method="about")
    sort = SortFilter({"newest": (_("newest first"), NEWEST_FIRST), "oldest": (_("oldest first"), oldest_first("published_on"))})

    class Meta:
        model = Article
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = self.queryset.order_by()
        occurring = list(listed.values_list("published_on__year", "topic").distinct())
        years, topics = {year for year, _topic in occurring}, {topic for _year, topic in occurring}
        partners = Institution.objects.with_page().filter(pk__in=listed.values("institutions"))
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in sorted(years, reverse=True)]
        self.filters["topic"].extra["choices"] = [(topic.value, topic.label) for topic in Topic if topic.value in topics]
        self.filters["partner"].extra["choices"] = [(partner.slug, str(partner)) for partner in partners]

    def of_year(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.of_year(int(value))

    def about(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.about(value)
