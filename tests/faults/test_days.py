"""Beginnings and ends: the public words on fourteen days around each boundary, at midnight and at the ends of time (faults.md 4.36)."""

import datetime
from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from intlcoop.base.clock import now, today
from intlcoop.base.models import Record
from intlcoop.base.partial_date import PartialDateField
from tests import builders
from tests.faults.portal import all_addresses, ask, change_page, changelists
from tests.forms import filled
from tests.pages import content, shown

pytestmark = pytest.mark.django_db
DAY, MINUTE = datetime.timedelta(days=1), datetime.timedelta(minutes=1)
HOME = ZoneInfo("Europe/Sarajevo")  # the office's own zone in the tests' settings
LAST, FIRST = datetime.date.max, datetime.date.min


def words_of(client: Client, path: str, status: int = 200) -> str:
    return content(shown(client, path, status))


@pytest.mark.parametrize("offset", range(-7, 7))
def test_the_words_on_each_of_fourteen_days(client: Client, offset: int) -> None:
    """A date is the last day on which something holds: yesterday's are over, today's are not."""
    builders.office()
    day, is_over = today() + offset * DAY, offset < 0
    agreement = builders.agreement(starts_on="2020", ends_on=day.isoformat())
    builders.appointment(builders.person("Boris Bojić"), starts_on="2020", ends_on=day.isoformat())
    call = builders.call(deadline_on=day.isoformat())
    builders.event("Days of Surgery", starts_on="2020", ends_on=day.isoformat())
    membership = builders.membership(starts_on="2020", ends_on=day.isoformat())
    begins = builders.page("Begins", publish_at=now() + offset * DAY - MINUTE)
    ends = builders.page("Ends", withdraw_at=now() + offset * DAY + MINUTE)

    page = words_of(client, agreement.get_absolute_url())
    assert ("expired" in page.casefold(), "ends soon" in page.casefold()) == (is_over, not is_over)
    assert (agreement.get_absolute_url() in words_of(client, "/agreements/?state=expiring")) == (not is_over)
    assert ("Boris Bojić" in words_of(client, "/visiting-professors/?term=current")) == (not is_over)
    assert ("Closed on" in words_of(client, call.get_absolute_url())) == is_over
    assert ("Summer practice in Graz" in words_of(client, "/")) == (not is_over)
    assert ("Days of Surgery" in words_of(client, "/")) == (not is_over)
    assert ("former" in words_of(client, "/memberships/").partition(str(membership.body))[2].casefold()) == is_over
    assert ask(client, begins.get_absolute_url()).status_code == (200 if offset <= 0 else 404)
    assert ask(client, ends.get_absolute_url()).status_code == (404 if is_over else 200)


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31", "2027-12-31", "2028-02-29"])
def test_what_ends_today_ends_at_the_offices_midnight(client: Client, monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Also on the days when the clocks change, one of 23 hours and one of 25."""
    builders.office()
    agreement = builders.agreement(starts_on="2020", ends_on=day)
    builders.appointment(builders.person("Boris Bojić"), starts_on="2020", ends_on=day)
    builders.event("Days of Surgery", starts_on="2020", ends_on=day)
    builders.membership(starts_on="2020", ends_on=day)
    midnight = datetime.datetime.combine(datetime.date.fromisoformat(day) + DAY, datetime.time(), HOME).astimezone(datetime.UTC)
    for moment, is_over in ((midnight - MINUTE, False), (midnight, True)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        assert ("expired" in words_of(client, agreement.get_absolute_url()).casefold()) == is_over
        assert ("Boris Bojić" in words_of(client, "/visiting-professors/?term=current")) == (not is_over)
        assert ("Days of Surgery" in words_of(client, "/")) == (not is_over)
        assert ("former" in words_of(client, "/memberships/").casefold().partition("magna charta")[2]) == is_over


def moved(row: Model, partial: str, day: datetime.date, moment: datetime.datetime) -> None:
    """All dates of the row at one end of time."""
    for field in row._meta.fields:
        if isinstance(field, PartialDateField):
            value: Any = partial
        elif isinstance(field, models.DateTimeField) or type(field) is not models.DateField or not field.editable:
            continue
        else:
            value = day
        with suppress(IntegrityError), transaction.atomic():  # what the database itself refuses breaks no page
            type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: value})
    if isinstance(row, Record):
        name = "publish_at" if moment.year < 2000 else "withdraw_at"
        type(row)._base_manager.filter(pk=row.pk).update(**{name: moment})


ENDS: list[tuple[str, datetime.date, datetime.datetime]] = [
    ("0001", FIRST, datetime.datetime(1, 1, 1, 12, tzinfo=datetime.UTC)),
    ("9999-12-31", LAST, datetime.datetime(9999, 12, 31, 12, tzinfo=datetime.UTC)),
]


@pytest.mark.parametrize(("partial", "day", "moment"), ENDS)
def test_the_first_and_the_last_year_break_no_page(
    client: Client, admin_client: Client, rows: list[Model], partial: str, day: datetime.date, moment: datetime.datetime
) -> None:
    public = all_addresses(rows)
    for row in rows:
        moved(row, partial, day, moment)
    for path in public:
        assert ask(client, path).status_code in {200, 302, 404}, path
    for path in (*changelists(), *(page for row in rows if (page := change_page(row)))):
        assert ask(admin_client, path).status_code in {200, 302}, path


ODD_MOMENTS = [("0001-01-01", "00:00"), ("9999-12-31", "23:59"), ("2027-03-28", "02:30"), ("2027-10-31", "02:30"), ("0000-00-00", "25:61")]


@pytest.mark.parametrize(("day", "time"), ODD_MOMENTS)
@pytest.mark.parametrize("name", ["publish_at", "withdraw_at"])
def test_a_moment_that_there_never_was_is_told_or_kept(admin_client: Client, name: str, day: str, time: str) -> None:
    builders.office()
    row = builders.page()
    path = change_page(row)
    answer: Any = admin_client.post(path, filled(shown(admin_client, path), **{f"{name}_0": day, f"{name}_1": time}))
    assert answer.status_code in {200, 302}
    if answer.status_code == 200:
        assert name in answer.context["adminform"].form.errors
    assert ask(admin_client, path).status_code == 200
    assert ask(admin_client, "/admin/office/page/").status_code == 200
