"""What waits for the office: proposals that nobody has taken up, and those that have waited longer than we promise."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import now, working_days_before
from intlcoop.base.due import register_due
from intlcoop.profile.models import Profile
from intlcoop.proposals.models import OutgoingMail, Proposal


def new(proposals: Any) -> Any:
    return proposals.filter(status=Proposal.Status.NEW, is_suspected=False)


def overdue(proposals: Any) -> Any:
    """Longer without an answer than the form promises."""
    promised = Profile.objects.current().answer_days
    return proposals.filter(status__in=UNANSWERED, is_suspected=False, created_at__lt=working_days_before(now(), promised))


UNANSWERED = [Proposal.Status.NEW, Proposal.Status.IN_REVIEW]
register_due(Proposal, "new", words=_("New proposals"), rows=new)
register_due(Proposal, "overdue", words=_("Proposals that have waited longer than you promise"), rows=overdue)
register_due(OutgoingMail, "failing", words=_("Mails that could not be sent yet"), rows=lambda mails: mails.failing())
