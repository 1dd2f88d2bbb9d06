"""Tests of the floor. What goes wrong before Django's test client could see it is asked through WSGI."""

from io import BytesIO
from typing import Any, NamedTuple

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from intlcoop.base.errors import last_resort


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


class UnreadBody(BytesIO):
    """A request's body that fails the test when anything reads it."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def stack_without_profile() -> list[str]:
    """The portal's own middlewares but those that ask the database, which these tests are not allowed to touch."""
    return [name for name in settings.MIDDLEWARE if not name.startswith("intlcoop.profile.")]


def ask(method: str = "GET", path: str = "/", **environ: Any) -> Answer:
    """One request as a WSGI server would make it; nothing is caught on the way."""
    full = RequestFactory().generic(method, "/").environ | {"PATH_INFO": path, **environ}
    started: list[tuple[str, list[tuple[str, str]]]] = []
    # As Django's own test client: a connection that an earlier test left open is none of this request's business.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        body = b"".join(last_resort(WSGIHandler())(full, lambda *args: started.append(args[:2])))
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)
    assert len(started) == 1
    status, headers = started[0]
    return Answer(int(status.split()[0]), dict(headers), body.decode())
