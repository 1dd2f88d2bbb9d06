"""What comes after or beside an agreement, as a draft that staff complete: the next term, directly after the last one; an annex."""

import calendar
import datetime
from typing import Any

from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext

from intlcoop.base import languages
from intlcoop.base.academic_year import later
from intlcoop.base.partial_date import PartialDate
from intlcoop.base.translated import Translated
from partners.models import Agreement

NOTHING = PartialDate()
ONE_DAY = datetime.timedelta(days=1)


def next_term(begins: PartialDate, ends: PartialDate, years: int | None = None) -> tuple[PartialDate, PartialDate]:
    """Beginning and end of the term that follows, as exact as the old end: as long as the old one, or so many years.

    Whole months are counted as months (2020-10 to 2025-09 is followed by 2025-10 to 2030-09), anything else by days. An
    agreement "from 15 October to 15 October" is one of whole years. Where the old beginning is unknown and nobody gives
    years, no end is said; after 9999 there is no calendar.
    """
    first, last = begins.first, ends.last
    if last is None or last.year >= datetime.MAXYEAR:
        return NOTHING, NOTHING
    start = last + ONE_DAY
    written = PartialDate(start.isoformat()[: len(ends)])
    if years:
        return written, _months_after(ends, last, start, years * 12)
    if first is None:
        return written, NOTHING
    months = (start.year - first.year) * 12 + start.month - first.month
    if months < 1 or start.day - first.day not in {0, 1}:
        end = start.toordinal() + (start - first).days - 1
        return written, PartialDate(datetime.date.fromordinal(end).isoformat()) if end <= datetime.date.max.toordinal() else NOTHING
    return written, _months_after(ends, last, start, months)


def _months_after(ends: PartialDate, last: datetime.date, start: datetime.date, months: int) -> PartialDate:
    year, month = divmod(last.year * 12 + last.month - 1 + months, 12)
    if year > datetime.MAXYEAR:
        return NOTHING
    if len(ends) == 4 and months % 12 == 0:
        return PartialDate(f"{year:04}")
    if len(ends) < 10:
        return PartialDate(f"{year:04}-{month + 1:02}")
    length = calendar.monthrange(year, month + 1)[1]
    day = length if start.day == 1 else min(last.day, length)
    return PartialDate(f"{year:04}-{month + 1:02}-{day:02}")


def renew(old: Agreement, years: int | None = None) -> Agreement:
    """The draft of the agreement that follows: same parties, scopes and conditions; number, signature and note are those of a new paper.

    What goes on by itself is followed after the term that runs now. Whoever renews has not left it to expire.
    """
    starts_on, ends_on = next_term(old.beginning, old.ends_now, years or (old.renewal_years if old.is_renewed_automatically else None))
    with transaction.atomic():
        if old.is_left_to_expire:
            old.is_left_to_expire, old.expiry_reason = False, ""
            old.save()
        new = Agreement.objects.create(
            kind=old.kind, title=old.title, description=old.description, umbrella=old.umbrella, predecessor=old, is_in_preparation=True,
            is_renewed_automatically=old.is_renewed_automatically, renewal_years=old.renewal_years, notice_months=old.notice_months,
            responsible=old.responsible, starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip
        _copy_parts(old, new)
        moved = starts_on.year - old.beginning.year if starts_on.year and old.beginning.year else 0
        for condition in old.conditions.all():
            first, last = condition.first_academic_year, condition.last_academic_year
            later_years = {"first_academic_year": later(first, moved), "last_academic_year": later(last, moved)} if moved else {}
            _copy(condition, agreement=new, **later_years)
    return new


def amend(old: Agreement) -> Agreement:
    """The draft of an annex: same parties and scopes, it ends when the agreement does. What changes is for staff to write."""
    title = {}
    for code in languages.written():
        with translation.override(code):
            title[code] = (gettext("Annex: %(title)s") % {"title": old.heading})[:250]
    with transaction.atomic():
        new = Agreement.objects.create(
            kind=old.kind, title=Translated(title), umbrella=old, responsible=old.responsible, is_in_preparation=True,
            ends_on="" if old.is_renewed_automatically else old.ends_on,
        )  # fmt: skip
        _copy_parts(old, new)
    return new


def _copy_parts(old: Agreement, new: Agreement) -> None:
    new.scopes.set(old.scopes.all())
    for party in old.parties.all():
        _copy(party, agreement=new)


def _copy(row: models.Model, **changes: Any) -> None:
    columns = [field.attname for field in row._meta.concrete_fields if not field.primary_key and field.editable]
    copy = type(row)(**{name: getattr(row, name) for name in columns})
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save()
