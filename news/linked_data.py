"""Events, news and documents in the words of schema.org."""

from django.conf import settings
from django.urls import reverse

from intlcoop.base import data, languages
from intlcoop.base.calendar_file import at
from intlcoop.base.linked_data import Description, described, register
from intlcoop.base.partial_date import PartialDate
from news.models import Article, Document, Event
from partners.linked_data import named

MODES = {
    Event.Mode.ON_SITE: "https://schema.org/OfflineEventAttendanceMode",
    Event.Mode.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Event.Mode.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}
STATUS = {
    Event.Status.PLANNED: "https://schema.org/EventScheduled",
    Event.Status.POSTPONED: "https://schema.org/EventPostponed",
    Event.Status.CANCELLED: "https://schema.org/EventCancelled",
}


def when(row: Event) -> tuple[str, str]:
    """Beginning and end, to the minute where the day and the time are known; the offset is that of the office's clocks."""
    start, end = PartialDate(row.starts_on), PartialDate(row.ends_on or row.starts_on)
    begins, ends = str(start), str(row.ends_on)
    if start.first and len(start) == 10 and row.start_time:
        begins = at(start.first, row.start_time).isoformat(timespec="minutes")
        if end.first and len(end) == 10 and row.end_time:
            ends = at(end.first, row.end_time).isoformat(timespec="minutes")
    return begins, ends


def event(row: Event) -> Description:
    begins, ends = when(row)
    online = described("VirtualLocation", url=row.website or data.absolute(row.get_absolute_url()))
    places = [described("Place", name=row.place, address=row.place)] if row.place and row.mode != Event.Mode.ONLINE else []
    if row.mode in {Event.Mode.ONLINE, Event.Mode.HYBRID}:
        places.append(online)
    return described(
        "Event",
        name=row.title,
        description=row.description,
        url=data.absolute(row.get_absolute_url()),
        sameAs=row.website,
        startDate=begins,
        endDate=ends,
        eventStatus=STATUS[Event.Status(row.status)],
        eventAttendanceMode=MODES.get(Event.Mode(row.mode)),
        location=places,
        organizer=named(row.organiser),
    )


def article(row: Article) -> Description:
    pictures = [data.absolute(picture.picture.url) for picture in row.pictures.all()]
    return described(
        "NewsArticle",
        headline=str(row.title)[:110],
        description=row.teaser,
        url=data.absolute(row.get_absolute_url()),
        datePublished=row.published_on,
        dateModified=row.updated_at,
        inLanguage=languages.html_code(row.title.pick()[1]),
        image=pictures,
        author=described("Organization", name=row.author_unit) if row.author_unit else None,
        publisher={"@id": f"{settings.SITE_URL}/#office"},
        about=[named(institution) for institution in row.institutions.all()],
        mainEntityOfPage=data.absolute(reverse("news:article_detail", args=[row.slug])),
    )


def document(row: Document) -> Description:
    return described(
        "DigitalDocument",
        name=row.title,
        description=row.description,
        url=data.absolute(row.get_absolute_url()),
        inLanguage=languages.html_code(row.language) if row.language else None,
        version=row.version,
        datePublished=row.dated_on,
        encoding=described("MediaObject", contentUrl=data.absolute(row.file.url), encodingFormat="application/pdf"),
    )


register(Event, event)
register(Article, article)
register(Document, document)
