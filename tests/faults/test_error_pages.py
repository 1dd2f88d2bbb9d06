"""Every error page of the real portal: status, words in both languages, nothing for search engines or attackers (faults.md 4.44)."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from intlcoop.base import errors
from intlcoop.office import service, sign_in, views
from intlcoop.profile.models import Profile
from intlcoop.profile.models.profile import ProfileQuerySet
from tests import builders
from tests.pages import FAULTY

pytestmark = pytest.mark.django_db
TELLTALE = ("Django", "Traceback", "django", "Exception", "sqlite", "psycopg", "SECRET", "/intlcoop/", ".py", "<script", "<style", "style=")
SECRET = "10.0.0.1 password=hunter2"


@pytest.fixture(autouse=True)
def _office() -> None:
    builders.office(name={"en": "Faculty of Medicine", "sr": "Медицински факултет"}, languages=["en", "sr"], email="office@example.org")


def broken(error: Exception) -> Any:
    def raises(*args: Any, **kwargs: Any) -> None:
        raise error

    return raises


def provoked(status: int, prefix: str, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Any:
    """The answer to a request that really ends so."""
    visitor = Client(raise_request_exception=False, enforce_csrf_checks=True)
    path = f"{prefix}/privacy/"
    if status == 400:
        return visitor.get(path, {"q": "\0"})
    if status == 403:
        return visitor.post(f"{prefix}/propose/", {"name": "x"})
    if status == 404:
        return visitor.get(f"{prefix}/partners/nobody/")
    if status == 405:
        return visitor.put(path)
    if status == 410:
        return visitor.get(prefix + builders.institution(is_archived=True).get_absolute_url())
    if status == 411:
        return visitor.generic("POST", path, b"", HTTP_TRANSFER_ENCODING="chunked")
    if status == 413:
        settings.MAX_BODY_BYTES = settings.MAX_UPLOAD_BYTES = 3
        return visitor.generic("POST", f"{prefix}/propose/", b"12345", content_type="text/plain")
    if status == 415:
        return visitor.generic("POST", path, b"a", content_type="text/plain; charset=utf-16")
    if status == 429:
        answers = [visitor_signs_in(prefix) for _try in range(6)]
        return answers[-1]
    error = OperationalError(SECRET) if status == 503 else ValueError(SECRET)
    monkeypatch.setattr(views.Privacy, "get_context_data", broken(error))
    return visitor.get(path)


def visitor_signs_in(prefix: str) -> Any:
    return Client(raise_request_exception=False).post(f"{prefix}/admin/login/", {"username": "nobody", "password": "wrong"})


@pytest.mark.parametrize("prefix", ["", "/sr"])
@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 411, 413, 415, 429, 500, 503])
def test_each_status_has_a_page_of_ours(status: int, prefix: str, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    answer = provoked(status, prefix, monkeypatch, settings)
    html = answer.content.decode()
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<meta name="robots" content="noindex">' in html
    assert [word for word in (*TELLTALE, *FAULTY, SECRET, "hunter2") if word in html] == []
    assert f'href="{prefix}/"' in html
    assert "no-store" in answer.headers["Cache-Control"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    language = "sr" if prefix else "en"
    with translation.override(language):
        words = sign_in.TOO_MANY if status == 429 else errors.WORDS[status]
        assert status == 403 or f"<h1>{words.title}</h1>" in html  # the form's own 403 has better words
    assert f'<html lang="{language}"' in html
    assert ("Медицински факултет" if prefix else "Faculty of Medicine") in html
    assert 'href="mailto:office@example.org"' in html


def test_an_error_page_says_whose_it_is_whom_to_ask_and_looks_like_the_others(client: Client) -> None:
    Profile.objects.update(email="office@example.org", phone="+387 1", brand_colour="#123456")
    html = client.get("/partners/nobody/").content.decode()
    assert "Faculty of Medicine" in html
    assert 'href="mailto:office@example.org"' in html
    assert 'href="/office-' in html
    assert 'action="/search/"' in html


def test_a_heading_that_the_office_left_to_the_portal_is_in_the_language_of_the_page(client: Client) -> None:
    for prefix, language in (("", "en"), ("/sr", "sr")):
        with translation.override(language):
            heading = translation.gettext("International cooperation")
        assert f">{heading}</a>" in client.get(f"{prefix}/partners/nobody/").content.decode()


@pytest.mark.parametrize("https", [False, True])
def test_a_strange_host_learns_no_less(https: bool, settings: Settings) -> None:
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["testserver"], https
    answer = Client().get("/sr/partners/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "Медицински факултет" in answer.content.decode()
    assert "evil.example" not in answer.content.decode()


def test_too_many_parameters_are_refused_with_the_same_page(client: Client) -> None:
    answer = client.get("/partners/?" + "&".join(f"a{n}=1" for n in range(1100)))
    assert (answer.status_code, "office@example.org" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("prefix", ["", "/sr"])
def test_an_office_that_has_filled_in_nothing_has_error_pages(client: Client, prefix: str) -> None:
    Profile.objects.all().delete()
    html = client.put(f"{prefix}/").content.decode()
    with translation.override("sr" if prefix else "en"):
        assert f">{translation.gettext('International cooperation')}</a>" in html
    assert [word for word in ("mailto:", "tel:", *FAULTY) if word in html] == []


def test_what_is_refused_costs_one_query_and_what_is_answered_none_more(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        client.put("/")
    with django_assert_num_queries(1):
        client.get("/nothing/")
    with django_assert_num_queries(0):
        client.options("/")


def test_a_refusal_while_the_database_is_away_has_a_page_without_a_name(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProfileQuerySet, "current", broken(OperationalError(SECRET)))
    html = client.put("/sr/").content.decode()
    with translation.override("sr"):
        assert f"<h1>{errors.WORDS[405].title}</h1>" in html
    assert "mailto:" not in html
    assert "hunter2" not in html


def test_when_the_office_cannot_be_read_its_page_says_what_was_read_last(monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Client(raise_request_exception=False)
    visitor.get("/privacy/")
    asked: list[int] = []

    def away(*args: Any) -> None:
        asked.append(1)
        raise OperationalError(SECRET)

    monkeypatch.setattr(ProfileQuerySet, "current", away)
    answer = visitor.get("/sr/privacy/")
    assert (answer.status_code, len(asked)) == (503, 1)
    assert "Медицински факултет" in answer.content.decode()
    assert 'href="mailto:office@example.org"' in answer.content.decode()


def test_health_says_no_more_than_which_part_failed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service.connection, "cursor", broken(OperationalError(SECRET)))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable", "failed": ["database"]})


def test_staff_without_a_right_read_the_same_page(client: Client) -> None:
    client.force_login(User.objects.create_user("ana", is_staff=True))
    answer = client.get("/sr/admin/partners/institution/")
    assert answer.status_code == 403
    assert [word for word in TELLTALE if word in answer.content.decode()] == []
