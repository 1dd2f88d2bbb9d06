"""manage.py check_data: rows that no constraint can refuse and somebody should look at."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from intlcoop.office.data_checks import findings


class Command(BaseCommand):
    help = "Lists rows that are wrong in a way that the database cannot see. Changes nothing; exits with 1 if there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(findings())
        for finding in found:
            self.stdout.write(f"{finding.row} ({getattr(finding.row, 'pk', '')}): {finding.words}")
        if found:
            sys.exit(1)
        self.stdout.write("Nothing found.")
