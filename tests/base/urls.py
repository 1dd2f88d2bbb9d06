"""A tiny portal: one address for each way in which a view can behave, so that these tests need no other app."""

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

SECRET = "the-password-of-the-database"

handler400 = "intlcoop.base.errors.handler400"
handler403 = "intlcoop.base.errors.handler403"
handler404 = "intlcoop.base.errors.handler404"
handler500 = "intlcoop.base.errors.handler500"

FAULTS = {
    "missing": Http404(SECRET),
    "forbidden": PermissionDenied(SECRET),
    "broken": RuntimeError(SECRET),
    "operational": OperationalError(SECRET),
    "interface": InterfaceError(SECRET),
    "corrupt": DatabaseError(SECRET),
    "bad-sql": ProgrammingError(SECRET),
}


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("home " + request.GET.get("q", ""))


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"fields {len(request.POST)} files {len(request.FILES)}")


def fault(request: HttpRequest, name: str) -> HttpResponse:
    raise FAULTS[name]


def hidden_database_fault(request: HttpRequest) -> HttpResponse:
    """As a template tag does it: another error stands in front of the database's."""
    try:
        raise OperationalError(SECRET)
    except OperationalError as error:
        raise RuntimeError("could not draw the page") from error


def nonce(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.csp_nonce))


def unused_nonce(request: HttpRequest) -> HttpResponse:
    return HttpResponse("no" if not request.csp_nonce else "yes")


def own_headers(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        "data",
        headers={
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "X-Frame-Options": "SAMEORIGIN",
            "Referrer-Policy": "no-referrer",
        },
    )


def redirect(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/")


def stream(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse([b"a", b"b"])


urlpatterns = [
    path("", home),
    path("form/", form),
    path("fault/<slug:name>/", fault),
    path("fault-behind/", hidden_database_fault),
    path("sr/broken/", fault, {"name": "broken"}),
    path("nonce/", nonce),
    path("unused-nonce/", unused_nonce),
    path("own-headers/", own_headers),
    path("redirect/", redirect),
    path("stream/", stream),
    path("only-post/", require_POST(home)),
]
