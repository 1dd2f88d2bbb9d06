"""Memberships: current before former, applications nowhere."""

import re

import pytest
from django.test import Client

from intlcoop.base.clock import today
from partners.models import Membership
from tests.builders import membership, office
from tests.pages import content, cost, links, shown, unmarked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_office() -> None:
    office(languages=["en", "sr"])


def bodies(html: str) -> list[str]:
    return [re.sub("<[^>]+>", "", body) for body in re.findall(r'class="row-title">(.*?)</h2>', html)]


def test_an_application_is_never_public(client: Client) -> None:
    membership(body="Hoped for", status="applied")
    membership(body="Draft", is_published=False)
    membership(body="Joined")
    assert bodies(shown(client, "/memberships/")) == ["Joined"]
    assert Membership.objects.published().count() == 1


def test_former_ones_stand_last_whether_said_or_computed(client: Client) -> None:
    membership(body="A former", status="former")
    membership(body="B ended", ends_on="2010")
    membership(body="C current")
    membership(body="D signed", role="signatory")
    html = content(shown(client, "/memberships/"))
    assert bodies(html) == ["C current", "D signed", "A former", "B ended"]
    assert html.count("<span>former</span>") == 2
    assert "4 memberships" in html


def test_a_row_shows_what_is_known(client: Client) -> None:
    membership(acronym="MCU", role="signatory", starts_on="2003", website="https://mcu.example/", description="Line one\nline two")
    html = content(shown(client, "/memberships/"))
    assert "<span>MCU</span>" in html
    assert "<span>Signatory</span>" in html
    assert '<span>since <time datetime="2003">2003</time></span>' in html
    assert "Line one<br>line two" in html
    assert "https://mcu.example/" in links(html)


def test_the_last_day_still_counts() -> None:
    assert not membership(ends_on=today().isoformat()).is_over
    assert not membership(ends_on=f"{today().year}").is_over
    assert membership(ends_on=f"{today().year - 1}").is_over
    assert Membership.objects.current().count() == 2
    assert Membership.objects.former().count() == 1


def test_more_rows_cost_no_more_queries(client: Client) -> None:
    membership()
    one = cost(client, "/memberships/")
    membership(body="WHO", description="a")
    membership(body="WMA", status="former")
    assert cost(client, "/memberships/") == one


def test_filters_tell_current_from_former_and_find_by_acronym(client: Client) -> None:
    membership(body="Old union", status="former")
    membership(body="Ended club", ends_on="2010")
    membership(body="World Health Organization", acronym="WHO")
    membership(body="A charter", role="signatory")
    assert bodies(shown(client, "/memberships/?state=current")) == ["A charter", "World Health Organization"]
    assert bodies(shown(client, "/memberships/?state=former")) == ["Ended club", "Old union"]
    assert bodies(shown(client, "/memberships/?role=signatory")) == ["A charter"]
    assert bodies(shown(client, "/memberships/?q=who")) == ["World Health Organization"]
    assert "World Health Organization" in unmarked(shown(client, "/search/?q=health+organization"))
