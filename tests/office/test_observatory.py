"""The scoring of MDN's HTTP Observatory, in its own numbers (faults.md 3.2): at least 125 on every kind of page."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from tests.builders import office

pytestmark = pytest.mark.django_db

TARGET = 125


def score(page: Any, redirect: Any) -> int:
    """Of a page that came by https, and of what http answered to the same address."""
    losses, bonuses = 0, 0
    for points in (policy(page), *cookies(page), transport(page), *others(page), moved(redirect)):
        losses += min(points, 0)
        bonuses += max(points, 0)
    return 100 + losses + (bonuses if 100 + losses >= 90 else 0)


def policy(page: Any) -> int:
    text = page.headers.get("Content-Security-Policy", "")
    if not text:
        return -25
    directives = {words[0]: words[1:] for words in (part.split() for part in text.split(";")) if words}
    default = directives.get("default-src", ["*"])
    scripts, styles, objects = (directives.get(name, default) for name in ("script-src", "style-src", "object-src"))
    loose = {"'unsafe-inline'", "'unsafe-eval'", "data:", "*", "https:", "http:"}
    if loose & set(scripts) or objects not in (["'none'"], ["'self'"]):
        return -20
    if loose & set(styles):
        return 0
    return 10 if default == ["'none'"] else 5


def cookies(page: Any) -> list[int]:
    found = list(page.cookies.values())
    points = []
    for cookie in found:
        if "session" in cookie.key:
            points += [-40] * (not cookie["secure"]) + [-30] * (not cookie["httponly"])
        elif not cookie["secure"]:
            points.append(-20)
        if "csrf" in cookie.key and not cookie["samesite"]:
            points.append(-20)
    good = found and all(cookie["secure"] and cookie["httponly"] and cookie["samesite"] for cookie in found)
    return [*points, 5] if good else points


def transport(page: Any) -> int:
    age = re.search(r"max-age=(\d+)", page.headers.get("Strict-Transport-Security", ""))
    if not age:
        return -20
    return -10 if int(age[1]) < 15_768_000 else 0


def others(page: Any) -> list[int]:
    given = page.headers
    framed = "frame-ancestors 'none'" in given.get("Content-Security-Policy", "") or given.get("X-Frame-Options") in {"DENY", "SAMEORIGIN"}
    referrer = given.get("Referrer-Policy", "")
    return [
        0 if given.get("X-Content-Type-Options") == "nosniff" else -5,
        5 if framed else -20,
        5 if referrer in {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"} else -5 if referrer else 0,
        10 if given.get("Cross-Origin-Resource-Policy") in {"same-origin", "same-site"} else 0,
        10 if given.get("Cross-Origin-Opener-Policy") == "same-origin" else 0,
        10 if given.get("Cross-Origin-Embedder-Policy") == "require-corp" else 0,
        -50 if given.get("Access-Control-Allow-Origin") == "*" and given.get("Access-Control-Allow-Credentials") else 0,
    ]


def moved(redirect: Any) -> int:
    target = redirect.headers.get("Location", "")
    if not target:
        return -20
    if not target.startswith("https://"):
        return -10
    return 0 if target.startswith("https://testserver/") else -5


@pytest.fixture
def https(settings: Settings) -> None:
    """What HTTPS=yes means in the settings."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000


@pytest.mark.usefixtures("https")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/propose/", 200),
        ("/admin/login/", 200),
        ("/partners/", 200),
        ("/search/?q=x", 200),
        ("/nothing/", 404),
        ("/?q=%00", 400),
    ],
)
def test_every_kind_of_page(path: str, status: int) -> None:
    office(email="office@example.edu")
    page = Client().get(path, secure=True)
    assert page.status_code == status
    assert score(page, Client().get("/")) >= TARGET


@pytest.mark.usefixtures("https")
def test_the_cookies_are_bound_to_the_host() -> None:
    office()
    for cookie in Client().get("/admin/login/", secure=True).cookies.values():
        assert cookie.key.startswith("__Host-")
        assert (cookie["path"], cookie["domain"], bool(cookie["secure"])) == ("/", "", True)


def test_the_scorer_sees_what_is_missing() -> None:
    bare = HttpResponse()
    bare.set_cookie("session", "x")
    assert score(bare, HttpResponse()) == 100 - 25 - 40 - 30 - 20 - 5 - 20 - 20
