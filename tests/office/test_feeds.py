"""Atom feeds, read by a stranger's reader."""

import datetime
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from intlcoop.base import data
from intlcoop.profile.choices import Section
from tests import builders
from tests.pages import shown

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = [resource.name for resource in data.resources(Section.values) if resource.feed]


def feed(client: Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200
    ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_news_calls_agreements_partners_and_projects_have_one() -> None:
    assert {"news", "calls", "agreements", "partners", "projects"} <= set(FEEDS)


@pytest.mark.parametrize("name", FEEDS)
def test_an_empty_feed_is_a_feed_and_stays_the_same(client: Client, name: str) -> None:
    first = client.get(f"/api/{name}.atom")
    assert feed(client, f"/api/{name}.atom").entries == []
    assert client.get(f"/api/{name}.atom").headers["ETag"] == first.headers["ETag"]


def test_an_article_stands_there_whole_in_the_language_of_the_feed(client: Client) -> None:
    builders.office(languages=["en", "sr"], office_name="International Office")
    article = builders.article(
        {"en": "Guests & <hosts>", "sr": "Гости"}, teaser="They came.", body={"en": '<p>All of it, <a href="/partners/">here</a>.</p>'}
    )
    builders.article_picture(article)
    english, serbian = feed(client, "/api/news.atom"), feed(client, "/sr/api/news.atom")
    (entry,) = english.entries
    assert entry.title == "Guests & <hosts>"
    assert entry.link.endswith("/news/guests-hosts/")
    content = ElementTree.fromstring(client.get("/api/news.atom").content).find(f"{ATOM}entry/{ATOM}content")  # noqa: S314 - our own
    assert content is not None
    assert '<p>They came.</p><p><img src="http://' in str(content.text)
    assert "<p>All of it, <a" in str(content.text)
    picture: Any = client.get(article.pictures.get().picture.url)
    assert picture.headers["Cross-Origin-Resource-Policy"] == "cross-origin"  # so that readers on other sites show it
    picture.close()
    assert english.feed.author == "International Office"
    assert (english.feed.language, serbian.feed.language) == ("en", "sr")
    assert serbian.entries[0].title == "Гости"
    assert serbian.entries[0].link.endswith("/sr/news/guests-hosts/")
    assert serbian.entries[0].id != entry.id


def test_an_entry_keeps_its_name_when_its_address_and_title_change(client: Client) -> None:
    builders.office()
    article = builders.article()
    before = feed(client, "/api/news.atom").entries[0]
    article.slug, article.title = "other", "Other"
    article.save()
    after = feed(client, "/api/news.atom").entries[0]
    assert after.id == before.id
    assert after.link != before.link
    assert after.updated > before.updated
    assert after.published == before.published


def test_what_appears_by_itself_is_new_in_that_minute(client: Client) -> None:
    builders.office()
    article = builders.article("Planned", publish_at=timezone.now() + datetime.timedelta(days=1))
    assert feed(client, "/api/news.atom").entries == []
    moment = timezone.now() - datetime.timedelta(minutes=1)
    type(article).objects.filter(pk=article.pk).update(publish_at=moment, updated_at=moment - datetime.timedelta(days=30))
    (entry,) = feed(client, "/api/news.atom").entries
    assert entry.updated[:16] == moment.astimezone(datetime.UTC).isoformat()[:16]


def test_news_stands_by_the_date_that_the_page_shows(client: Client) -> None:
    builders.office()
    builders.article("Of today")
    builders.article("Found in the cellar", published_on="2012-05-04")
    today, old = feed(client, "/api/news.atom").entries
    assert (today.title, old.title) == ("Of today", "Found in the cellar")
    assert old.published == "2012-05-03T22:00:00+00:00"  # midnight on the office's clocks


def test_other_lists_stand_by_their_last_change(client: Client) -> None:
    builders.office()
    first = builders.institution("First")
    builders.institution("Second")
    assert [entry.title for entry in feed(client, "/api/partners.atom").entries] == ["Second", "First"]
    first.save()
    assert [entry.title for entry in feed(client, "/api/partners.atom").entries] == ["First", "Second"]


def test_a_feed_has_the_filter_of_its_list_and_at_most_fifty_entries(client: Client) -> None:
    builders.office()
    graz = builders.institution()
    builders.article("About Graz", institutions=[graz])
    for number in range(51):
        builders.article(f"Article {number}")
    assert [entry.title for entry in feed(client, f"/api/news.atom?partner={graz.slug}").entries] == ["About Graz"]
    titles = [entry.title for entry in feed(client, "/api/news.atom").entries]
    assert len(titles) == 50
    assert titles[0] == "Article 50"
    assert "About Graz" not in titles


def test_pages_lead_to_their_feeds(client: Client) -> None:
    builders.office(sections=["news", "partners", "honours"])
    html = shown(client, "/news/?topic=")
    assert 'type="application/atom+xml" title="News" href="/api/news.atom"' in html
    home = shown(client, "/")
    assert 'href="/api/news.atom"' in home
    assert 'href="/api/partners.atom"' in home
    assert "agreements.atom" not in home
    assert "application/atom+xml" not in shown(client, "/honours/")


def test_signs_that_xml_cannot_write_break_no_feed(client: Client) -> None:
    builders.office()
    article = builders.article()
    type(article).objects.filter(pk=article.pk).update(place={"en": "x"})
    type(article)._base_manager.filter(pk=article.pk).update(title={"en": "Bell \x07 and ]]> \u202e sign"})
    assert feed(client, "/api/news.atom").entries[0].title.startswith("Bell")
