"""A proposal arrives: counted, judged, stored and announced in one transaction. What is confirmed is there."""

import uuid

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from intlcoop.base import client, languages
from intlcoop.base.text import fold
from intlcoop.base.turns import Turns
from intlcoop.proposals import letters
from intlcoop.proposals.models import Allowance, Proposal
from intlcoop.proposals.models.allowance import Deed, fingerprint
from intlcoop.proposals.spam import Suspicion

SAME_TEXT_FROM = 3  # connections
turns = Turns()


class TooMany(Exception):
    """More than one connection may send; `seconds` says when it may again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def receive(proposal: Proposal, request: HttpRequest, *, key: uuid.UUID, found: list[Suspicion]) -> Proposal:
    """The stored proposal; the one of before if the same form has just arrived by another way (a second click, a resent request)."""
    address = client.counted_address(request)
    proposal.key = key
    proposal.language = languages.active()
    proposal.origin = fingerprint("origin", address)
    proposal.text_digest = fingerprint("text", fold(proposal.text))
    try:
        with turns.wait(), transaction.atomic():
            if not client.is_unlimited(request) and (seconds := Allowance.objects.take(Deed.PROPOSAL, address)):
                raise TooMany(seconds)
            found = [*found, *habits(proposal)]
            proposal.is_suspected, proposal.suspicion = bool(found), " ".join(found)
            proposal.save(force_insert=True)
            if not found:
                letters.announce(proposal)
    except IntegrityError:
        first = Proposal.objects.filter(key=key).first()
        if first is None:
            raise
        return first
    return proposal


def wait_for_file(request: HttpRequest) -> int:
    """0, or after how many seconds another file is taken from this connection: whoever sends none is not counted."""
    if client.is_unlimited(request):
        return 0
    with transaction.atomic():
        return Allowance.objects.take(Deed.FILE, client.counted_address(request))


def habits(proposal: Proposal) -> list[Suspicion]:
    """What is suspicious only together with other proposals."""
    found = []
    if Allowance.objects.take(Deed.SENDER, proposal.email.lower()):
        found.append(Suspicion.SENDER)
    others = Proposal.objects.filter(text_digest=proposal.text_digest).exclude(origin__in=["", proposal.origin])
    if others.order_by().values("origin").distinct().count() >= SAME_TEXT_FROM - 1:
        found.append(Suspicion.SAME_TEXT)
    return found


def release(proposal: Proposal) -> bool:
    """A colleague says that it is no spam: the mails that were held back go out. False if it was none."""
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if not proposal.is_suspected or proposal.is_erased:
            return False
        proposal.is_suspected = False
        proposal.save(update_fields=["is_suspected", "updated_at"])
        if not proposal.mails.exists():
            letters.announce(proposal)
        return True
