"""The start page of the admin: what is due, each number with the list of exactly these rows, as far as the reader's rights go."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from intlcoop.base.clock import now, today, working_days_before
from intlcoop.proposals.models import Proposal
from tests import builders
from tests.pages import cost, in_order, links, shown

pytestmark = pytest.mark.django_db
START = "/admin/"


def day(days: int) -> str:
    return (today() + datetime.timedelta(days=days)).isoformat()


def due(html: str) -> dict[str, int]:
    """Address → number."""
    part = html.partition('class="to-do"')[2].partition("</section>")[0]
    return {url: int(number) for url, number in re.findall(r'<a href="([^"]+)">[^<]+</a> <strong>(\d+)</strong>', part)}


def rows(client: Client, url: str) -> int:
    return int(client.get(url).context["cl"].result_count)


def officer(*rights: str) -> Client:
    user = User.objects.create_user("maria", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


def everything() -> None:
    graz = builders.institution("Graz")
    builders.agreement(graz, starts_on="2020", ends_on=day(100))
    builders.agreement(graz, starts_on="2020", ends_on=day(100), is_archived=True)
    builders.agreement(graz, starts_on="2020", ends_on=day(300))
    builders.agreement(graz, starts_on="2020", ends_on=day(10), is_left_to_expire=True)
    builders.agreement(graz, starts_on="2020", ends_on=day(-20))
    builders.agreement(graz, starts_on="2020", ends_on=day(-20), terminated_on=day(-30))
    builders.agreement(graz, starts_on="2020", ends_on=day(-20), is_renewed_automatically=True, renewal_years=1, notice_months=3)
    builders.membership(body={"en": "Magna Charta", "sr": "Магна карта"}, starts_on="2020", ends_on=day(50))
    for last in (-1, 0, 60, 61):
        builders.appointment(builders.person(f"Guest {last}"), starts_on="2020", ends_on=day(last))
    builders.institution("Draft", is_published=False)
    builders.institution("Archived draft", is_published=False, is_archived=True)
    builders.event({"en": "Days of Cardiology", "sr": "Дани кардиологије"}, description={"en": "<p>Only English.</p>"})
    builders.proposal()
    builders.proposal(is_suspected=True)
    Proposal.objects.filter(pk=builders.proposal(status="in_review").pk).update(created_at=now() - datetime.timedelta(days=30))


def test_each_number_is_the_number_of_rows_behind_its_link(admin_client: Client) -> None:
    builders.office(languages=["en", "sr"])
    everything()
    found = due(shown(admin_client, START))
    assert found == {
        "/admin/proposals/proposal/?due=new": 1,
        "/admin/proposals/proposal/?due=overdue": 1,
        "/admin/partners/agreement/?due=ending-6": 1,
        "/admin/partners/agreement/?due=ending-12": 2,
        "/admin/partners/agreement/?due=notice": 1,
        "/admin/partners/agreement/?due=expired": 1,
        "/admin/partners/membership/?due=ending": 1,
        "/admin/visitors/appointment/?due=ending": 2,
        "/admin/partners/institution/?is_published__exact=0": 1,
        "/admin/news/event/?due=untranslated": 1,
    }
    assert next(iter(found)) == "/admin/proposals/proposal/?due=new"  # in the order of the work
    assert {url: rows(admin_client, url) for url in found} == found


def test_an_office_of_one_language_misses_no_translation(admin_client: Client) -> None:
    builders.office(languages=["en"])
    builders.event("Days of Cardiology", description={"en": "<p>Only English.</p>"})
    assert not due(shown(admin_client, START))


def test_an_empty_office_has_nothing_due(admin_client: Client) -> None:
    builders.office()
    html = shown(admin_client, START)
    assert "Nothing due." in html
    assert in_order(html, 'id="to-do"', 'id="to-add"', "app-proposals")


def test_it_costs_the_same_however_much_there_is(admin_client: Client) -> None:
    builders.office(languages=["en", "sr"])
    shown(admin_client, START)
    before = cost(admin_client, START)
    everything()
    assert cost(admin_client, START) == before <= 15


def test_rights_decide_what_is_counted_and_offered() -> None:
    builders.office(languages=["en", "sr"])
    everything()
    client = officer("view_agreement", "add_event")
    html = shown(client, START)
    assert list(due(html)) == [f"/admin/partners/agreement/?due={name}" for name in ("ending-6", "ending-12", "notice", "expired")]
    assert "/admin/news/event/add/" in links(html)
    assert "/admin/partners/agreement/add/" not in links(html)


def test_the_public_pages_are_one_click_away_in_the_same_language(admin_client: Client) -> None:
    builders.office(languages=["en", "sr"])
    assert "/" in links(shown(admin_client, "/admin/"))
    assert "/sr/" in links(shown(admin_client, "/sr/admin/"))


@pytest.mark.parametrize(("days", "expected"), [(1, "2026-11-20"), (5, "2026-11-16"), (6, "2026-11-13"), (0, "2026-11-23")])
def test_weekends_are_no_working_days(days: int, expected: str) -> None:
    monday = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
    assert working_days_before(monday, days).date().isoformat() == expected
