"""Addresses for machines: health, robots, icon, site map."""

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from intlcoop.office import site_map
from intlcoop.profile.http import OfficeRequest

HIDDEN = ("admin/", "search/", "propose/")


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
