"""Public pages of events, news and documents."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import formats
from django.utils.translation import ngettext

from intlcoop.base.clock import zone_in_words
from intlcoop.base.joined import with_parts
from intlcoop.base.partial_date import PartialDate
from intlcoop.profile.choices import Section
from intlcoop.profile.views import DetailPage, ListPage
from news.filters import ArticleFilter, DocumentFilter, EventFilter
from news.models import Article, Document, Event
from partners.models import Agreement, Figure
from projects.models import Project


class EventList(ListPage):
    """Upcoming events first, then those of which nobody says when they are, then past ones."""

    section = Section.EVENTS
    filterset_class = EventFilter
    template_name = "news/event_list.html"

    def rows(self) -> QuerySet[Event]:
        return Event.objects.published()

    def count_in_words(self, rows: QuerySet[Event], count: int) -> str:
        return ngettext("%(count)d event", "%(count)d events", count) % {"count": count}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by_phase = self.filterset.form.cleaned_data.get("sort") in {None, ""}
        phases = {phase.value: phase.label for phase in Event.Phase}
        return super().get_context_data(**kwargs) | {
            "by_phase": by_phase,
            "phases": phases,
            "figures": with_parts(Figure.objects.on_page(Section.EVENTS), "countries"),
        }


class EventDetail(DetailPage):
    section = Section.EVENTS
    template_name = "news/event_detail.html"
    context_object_name = "event"

    def rows(self) -> QuerySet[Event]:
        return Event.objects.select_related("organiser", "centre", "project", "appointment__person")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        countries = [str(row.country.name) for row in self.object.countries.all()]
        return super().get_context_data(**kwargs) | {"times": times_of(self.object), "countries": countries}


class ArticleList(ListPage):
    """Newest first."""

    section = Section.NEWS
    filterset_class = ArticleFilter
    template_name = "news/article_list.html"

    def rows(self) -> QuerySet[Article]:
        return Article.objects.published().prefetch_related("pictures")

    def count_in_words(self, rows: QuerySet[Article], count: int) -> str:
        return ngettext("%(count)d article", "%(count)d articles", count) % {"count": count}


class ArticleDetail(DetailPage):
    section = Section.NEWS
    template_name = "news/article_detail.html"
    context_object_name = "article"

    def rows(self) -> QuerySet[Article]:
        return Article.objects.prefetch_related("pictures", "institutions", *related())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = self.fallback_language(self.object, *self.object.pictures.all())
        return super().get_context_data(**kwargs) | {"fallback_language": language, "shared_picture": self.object.lead_picture}


def related() -> list[Prefetch]:
    """Projects and events that have a page. Made anew for each request: what is public changes with the clock."""
    return [Prefetch("projects", Project.objects.published()), Prefetch("events", Event.objects.published())]


def times_of(event: Event) -> str:
    """ "10:00–16:00 (CET, UTC+1)"; empty where no beginning is given. The zone is the office's on the first day."""
    day = PartialDate(event.starts_on).first
    if not event.start_time or not day:
        return ""
    start = datetime.datetime.combine(day, event.start_time, ZoneInfo(settings.TIME_ZONE))
    clock = "–".join(formats.time_format(time) for time in (event.start_time, event.end_time) if time)
    return f"{clock} ({zone_in_words(start)})"


class DocumentList(ListPage):
    """The newest first; of a document with several versions the last one, unless older ones are asked for."""

    section = Section.DOCUMENTS
    filterset_class = DocumentFilter
    template_name = "news/document_list.html"

    def rows(self) -> QuerySet[Document]:
        return Document.objects.published()

    def count_in_words(self, rows: QuerySet[Document], count: int) -> str:
        return ngettext("%(count)d document", "%(count)d documents", count) % {"count": count}


class DocumentDetail(DetailPage):
    section = Section.DOCUMENTS
    template_name = "news/document_detail.html"
    context_object_name = "document"

    def rows(self) -> QuerySet[Document]:
        return Document.objects.select_related("institution", "programme", "project", "call", "replaced_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        older = Document.objects.published().filter(replaced_by=self.object)
        agreement = Agreement.objects.published().filter(pk=self.object.agreement_id).with_heading().first()
        return super().get_context_data(**kwargs) | {"older_versions": older, "agreement": agreement}
