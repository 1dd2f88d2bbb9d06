"""The policy stands on every answer, whatever its status (faults.md 3.2, 3.3, 4.4)."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.base import stack_without_profile

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
EVERYWHERE = {
    "Content-Security-Policy": STRICT,
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
STATUSES = [
    ("GET", "/", 200),
    ("GET", "/stream/", 200),
    ("OPTIONS", "/", 204),
    ("GET", "/redirect/", 302),
    ("GET", "/form", 301),
    ("GET", "/?q=%00", 400),
    ("GET", "/fault/forbidden/", 403),
    ("GET", "/nothing/", 404),
    ("GET", "/fault/missing/", 404),
    ("DELETE", "/", 405),
    ("GET", "/only-post/", 405),
    ("POST", "/form/", 411),
    ("GET", "/fault/broken/", 500),
    ("GET", "/fault/operational/", 503),
]


@pytest.fixture(autouse=True)
def tiny_portal(settings: Settings, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = "tests.base.urls"
    settings.MIDDLEWARE = stack_without_profile()
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("method", "path", "status"), STATUSES)
def test_every_status_carries_the_policy_and_no_cookie(visitor: Client, method: str, path: str, status: int) -> None:
    answer = visitor.generic(method, path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    if not answer.streaming and answer.content:
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_static_files_carry_the_policy(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "site.css").write_text("body {}")
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    answer = Client().get("/static/site.css")
    assert (answer.status_code, answer.getvalue()) == (200, b"body {}")
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE


def test_the_policy_allows_nothing_unsafe(visitor: Client) -> None:
    policy = visitor.get("/").headers["Content-Security-Policy"]
    for word in ("unsafe", "data:", "blob:", "*", "http", "NONCE", "nonce"):
        assert word not in policy


def test_a_view_keeps_its_own_headers(visitor: Client) -> None:
    answer = visitor.get("/own-headers/")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_printed_nonce_is_in_the_policy_and_new_each_time(visitor: Client) -> None:
    answers = [visitor.get("/nonce/") for _ in range(2)]
    for answer in answers:
        assert re.fullmatch(r"[\w-]{22}", answer.text)
        assert f"script-src 'self' 'nonce-{answer.text}'; style-src 'self';" in answer.headers["Content-Security-Policy"]
    assert answers[0].text != answers[1].text


def test_asking_whether_there_is_a_nonce_makes_none(visitor: Client) -> None:
    answer = visitor.get("/unused-nonce/")
    assert answer.text == "no"
    assert answer.headers["Content-Security-Policy"] == STRICT


@pytest.mark.parametrize(("method", "path", "status"), STATUSES)
def test_with_https_every_answer_says_to_stay_there(settings: Settings, visitor: Client, method: str, path: str, status: int) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert visitor.generic(method, path, secure=True).headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in visitor.generic(method, path).headers
