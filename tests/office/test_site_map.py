"""The site map that people read: every section in use, and how much stands in it."""

import datetime

import pytest
from django.test import Client

from intlcoop.base.clock import now
from intlcoop.profile.choices import Section
from tests import builders
from tests.pages import content, cost, in_order, links, shown

pytestmark = pytest.mark.django_db


def site_map(client: Client, language: str = "") -> str:
    return content(shown(client, f"{language}/sitemap/"))


def test_it_lists_every_section_in_use_and_the_pages_of_the_site(client: Client) -> None:
    builders.office(sections=["partners", "news", "propose"])
    page = builders.page("Studying here")
    builders.page("A draft", is_published=False)
    listed = links(site_map(client))
    assert listed == [
        "/partners/",
        "/news/",
        "/propose/",
        page.get_absolute_url(),
        "/",
        "/search/",
        "/api/",
        "/accessibility/",
        "/privacy/",
    ]


def test_every_page_links_to_it(client: Client) -> None:
    builders.office(languages=["en", "sr"])
    assert 'href="/sitemap/"' in shown(client, "/partners/").partition("</main>")[2]
    assert 'href="/sr/sitemap/"' in shown(client, "/sr/").partition("</main>")[2]
    assert in_order(site_map(client, "/sr"), 'href="/sr/partners/"', 'href="/sr/privacy/"')


def test_without_anything_it_still_leads_somewhere(client: Client) -> None:
    builders.office(sections=[])
    assert "<h2>Sections" not in site_map(client)
    assert "(0)" not in site_map(client)


def test_it_counts_only_what_is_public_now(client: Client) -> None:
    builders.office()
    ana = builders.person()
    for _term in range(2):
        builders.appointment(ana)
    builders.article()
    builders.article(publish_at=now() + datetime.timedelta(minutes=1))
    builders.article(is_published=False)
    builders.delegation()
    builders.delegation(is_published=False)
    page = site_map(client)
    assert in_order(page, "Visiting professors</a> (1)", 'href="/visits/delegations/">Delegations</a> (1)', "News</a> (1)")
    assert "Visits</a> (" not in page


def test_it_costs_the_same_for_any_number_of_rows(client: Client) -> None:
    builders.office()
    costs = []
    for _round in range(3):
        builders.agreement(builders.institution())
        builders.appointment(builders.person())
        builders.article()
        builders.page()
        costs.append(cost(client, "/sitemap/"))
    assert costs[0] == costs[2] <= len(Section) + 2
