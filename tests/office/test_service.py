"""What machines ask: health, robots, icon, site map."""

import datetime

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from intlcoop.base.clock import now
from intlcoop.office import service
from tests import builders


@pytest.mark.django_db
def test_health_is_ok_when_the_database_answers(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_health_names_the_database_when_it_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Down:
        def cursor(self) -> None:
            raise DatabaseError("connection to 10.0.0.1 refused")

    monkeypatch.setattr(service, "connection", Down())
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "failed": ["database"]}
    assert b"10.0.0.1" not in response.content


def test_robots_stay_out_of_admin_search_and_proposals_in_every_language(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /admin/", "Disallow: /search/", "Disallow: /propose/status/", "Disallow: /sr/search/"} <= set(lines)
    assert "Disallow: /propose/" not in lines


@pytest.mark.django_db
def test_the_site_map_has_no_draft(client: Client) -> None:
    builders.institution("Draft", is_published=False)
    builders.institution("Open")
    article, delegation = builders.article(), builders.delegation()
    builders.article("Draft", is_published=False)
    page = client.get("/sitemap.xml").content.decode()
    assert "/partners/open/" in page
    assert "/partners/draft/" not in page
    assert article.get_absolute_url() in page
    assert delegation.get_absolute_url() in page
    assert "/news/draft/" not in page
    assert "/sitemap/" in page


@pytest.mark.django_db
def test_the_icon_is_where_browsers_look(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"].endswith("icon.svg")


@pytest.mark.django_db
def test_the_site_map_says_which_language_is_for_everybody_and_when_a_record_appeared(client: Client) -> None:
    builders.office(languages=["en", "sr"])
    moment = now() - datetime.timedelta(minutes=1)
    article = builders.article(publish_at=moment)
    type(article).objects.update(updated_at=moment - datetime.timedelta(days=30))
    page = client.get("/sitemap.xml").content.decode()
    (own,) = [part for part in page.split("<url>") if f"<loc>{settings.SITE_URL}/sr{article.get_absolute_url()}</loc>" in part]
    assert f'hreflang="x-default" href="{settings.SITE_URL}{article.get_absolute_url()}"' in own
    assert f"<lastmod>{timezone.localdate(moment).isoformat()}</lastmod>" in own
    assert f"<loc>{settings.SITE_URL}/sr/api/</loc>" in page
