"""The search for readers, its suggestions for the script beside the box, and its description for browsers."""

from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from intlcoop.base import languages
from intlcoop.base.filters import LONGEST_QUERY
from intlcoop.base.text import clean
from intlcoop.office import search
from intlcoop.office.near import near
from intlcoop.profile.navigation import prefix
from intlcoop.profile.views import SectionView

KEPT_SECONDS = 60
LONGEST_SHORT_NAME = 16  # of an OpenSearch description


def typed(request: HttpRequest) -> str:
    return clean(request.GET.get("q", ""))[:LONGEST_QUERY]


def year_of(request: HttpRequest) -> str:
    """Four digits, or nothing."""
    asked = clean(request.GET.get("year", ""))
    return asked if len(asked) == 4 and asked.isascii() and asked.isdigit() else ""


class Search(SectionView, TemplateView):
    """Everything at once, or with ?type= one kind, page by page; with ?year= what was signed, begun or published in it."""

    template_name = "office/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words, year = typed(self.request), year_of(self.request)
        groups = search.search(words=words, office=self.office, year=year)
        chosen = next((group for group in groups if group.key == self.request.GET.get("type")), None)
        is_too_short = bool(words) and search.is_too_short(words)
        query = QueryDict(mutable=True)
        query.update({"q": words} | ({"year": year} if year else {}))
        context = super().get_context_data(**kwargs) | {
            "search_words": words,
            "search_year": year,
            "is_no_year": bool(self.request.GET.get("year")) and not year,
            "is_too_short": is_too_short,
            "all_groups": groups,
            "groups": groups,
            "chosen": chosen,
            "hit_count": sum(group.count for group in groups),
            "is_much": any(group.is_much for group in groups),
            "near": near(words=words, office=self.office) if words and not groups and not is_too_short else [],
            "search_query": query.urlencode(),
            "all_years_query": urlencode({"q": words}),
            "switch_query": query.urlencode() if words else "",
            "robots": "noindex",
        }
        return context | self.page_of(chosen, words, query, year) if chosen else context

    def page_of(self, chosen: search.Group, words: str, query: QueryDict, year: str) -> dict[str, Any]:
        """An unknown page is the first one, with a message; never an error."""
        paginator = Paginator(range(chosen.count), search.PAGE)
        asked = self.request.GET.get("page", "1")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
        is_known = 1 <= number <= paginator.num_pages
        page = paginator.page(number if is_known else 1)
        query["type"] = chosen.key
        return {
            "groups": [search.page_of(chosen.source, words=words, office=self.office, number=page.number, year=year)],
            "page_obj": page,
            "is_paginated": page.has_other_pages(),
            "page_query": f"{query.urlencode()}&",
            "switch_query": query.urlencode(),
            "messages_for_reader": [] if is_known else [_("There is no such page. You see the first one.")],
        }


class Suggest(SectionView):
    """At most eight names for what has been typed so far. Nothing that the search would not show."""

    def get(self, request: HttpRequest) -> JsonResponse:
        hits = search.suggestions(words=typed(request), office=self.office)
        found = [{"title": hit.plain[0], "detail": hit.plain[1], "url": hit.url} for hit in hits]
        return JsonResponse({"found": found}, headers={"Cache-Control": f"public, max-age={KEPT_SECONDS}", "X-Robots-Tag": "noindex"})


class OpenSearch(SectionView):
    """So that a browser can offer the portal in its own search box, in the language of the page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        name = escape(" – ".join(part for part in (self.office.heading, str(self.office.name)) if part))
        home = escape(settings.SITE_URL + prefix(languages.active()))
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
            f"<ShortName>{escape(self.office.heading[:LONGEST_SHORT_NAME].strip())}</ShortName>",
            f"<Description>{name}</Description>",
            "<InputEncoding>UTF-8</InputEncoding>",
            f"<Language>{languages.html_code(languages.active())}</Language>",
            f'<Url type="text/html" template="{home}search/?q={{searchTerms}}"/>',
            "</OpenSearchDescription>",
        ]
        return HttpResponse("\n".join(lines) + "\n", content_type="application/opensearchdescription+xml; charset=utf-8")
