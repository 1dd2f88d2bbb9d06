"""manage.py restore ARCHIVE: an archive of `manage.py backup` into an empty place, of the same database or of the other."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intlcoop.office import restore
from intlcoop.office.archive import ArchiveError


class Command(BaseCommand):
    help = "Restores an archive into an empty database and media folder. Refuses damaged archives and places that are not empty."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument("--check", action="store_true", help="only read the archive from end to end; change nothing")

    def handle(self, *args: Any, archive: Path, check: bool, **options: Any) -> None:
        try:
            manifest = restore.check(archive) if check else restore.restore(archive)
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        files = sum(name.startswith("media/") for name in manifest.hashes)
        done = "The archive is whole" if check else "Restored"
        made = f"made {manifest.made_at} by version {manifest.version} on {manifest.engine}"
        self.stdout.write(f"{done}: {sum(manifest.counts.values())} rows, {files} files, {made}.")
        for name in manifest.missing:
            self.stderr.write(f"missing already when the archive was made: {name}")
