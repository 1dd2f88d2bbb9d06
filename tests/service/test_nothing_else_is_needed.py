"""The portal needs its database and nothing more: no cache, no mail server (4.29, 4.45, F17)."""

import logging
from typing import Any

import pytest
from django.conf import settings as portal
from django.core import mail
from django.core.cache.backends.base import BaseCache
from django.test import Client
from pytest_django import Settings

from tests import builders

PAGES = [
    "/",
    "/partners/",
    "/agreements/",
    "/projects/",
    "/events/",
    "/propose/",
    "/search/?q=graz",
    "/admin/login/",
    "/sitemap.xml",
    "/healthz",
]


class CacheIsDown(BaseCache):
    """A cache whose server is away."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, *_args: Any, **_kwargs: Any) -> Any:
        raise ConnectionError("the cache is down")

    set = add = delete = touch = clear = get


@pytest.mark.django_db
def test_a_cache_that_is_down_is_not_missed(client: Client, settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.CacheIsDown"}}
    builders.office()
    builders.agreement()
    for path in PAGES:
        assert client.get(path).status_code == 200, path


def test_no_outside_cache_is_configured() -> None:
    assert [cache["BACKEND"] for cache in portal.CACHES.values()] == ["django.core.cache.backends.locmem.LocMemCache"]


def test_an_error_is_logged_once_and_sends_no_mail(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """Even with ADMINS: a storm of errors must not become a storm of mails, nor a slow page."""
    settings.ROOT_URLCONF = "tests.base.urls"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != "intlcoop.profile.middleware.profile"]
    settings.ADMINS = [("Somebody", "somebody@example.edu")]
    visitor = Client(raise_request_exception=False)
    with caplog.at_level(logging.ERROR):
        assert {visitor.get("/fault/broken/").status_code for _again in range(20)} == {500}
    assert len([record for record in caplog.records if record.exc_info]) == 20
    assert mail.outbox == []
    handlers = {type(handler).__name__ for name in ("", "django", "django.request") for handler in logging.getLogger(name).handlers}
    assert "AdminEmailHandler" not in handlers
