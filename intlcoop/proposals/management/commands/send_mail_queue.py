"""manage.py send_mail_queue: what a timer runs every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from intlcoop.proposals import mail
from intlcoop.proposals.mail_faults import explain
from intlcoop.proposals.models import OutgoingMail


class Command(BaseCommand):
    help = "Sends the mails whose turn it is. May run at any time and twice at once; no mail is sent by two runs."

    def handle(self, *args: Any, **options: Any) -> None:
        done = mail.deliver()
        waiting = OutgoingMail.objects.waiting().count()
        self.stdout.write(f"{done.sent} sent, {done.failed} failed, {waiting} waiting")
        if done.problem and waiting:
            self.stderr.write(f"The mails wait: {explain(done.problem)}.")
