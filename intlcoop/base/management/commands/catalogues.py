"""manage.py catalogues: the words of the interface, extracted, derived and compiled.

Serbian is written in Cyrillic; the Latin catalogue is derived from it, letter by letter. Compiled catalogues are kept in
git, because a fresh machine has no gettext: this command compiles in Python and needs gettext only to extract.
"""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from intlcoop.base.text import to_latin

WRITTEN, DERIVED = "sr", "sr_Latn"
IGNORED = [".venv/*", "var/*", "tests/*"]


def file_of(locale: str, suffix: str) -> Path:
    return Path(settings.LOCALE_PATHS[0], locale, "LC_MESSAGES", f"django.{suffix}")


def latin(catalogue: polib.POFile) -> polib.POFile:
    """The catalogue in Latin script. Placeholders are ASCII and stay as they are."""
    derived = polib.POFile(wrapwidth=0)
    derived.metadata = catalogue.metadata | {"Language": DERIVED}
    for entry in catalogue:
        if entry.obsolete:
            continue
        plural = {number: to_latin(text) for number, text in entry.msgstr_plural.items()}
        derived.append(
            polib.POEntry(
                msgid=entry.msgid, msgid_plural=entry.msgid_plural, msgctxt=entry.msgctxt, flags=entry.flags,
                msgstr=to_latin(entry.msgstr), msgstr_plural=plural,
            )
        )  # fmt: skip
    return derived


class Command(BaseCommand):
    help = "Extracts the words of the interface, derives Serbian in Latin script, compiles both."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-extract", action="store_true", help="only derive and compile (needs no gettext)")

    def handle(self, *args: Any, no_extract: bool, **options: Any) -> None:
        if not no_extract:
            call_command(
                "makemessages", locale=[WRITTEN], ignore_patterns=IGNORED, no_wrap=True, add_location="file", no_obsolete=True, verbosity=0
            )
        catalogue = polib.pofile(str(file_of(WRITTEN, "po")), wrapwidth=0)
        derived = latin(catalogue)
        file_of(DERIVED, "po").parent.mkdir(parents=True, exist_ok=True)
        derived.save(str(file_of(DERIVED, "po")))
        catalogue.save_as_mofile(str(file_of(WRITTEN, "mo")))
        derived.save_as_mofile(str(file_of(DERIVED, "mo")))
        missing = [entry for entry in catalogue if not entry.translated() and not entry.obsolete]
        self.stdout.write(f"{len(catalogue)} texts, {len(missing)} not translated yet.")
