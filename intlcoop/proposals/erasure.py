"""Erasing: of a proposal stays that there was one, of which kind, from which country, and how it ended. No word, no name."""

import uuid

from django.db import transaction

from intlcoop.base.clock import now
from intlcoop.proposals.models import Proposal
from intlcoop.proposals.models.proposal import Status, new_token

WORDS = [
    "name", "position", "email", "phone", "institution", "city", "website", "erasmus_code", "fields_of_medicine", "programme", "text",
    "proposed_start", "contact_here", "decision_reason", "internal_note", "origin", "text_digest",
    "attachment",
]  # fmt: skip


def erase(proposal: Proposal) -> None:
    """Its file, messages and mails go, also those that have not left; the address of its status page leads nowhere from now on.

    The reference stays and is never given again. What was accepted keeps its links to the register.
    """
    with transaction.atomic():
        row = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if row.is_erased:
            return
        row.messages.all().delete()
        row.mails.all().delete()
        for name in WORDS:
            setattr(row, name, "")
        row.consents = []
        row.key, row.token, row.taken_by = uuid.uuid4(), new_token(), None
        if row.stage.is_open:
            row.status, row.status_changed_at = Status.CLOSED, now()
        row.anonymised_at = now()
        row.save()
