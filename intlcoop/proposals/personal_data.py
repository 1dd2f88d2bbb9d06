"""What the portal knows of one person who has written to us, for the person herself: everything, as JSON."""

from typing import Any

from intlcoop.proposals.attachment import facts_of
from intlcoop.proposals.models import Proposal

LEFT_OUT = {"id", "key", "token", "origin", "text_digest", "taken_by", "partner", "agreement"}


def of_person(email: str) -> dict[str, Any]:
    """All proposals with this address, what was written about them, and the mails that went out."""
    rows = Proposal.objects.kept().filter(email__iexact=email).prefetch_related("messages", "mails")
    return {"email": email, "proposals": [_one(row) for row in rows]}


def _one(row: Proposal) -> dict[str, Any]:
    fields = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in LEFT_OUT}
    return fields | {
        "country": str(row.country),
        "attachment": facts_of(str(row.attachment.name)) if row.attachment else "",
        "messages": [{"kind": message.direction, "written_at": message.written_at, "text": message.text} for message in row.messages.all()],
        "mails": [
            {"to": mail.to, "subject": mail.subject, "text": mail.text, "queued_at": mail.queued_at, "sent_at": mail.sent_at}
            for mail in row.mails.all()
        ],
    }
