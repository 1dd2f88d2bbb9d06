"""The mails that the portal writes by itself. To a sender nothing that she wrote: her address may be somebody else's."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _, gettext_noop

from intlcoop.profile.models import Profile
from intlcoop.proposals import mail
from intlcoop.proposals.models import Allowance, Proposal
from intlcoop.proposals.models.allowance import Deed
from intlcoop.proposals.models.outgoing_mail import Purpose

NEW = gettext_noop("New proposal %(reference)s")


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def announce(proposal: Proposal) -> None:
    """A proposal has come in that looks like a person's: the sender gets a confirmation, the office a note."""
    confirm(proposal)
    tell_office(proposal, "proposals/letters/new.txt", NEW, reply_to=proposal.email)


def confirm(proposal: Proposal) -> None:
    _write(proposal, Purpose.CONFIRMATION)


def send_link(proposal: Proposal) -> None:
    """Because somebody asked for it who knows the reference and the address."""
    _write(proposal, Purpose.LINK)


def _write(proposal: Proposal, purpose: Purpose) -> None:
    """At most one an hour and three a day to one address, whoever enters it: else the form would be good for annoying people."""
    who = proposal.email.lower()
    if Allowance.objects.take(Deed.MAIL, who) or Allowance.objects.take(Deed.MAIL_OF_DAY, who):
        return
    office = Profile.objects.current()
    with translation.override(proposal.answer_language):
        mail.queue(
            to=proposal.email,
            subject=_("Your proposal %(reference)s") % {"reference": proposal.reference},
            text=_text("proposals/letters/confirmation.txt", proposal, office, link=absolute(proposal.get_status_url())),
            purpose=purpose,
            about=proposal,
            reply_to=office.email,
        )


def tell_office(proposal: Proposal, template: str, subject: str, *, reply_to: str = "") -> None:
    """Nothing where the office has entered no address; the inbox shows everything anyway."""
    office = Profile.objects.current()
    if not office.email:
        return
    with translation.override(settings.LANGUAGE_CODE):
        mail.queue(
            to=office.email,
            subject=_(subject) % {"reference": proposal.reference},
            text=_text(template, proposal, office, link=absolute(reverse("admin:proposals_proposal_change", args=[proposal.pk]))),
            purpose=Purpose.NOTICE,
            about=proposal,
            reply_to=reply_to,
        )


def _text(template: str, proposal: Proposal, office: Profile, **more: Any) -> str:
    return render_to_string(template, {"proposal": proposal, "office": office} | more).strip() + "\n"
