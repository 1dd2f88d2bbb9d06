"""News on the pages of an institution, a project and an event."""

import datetime
from typing import Any

import pytest
from django.test import Client

from intlcoop.base.clock import now
from intlcoop.profile.models import Profile
from tests import builders
from tests.pages import content, cost, in_order, shown

pytestmark = pytest.mark.django_db
MAKERS = {"institutions": builders.institution, "projects": builders.project, "events": builders.event}
HEADING = "<h2>News</h2>"


@pytest.fixture(params=MAKERS)
def owner(request: pytest.FixtureRequest) -> tuple[str, Any]:
    builders.office()
    return request.param, MAKERS[request.param]()


def test_the_page_lists_its_public_news_newest_first(client: Client, owner: tuple[str, Any]) -> None:
    kind, thing = owner
    address = thing.get_absolute_url()
    builders.article("A draft", is_published=False, **{kind: [thing]})
    builders.article("Tomorrow", publish_at=now() + datetime.timedelta(days=1), **{kind: [thing]})
    builders.article("About others")
    assert HEADING not in content(shown(client, address))
    old = builders.article("Old", published_on=datetime.date(2019, 5, 1), **{kind: [thing]})
    builders.article("New", **{kind: [thing]})
    page = content(shown(client, address))
    assert in_order(page, HEADING, "New", "Old", "1 May 2019")
    assert f'href="{old.get_absolute_url()}"' in page
    for absent in ("A draft", "Tomorrow", "About others"):
        assert absent not in page


def test_an_office_without_news_shows_none(client: Client, owner: tuple[str, Any]) -> None:
    kind, thing = owner
    builders.article("New", **{kind: [thing]})
    Profile.objects.update(sections=["partners", "projects", "events"])
    assert HEADING not in content(shown(client, thing.get_absolute_url()))


def test_the_block_costs_the_same_for_any_number_of_articles(client: Client, owner: tuple[str, Any]) -> None:
    kind, thing = owner
    costs = []
    for rows in (1, 2):
        for _row in range(rows):
            builders.article(**{kind: [thing]})
        costs.append(cost(client, thing.get_absolute_url()))
    assert costs[0] == costs[1]
