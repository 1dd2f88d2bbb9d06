"""What every page's frame needs."""

from typing import Any

from django.conf import settings

from intlcoop.base import languages
from intlcoop.profile import navigation, stylesheet
from intlcoop.profile.http import OfficeRequest


def site(request: OfficeRequest) -> dict[str, Any]:
    """The office, its menus and addresses. No query: the middleware has read the row."""
    office = request.office
    bare = navigation.bare_path(request).lstrip("/")
    return {
        "office": office,
        "stylesheet": stylesheet.address(office),
        "main_menu": navigation.main_menu(office, request),
        "other_sections": navigation.other_sections(office, request),
        "language_switch": navigation.language_switch(office, request),
        "html_language": languages.html_code(languages.active()),
        "home_url": navigation.prefix(languages.active()),
        "alternates": [(languages.html_code(code), settings.SITE_URL + navigation.prefix(code) + bare) for code in office.languages],
        "site_url": settings.SITE_URL,
        "canonical": settings.SITE_URL + request.path,
    }
