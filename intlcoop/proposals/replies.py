"""Replies of the office: from a template or from scratch, kept with the proposal, sent through the queue."""

import re
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop

from intlcoop.base.clock import now
from intlcoop.base.text import clean
from intlcoop.profile.models import Profile
from intlcoop.proposals import mail
from intlcoop.proposals.letters import absolute
from intlcoop.proposals.models import Message, Proposal, ReplyTemplate
from intlcoop.proposals.models.outgoing_mail import Purpose
from intlcoop.proposals.models.proposal import Status

PLACEHOLDER = re.compile(r"\{(name|institution|reference|link|office)\}")
# What an office that has written no template yet may begin with, in the language of the answer.
QUESTIONS = gettext_noop("""Dear {name},

thank you for your proposal {reference}. Before we can answer it we would like to know:

…

You can answer this mail or write on this page: {link}

{office}""")
ACCEPTED = gettext_noop("""Dear {name},

we would like to work with {institution} and are preparing an agreement. We shall send you a draft.

How far we are, you see here: {link}

{office}""")
DECLINED = gettext_noop("""Dear {name},

thank you for your proposal {reference}. We have read it with care and cannot take it up at present.

{office}""")
STARTERS = {
    "questions": (gettext_lazy("We have a question"), QUESTIONS),
    "accepted": (gettext_lazy("Accepted"), ACCEPTED),
    "declined": (gettext_lazy("Declined"), DECLINED),
}


@dataclass(frozen=True)
class Draft:
    """A reply as it stands in the form before an officer changes it."""

    key: str
    name: str
    subject: str
    text: str


def fill(text: str, proposal: Proposal, office: Profile) -> str:
    """The placeholders, once: what a sender has written in braces stays as it is, and is one line of plain text."""
    values = {
        "name": proposal.name,
        "institution": proposal.institution,
        "reference": proposal.reference,
        "link": absolute(proposal.get_status_url()),
        "office": str(office.office_name) or str(office.name) or office.heading,
    }
    return PLACEHOLDER.sub(lambda found: clean(values[found[1]]), text)


def drafts(proposal: Proposal) -> list[Draft]:
    """The office's templates in the language of the answer; where there are none, three to begin with."""
    office, language = Profile.objects.current(), proposal.answer_language
    with translation.override(language):
        subject = usual_subject(proposal)
        own = [
            Draft(str(row.pk), row.name, fill(row.subject, proposal, office) or subject, fill(row.text, proposal, office))
            for row in ReplyTemplate.objects.filter(language=language)
        ]
        starters = [(key, fill(_(text), proposal, office)) for key, (_name, text) in STARTERS.items()] if not own else []
    return own or [Draft(key, str(STARTERS[key][0]), subject, text) for key, text in starters]


def usual_subject(proposal: Proposal) -> str:
    return _("Your proposal %(reference)s") % {"reference": proposal.reference}


def reply(proposal: Proposal, *, by: Any, subject: str, text: str, status: str = "") -> Message:
    """Write to the sender: kept, queued and noted in one transaction. Raises ValueError for a status that cannot follow."""
    with transaction.atomic():
        row = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if status and status != row.status:
            row.move_to(Status(status))
        sent = mail.queue(
            to=row.email, subject=subject, text=text, purpose=Purpose.REPLY, about=row, reply_to=Profile.objects.current().email
        )
        row.answered_at = row.answered_at or now()
        row.save()
        return row.messages.create(direction=Message.Direction.REPLY, text=text, written_by=by, mail=sent)
