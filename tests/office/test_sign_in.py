"""Signing in on the open internet: throttle, equal answers, redirects, forms of other sites (faults.md 4.3, 4.5, 4.6, 4.9, 4.10)."""

import os
import subprocess
import sys
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings as portal
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from intlcoop.office.roles import VIEWER
from tests.builders import PASSWORD, account, office, proposal
from tests.house import ROOT
from tests.pages import links, shown

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
WRONG = {"username": "colleague", "password": "wrong, and often"}
RIGHT = {"username": "colleague", "password": PASSWORD}


@pytest.fixture(autouse=True)
def staff() -> None:
    office()
    account(VIEWER)


def attempt(data: dict[str, str], address: str = "203.0.113.7", **headers: str) -> Any:
    return Client().post(LOGIN, data, REMOTE_ADDR=address, **headers)


def fail(times: int, address: str = "203.0.113.7", **headers: str) -> list[int]:
    return [attempt(WRONG, address, **headers).status_code for _ in range(times)]


def test_the_sixth_wrong_password_closes_the_door_for_that_address_only() -> None:
    assert fail(6) == [200, 200, 200, 200, 200, 429]
    answer = attempt(RIGHT)
    assert (answer.status_code, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (429, "900", "no-store")
    assert "<h1>Too many attempts to sign in</h1>" in answer.text
    assert "Content-Security-Policy" in answer.headers
    assert not Client().get("/admin/", REMOTE_ADDR="203.0.113.7").wsgi_request.user.is_authenticated
    assert attempt(RIGHT, "203.0.113.8").status_code == 302


def test_the_door_opens_again_after_a_quarter_of_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    fail(6)
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + portal.AXES_COOLOFF_TIME)
    AccessAttempt.objects.update(attempt_time=real() - portal.AXES_COOLOFF_TIME)
    assert attempt(RIGHT).status_code == 302


def test_trying_on_does_not_keep_the_door_closed_for_longer() -> None:
    fail(6)
    closed = AccessAttempt.objects.get().attempt_time
    fail(3)
    assert AccessAttempt.objects.get().attempt_time == closed


def test_a_right_password_starts_the_count_anew() -> None:
    fail(5)
    assert attempt(RIGHT).status_code == 302
    assert fail(5) == [200] * 5


def test_names_do_not_matter_for_the_count() -> None:
    """Somebody who tries one password with many names is counted too."""
    answers = [attempt({"username": f"name{number}", "password": "the same one"}).status_code for number in range(6)]
    assert answers[-1] == 429


@pytest.mark.parametrize("header", ["198.51.100.%d", "198.51.100.%d, 192.0.2.1", "unknown, %d"])
def test_a_made_up_address_resets_nothing(header: str) -> None:
    answers = [attempt(WRONG, HTTP_X_FORWARDED_FOR=header % number).status_code for number in range(6)]
    assert answers[-1] == 429


def test_behind_a_proxy_clients_are_counted_by_what_the_proxy_says(settings: Settings) -> None:
    settings.TRUSTED_PROXY_COUNT = 1
    spoofed = [attempt(WRONG, "10.0.0.1", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.7").status_code for number in range(6)]
    assert spoofed[-1] == 429
    assert attempt(RIGHT, "10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == 302


def test_the_count_keeps_no_password_and_no_code() -> None:
    attempt(WRONG | {"code": "123456"})
    kept = str(AccessAttempt.objects.values().get())
    assert "wrong, and often" not in kept
    assert "123456" not in kept


@pytest.mark.parametrize("changes", [{}, {"is_active": False}, {"is_staff": False}])
@pytest.mark.parametrize("password", ["wrong, and often", PASSWORD])
def test_known_unknown_and_closed_accounts_get_the_same_answer(changes: dict[str, bool], password: str) -> None:
    if not changes and password == PASSWORD:
        return  # the right password of an open account: the one that may differ
    account(username="othername", **changes)

    def answer(name: str) -> tuple[Any, ...]:
        response = attempt({"username": name, "password": password})
        body = response.text.replace(name, "NAME")
        token = response.context["csrf_token"]
        headers = {key: value for key, value in response.headers.items() if key != "Expires" and key != "Last-Modified"}
        return response.status_code, body.replace(str(token), "TOKEN"), headers, sorted(response.cookies)

    known, unknown = answer("othername"), answer("noaccount")
    assert known[0] == unknown[0] == 200
    assert strip_tokens(known[1]) == strip_tokens(unknown[1])
    assert known[2:] == unknown[2:]


def strip_tokens(html: str) -> str:
    return "".join(
        part.partition('"')[2] if position else part for position, part in enumerate(html.split('name="csrfmiddlewaretoken" value="'))
    )


def test_there_is_no_reset_by_mail_and_the_page_says_what_to_do() -> None:
    html = shown(Client(), LOGIN)
    assert "An administrator of the portal sets a new password" in html
    assert not [link for link in links(html) if "reset" in link]
    for path in ("/admin/password_reset/", "/admin/password_reset/done/", "/admin/reset/MQ/x/"):
        client = Client()
        client.post(LOGIN, RIGHT)
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "///evil.example",
     "https:evil.example", "http:///evil.example", "\t//evil.example", "//evil.example/admin/", "data:text/html,x"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere_after_signing_in_or_out(target: str) -> None:
    client = Client()
    assert client.post(LOGIN, RIGHT | {"next": target}).headers["Location"] == "/admin/"
    answer = client.post("/admin/logout/", {"next": target})
    assert answer.status_code in {200, 302}
    assert "evil" not in answer.headers.get("Location", "")


def test_after_signing_in_staff_come_to_the_page_that_they_asked_for() -> None:
    sent = Client().get("/admin/news/event/add/").headers["Location"]
    assert sent == "/admin/login/?next=/admin/news/event/add/"
    assert 'name="next" value="/admin/news/event/add/"' in shown(Client(), sent)
    assert attempt(RIGHT | {"next": "/admin/news/event/"}).headers["Location"] == "/admin/news/event/"
    assert Client().get("/sr/admin/").status_code == 404 or "next=/sr/admin/" in Client().get("/sr/admin/").headers["Location"]


def strict(address: str = "203.0.113.9") -> Client:
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=address)


@pytest.mark.parametrize("path", [LOGIN, "/admin/logout/", "/admin/password_change/", "/admin/news/event/add/", "/admin/second-factor/"])
def test_forms_of_other_sites_are_refused_with_advice(path: str) -> None:
    client = strict()
    client.get(LOGIN)
    token = client.cookies["csrftoken"].value
    without = client.post(path, RIGHT)
    foreign = client.post(path, RIGHT | {"csrfmiddlewaretoken": token}, HTTP_ORIGIN="https://evil.example")
    no_cookie = strict().post(path, RIGHT | {"csrfmiddlewaretoken": token})
    for answer in (without, foreign, no_cookie):
        assert answer.status_code == 403
        assert "reload the form; what you typed is still in your browser" in answer.text
        assert "Content-Security-Policy" in answer.headers


def test_getting_a_page_changes_nothing() -> None:
    client = Client()
    client.post(LOGIN, RIGHT)
    assert client.get("/admin/logout/").status_code == 405
    assert client.get("/admin/").status_code == 200
    client.get("/admin/second-factor/?deed=begin")
    assert 'class="qr"' not in client.get("/admin/second-factor/").text  # "QR" alone may stand in a token


@pytest.mark.parametrize("host", ["evil.example", "evil.example:443", "localhost.evil.example", "local_host", "[::2]"])
def test_another_host_gets_a_page_that_names_no_host(host: str) -> None:
    for path in ("/", LOGIN, "/propose/"):
        answer = Client().get(path, HTTP_HOST=host)
        assert answer.status_code == 400, path
        assert host not in answer.text
        assert "<h1>The portal cannot read this request</h1>" in answer.text


def test_a_forwarded_host_is_ignored() -> None:
    for path in ("/", LOGIN, "/sitemap.xml", "/robots.txt", "/.well-known/security.txt"):
        answer = Client().get(path, HTTP_X_FORWARDED_HOST="evil.example")
        assert "evil.example" not in answer.text
        assert "evil.example" not in str(answer.headers)


@pytest.mark.parametrize("password", ["too short, t"[:11], "password1234", "qwertyuiop12", "colleague-colleague"])
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, account(username="colleague-colleag"))


@pytest.mark.parametrize("password", ["wolf pack 12", "длинная фраза", "a long sentence " * 8, "水" * 12])
def test_long_passwords_of_any_letters_are_accepted(password: str) -> None:
    validate_password(password)
    client = Client()
    client.post(LOGIN, RIGHT)
    form = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    assert client.post("/admin/password_change/", form).status_code == 302
    assert attempt(RIGHT | {"password": password}).status_code == 302


def test_the_form_says_what_a_password_must_be() -> None:
    client = Client()
    client.post(LOGIN, RIGHT)
    assert "at least 12 characters" in shown(client, "/admin/password_change/")


@pytest.mark.django_db(transaction=True)
def test_another_process_knows_the_count() -> None:
    """What a second worker sees is what the first one counted."""
    fail(6)
    code = (
        "import django; django.setup(); from django.conf import settings; from django.test import Client;"
        "print(Client().post('/admin/login/', {'username': 'colleague', 'password': 'a long walk by the river'},"
        " REMOTE_ADDR='203.0.113.7').status_code)"
    )
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "429"


def test_readers_get_no_cookie_and_no_answer_that_varies_by_one() -> None:
    proposal()
    for path in ("/", "/partners/", "/search/", "/office/", "/propose/", "/.well-known/security.txt", "/nothing/"):
        answer = Client().get(path)
        if path != "/propose/":  # its form carries a token
            assert not answer.cookies, path
            assert "Cookie" not in answer.headers.get("Vary", ""), path
        assert portal.SESSION_COOKIE_NAME not in answer.cookies, path
