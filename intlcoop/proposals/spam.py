"""Telling people from programs without third parties, puzzles or scripts. A suspicion only marks; nothing is ever dropped.

Each form carries a ticket: a one-time key and a stamp, which is the signed time at which that key was handed out.
"""

import re
import time
import uuid
from dataclasses import dataclass
from typing import Self

from django.core.signing import BadSignature, Signer
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

TRAP = "subject"  # a field that people neither see nor reach
FASTEST_SECONDS = 3
OLDEST_SECONDS = 24 * 60 * 60
MOST_LINKS = 5
LINK = re.compile(r"https?://|(?<!://)\bwww\.", re.IGNORECASE)


class Suspicion(models.TextChoices):
    TRAP = "trap", _("the field for programs was filled in")
    NO_STAMP = "no_stamp", _("sent without having opened the form")
    FORGED = "forged", _("the form's time stamp was changed")
    TOO_FAST = "too_fast", _("filled in within three seconds")
    TOO_OLD = "too_old", _("the form was opened more than a day before")
    LINKS = "links", _("six or more links in the text")
    SENDER = "sender", _("more than five proposals a day with this e-mail address")
    SAME_TEXT = "same_text", _("the same text from three connections")
    STAFF = "staff", _("marked by a colleague")

    @classmethod
    def labels_of(cls, stored: str) -> list[str]:
        """The words for the codes that a proposal keeps; unknown codes are shown as they are."""
        return [str(cls(code).label) if code in cls.values else code for code in stored.split()]


def signer() -> Signer:
    return Signer(salt="intlcoop.proposals.ticket")


def now() -> int:
    return int(time.time())


@dataclass(frozen=True)
class Ticket:
    """`stamp` is what the visitor's form carries; the other fields are what it says, None where it cannot be trusted."""

    key: uuid.UUID
    stamp: str
    handed_out: int | None = None
    is_renewed: bool = False

    @classmethod
    def issue(cls, key: uuid.UUID | None = None, *, renewed: bool = False) -> Self:
        """A ticket for a fresh form, or a renewed one of a form that has waited too long: that one may be sent at once."""
        key, handed_out = key or uuid.uuid4(), now()
        stamp = signer().sign_object({"key": str(key), "at": handed_out, "renewed": renewed})
        return cls(key, stamp, handed_out, renewed)

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """The ticket of a form that came back, whatever somebody made of it. A stamp holds for its own key only."""
        stamp = data.get("stamp", "")
        try:
            key = uuid.UUID(data.get("key", ""))
        except ValueError:
            key = uuid.uuid4()
        try:
            said = signer().unsign_object(stamp)
            if said["key"] == str(key):
                return cls(key, stamp, int(said["at"]), bool(said["renewed"]))
        except BadSignature:
            pass
        return cls(key, stamp)

    @property
    def age(self) -> int:
        return now() - (self.handed_out or 0)

    @property
    def is_genuine(self) -> bool:
        return self.handed_out is not None

    @property
    def is_too_old(self) -> bool:
        return self.is_genuine and self.age > OLDEST_SECONDS

    def for_another_try(self) -> "Ticket":
        """The ticket for showing the same form again: the same key always, a new stamp only where the old one is of no use."""
        if self.is_genuine and not self.is_too_old:
            return self
        return Ticket.issue(self.key, renewed=self.is_genuine)

    def suspicion(self) -> Suspicion | None:
        if not self.is_genuine:
            return Suspicion.FORGED if self.stamp else Suspicion.NO_STAMP
        if self.is_too_old:
            return Suspicion.TOO_OLD
        return Suspicion.TOO_FAST if self.age < FASTEST_SECONDS and not self.is_renewed else None


def suspicions(ticket: Ticket, *, trap: str, text: str) -> list[Suspicion]:
    """Why a program may have sent this; empty for what looks like a person."""
    found = [
        Suspicion.TRAP if trap else None,
        ticket.suspicion(),
        Suspicion.LINKS if len(LINK.findall(text)) > MOST_LINKS else None,
    ]
    return [suspicion for suspicion in found if suspicion]
