"""manage.py load_office NAME: the content of a sample office, into this database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intlcoop.office import loader


class Command(BaseCommand):
    help = "Loads a sample office. Again: refreshes it and keeps what staff have changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", help=f"one of: {', '.join(loader.offices())}")

    def handle(self, *args: Any, office: str, **options: Any) -> None:
        try:
            summary = loader.load(office)
        except loader.LoadError as error:
            raise CommandError(str(error)) from error
        counts = ", ".join(f"{number} {word}" for word, number in sorted(summary.counts.items()))
        self.stdout.write(f"{office}: {counts or 'nothing'}")
        for place in summary.kept:
            self.stdout.write(f"  kept as you left it: {place}")
