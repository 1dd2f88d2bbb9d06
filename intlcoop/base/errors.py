"""The portal's error pages: one template, and a constant page for when even that cannot be drawn.

Nothing here asks the database, the session, the cache, the profile or a context processor: any of them may be what has
just failed. Whose portal it is stands on the page only if the request brought it along (Letterhead). Not for mistakes in
a form: those stand beside their field.
"""

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.templatetags.static import static
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intlcoop.base import languages

logger = logging.getLogger(__name__)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
RETRY_SECONDS = 30
NO_SUCH_TABLE = "42P01"
CONSTANT_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
    "<title>There is a problem with the service</title></head><body><main>"
    "<h1>There is a problem with the service</h1><p>The request could not be answered. Try again later.</p>"
    '<p><a href="/">Go to the home page</a></p></main></body></html>'
)


class Words(NamedTuple):
    """What one page says: what happened, then what to do. Sentences are for visitors, never for programmers."""

    title: str | Promise
    happened: str | Promise
    advice: str | Promise


@dataclass(frozen=True)
class Letterhead:
    """Whose page it is and whom to ask, as the request's middleware has read it already. All of it may be empty."""

    heading: Any
    owner: Any
    email: str
    phone: str
    stylesheet: Callable[[], str]


WORDS = {
    400: Words(
        _("The portal cannot read this request"),
        _("Something in the web address, or in what your browser sent, is not valid."),
        _("Check the web address, or start again from the home page."),
    ),
    403: Words(
        _("You cannot open this page"),
        _("Your account does not have the right that this page needs."),
        _("Ask the person who looks after the portal for that right."),
    ),
    404: Words(
        _("Page not found"),
        _("There is no page at this web address. It may have been mistyped, cut short when it was copied, or withdrawn."),
        _("Check that the whole address is correct, or search the portal."),
    ),
    405: Words(
        _("This page cannot be used in that way"),
        _("The page exists, but it does not accept this kind of request."),
        _("Open the page by a link, or send its form again."),
    ),
    410: Words(
        _("This page has been archived"),
        _("What stood here is no longer kept up to date, and the office has taken it off the public pages."),
        _("Look for newer information in the lists, or ask the office."),
    ),
    411: Words(
        _("The portal cannot read this request"),
        _("What your browser sent did not say how long it is."),
        _("Try again with another browser or connection."),
    ),
    413: Words(
        _("What you sent is too large"),
        _("The text and files together are larger than the portal accepts. Nothing was saved."),
        _("Go back in your browser, choose a smaller file or shorten the text, and send it again."),
    ),
    415: Words(
        _("The portal cannot read this request"),
        _("What was sent is not in the character set UTF-8."),
        _("Go back and send the portal's own form."),
    ),
    429: Words(
        _("Too many attempts"),
        _("Too many requests came from your connection in a short time."),
        _("Wait a while, then try again."),
    ),
    500: Words(
        _("There is a problem with the service"),
        _("The portal could not make this page. The fault is ours and has been recorded."),
        _("Try again later. If you were sending a form, go back in your browser: what you typed should still be there."),
    ),
    503: Words(
        _("The service is unavailable"),
        _("The portal cannot reach its data at the moment."),
        _("Try again in a few minutes. If you were sending a form, it has not been received: keep a copy of what you typed."),
    ),
}


def error_page(request: HttpRequest, status: int, *, words: Words | None = None, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The page for a status of WORDS (others speak as 400 or 500), in the language of the address. Never raises."""
    said = words or WORDS.get(status) or WORDS[400 if status < 500 else 500]
    try:
        body = _draw(request, status, said)
    except Exception:  # whatever broke, the visitor still gets a page
        logger.exception("The error page itself could not be drawn.")
        body = CONSTANT_PAGE
    return HttpResponse(body, status=status, headers={"Cache-Control": "no-store", **(headers or {})})


def _draw(request: HttpRequest, status: int, words: Words) -> str:
    # The address decides: an error may come before any middleware has activated a language.
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    if language not in languages.in_use():
        language = settings.LANGUAGE_CODE
    home = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    letterhead: Letterhead | None = getattr(request, "letterhead", None)
    tokens = letterhead.stylesheet() if letterhead else _stylesheet("css/tokens.css")
    context = {
        "words": words,
        "letterhead": letterhead,
        "language": language,
        "home": home,
        "search": f"{home}search/" if status in {404, 410} else "",
        "stylesheets": [tokens, _stylesheet("css/site.css")],
    }
    with translation.override(language):
        return loader.get_template("errors/error.html").render(context)


def _stylesheet(name: str) -> str:
    # The manifest raises ValueError for a name it lacks; a plain page is better than none.
    try:
        return static(name)
    except (ValueError, OSError):
        return f"{settings.STATIC_URL}{name}"


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Bad requests that Django noticed; a body that it found too long is named as such."""
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A missing right. The reason is not shown: it may name what the visitor must not know."""
    return error_page(request, 403)


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or one that this visitor may not know of."""
    return error_page(request, 404)


def handler500(request: HttpRequest) -> HttpResponse:
    """A fault of ours; 503 with Retry-After when a database that does not answer is behind it."""
    if is_database_down(sys.exc_info()[1]):
        return error_page(request, 503, headers={"Retry-After": str(RETRY_SECONDS)})
    return error_page(request, 500)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def is_database_down(error: BaseException | None) -> bool:
    """Whether behind this error stands a database that is away, locked, full, broken or without its tables."""
    return any(_says_so(each) for each in _chain(error))


def _says_so(error: BaseException) -> bool:
    # SQLite says "file is not a database" with the bare parent class; its subclasses are mostly faults of ours. A table that
    # is not there is an OperationalError of SQLite; PostgreSQL has a code for it.
    bare = type(error) is DatabaseError
    return bare or isinstance(error, OperationalError | InterfaceError) or getattr(error, "sqlstate", "") == NO_SUCH_TABLE


def last_resort(application: Application) -> Application:
    """Wrap the WSGI application: Django builds the request before any middleware, and a hostile Content-Type
    (charset=hex; charset=utf-8 with 1,001 parameters) raises there, which the server would answer with a bare 500.
    """

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception as error:  # nobody above us would catch it
            logger.exception("A request was answered by the last resort.")
            refused = isinstance(error, SuspiciousOperation | ValueError | LookupError)
            body = CONSTANT_PAGE.encode()
            start_response(
                "400 Bad Request" if refused else "500 Internal Server Error",
                [
                    ("Content-Type", "text/html; charset=utf-8"),
                    ("Content-Length", str(len(body))),
                    ("Cache-Control", "no-store"),
                    ("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
                    ("Cross-Origin-Resource-Policy", "same-origin"),
                    ("X-Content-Type-Options", "nosniff"),
                    ("X-Frame-Options", "DENY"),
                    ("Referrer-Policy", "same-origin"),
                ],
                sys.exc_info(),
            )
            return [body]

    return guarded
