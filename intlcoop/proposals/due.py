"""What waits for the office: proposals that nobody has taken up, and those that have waited longer than we promise."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from intlcoop.base.due import register_due
from intlcoop.profile.models import Profile
from intlcoop.proposals.models import OutgoingMail, Proposal


def overdue(proposals: Any) -> Any:
    """Longer without an answer than the form promises."""
    return proposals.overdue(Profile.objects.current().answer_days)


register_due(Proposal, "new", words=_("New proposals"), rows=lambda proposals: proposals.to_review())
register_due(Proposal, "overdue", words=_("Proposals that have waited longer than you promise"), rows=overdue)
register_due(OutgoingMail, "failing", words=_("Mails that could not be sent yet"), rows=lambda mails: mails.failing())
