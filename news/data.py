"""Events, news and documents as data."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from intlcoop.base import data
from intlcoop.base.atom import Feed, facts
from intlcoop.base.data import DAY, ENDS, ID, LINK, NUMBER, PARTIAL_DATE, STARTS, TEXTS, UPDATED, URL, WEBSITE, YES_NO, Column
from intlcoop.profile.choices import Section
from news.calendar_entries import event_entry
from news.filters import ArticleFilter, DocumentFilter, EventFilter
from news.models import Article, Document, Event
from news.models.article import NEWEST_FIRST
from news.views import ArticleList, DocumentList, EventList

TIME = {"type": ["string", "null"], "pattern": r"^\d{2}:\d{2}:\d{2}$"}  # the format "time" of JSON schema wants a time zone


def about_event(event: Any) -> str:
    days = " – ".join(date.display() for date in dict.fromkeys((event.starts_on, event.ends_on)) if date)
    return format_html("{}{}", facts((_("Date"), days), (_("Place"), event.place), (_("Website"), event.website)), event.description)


data.register(
    data.Resource(
        name="events",
        section=Section.EVENTS,
        title=Section.EVENTS.label,
        about="Conferences, seminars, summer schools, guest lectures; upcoming and past ones.",
        page="news:event_list",
        rows=lambda: EventList().rows().select_related("organiser").prefetch_related("countries"),
        filters=EventFilter,
        columns=(
            ID,
            Column("title", lambda row: row.title, "What it is called."),
            Column("kind", lambda row: row.kind, "What it is.", data.one_of(Event.Kind)),
            Column("mode", lambda row: row.mode, "On site or online.", data.one_of(Event.Mode)),
            Column("status", lambda row: row.status, "As planned, postponed or cancelled.", data.one_of(Event.Status)),
            STARTS,
            ENDS,
            Column("start_time", lambda row: row.start_time, "On the office's clocks, on the first day.", TIME),
            Column("end_time", lambda row: row.end_time, "On the office's clocks, on the last day.", TIME),
            Column("is_recurring", lambda row: row.is_recurring, "Held regularly.", YES_NO),
            Column("place", lambda row: row.place, "Where it is held."),
            Column("organiser", lambda row: row.organiser and row.organiser.name, "Who holds it."),
            Column("countries", lambda row: [one.country for one in row.countries.all()], "Where colleagues came from, as codes.", TEXTS),
            Column("description", lambda row: row.description, "What it is about, without markup."),
            WEBSITE,
            URL,
            UPDATED,
        ),
        feed=Feed(title=lambda row: row.title, html=about_event),
        entry=event_entry,
    )
)


def about_article(article: Any) -> str:
    picture = article.lead_picture
    image = format_html('<p><img src="{}" alt="{}"></p>', data.absolute(picture.picture.url), picture.alt) if picture else ""
    teaser = format_html("<p>{}</p>", article.teaser) if article.teaser else ""
    return format_html("{}{}{}", teaser, image, article.body)


data.register(
    data.Resource(
        name="news",
        section=Section.NEWS,
        title=Section.NEWS.label,
        about="What the office reports.",
        page="news:article_list",
        rows=ArticleList().rows,
        filters=ArticleFilter,
        columns=(
            ID,
            Column("title", lambda row: row.title, "The headline."),
            Column("published_on", lambda row: row.published_on, "The date that the page shows.", DAY),
            Column("topic", lambda row: row.topic, "What it is about.", data.one_of(Article.Topic)),
            Column("teaser", lambda row: row.teaser, "One or two sentences."),
            Column("body", lambda row: row.body, "The text without markup."),
            Column("author_unit", lambda row: row.author_unit, "Which unit wrote it."),
            Column("place", lambda row: row.place, "Where it happened."),
            URL,
            UPDATED,
        ),
        feed=Feed(title=lambda row: row.title, html=about_article, day=lambda row: row.published_on, order=tuple(NEWEST_FIRST)),
    )
)


def about_document(document: Any) -> str:
    known = facts((_("Kind"), document.get_kind_display()), (_("Version"), document.version), (_("Date"), document.dated_on.display()))
    link = format_html('<p><a href="{}">{}</a></p>', data.absolute(document.file.url), _("Download"))
    return format_html("{}{}{}", document.description, known, link)


data.register(
    data.Resource(
        name="documents",
        section=Section.DOCUMENTS,
        title=Section.DOCUMENTS.label,
        about="Papers to download. Replaced versions are left out unless the parameter versions asks for them.",
        page="news:document_list",
        rows=DocumentList().rows,
        filters=DocumentFilter,
        columns=(
            ID,
            Column("title", lambda row: row.title, "As the paper calls itself."),
            Column("kind", lambda row: row.kind, "What it is.", data.one_of(Document.Kind)),
            Column("language", lambda row: row.language, "Code of the language in which it is written; none if in several."),
            Column("version", lambda row: row.version, "As the paper counts."),
            Column("dated_on", lambda row: row.dated_on, "The date on the paper.", PARTIAL_DATE),
            Column("pages", lambda row: row.file.pages, "Number of pages.", NUMBER),
            Column("description", lambda row: row.description, "What it is for, without markup."),
            Column("file_url", lambda row: data.absolute(row.file.url), "The PDF.", LINK),
            URL,
            UPDATED,
        ),
        feed=Feed(title=str, html=about_document),
    )
)
