"""manage.py backup: everything that the office has entered, in one file."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from intlcoop.office import backup
from intlcoop.office.archive import ArchiveError


def positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError("a whole number from 1")
    return int(text)


class Command(BaseCommand):
    help = "Writes the database, the media folder and a manifest into one archive, while the portal is in use."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", metavar="FOLDER", type=Path, default=settings.BACKUP_DIR, help="default: %(default)s (BACKUP_DIR)")
        parser.add_argument(
            "--keep", metavar="N", type=positive, default=0, help="keep the newest N archives of this office, delete older ones"
        )

    def handle(self, *args: Any, to: Path, keep: int, **options: Any) -> None:
        try:
            written = backup.write(to, keep=keep)
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        manifest = written.manifest
        files = sum(name.startswith("media/") for name in manifest.hashes)
        self.stdout.write(f"{written.path}: {sum(manifest.counts.values())} rows, {files} files, {written.path.stat().st_size:,} bytes")
        if written.swept:
            self.stderr.write("An earlier backup did not finish; what it left was removed.")
        for name in manifest.missing:
            self.stderr.write(f"not in the archive, because it is not in the media folder any more: {name}")
        for name in written.dropped:
            self.stdout.write(f"  deleted: {name}")
