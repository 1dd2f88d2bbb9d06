"""The next term of an agreement: as long as the last one, directly after it, as a draft that staff complete."""

import calendar
import datetime
from typing import Any

from django.db import models, transaction

from intlcoop.base.academic_year import later
from intlcoop.base.partial_date import PartialDate
from partners.models import Agreement

NOTHING = PartialDate()
ONE_DAY = datetime.timedelta(days=1)


def next_term(begins: PartialDate, ends: PartialDate) -> tuple[PartialDate, PartialDate]:
    """Beginning and end of the term that follows, as exact as the old end; no end where the old beginning is unknown.

    Whole months are counted as months (2020-10 to 2025-09 is followed by 2025-10 to 2030-09), anything else by days. An
    agreement "from 15 October to 15 October" is one of whole years. After 9999 there is no calendar: nothing is said.
    """
    first, last = begins.first, ends.last
    if last is None or last.year >= datetime.MAXYEAR:
        return NOTHING, NOTHING
    start = last + ONE_DAY
    written = PartialDate(start.isoformat()[: len(ends)])
    if first is None:
        return written, NOTHING
    months = (start.year - first.year) * 12 + start.month - first.month
    if months < 1 or start.day - first.day not in {0, 1}:
        end = start.toordinal() + (start - first).days - 1
        return written, PartialDate(datetime.date.fromordinal(end).isoformat()) if end <= datetime.date.max.toordinal() else NOTHING
    year, month = divmod(last.year * 12 + last.month - 1 + months, 12)
    if year > datetime.MAXYEAR:
        return written, NOTHING
    if len(ends) == 4 and months % 12 == 0:
        return written, PartialDate(f"{year:04}")
    if len(ends) < 10:
        return written, PartialDate(f"{year:04}-{month + 1:02}")
    length = calendar.monthrange(year, month + 1)[1]
    day = length if start.day == 1 else min(last.day, length)
    return written, PartialDate(f"{year:04}-{month + 1:02}-{day:02}")


def renew(old: Agreement) -> Agreement:
    """The draft of the agreement that follows: same parties, scopes and conditions; number, signature and note are those of a new paper."""
    starts_on, ends_on = next_term(old.beginning, PartialDate(old.ends_on))
    with transaction.atomic():
        new = Agreement.objects.create(
            kind=old.kind, title=old.title, description=old.description, umbrella=old.umbrella, predecessor=old,
            is_renewed_automatically=old.is_renewed_automatically, starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip
        new.scopes.set(old.scopes.all())
        for party in old.parties.all():
            _copy(party, agreement=new)
        years = starts_on.year - old.beginning.year if starts_on.year and old.beginning.year else 0
        for condition in old.conditions.all():
            first, last = condition.first_academic_year, condition.last_academic_year
            moved = {"first_academic_year": later(first, years), "last_academic_year": later(last, years)} if years else {}
            _copy(condition, agreement=new, **moved)
    return new


def _copy(row: models.Model, **changes: Any) -> None:
    columns = [field.attname for field in row._meta.concrete_fields if not field.primary_key and field.editable]
    copy = type(row)(**{name: getattr(row, name) for name in columns})
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save()
