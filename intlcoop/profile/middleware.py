"""Reads the office's row once a request and speaks the language of the address, and of nothing else.

Not Django's LocaleMiddleware: that one answers with `Vary: Accept-Language` although nothing here varies by it.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from intlcoop.base import languages
from intlcoop.base.errors import error_page
from intlcoop.profile.http import OfficeRequest
from intlcoop.profile.models import Profile

WITHOUT_OFFICE = ("/healthz", "/robots.txt")


def profile(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[OfficeRequest], HttpResponse]:
    """A language that the office does not offer is no address at all: 404. The health check must answer without the row."""

    def middleware(request: OfficeRequest) -> HttpResponse:
        request.office = Profile() if request.path_info in WITHOUT_OFFICE else Profile.objects.current()
        code = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with languages.offering(request.office.languages), translation.override(code):
            response = get_response(request) if code in request.office.languages else error_page(request, 404)
            response.headers.setdefault("Content-Language", code)
            return response

    return middleware
