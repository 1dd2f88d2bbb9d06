"""Views that belong to no noun."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from intlcoop.base.errors import Words, error_page

STALE_FORM = Words(
    _("The form could not be sent"),
    _("It was open for a long time, you signed in or out meanwhile, or your browser does not accept cookies. Nothing was saved."),
    _("Go back and reload the form; what you typed is still in your browser. Then send it again."),
)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Settings name this for a form without a valid token; the reason goes to the log only, it helps nobody but an attacker."""
    return error_page(request, 403, words=STALE_FORM)
