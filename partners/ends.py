"""Ends of which the office is reminded: agreements, the last day for giving notice of those that go on by themselves, memberships."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from intlcoop.base.ends import Ending, befores, register_ending
from intlcoop.base.partial_date import PartialDate
from partners.models import Agreement, Membership

DAY = datetime.timedelta(days=1)


def _named(agreements: Any) -> Any:
    return agreements.select_related("responsible").prefetch_related("parties__institution")


def ends(agreements: Any, since: datetime.date) -> Iterator[tuple[Agreement, datetime.date]]:
    for row in _named(agreements.undecided().filter(is_renewed_automatically=False, ends_on_last__gte=since)):
        if day := PartialDate(row.ends_on).last:
            yield row, day


def notices(agreements: Any, since: datetime.date) -> Iterator[tuple[Agreement, datetime.date]]:
    """Of this term and of the next one: the day after the one begins the other."""
    for row in _named(agreements.going_on_by_themselves()):
        first = row.notice_due(since)
        if first:
            yield row, first
            second = row.notice_due(first + DAY)
            if second:
                yield row, second


def memberships(rows: Any, since: datetime.date) -> Iterator[tuple[Membership, datetime.date]]:
    for row in rows.filter(status=Membership.Status.JOINED, ends_on_last__gte=since):
        if day := PartialDate(row.ends_on).last:
            yield row, day


def called(agreement: Agreement) -> str:
    return f"{agreement.heading} ({agreement.number})" if agreement.number else agreement.heading


register_ending(Ending(Agreement, "end", _("Agreements that end"), ends, called, befores(settings.REMIND_AGREEMENTS)))
register_ending(
    Ending(
        Agreement, "notice", _("Agreements that are renewed unless notice is given"), notices, called, befores(settings.REMIND_AGREEMENTS)
    )
)
register_ending(Ending(Membership, "end", _("Memberships that end"), memberships, str, befores(settings.REMIND_MEMBERSHIPS)))
