"""manage.py make_sample_data: a large invented office, to measure with."""

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intlcoop.base.many_rows import settle
from intlcoop.office import large_office


def amount(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ArgumentTypeError("a whole number")
    return int(text)


class Command(BaseCommand):
    help = "Fills an empty, migrated database with thousands of invented records, the same ones each time. Not for an office in service."

    def add_arguments(self, parser: CommandParser) -> None:
        for name, usual in large_office.sizes():
            parser.add_argument(f"--{name}", type=amount, default=usual, metavar="N", help="default: %(default)s")
        parser.add_argument(
            "--into-a-filled-office", action="store_true", help="beside content that is there already; nothing takes it out again"
        )

    def handle(self, *args: Any, into_a_filled_office: bool, **options: Any) -> None:
        size = large_office.Size(**{name: options[name] for name, _usual in large_office.sizes()})
        try:
            large_office.make(size, tell=self.stdout.write, into_a_filled_office=into_a_filled_office)
        except large_office.FilledOfficeError as error:
            raise CommandError(f"{error} (--into-a-filled-office puts it there all the same.)") from error
        settle()
