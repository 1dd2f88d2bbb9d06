"""The addresses under /api/: each list in each of its formats, what there is, and the OpenAPI document."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from intlcoop.base import calendar_file, data, languages
from intlcoop.base.linked_data import Description, described
from intlcoop.base.parameters import WrongParameter, rows_asked
from intlcoop.office import contact_card as vcard
from intlcoop.office.data_formats import FORMATS
from intlcoop.office.openapi import document
from intlcoop.profile import data_links
from intlcoop.profile.choices import Section
from intlcoop.profile.http import OfficeRequest
from intlcoop.profile.linked_data import OFFICE, publisher
from intlcoop.profile.models import Profile
from intlcoop.profile.views import SectionView

IN_MEMORY = 1_000_000  # bytes; more waits in a temporary file
# Data is for the programs of others too; no cookie is read, so nothing is given away by it. People search for the pages.
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin", "X-Robots-Tag": "noindex"}
EXAMPLES = (
    ("partners", "json", "country=DE"),
    ("agreements", "csv", "state=in_force"),
    ("news", "atom"),
    ("events", "ics", "when=upcoming"),
)
FRESH = "public, max-age=60"


def for_programs(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Read-only: any other method is told so (405), before a form's token is missed, which a program has none of."""
    return csrf_exempt(require_safe(view))


def problem(status: int, title: str, **more: Any) -> HttpResponse:
    """RFC 9457, in English: it speaks to a programmer."""
    content = {"type": "about:blank", "title": title, "status": status} | more
    return JsonResponse(content, status=status, content_type="application/problem+json", headers=OPEN | {"Cache-Control": "no-store"})


@for_programs
def export(request: OfficeRequest, name: str, extension: str) -> HttpResponseBase:
    """A list in a format, with the filters of its page."""
    resource, chosen = data.find(name), FORMATS.get(extension)
    if not (resource and chosen and request.office.uses(resource.section) and extension in resource.extensions):
        return problem(404, "There is no such list, or not in this format.", detail="See /api/ for what there is.")
    try:
        rows = rows_asked(resource, request)
    except WrongParameter as error:
        return problem(400, "A parameter is wrong.", detail=error.words, parameter=error.name[:100])
    response = answer(request, chosen.content_type, chosen.write(resource, rows, request))
    if chosen.is_download:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return response


@for_programs
def entry(request: OfficeRequest, name: str, slug: str) -> HttpResponseBase:
    """One event, or the deadline of one call, for a calendar."""
    resource = data.find(name)
    if resource and resource.entry and request.office.uses(resource.section):
        row = resource.rows().filter(slug=slug).first()
        made = resource.entry(row) if row else None
        if made:
            language = languages.html_code(languages.active())
            content = calendar_file.document([made], title=made.title, language=language)
            response = answer(request, calendar_file.CONTENT_TYPE, [content])
            response.headers["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
            return response
    return problem(404, "There is no such entry, or its days are not known.")


@for_programs
def contact_card(request: OfficeRequest) -> HttpResponseBase:
    """The office for an address book; none while it publishes no contact."""
    if not (request.office.uses(Section.OFFICE) and request.office.has_contact):
        raise Http404
    response = answer(request, vcard.CONTENT_TYPE, [vcard.document(request.office)])
    response.headers["Content-Disposition"] = 'attachment; filename="office.vcf"'
    return response


@for_programs
def openapi(request: OfficeRequest) -> HttpResponseBase:
    """The document that describes the rest; for an editor, a generator of clients or a tester."""
    return answer(request, "application/json; charset=utf-8", [json.dumps(document(request.office), ensure_ascii=False).encode()])


class DataIndex(SectionView, TemplateView):
    """What there is, for people: each list in its formats, feeds, calendars, terms."""

    template_name = "office/data_index.html"

    def page_name(self) -> str:
        return _("Data")

    def structured(self) -> list[Description]:
        """A data set for each list, with its files."""
        sets = [dataset(resource, self.office) for resource in data_links.resources(self.office)]
        return [*super().structured(), publisher(self.office), *sets]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists = [(resource, data_links.links(resource)) for resource in data_links.resources(self.office)]
        names = {resource.name for resource, _links in lists}
        return super().get_context_data(**kwargs) | {
            "lists": lists,
            "examples": [data_links.address(*example) for example in EXAMPLES if example[0] in names],
            "feeds": data_links.feeds(resource for resource, _links in lists),
            "fallback_language": self.fallback_language(self.office),
        }


def dataset(resource: data.Resource, office: Profile) -> Description:
    files = [
        described(
            "DataDownload", contentUrl=data.absolute(data_links.address(resource.name, extension)), encodingFormat=kind.partition(";")[0]
        )
        for extension, kind in ((extension, FORMATS[extension].content_type) for extension in resource.extensions)
    ]
    return described(
        "Dataset",
        name=f"{resource.title} – {office.heading}",
        description=resource.about,
        url=data.absolute(reverse("office:data_index")),
        isAccessibleForFree=True,
        usageInfo=office.data_terms,
        creator={"@id": f"{settings.SITE_URL}{OFFICE}"},
        distribution=files,
    )


def answer(request: HttpRequest, content_type: str, pieces: Iterable[bytes]) -> HttpResponseBase:
    """What was written, or 304. It is complete before the first byte goes out, so that a fault on the way is no cut file, and
    a reader on a slow line keeps no query open; however long it is, memory stays flat."""
    with ExitStack() as stack:
        file = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))
        digest, size = hashlib.sha256(), 0
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.seek(0)
        etag = f'"{digest.hexdigest()[:32]}"'
        response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
        if response is None and size > IN_MEMORY:
            response = FileResponse(file, content_type=content_type)
            stack.pop_all()  # the answer closes the file
        response = response or HttpResponse(file.read(), content_type=content_type)
    for header, value in OPEN.items():
        response.headers[header] = value
    response.headers["ETag"], response.headers["Cache-Control"] = etag, FRESH
    return response
