"""Proposals that wait longer than the office promises: a reminder for those who read proposals, and for nobody else."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import working_days_after
from intlcoop.base.ends import Before, Ending, register_ending
from intlcoop.profile.models import Profile
from intlcoop.proposals.models import Proposal
from intlcoop.proposals.models.proposal import UNANSWERED

DAY = datetime.timedelta(days=1)


def overdue(proposals: Any, since: datetime.date) -> Iterator[tuple[Proposal, datetime.date]]:
    """On the day after the last one on which the answer would have been in time."""
    promised = Profile.objects.current().answer_days
    for proposal in proposals.filter(status__in=UNANSWERED, is_suspected=False):
        day = timezone.localdate(working_days_after(proposal.created_at, promised)) + DAY
        if day >= since:
            yield proposal, day


register_ending(
    Ending(Proposal, "overdue", _("Proposals that have waited longer than you promise"), overdue, str, (Before(),), is_confidential=True)
)
