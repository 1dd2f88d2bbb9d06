"""How long staff stay signed in, and what they must do first where a second factor is required.

Readers have no session: nothing here looks at one unless the request is for the admin or brings a session along.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from intlcoop.base.clock import now
from intlcoop.office import second_factor

BEGAN, TOUCHED = "began", "touched"
AS_OFTEN = timedelta(minutes=1)  # a write for each click would be wasted
BEFORE_ENROLMENT = {"admin:login", "admin:logout", "second_factor"}


class StaffSessions:
    """Each use of the admin moves the end of the session on, up to the longest age since the sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_for_staff(request):
            if request.user.is_authenticated:
                touch(request.session)
            if request.resolver_match.view_name != "admin:jsi18n":  # type: ignore[union-attr]
                response.headers.setdefault("Cache-Control", "no-store")  # Django forgets it on the pages about passwords
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Where the second factor is required, an account without one sees the page that sets it up, and nothing else."""
        if not second_factor.is_required() or request.resolver_match.view_name in BEFORE_ENROLMENT:  # type: ignore[union-attr]
            return None
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and request.user.is_authenticated and not second_factor.is_set_up(request.user):
            return HttpResponseRedirect(reverse("second_factor"))
        return None


def is_for_staff(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and ("admin" in match.namespaces or match.view_name == "second_factor"))


def begin(session: Any) -> None:
    """At the sign-in, whatever the session was before."""
    session[BEGAN] = session[TOUCHED] = now().isoformat()
    _set_end(session)


def touch(session: Any) -> None:
    """At each use. A session of before this rule begins now."""
    if BEGAN not in session:
        begin(session)
    elif now() - datetime.fromisoformat(session[TOUCHED]) >= AS_OFTEN:
        session[TOUCHED] = now().isoformat()
        _set_end(session)


def _set_end(session: Any) -> None:
    """Write down when the session ends by itself; Django forgets it, and tells the browser to forget it, at that moment."""
    idle = datetime.fromisoformat(session[TOUCHED]) + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    longest = datetime.fromisoformat(session[BEGAN]) + timedelta(seconds=settings.SESSION_LONGEST_AGE)
    session.set_expiry(min(idle, longest))
