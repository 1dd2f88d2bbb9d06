"""Accepting: in one step a proposal becomes an institution of the register and the draft of an agreement with it."""

from django.db import transaction

from intlcoop.base import languages
from intlcoop.proposals.models import Proposal
from intlcoop.proposals.models.proposal import Status, Topic
from partners.alike import Alike, institutions_like
from partners.models import Agreement, AgreementParty, Institution, Scope

# The short words that offices use for what an agreement is about; those that an office does not have are left out.
SCOPES = {
    Topic.STUDENT_EXCHANGE: ["students", "student-exchange"], Topic.STAFF_EXCHANGE: ["staff", "staff-exchange"], Topic.RESEARCH: ["research"],
    Topic.JOINT_DEGREE: ["joint-degree"], Topic.CLINICAL_PRACTICE: ["clinical-practice"], Topic.EVENTS: ["events"],
}  # fmt: skip


def institution_of(proposal: Proposal) -> Institution:
    """What the register would get, not saved: a draft that staff complete and publish."""
    language = languages.DERIVED.get(proposal.language, proposal.language) or languages.written()[0]
    return Institution(
        name={language: proposal.institution},
        kind=proposal.institution_kind,
        country=proposal.country,
        city={language: proposal.city} if proposal.city else {},
        website=proposal.website,
        source=proposal.reference,
    )


def candidates(proposal: Proposal) -> list[Alike]:
    """Institutions of the register that may be the sender's."""
    return institutions_like(institution_of(proposal)) if proposal.institution else []


def accept(proposal: Proposal, *, partner: Institution | None, kind: str) -> Agreement:
    """All or nothing. Without a partner of the register a new one is made. Raises ValueError if it cannot be accepted any more."""
    with transaction.atomic():
        row = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if row.is_erased or row.is_suspected:
            raise ValueError("erased or suspected")
        row.move_to(Status.ACCEPTED)
        if partner is None:
            partner = institution_of(row)
            partner.save()
        agreement = Agreement.objects.create(kind=kind, internal_note=row.reference, is_in_preparation=True)
        home = Institution.objects.home()
        for order, party in enumerate(party for party in (home, partner) if party):
            AgreementParty.objects.create(agreement=agreement, institution=party, order=order)
        words = [word for topic in row.topics for word in SCOPES.get(topic, [])]
        agreement.scopes.set(Scope.objects.filter(code__in=words))
        row.partner, row.agreement = partner, agreement
        row.save()
    return agreement
