"""The calendar of a colleague: what ends and when notice is due, as far as the account may see it. Its address is its secret."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intlcoop.base import calendar_file, languages
from intlcoop.base.calendar_file import Entry
from intlcoop.base.clock import today
from intlcoop.base.due import in_use
from intlcoop.base.ends import endings
from intlcoop.office.digest import page_of
from intlcoop.office.models import Desk
from intlcoop.office.reminders import CATCH_UP, language_of
from intlcoop.profile.http import OfficeRequest

# For the program of one person: nobody keeps it on the way, finds it or learns from where somebody came.
PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


@require_safe
def feed(request: OfficeRequest, token: str) -> HttpResponse:
    """404 for an address that never was, was stopped or renewed, or whose account is switched off: nobody can tell which."""
    desk = Desk.objects.with_token(token)
    if desk is None:
        raise Http404
    code = desk.language if desk.language in request.office.languages else language_of(request.office)
    with translation.override(code):
        title = _("What ends: %(office)s") % {"office": request.office}
        content = calendar_file.document(entries(desk.user), title=title, language=languages.html_code(code))
    return HttpResponse(content, content_type=calendar_file.CONTENT_TYPE, headers=PRIVATE | {"Content-Language": code})


def entries(user: Any) -> Iterator[Entry]:
    """A whole day for each end. Nothing confidential: calendars are handed to other companies' servers."""
    for ending in endings():
        meta = ending.model._meta
        if ending.is_confidential or not user.has_perm(f"{meta.app_label}.view_{meta.model_name}"):
            continue
        rows = in_use(ending.model._default_manager.order_by("pk"))
        for row, day in ending.days(rows, today() - CATCH_UP):
            yield Entry(
                identifier=f"{meta.model_name}-{row.pk}-{ending.name}-{day}",
                title=ending.words(row),
                first=day,
                last=None,
                created_at=row.created_at,
                updated_at=row.updated_at,
                url=page_of(row),
                text=str(ending.heading),
                is_busy=False,
            )
