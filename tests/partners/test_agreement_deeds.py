"""What staff do to agreements: each deed asks first, takes what has to be known, and is all or nothing; reasons stay with staff."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from intlcoop.base.clock import today
from intlcoop.office import roles
from partners.models import Agreement, Institution
from tests import builders
from tests.forms import filled
from tests.pages import content, links, shown

pytestmark = pytest.mark.django_db
LIST = reverse("admin:partners_agreement_changelist")
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def office() -> None:
    builders.office(languages=["en"])


@pytest.fixture
def graz() -> Institution:
    return builders.institution("Graz")


def page(made: Agreement) -> str:
    return reverse("admin:partners_agreement_change", args=[made.pk])


def ask(client: Client, action: str, *rows: Agreement, **more: str) -> str:
    return client.post(LIST, {"action": action, "_selected_action": [row.pk for row in rows]} | more).content.decode()


def test_terminate_asks_for_day_and_reason_and_changes_nothing_before(admin_client: Client, graz: Institution) -> None:
    rows = [builders.agreement(graz, title=title, starts_on="2020", ends_on="2999") for title in ("A", "B")]
    asked = ask(admin_client, "terminate", *rows)
    assert "A (2020)" in asked
    assert "B (2020)" in asked
    missing = admin_client.post(LIST, filled(asked, day="", reason="")).content.decode()
    assert "Error:" in missing
    assert missing.count("This field is required.") == 2
    early = admin_client.post(LIST, filled(asked, day="2019-12-31", reason="quarrel")).content.decode()
    assert "begins on" in early
    assert "quarrel" in early
    assert not Agreement.objects.exclude(terminated_on="").exists()
    done = admin_client.post(LIST, filled(asked, day=today().isoformat(), reason="quarrel"), follow=True)
    assert "2 agreements terminated." in done.content.decode()
    assert {row.state for row in Agreement.objects.all()} == {Agreement.objects.all()[0].state} == {"terminated"}
    assert {row.history.latest().history_user.username for row in rows} == {"admin"}
    assert "quarrel" not in shown(Client(), rows[0].get_absolute_url())


def test_let_expire_needs_a_reason_which_is_for_staff_only(admin_client: Client, graz: Institution) -> None:
    made = builders.agreement(graz, title="A", starts_on="2020", ends_on=(today() + 40 * DAY).isoformat())
    endless = builders.agreement(graz, title="Endless")
    asked = ask(admin_client, "let_expire", made, endless)
    assert "Endless (2020)" in asked.partition("<ul>")[0] or "Left out" in asked
    assert "This field is required." in admin_client.post(LIST, filled(asked, reason="")).content.decode()
    admin_client.post(LIST, filled(asked, reason="nobody came"))
    made.refresh_from_db()
    assert (made.is_left_to_expire, made.expiry_reason) == (True, "nobody came")
    assert not Agreement.objects.ending_within(12).exists()
    assert "nobody came" not in shown(Client(), made.get_absolute_url())
    assert "left to expire" in shown(admin_client, page(made))


def test_one_that_goes_on_by_itself_ends_with_the_first_term_for_which_notice_can_be_given(admin_client: Client, graz: Institution) -> None:
    soon = today() + 40 * DAY
    made = builders.agreement(
        graz, title="A", starts_on="2012", ends_on=soon.isoformat(), is_renewed_automatically=True, renewal_years=5, notice_months=6
    )
    admin_client.post(LIST, filled(ask(admin_client, "let_expire", made), reason="no students"))
    made.refresh_from_db()
    assert made.ends_on == f"{soon.year + 5}{soon.isoformat()[4:]}"
    assert not made.is_renewed_automatically
    assert made.is_left_to_expire


def test_amend_makes_an_annex_and_opens_it(admin_client: Client, graz: Institution) -> None:
    made = builders.agreement(graz, builders.home(), title="Exchange", starts_on="2020", ends_on="2999-12")
    answer = admin_client.post(LIST, filled(ask(admin_client, "amend", made, _stay="1")), follow=True)
    annex = made.annexes.get()
    assert answer.redirect_chain == [(page(annex), 302)]
    assert (str(annex.title), annex.ends_on, annex.is_being_prepared, annex.is_published) == ("Annex: Exchange", "2999-12", True, False)
    assert annex.parties.count() == 2
    assert "Annex to" in answer.content.decode()
    assert page(annex) in links(shown(admin_client, page(made)))


def test_both_agreements_of_a_chain_name_each_other_also_on_the_public_pages(admin_client: Client, graz: Institution) -> None:
    old = builders.agreement(graz, title="Old", starts_on="2010", ends_on="2019")
    admin_client.post(LIST, filled(ask(admin_client, "renew", old)))
    new = old.successor
    assert "To be replaced by" in shown(admin_client, page(old))
    assert "Replaces" in shown(admin_client, page(new))
    Agreement.objects.filter(pk=new.pk).update(signed_on="2020-01", is_published=True, title="New")
    assert "Replaced by" in content(shown(Client(), old.get_absolute_url()))
    assert "Renewed by another agreement" in content(shown(Client(), old.get_absolute_url()))


def test_the_responsible_person_is_set_for_many(admin_client: Client, graz: Institution) -> None:
    ana = builders.account(roles.EDITOR, username="ana", first_name="Ana", last_name="Anić")
    builders.account(roles.EDITOR, username="gone", is_active=False)
    rows = [builders.agreement(graz, title=title) for title in ("A", "B")]
    asked = ask(admin_client, "set_responsible", *rows)
    assert "Ana Anić" in asked
    assert "gone" not in asked
    admin_client.post(LIST, filled(asked, responsible=str(ana.pk)))
    assert set(Agreement.objects.values_list("responsible", flat=True)) == {ana.pk}
    User.objects.filter(pk=ana.pk).update(is_active=False)
    form = shown(admin_client, page(rows[0]))
    assert "Ana Anić (has left)" in form
    assert admin_client.post(page(rows[0]), filled(form)).status_code == 302  # who has left blocks no edit


@pytest.mark.parametrize(
    ("values", "buttons"),
    [
        ({"starts_on": "2020", "ends_on": "2999"}, ["renew", "amend", "terminate", "let_expire"]),
        ({}, ["amend", "terminate"]),
        ({"signed_on": "", "is_in_preparation": True}, []),
        ({"starts_on": "2020", "ends_on": "2999", "terminated_on": "2021"}, ["amend"]),
        ({"starts_on": "2020", "ends_on": "2999", "is_left_to_expire": True}, ["renew", "amend", "terminate"]),
    ],
)
def test_its_page_offers_what_can_be_done_now(admin_client: Client, values: dict[str, Any], buttons: list[str]) -> None:
    html = shown(admin_client, page(builders.agreement(**values)))
    names = ("renew", "amend", "terminate", "let_expire")
    assert [name for name in names if f'name="action" value="{name}"' in html] == buttons


def test_who_may_only_look_is_offered_nothing(client: Client) -> None:
    made = builders.agreement(starts_on="2020", ends_on="2999")
    client.force_login(builders.account(roles.VIEWER))
    assert 'name="action"' not in shown(client, page(made))
    client.post(LIST, {"action": "terminate", "_selected_action": [made.pk], "confirmed": "1", "day": "2021-01-01", "reason": "x"})
    made.refresh_from_db()
    assert not made.terminated_on


def test_a_colleague_who_was_faster_is_not_overridden(admin_client: Client, graz: Institution) -> None:
    made = builders.agreement(graz, title="A", starts_on="2020", ends_on="2999")
    asked = ask(admin_client, "terminate", made)
    Agreement.objects.filter(pk=made.pk).update(terminated_on="2021-01-01", termination_reason="theirs")
    html = admin_client.post(LIST, filled(asked, day=today().isoformat(), reason="mine"), follow=True).content.decode()
    assert "Left out" in html
    made.refresh_from_db()
    assert made.termination_reason == "theirs"


def test_the_pages_say_until_when_it_runs_now_and_when_notice_is_due() -> None:
    made = builders.agreement(starts_on="2012-11-01", ends_on="2017-10-31", is_renewed_automatically=True, renewal_years=5, notice_months=6)
    for day, until, notice in (
        ("2017-10-31", "2017-10-31", "2022-04-30"),
        ("2017-11-01", "2022-10-31", "2022-04-30"),
        ("2022-04-30", "2022-10-31", "2022-04-30"),
        ("2022-05-01", "2022-10-31", "2027-04-30"),
        ("2026-11-22", "2027-10-31", "2027-04-30"),
    ):
        on = datetime.date.fromisoformat(day)
        assert (made.end_of_term(on), str(made.notice_due(on))) == (until, notice), day
    html = content(shown(Client(), made.get_absolute_url()))
    assert str(made.ends_now.year) in html
    assert "unless a party gives notice by" in html


@pytest.mark.parametrize(
    ("ends", "years", "on", "until"),
    [
        ("2024-02-29", 1, "2025-01-01", "2025-02-28"),
        ("2024-02-29", 4, "2025-01-01", "2028-02-29"),
        ("2023-02", 1, "2024-02-29", "2024-02"),
        ("2020", 3, "2026-12-31", "2026"),
        ("2020", 3, "2027-01-01", "2029"),
        ("2020", None, "2027-01-01", ""),
        ("", 3, "2027-01-01", ""),
        ("9998", 5, "9999-01-01", ""),
    ],
)
def test_terms_go_by_the_calendar(ends: str, years: int | None, on: str, until: str) -> None:
    made = Agreement(ends_on=ends, is_renewed_automatically=True, renewal_years=years)
    assert made.end_of_term(datetime.date.fromisoformat(on)) == until
