"""Reminders: what is due on a day, who is told, one digest a person. May run at any time and any number of times.

Of the thresholds that have passed only the tightest counts, so that a portal that was off for a month does not catch up with
each; and once somebody has been reminded, no earlier threshold is used any more, so that a clock that goes back sends nothing.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from intlcoop.base.due import in_use
from intlcoop.base.ends import Before, Ending, endings
from intlcoop.office.digest import Digest, Reader
from intlcoop.office.models import Reminder
from intlcoop.profile.models import Profile
from intlcoop.proposals import mail
from intlcoop.proposals.models.outgoing_mail import Purpose

# What ended longer ago stands on the start page, and is no news. Longer than any holiday of the server.
CATCH_UP = datetime.timedelta(days=92)


@dataclass(frozen=True)
class Item:
    """Something that is to be told now."""

    ending: Ending
    row: Any
    day: datetime.date
    before: Before


@dataclass
class Sent:
    """What one run did, or would do. `homeless` are reminders that nobody can get: they wait until there is an address."""

    digests: list[Digest] = field(default_factory=list)
    homeless: int = 0


def due(day: datetime.date) -> Iterator[Item]:
    """Each end for which a threshold has passed and nobody has been reminded since."""
    known = Reminder.objects.newest(day - CATCH_UP)
    for ending in endings():
        rows = in_use(ending.model._default_manager.order_by("pk"))
        for row, end in ending.days(rows, day - CATCH_UP):
            passed = [before for before in ending.thresholds if before.day(end) <= day]
            if not passed or (end < day and Before() not in ending.thresholds):
                continue  # too early; or over, and nobody wants to be told of the day itself
            tightest = max(passed, key=lambda before: before.day(end))
            last = known.get((ending.model._meta.label_lower, row.pk, ending.name, end))
            if last is None or last < tightest.day(end):
                yield Item(ending, row, end, tightest)


class Readers:
    """Who is told of what. Read once a run."""

    def __init__(self) -> None:
        self.office = Profile.objects.current()
        accounts = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="").select_related("desk")
        self.accounts = {account.pk: account for account in accounts.order_by("pk") if _is_address(account.email)}
        self._allowed: dict[str, list[Reader]] = {}

    def of(self, item: Item) -> list[Reader]:
        """The responsible colleague, or the mailbox of the office; for what is confidential, everybody who may see it."""
        if item.ending.is_confidential:
            return self._who_may_view(item.ending.model)
        account = self.accounts.get(getattr(item.row, "responsible_id", None) or 0)
        if account:
            return [self._reader(account)]
        return [Reader(self.office.email, self._language(""))] if self.office.email else []

    def _who_may_view(self, model: Any) -> list[Reader]:
        label = model._meta.label_lower
        if label not in self._allowed:
            right = Permission.objects.filter(content_type__app_label=model._meta.app_label, codename=f"view_{model._meta.model_name}")
            may = Q(is_superuser=True) | Q(groups__permissions__in=right) | Q(user_permissions__in=right)
            chosen = get_user_model().objects.filter(may, pk__in=self.accounts).order_by("pk").distinct().values_list("pk", flat=True)
            self._allowed[label] = [self._reader(self.accounts[pk]) for pk in chosen]
        return self._allowed[label]

    def _reader(self, account: Any) -> Reader:
        desk = getattr(account, "desk", None)
        return Reader(account.email, self._language(desk.language if desk else ""))

    def _language(self, wanted: str) -> str:
        return wanted if wanted in self.office.languages else language_of(self.office)


def language_of(office: Profile) -> str:
    """The office's own: the first that is not English, where it writes in another."""
    others = [code for code in office.languages if code != "en"]
    return str(others[0]) if others else "en"


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def look(day: datetime.date) -> Sent:
    """What `send` would do now; nothing is changed."""
    return _collect(day, lambda item, readers: True)


def send(day: datetime.date) -> Sent:
    """Remind of everything that is due: the ledger and the mails are rows of one transaction, so both are there or none."""
    with transaction.atomic():
        sent = _collect(day, _claim)
        for digest in sent.digests:
            mail.queue(to=digest.reader.address, subject=digest.subject, text=digest.text, purpose=Purpose.REMINDER)
    return sent


def _claim(item: Item, readers: list[Reader]) -> bool:
    addresses = ", ".join(reader.address for reader in readers)
    return Reminder.objects.claim(item.ending, item.row, item.day, item.before, readers=addresses)


def _collect(day: datetime.date, is_ours: Any) -> Sent:
    readers, sent = Readers(), Sent()
    told: dict[Reader, list[tuple[Ending, Any, datetime.date]]] = defaultdict(list)
    for item in due(day):
        found = readers.of(item)
        if not found:
            sent.homeless += 1
        elif is_ours(item, found):
            for reader in found:
                told[reader].append((item.ending, item.row, item.day))
    sent.digests = [Digest(reader, day, tuple(lines), readers.office) for reader, lines in told.items()]
    return sent
