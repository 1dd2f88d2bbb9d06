"""manage.py purge_proposals: what nobody needs any more. A timer runs it every night."""

import datetime
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandParser

from intlcoop.base.clock import now
from intlcoop.proposals.attachment import Waiting
from intlcoop.proposals.erasure import erase
from intlcoop.proposals.models import Allowance, Proposal
from intlcoop.proposals.models.allowance import KEPT


class Command(BaseCommand):
    help = (
        "Erases proposals that have been declined or closed for PROPOSAL_MONTHS, week-old hashes of connections,"
        " and files of forms that were never sent. Says what it would do."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--really", action="store_true", help="do it")

    def handle(self, *args: Any, really: bool, **options: Any) -> None:
        due = list(Proposal.objects.past_retention(settings.PROPOSAL_MONTHS).order_by("pk"))
        origins = Proposal.objects.exclude(origin="").filter(created_at__lt=now() - datetime.timedelta(days=KEPT.days))
        counts = Allowance.objects.outdated()
        verb = "erased" if really else "would be erased (--really does it)"
        self.stdout.write(f"{len(due)} proposals {verb}; {origins.count()} hashes of connections, {counts.count()} counts")
        for proposal in due:
            self.stdout.write(f"  {proposal.reference}")
        if really:
            for proposal in due:
                erase(proposal)
            origins.update(origin="")
            counts.delete()
            Waiting.forget_old(default_storage)  # type: ignore[arg-type]
