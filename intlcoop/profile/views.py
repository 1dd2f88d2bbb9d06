"""Parents of the public views: a section that may be off, lists with filters, details at an address that never dies."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView, View

from intlcoop.base import blocks, data, languages, linked_data
from intlcoop.base.errors import error_page
from intlcoop.base.filters import ListFilter
from intlcoop.base.models import Record, Tracked
from intlcoop.base.preview import may_preview
from intlcoop.profile import data_links
from intlcoop.profile.choices import Section
from intlcoop.profile.http import OfficeRequest
from intlcoop.profile.linked_data import publisher, way
from intlcoop.profile.models import OldAddress, Profile
from intlcoop.profile.navigation import Item, section_url

PAGE_SIZE = 25


class SectionView(View):
    """A view of one section: 404 where the office does not use it."""

    section: Section | None = None
    introduces = False  # whether the office's texts for the section stand above this page
    http_method_names = ["get", "head", "options"]

    @property
    def office(self) -> Profile:
        """The office's row, which the middleware read once."""
        return cast(OfficeRequest, self.request).office

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.section and not self.office.uses(self.section):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def breadcrumb(self) -> list[Item]:
        """The way from the home page to this page's parent."""
        return []

    def page_name(self) -> str:
        """What the last step of the way to this page is called; empty for the page of no section and no record."""
        return str(self.section.label) if self.section else ""

    def structured(self) -> list[linked_data.Description]:
        """What the page tells machines: the way to it."""
        last = [(self.page_name(), self.request.path)] if self.page_name() else []
        return [way(self.breadcrumb(), *last)]

    def fallback_language(self, *things: Tracked | None) -> str:
        """The own name of the language in which a text of these is shown, if that is not the page's."""
        shown = next((language for thing in things if thing and (language := thing.falls_back_to())), "")
        return languages.own_name(shown) if shown else ""

    def as_data(self, query: str = "") -> dict[str, Any]:
        """Links to this list as data, with its filter; nothing on a page that is no list."""
        match = self.request.resolver_match
        resource = data.of_page(match.view_name) if match else None
        if resource is None:
            return {"formats": [], "feeds": []}
        return {"formats": data_links.links(resource, query), "feeds": data_links.feeds([resource], query)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parent = getattr(super(), "get_context_data", None)
        context: dict[str, Any] = parent(**kwargs) if parent else dict(kwargs)
        context["breadcrumb"] = self.breadcrumb()
        context["section"] = self.section
        context["structured"] = linked_data.document(self.structured())
        context["introductions"] = blocks.introductions(self.section) if self.section and self.introduces else []
        context["fallback_language"] = self.fallback_language(*context["introductions"])
        return context


def section_item(section: Section) -> Item:
    return Item(str(section.label), section_url(section))


class FilteredPage(SectionView):
    """A page about those rows that the filters in its address leave. What is not a list (a map) takes this one as its parent."""

    filterset_class: type[ListFilter] = ListFilter

    def rows(self) -> QuerySet[Any]:
        """The published rows before any filter, with all that a row of the table shows."""
        raise NotImplementedError

    def count_in_words(self, rows: QuerySet[Any], count: int) -> str:
        """ "27 partners in 12 countries". The number of rows is known already."""
        raise NotImplementedError

    def filtered(self) -> QuerySet[Any]:
        self.filterset = self.filterset_class(self.request.GET, queryset=self.rows(), request=self.request)
        return self.filterset.qs

    def about_filters(self, count: int) -> dict[str, Any]:
        """What the page says of its filters, when `count` rows are left."""
        filterset = self.filterset
        filterset.show_numbers(count)
        return {
            "filterset": filterset,
            "chips": filterset.chips(),
            "messages_for_reader": filterset.messages(),
            "count_in_words": self.count_in_words(filterset.qs, count) if count else "",
            "switch_query": filterset.query_without("page").rstrip("&"),
            "is_empty": not (count or filterset.is_filtered or self.rows().exists()),
            "robots": "noindex" if filterset.is_filtered else "",
        }


class ListPage(FilteredPage, ListView):
    """A list with filters by GET, a sort, a count in words, pages of 25 and plain words for nonsense in the address."""

    paginate_by = PAGE_SIZE
    introduces = True

    def get_queryset(self) -> QuerySet[Any]:
        return self.filtered()

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """An unknown page is the first one, with a message; never an error."""
        paginator = self.get_paginator(queryset, page_size)
        paginator.count = self.filterset.count  # counted with the choices of the filters
        asked = self.request.GET.get("page", "1")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
        self.page_is_unknown = not 1 <= number <= paginator.num_pages
        page = paginator.page(1 if self.page_is_unknown else number)
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        context |= self.about_filters(page.paginator.count)
        if self.page_is_unknown:
            context["messages_for_reader"].append(_("There is no such page. You see the first one."))
        query = self.filterset.query_without("page")
        return context | self.as_data(query.rstrip("&")) | {"page_query": query, "canonical_page": page.number if page.number > 1 else 0}


class DetailPage(SectionView, DetailView):
    """One published record, with the blocks that other apps registered for it. A slug of old redirects permanently.

    Staff who may look at the record in the admin see a draft at the address that it will have; nobody else does, and no
    cache keeps it. What was public and is archived answers 410.
    """

    has_preview = True
    is_preview = False

    def rows(self) -> QuerySet[Any]:
        """All records, public or not, with what the page shows of them."""
        raise NotImplementedError

    def public(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the rows that have a page."""
        return rows.published()  # type: ignore[attr-defined]

    def get_queryset(self) -> QuerySet[Any]:
        return self.rows() if self.is_preview else self.public(self.rows())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            if moved := self.moved_to(str(kwargs["slug"])):
                return HttpResponsePermanentRedirect(moved)
            if may_preview(request, self.rows().model):
                return self.preview(request, *args, **kwargs)
            if self.rows().filter(slug=kwargs["slug"], is_published=True, is_archived=True).exists():
                return error_page(request, 410)
            raise

    def preview(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page as it will be, marked as a preview."""
        self.is_preview = True
        response = super().get(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def moved_to(self, slug: str) -> str:
        """The address that this slug leads to now; empty if there is none, or if its record is not public."""
        queryset = self.get_queryset()
        old = OldAddress.objects.filter(model=queryset.model._meta.label_lower, slug=slug).first()
        record = queryset.filter(pk=old.target).first() if old else None
        return self.address_of(record) if record else ""

    def address_of(self, record: Any) -> str:
        return str(record.get_absolute_url())

    def breadcrumb(self) -> list[Item]:
        return [section_item(self.section)] if self.section else []

    def page_name(self) -> str:
        return str(getattr(self.object, "heading", None) or self.object)

    def structured(self) -> list[linked_data.Description]:
        """The way to it, whose page it is, and the record itself."""
        return [*super().structured(), publisher(self.office), *linked_data.describe(self.object)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thing: Record = self.object
        return super().get_context_data(**kwargs) | {
            "blocks": blocks.blocks_of(thing, self.office.sections),
            "is_preview": self.is_preview,
            "calendar_url": data_links.entry_address(thing),
            "robots": "noindex" if self.is_preview else "",
            "fallback_language": self.fallback_language(thing),
        }
