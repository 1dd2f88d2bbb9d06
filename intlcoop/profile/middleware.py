"""Reads the office's row once a request and speaks the language of the address, and of nothing else.

Not Django's LocaleMiddleware: that one answers with `Vary: Accept-Language` although nothing here varies by it.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from intlcoop.base import languages
from intlcoop.base.errors import Letterhead, error_page, is_database_down
from intlcoop.profile import stylesheet
from intlcoop.profile.http import OfficeRequest
from intlcoop.profile.models import Profile

logger = logging.getLogger(__name__)

WITHOUT_OFFICE = ("/healthz", "/robots.txt")


def letterhead(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[OfficeRequest], HttpResponse]:
    """For what is turned away further out than `profile`: the error page reads the row if it is drawn, nothing else does.

    When the row cannot be read, the page is drawn without a name: it tells of the visitor's fault, not of ours.
    """

    def read() -> Letterhead:
        try:
            return _letterhead(Profile.objects.current())
        except (DatabaseError, InterfaceError):
            logger.exception("An error page could not say whose it is.")
            return _letterhead(Profile())

    def middleware(request: OfficeRequest) -> HttpResponse:
        request.letterhead = SimpleLazyObject(read)  # type: ignore[assignment]
        return get_response(request)

    return middleware


def _letterhead(office: Profile) -> Letterhead:
    return Letterhead(lambda: office.heading, office.name, office.email, office.phone, lambda: stylesheet.address(office))


def profile(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[OfficeRequest], HttpResponse]:
    """A language that the office does not offer is no address at all: 404. The health check must answer without the row.

    When the database is away, a form that is being sent still reaches its view, which can give the visitor's text back:
    with the row as it was read last, or, in a process that has read none, an office of every language.
    """
    last = Profile(languages=[code for code, _name in settings.LANGUAGES])

    def office_of(request: HttpRequest) -> Profile:
        nonlocal last
        if request.path_info in WITHOUT_OFFICE:
            return Profile()
        try:
            last = Profile.objects.current()
        except (DatabaseError, InterfaceError) as error:
            if request.method != "POST" or not is_database_down(error):
                raise
        return last

    def middleware(request: OfficeRequest) -> HttpResponse:
        request.letterhead = _letterhead(last)  # if the row cannot be read now, its error page must not ask again
        request.office = office_of(request)
        request.letterhead = _letterhead(request.office)
        code = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with languages.offering(request.office.languages), translation.override(code):
            response = get_response(request) if code in request.office.languages else error_page(request, 404)
            response.headers.setdefault("Content-Language", code)
            return response

    return middleware
