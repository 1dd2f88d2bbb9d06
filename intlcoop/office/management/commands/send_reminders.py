"""manage.py send_reminders: what a timer runs three times a day."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intlcoop.base.clock import today
from intlcoop.office import reminders


class Command(BaseCommand):
    help = "Queues one mail of reminders for each person to whom something is due. May run at any time and twice at once; nothing is told twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", metavar="DATE", help="as if it were this day (2027-03-31); today if left out")
        parser.add_argument("--dry-run", action="store_true", help="show the mails; send and remember nothing")

    def handle(self, *args: Any, as_of: str | None = None, dry_run: bool = False, **options: Any) -> None:
        try:
            day = datetime.date.fromisoformat(as_of) if as_of else today()
        except ValueError as error:
            raise CommandError(f"--as-of is a day such as 2027-03-31, not {as_of!r}.") from error
        done = reminders.look(day) if dry_run else reminders.send(day)
        if dry_run:
            for digest in done.digests:
                self.stdout.write(f"To: {digest.reader.address}\nSubject: {digest.subject}\n\n{digest.text}")
        number = sum(len(digest.lines) for digest in done.digests)
        self.stdout.write(f"{'Would queue' if dry_run else 'Queued'}: {len(done.digests)} mail(s) with {number} reminder(s)")
        if done.homeless:
            self.stderr.write(
                f"Reminders without a reader: {done.homeless}. Enter the e-mail of the office in its profile, or of the accounts."
            )
