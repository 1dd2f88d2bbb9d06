"""What waits for the office: agreements that end, and memberships. What it adds every week: institutions, people, agreements."""

from functools import partial
from typing import Any

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from intlcoop.base.clock import months_later, today
from intlcoop.base.due import offer_to_add, register_due
from intlcoop.base.ends import befores
from partners.models import Agreement, Institution, Membership, Person


def ending(agreements: Any, months: int) -> Any:
    return agreements.ending_within(months)


def with_notice(agreements: Any) -> Any:
    return agreements.with_notice_within(max(MONTHS, default=0))


def memberships(rows: Any) -> Any:
    """Within the longest of the times at which somebody is reminded."""
    until = months_later(today(), max((before.months for before in befores(settings.REMIND_MEMBERSHIPS)), default=0))
    return rows.filter(status=Membership.Status.JOINED, ends_on_last__range=(today(), until))


# The same steps as those of the reminders, the nearest first.
MONTHS = sorted({before.months for before in befores(settings.REMIND_AGREEMENTS) if before.months})
for _months in MONTHS:
    words = ngettext_lazy("Agreements that end within {months} month", "Agreements that end within {months} months", _months)
    register_due(Agreement, f"ending-{_months}", words=format_lazy(words, months=_months), rows=partial(ending, months=_months))
register_due(Agreement, "notice", words=_("Agreements whose last day for notice comes near"), rows=with_notice)
register_due(Agreement, "expired", words=_("Agreements that expired without a decision"), rows=lambda rows: rows.expired_without_decision())
register_due(Membership, "ending", words=_("Memberships that end soon"), rows=memberships)
offer_to_add(Agreement, Institution, Person)
