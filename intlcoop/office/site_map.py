"""The site map for search engines: published addresses only, in each language of the office, with their last change."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from intlcoop.base import languages
from intlcoop.base.atom import appeared_at
from intlcoop.office.models import Page
from intlcoop.profile.choices import Section
from intlcoop.profile.models import Profile
from intlcoop.profile.navigation import prefix
from news.models import Article, Document, Event
from partners.models import Agreement, Institution, JointCentre
from projects.models import Call, Programme, Project
from visitors.models import Appointment, Delegation

PLAIN = ("office:data_index", "office:accessibility", "office:privacy", "office:site_map")


def _records(office: Profile) -> Iterator[tuple[str, datetime]]:
    queries: tuple[tuple[Section | None, Any], ...] = (
        (Section.PARTNERS, Institution.objects.with_page()),
        (Section.AGREEMENTS, Agreement.objects.published()),
        (Section.CENTRES, JointCentre.objects.published()),
        (Section.PROGRAMMES, Programme.objects.published()),
        (Section.PROJECTS, Project.objects.published()),
        (Section.CALLS, Call.objects.published()),
        (Section.VISITING_PROFESSORS, Appointment.objects.named().select_related("person")),
        (Section.VISITS, Delegation.objects.published()),
        (Section.EVENTS, Event.objects.published()),
        (Section.DOCUMENTS, Document.objects.published()),
        (Section.NEWS, Article.objects.published()),
        (None, Page.objects.published().standalone()),
    )
    seen = set()
    for section, rows in queries:
        if section is None or office.uses(section):
            for row in rows:
                url = row.get_absolute_url()
                if url not in seen:
                    seen.add(url)
                    yield url, appeared_at(row)


def _addresses(office: Profile) -> Iterator[tuple[str, str]]:
    """Path in English and date of the last change ("" for pages that are made of many rows)."""
    with translation.override(settings.LANGUAGE_CODE):
        yield reverse("office:home"), ""
        yield from ((f"/{section.path}/", "") for section in Section if office.uses(section))
        if office.uses(Section.PARTNERS):
            yield reverse("partners:institution_map"), ""
        yield from ((reverse(name), "") for name in PLAIN)
        yield from ((url, timezone.localdate(changed).isoformat()) for url, changed in _records(office))


def xml(office: Profile) -> str:
    """sitemaps.org 0.9 with xhtml alternates; at most 50,000 addresses are allowed in one file, far above any office."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>',
             '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">']  # fmt: skip
    for path, changed in _addresses(office):
        urls = {code: escape(settings.SITE_URL + prefix(code) + path.lstrip("/"), {'"': "&quot;"}) for code in office.languages}
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{url}"/>'
            for code, url in [("x-default", next(iter(urls.values()))), *((languages.html_code(code), url) for code, url in urls.items())]
        )
        lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
        lines.extend(f"<url><loc>{url}</loc>{lastmod}{alternates if len(urls) > 1 else ''}</url>" for url in urls.values())
    return "\n".join([*lines, "</urlset>"])
