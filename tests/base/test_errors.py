"""Error pages: our words, right status, no database, no secrets (faults.md 4.3, 4.24, 4.44). These tests may not touch the database."""

import re
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.http import HttpResponse
from django.template import TemplateDoesNotExist, loader
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import Settings

from intlcoop.base import errors
from tests.base import ask, stack_without_profile
from tests.base.urls import SECRET


@pytest.fixture(autouse=True)
def tiny_portal(settings: Settings, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = "tests.base.urls"
    settings.MIDDLEWARE = stack_without_profile()
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def page(status: int, path: str = "/x/") -> HttpResponse:
    return errors.error_page(RequestFactory().get(path), status)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 411, 413, 415, 429, 500, 503])
def test_each_page_says_what_happened_and_what_to_do(status: int) -> None:
    answer = page(status)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    for part in (
        '<html lang="en">',
        '<meta name="robots" content="noindex">',
        'href="/static/css/site.css"',
        '<main id="main" class="wrap prose">',
    ):
        assert part in answer.text
    words = errors.WORDS[status]
    assert f"<h1>{words.title}</h1>" in answer.text
    assert len(re.findall(r"<p>[^<]{20,}</p>", answer.text)) == 2
    assert '<a href="/">Go to the home page</a>' in answer.text
    assert ('action="/search/"' in answer.text) == (status == 404)


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_no_page_has_holes_inline_code_or_words_of_programming(status: int) -> None:
    text = page(status).text
    for word in ("UNDEFINED-VARIABLE", "<script", "<style", "style=", "onclick", "Django", "Traceback", "Error", "Exception", "{{", "{%"):
        assert word not in text


def test_a_status_without_words_still_has_a_page() -> None:
    assert "cannot read this request" in page(418).text
    assert "problem with the service" in page(507).text


@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        ("/nothing/", 404, "Page not found"),
        ("/fault/missing/", 404, "Page not found"),
        ("/fault/forbidden/", 403, "You cannot open this page"),
        ("/fault/broken/", 500, "There is a problem with the service"),
        ("/fault/bad-sql/", 500, "There is a problem with the service"),
        ("/fault/operational/", 503, "The service is unavailable"),
        ("/fault/interface/", 503, "The service is unavailable"),
        ("/fault/corrupt/", 503, "The service is unavailable"),
        ("/fault-behind/", 503, "The service is unavailable"),
    ],
)
def test_what_a_view_raises_becomes_the_right_page(visitor: Client, path: str, status: int, heading: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.text
    assert SECRET not in answer.text
    assert answer.headers.get("Retry-After") == ("30" if status == 503 else None)
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_same_through_wsgi_with_nothing_in_between() -> None:
    answer = ask(path="/fault/operational/")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert ask(path="/fault/broken/").status == 500


@pytest.mark.parametrize(
    ("path", "language", "home"),
    [
        ("/x/", "en", "/"),
        ("/sr/x/", "sr", "/sr/"),
        ("/sr-latn/x/", "sr-latn", "/sr-latn/"),
        ("/xx/x/", "en", "/"),
        ("/fr/x/", "en", "/"),
        ("/" + "a" * 600 + "/", "en", "/"),
    ],
)
def test_the_address_decides_the_language(path: str, language: str, home: str) -> None:
    with translation.override("de"):
        text = page(404, path).text
        assert translation.get_language() == "de"
    assert f'<html lang="{language}">' in text
    assert f'<a class="site-name" href="{home}">' in text
    assert f'action="{home}search/"' in text


def test_a_language_not_in_use_is_not_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intlcoop.base.languages.in_use", lambda: ("en", "sr"))
    assert '<html lang="en">' in page(404, "/pl/x/").text
    assert '<html lang="sr">' in page(404, "/sr/x/").text


def test_the_words_are_translated(visitor: Client) -> None:
    # "Page not found" is in Django's own catalogue too, so this holds before ours is filled.
    with translation.override("sr"):
        expected = str(errors.WORDS[404].title)
    assert expected != "Page not found"
    assert f"<h1>{expected}</h1>" in visitor.get("/sr/nothing/").text


def test_the_address_is_not_echoed(visitor: Client) -> None:
    assert "<svg" not in visitor.get("/%3Csvg%20onload=x%3E/?q=%3Csvg%3E").text


def test_a_stale_form_is_explained() -> None:
    answer = Client(enforce_csrf_checks=True).post("/form/", {"a": "1"})
    assert answer.status_code == 403
    assert "reload the form; what you typed is still in your browser" in answer.text
    assert "<style" not in answer.text
    assert "CSRF" not in answer.text
    assert not answer.cookies


def test_a_missing_manifest_does_not_break_the_page(settings: Settings) -> None:
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    with pytest.raises(ValueError, match=r"css/site\.css"):
        storages["staticfiles"].url("css/site.css")
    answer = page(404)
    assert 'href="/static/css/site.css"' in answer.text
    assert "<h1>Page not found</h1>" in answer.text


@pytest.mark.parametrize(("path", "status"), [("/nothing/", 404), ("/fault/broken/", 500), ("/fault/operational/", 503)])
def test_when_even_the_page_fails_a_constant_one_answers(monkeypatch: pytest.MonkeyPatch, path: str, status: int) -> None:
    def fail(name: str) -> None:
        raise TemplateDoesNotExist(name)

    monkeypatch.setattr(loader, "get_template", fail)
    answer = ask(path=path)
    assert (answer.status, answer.text) == (status, errors.CONSTANT_PAGE)
    assert "Content-Security-Policy" in answer.headers


def test_when_no_handler_can_be_found_the_last_resort_answers(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.base.no_such_module"
    answer = ask(path="/fault/broken/")
    assert (answer.status, answer.text) == (500, errors.CONSTANT_PAGE)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
