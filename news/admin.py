"""Editing events, news and documents."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from intlcoop.base.admin import ADDRESS, PUBLISHING, Parts, RecordAdmin, Rows
from news.models import Article, ArticlePicture, Document, Event, EventCountry


class EventCountryRows(Rows):
    model = EventCountry


@admin.register(Event)
class EventAdmin(RecordAdmin):
    list_display = ["title", "kind", "starts_on", "ends_on", "status", "publication", "updated_at"]
    list_filter = ["is_published", "kind", "mode", "status", "is_recurring"]
    search_fields = ["search_text"]
    search_help_text = _("Title or place. Accents do not matter.")
    date_hierarchy = "starts_on_first"
    autocomplete_fields = ["organiser", "centre", "project", "appointment"]
    inlines = [EventCountryRows]
    fieldsets = [
        (None, {"fields": ["title", "kind", "mode", "status"], "description": _("A title is enough; the rest can come later.")}),
        (_("When"), {"fields": ["starts_on", "ends_on", "start_time", "end_time", "is_recurring"],
                     "description": _("An event of one day needs no end. One without dates stands between the upcoming and the past ones.")}),
        (_("Where and what"), {"fields": ["place", "description", "website"], "description": _("Public.")}),
        (_("With whom"), {"fields": ["organiser", "centre", "project", "appointment", "has_other_countries"],
                          "description": _("The event is then also shown on their pages. The countries follow below.")}),
        ADDRESS,
        PUBLISHING,
    ]  # fmt: skip


@admin.register(Document)
class DocumentAdmin(RecordAdmin):
    list_display = ["title", "kind", "language", "version", "dated_on", "facts", "replaced_by", "publication", "updated_at"]
    list_filter = ["is_published", "kind", "language"]
    list_select_related = ["replaced_by"]
    search_fields = ["search_text"]
    search_help_text = _("Title or version. Accents do not matter.")
    date_hierarchy = "dated_on_first"
    autocomplete_fields = ["institution", "agreement", "programme", "project", "replaced_by"]
    readonly_fields = ["facts"]
    fieldsets = [
        (None, {"fields": ["title", "kind", "file", "facts"],
                "description": _("A title and a PDF are enough. A new version is a new record: so the old address keeps leading to it.")}),
        (_("About the paper"), {"fields": ["language", "version", "dated_on", "description"], "description": _("Public.")}),
        (_("Belongs to"), {"fields": ["institution", "agreement", "programme", "project"],
                           "description": _("The document is then also offered on their pages.")}),
        (_("Newer version"), {"fields": ["replaced_by"], "classes": ["collapse"],
                              "description": _("Add the newer version first, then choose it here.")}),
        ADDRESS,
        PUBLISHING,
    ]  # fmt: skip

    @admin.display(description=_("pages and size"))
    def facts(self, document: Any) -> str:
        return str(document.file.facts) if document.file else ""


class ArticlePictureParts(Parts):
    model = ArticlePicture
    fields = ["picture", "alt", "is_decorative", "caption", "credit", "order"]


@admin.register(Article)
class ArticleAdmin(RecordAdmin):
    list_display = ["title", "topic", "published_on", "publication", "updated_at"]
    list_filter = ["is_published", "topic"]
    search_fields = ["search_text"]
    search_help_text = _("Words of the title, the teaser or the text. Accents do not matter.")
    date_hierarchy = "published_on"
    autocomplete_fields = ["institutions", "projects", "events"]
    inlines = [ArticlePictureParts]
    fieldsets = [
        (None, {"fields": ["title", "teaser", "body"],
                "description": _("A title is enough to begin. Write one language first if you like: readers of the others are told. Pictures follow below.")}),
        (_("About"), {"fields": ["topic", "published_on", "place", "author_unit"], "description": _("Public.")}),
        (_("With whom"), {"fields": ["institutions", "projects", "events"],
                          "description": _("The article is then also shown on their pages.")}),
        ADDRESS,
        PUBLISHING,
    ]  # fmt: skip
