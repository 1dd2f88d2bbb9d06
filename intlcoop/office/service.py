"""Addresses for machines: health, robots, icon, site map."""

import datetime

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from intlcoop.base import languages
from intlcoop.base.clock import now
from intlcoop.office import site_map
from intlcoop.profile.http import OfficeRequest

SECURITY_TXT = ".well-known/security.txt"
SECURITY_TXT_DAYS = 180
HIDDEN = ("admin/", "search/", "propose/status/")


def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503 with the name of what failed and no more."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM profile_profile")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "failed": ["database"]}, status=503, headers={"Cache-Control": "no-store"})
    return JsonResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


def robots(request: HttpRequest) -> HttpResponse:
    """Search engines are welcome everywhere but in the admin, the search and the form."""
    codes = ["", *(f"{code}/" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
    lines = [
        "User-agent: *",
        *(f"Disallow: /{code}{path}" for code in codes for path in HIDDEN),
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it whatever the page says."""
    return HttpResponseRedirect(staticfiles_storage.url("img/icon.svg"))


def sitemap(request: OfficeRequest) -> HttpResponse:
    """Every published address in each language of the office."""
    return HttpResponse(site_map.xml(request.office), content_type="application/xml; charset=utf-8")


def security_txt(request: OfficeRequest) -> HttpResponse:
    """RFC 9116: whom to tell about a weakness. It expires by itself only when the portal does not run any more."""
    contact = request.office.security_contact
    if not contact:
        raise Http404
    expires = (now() + datetime.timedelta(days=SECURITY_TXT_DAYS)).astimezone(datetime.UTC).replace(hour=0, minute=0, second=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(languages.html_code(code) for code in request.office.languages)}",
        f"Canonical: {settings.SITE_URL}/{SECURITY_TXT}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
