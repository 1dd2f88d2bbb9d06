"""What a sender may agree to. Kept with the proposal word for word and with its moment, and taken back as easily as given.

Answering needs no consent: the basis is the sender's own request. So nothing here is ticked beforehand or required.
"""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intlcoop.base.clock import now
from intlcoop.profile.choices import ProposalExtra
from intlcoop.profile.models import Profile


def asked(office: Profile) -> list[tuple[str, str]]:
    """What this office asks, as choices of the form."""
    offered = [
        (ProposalExtra.NAMING.value, _("You may name my institution on your public pages as one that would like to work with you.")),
        (ProposalExtra.NEWS.value, _("You may send me news of your office by e-mail.")),
    ]
    return [(code, words) for code, words in offered if office.offers(code)]


def given(code: str, words: str) -> dict[str, Any]:
    return {"code": code, "words": words, "given_at": now().isoformat(timespec="seconds"), "taken_back_at": ""}


def take_back(consents: list[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    """Stays on record, as does the moment from which it no longer holds."""
    moment = now().isoformat(timespec="seconds")
    return [one | {"taken_back_at": moment} if one["code"] == code and not one["taken_back_at"] else one for one in consents]


def standing(consents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that hold, and that can be taken back."""
    return [one for one in consents if not one["taken_back_at"] and one["code"] != "read"]


def told(consent: dict[str, Any]) -> str:
    """Since when it holds, or until when it held; for staff."""
    given_at, taken_back_at = (_day(consent[name]) for name in ("given_at", "taken_back_at"))
    if taken_back_at:
        return _("(%(given)s; taken back %(back)s: it no longer holds)") % {"given": given_at, "back": taken_back_at}
    return f"({given_at})"


def _day(moment: str) -> str:
    return date_format(timezone.localtime(datetime.datetime.fromisoformat(moment)), "DATETIME_FORMAT") if moment else ""
