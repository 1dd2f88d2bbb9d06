"""The two outermost middlewares: `headers` on every answer, and `edge`, which turns away what no view should ever see.

Further in stand `uploads`, which lets staff send more than visitors, and Compression.
"""

import secrets
import threading
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import FileResponse, HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils import translation
from django.utils.functional import SimpleLazyObject, empty
from django.utils.translation import gettext_lazy as _

from intlcoop.base.errors import Words, error_page

GetResponse = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
ALLOW = {"Allow": ", ".join(METHODS)}
MAX_PARAMETERS = 1000
LONGEST_NUMBER = 15
MOST_UPLOADS = 4  # large bodies in memory at one time, of staff and of visitors each
VISITORS_UPLOAD_TO = "/propose/"  # the one form of the public pages that takes a file
WAIT_SECONDS = 10
FIXED_HEADERS = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}


class Nonce(SimpleLazyObject):
    """A random word, made when a page first prints it; true only after that (as in Django 6, which replaces this)."""

    def __init__(self) -> None:
        super().__init__(lambda: secrets.token_urlsafe(16))

    def __bool__(self) -> bool:
        return self._wrapped is not empty


def headers(get_response: GetResponse) -> GetResponse:
    """The policy of the whole portal, for errors, redirects and static files too; a view's own header is kept.

    `request.csp_nonce` is for pages rendered before the headers are sent, not for streamed ones.
    """
    security = SecurityMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponse:
        nonce = Nonce()
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _policy(settings.SECURE_CSP, nonce))
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        for name, value in FIXED_HEADERS.items():
            response.headers.setdefault(name, value)
        # Django's own rules for HSTS, nosniff, referrer and opener, also for what `edge` answered above its middleware.
        return security.process_response(request, response)

    return middleware


def _policy(directives: Mapping[str, list[str]], nonce: Nonce) -> str:
    used = [f"'nonce-{nonce}'"] if nonce else []
    lines = []
    for name, sources in directives.items():
        words = [word for source in sources for word in (used if source == "<NONCE>" else [source])]
        lines.append(" ".join([name, *words]))
    return "; ".join(lines)


def edge(get_response: GetResponse) -> GetResponse:
    """Refuse, with the portal's own page, what makes stock Django fail or fill the disk. Not for rules of one view."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=ALLOW)
        status = _wrong_method(request) or _wrong_body(request) or _wrong_address(request)
        if status:
            return error_page(request, status, headers=ALLOW if status == 405 else None)
        response = get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            # A view that allows fewer methods answers with an empty page of Django's.
            return error_page(request, 405, headers={"Allow": response.headers.get("Allow", ALLOW["Allow"])})
        return response

    return middleware


def _wrong_method(request: HttpRequest) -> int | None:
    return None if request.method in METHODS else 405


def _wrong_body(request: HttpRequest) -> int | None:
    """Judge the body by its headers, before a byte of it is read.

    A body of unknown length (chunked) could only be measured by reading it, so it is refused with 411; every browser
    tells the length of a form, and a proxy that buffers (nginx's default) adds it.
    """
    if (request.content_params or {}).get("charset", "utf-8").lower() != "utf-8":
        return 415
    length = request.META.get("CONTENT_LENGTH") or ""
    if request.META.get("HTTP_TRANSFER_ENCODING") or (request.method == "POST" and not length):
        return 411
    if length and not (length.isascii() and length.isdigit()):
        return 400
    if len(length) > LONGEST_NUMBER or int(length or 0) > _most_bytes(request):
        return 413
    return None


def _most_bytes(request: HttpRequest) -> int:
    """More where a signed-in member of staff may be uploading. Whether it is one, `uploads` asks before anything is read."""
    path = _path(request)
    may_upload = path == VISITORS_UPLOAD_TO or (path.startswith("/admin/") and settings.SESSION_COOKIE_NAME in request.COOKIES)
    return int(settings.MAX_UPLOAD_BYTES if may_upload else settings.MAX_BODY_BYTES)


def _path(request: HttpRequest) -> str:
    """Without the language in front."""
    language = translation.get_language_from_path(request.path_info)
    return request.path_info.removeprefix(f"/{language}") if language else request.path_info


def _wrong_address(request: HttpRequest) -> int | None:
    """NUL (PostgreSQL refuses it, SQLite stores it) and parameter floods; the query is parsed here, where failing is safe."""
    query = request.META.get("QUERY_STRING", "")
    if "\0" in request.path_info or "\0" in query or "%00" in query:
        return 400
    if query.count("&") >= MAX_PARAMETERS:
        return 400
    try:
        request.GET  # noqa: B018 - a cached property; asking is what parses
    except (SuspiciousOperation, BadRequest, ValueError, LookupError):
        return 400
    return None


BUSY = Words(
    _("The portal is busy"),
    _("Others are uploading large files at this moment. Nothing was saved."),
    _("Go back in your browser and send the form again in a minute."),
)


def uploads(get_response: GetResponse) -> GetResponse:
    """A large body is read for staff, and for the form that takes a file; a few at a time, so that nobody fills the memory.

    Stands below the middleware that knows the user and above every view; nothing has read the body yet. Visitors have
    places of their own: whoever blocks those with slow bodies blocks nobody at work.
    """
    of_staff, of_visitors = threading.BoundedSemaphore(MOST_UPLOADS), threading.BoundedSemaphore(MOST_UPLOADS)

    def middleware(request: HttpRequest) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) <= settings.MAX_BODY_BYTES:
            return get_response(request)
        free = of_visitors if _path(request) == VISITORS_UPLOAD_TO else of_staff
        user: Any = request.user if free is of_staff else None
        if user and not (user.is_active and user.is_staff):
            return error_page(request, 413)
        if not free.acquire(timeout=0 if user else WAIT_SECONDS):
            return error_page(request, 503, words=BUSY, headers={"Retry-After": "60"})
        try:
            return get_response(request)
        finally:
            free.release()

    return middleware


class Compression(GZipMiddleware):
    """Pages grow small; pictures and PDFs are compressed already, and their length is worth more to whoever downloads them."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        return response if isinstance(response, FileResponse) else super().process_response(request, response)
