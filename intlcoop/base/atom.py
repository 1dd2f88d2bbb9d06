"""Atom feeds (RFC 4287): what is new in a list, in the language of the address, with the whole text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Coalesce, Greatest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.xmlutils import SimplerXMLGenerator

from intlcoop.base import languages
from intlcoop.base.clock import start_of
from intlcoop.base.models import FIRST_YEAR, LAST_YEAR
from intlcoop.base.text import visible

MOST = 50  # entries; readers keep what they have seen
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # of a feed in which nothing stands, for an office that has entered nothing
CONTENT_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Feed:
    """What a list tells of a row. `html` is markup that was sanitised when it was stored, or escaped.

    `day` is the date that the page shows, for lists that stand by it; `order` is theirs. Other feeds stand by the last change.
    """

    title: Callable[[Any], Any]
    html: Callable[[Any], str]
    day: Callable[[Any], date | None] = lambda row: None
    order: tuple[Any, ...] = ()


class _Writer(Atom1Feed):
    """Django's, with the whole text, and links that are relative to the portal."""

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xml:base": f"{settings.SITE_URL}/"}

    def latest_post_date(self) -> datetime:
        """Django says "now" for a feed without entries, which would be another feed at each request."""
        return self.feed["changed"] or super().latest_post_date()

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"description": None})
        if item["html"]:
            handler.addQuickElement("content", item["html"], {"type": "html"})


def facts(*pairs: tuple[Any, Any]) -> SafeString:
    """Label and value of what is known, each a paragraph."""
    return format_html_join("", "<p>{}: {}</p>", ((label, value) for label, value in pairs if value))


def appeared_at(row: Any) -> datetime:
    """When the row became what it is: its last change, or the later moment from which it is public."""
    return max(row.updated_at, row.publish_at or row.updated_at)


def published_at(feed: Feed, row: Any) -> datetime:
    """The beginning of the day that the page shows, or the moment from which the row is there."""
    day = feed.day(row)
    is_believable = day is not None and FIRST_YEAR <= day.year <= LAST_YEAR  # other years have no moment on every clock
    moment = start_of(day, ZoneInfo(str(settings.TIME_ZONE))) if day and is_believable else row.publish_at or row.created_at
    return moment.astimezone(UTC)


def newest(feed: Feed, rows: Any) -> list[Any]:
    """The rows that stand first by the list's own date, or that changed or appeared last."""
    moment = Greatest(F("updated_at"), Coalesce(F("publish_at"), F("updated_at")))
    return list(rows.order_by(*(feed.order or (moment.desc(), "-pk")))[:MOST])


def identifier(row: Any) -> str:
    """A tag URI (RFC 4151): it stays when the row gets another address, and is the text's own in each language."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{row.created_at.year:04}:{row._meta.label_lower}.{row.pk}.{languages.active()}"


def document(*, feed: Feed, rows: Iterable[Any], title: str, author: str, page: str, address: str, founded: datetime | None) -> bytes:
    """The feed of these rows. `founded` is the date of a feed in which nothing stands."""
    rows = list(rows)
    writer = _Writer(
        title=visible(title),
        link=page,
        description=None,
        language=languages.html_code(languages.active()),
        author_name=visible(author) or visible(title),
        feed_url=address,
        feed_guid=address,
        changed=None if rows else (founded or LONG_AGO).astimezone(UTC),
    )
    for row in rows:
        writer.add_item(
            title=visible(str(feed.title(row))),
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description="",
            unique_id=identifier(row),
            pubdate=published_at(feed, row),
            updateddate=appeared_at(row).astimezone(UTC),
            html=visible(str(feed.html(row)), lines=True),
        )
    return str(writer.writeString("utf-8")).encode()
