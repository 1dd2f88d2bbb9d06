"""The tokens of static/css/tokens.css with the office's own colours: a small stylesheet at an address that changes with them."""

import hashlib
from functools import cache

from django.conf import settings
from django.http import Http404, HttpResponse
from django.templatetags.static import static
from django.urls import reverse

from intlcoop.base import colours
from intlcoop.profile.http import OfficeRequest
from intlcoop.profile.models import Profile

TOKENS = settings.BASE_DIR / "static" / "css" / "tokens.css"
A_YEAR = 31_536_000


@cache
def _usual() -> str:
    return TOKENS.read_text(encoding="utf-8")


def _rule(tokens: dict[str, str]) -> str:
    return ":root { " + " ".join(f"--{name}: {colour};" for name, colour in tokens.items()) + " }"


@cache
def _text(brand: str, accent: str) -> str:
    light, dark = colours.tokens(brand, accent)
    return f"{_usual()}{_rule(light)}\n@media (prefers-color-scheme: dark) {{ {_rule(dark)} }}\n"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def address(office: Profile) -> str:
    """Of the stylesheet with the tokens: the portal's own, or the office's."""
    if not (office.brand_colour or office.accent_colour):
        return static("css/tokens.css")
    return reverse("stylesheet", args=[_digest(_text(office.brand_colour, office.accent_colour))])


def serve(request: OfficeRequest, digest: str) -> HttpResponse:
    """The office's tokens of now. An address of earlier colours is 404: no page names it any more."""
    text = _text(request.office.brand_colour, request.office.accent_colour)
    if _digest(text) != digest:
        raise Http404
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers={"Cache-Control": f"public, max-age={A_YEAR}, immutable"})
