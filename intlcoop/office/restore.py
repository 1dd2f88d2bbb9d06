"""Brings a backup archive into an empty place. Everything that can be refused is refused before anything is touched."""

import datetime
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from intlcoop.base.many_rows import settle
from intlcoop.office import tables
from intlcoop.office.archive import DATA, MEDIA, ArchiveError, Manifest, digest, inspect, members
from intlcoop.proposals.models import ReferenceCount

# What a migrated database holds before anybody has used it.
NO_CONTENT = {"contenttypes.contenttype", "auth.permission", "auth.group", "auth.group_permissions", "sessions.session"}
UNFINISHED = ".restore-"


def check(path: Path) -> Manifest:
    """Whether the archive is whole and of a version that this code understands. Raises ArchiveError."""
    manifest = inspect(path)
    if newer := tables.unknown(manifest.migrations):
        raise ArchiveError(
            f"The archive is newer than this code: it has the migration {newer[0]}. Install version {manifest.version} first."
        )
    if sorted(tables.models_at(manifest.migrations)) != sorted(manifest.counts):
        raise ArchiveError("The archive's tables are not those of its migrations. Take another archive.")
    return manifest


def restore(path: Path) -> Manifest:
    """Rows and files into an empty database and media folder; if anything fails, both are empty again. Raises ArchiveError."""
    manifest = check(path)
    if full := _in_the_way():
        raise ArchiveError(f"Nothing was restored: {full}. A restore goes into an empty place only.")
    try:
        with _media(path, manifest) as publish:
            if tables.applied("default") != manifest.migrations:
                _drop_tables()
                tables.build(manifest.migrations, "default")
            with transaction.atomic():
                _load(path, manifest)
            call_command("migrate", verbosity=0, interactive=False)
            call_command("refresh_search", verbosity=0)  # an archive of older code has texts by older rules
            settle()
            ReferenceCount.objects.jump(datetime.datetime.fromisoformat(manifest.made_at).year)
            publish()
    except BaseException as error:
        _drop_tables()
        if isinstance(error, DatabaseError | OSError):
            raise ArchiveError(f"The restore failed, and the place is empty again: {error}") from error
        raise
    return manifest


def _in_the_way() -> str:
    """What is in the place already, in words; "" if it is empty."""
    media = Path(settings.MEDIA_ROOT)
    if media.is_dir() and any(not entry.name.startswith(UNFINISHED) and entry.name != "lost+found" for entry in media.iterdir()):
        return f"the media folder {media} holds files"
    try:
        found = set(connection.introspection.table_names())
    except DatabaseError as error:
        raise ArchiveError(f"The database does not answer: {error}") from error
    ours = _our_tables()
    if strange := sorted(found - ours.keys()):
        return f"the database holds the table {strange[0]}, which is not of this portal"
    for table in sorted(found):
        if ours[table] not in NO_CONTENT and _has_rows(table):
            return f"the database holds content ({ours[table]})"
    return ""


def _our_tables() -> dict[str, str]:
    """Table → label of every model there is, and Django's own list of migrations (whose rows are no content)."""
    found = {model._meta.db_table: model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    return found | {MigrationRecorder.Migration._meta.db_table: "sessions.session"}


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - a name of the database itself
        return cursor.fetchone() is not None


def _drop_tables() -> None:
    """Only ever the tables of an empty place, or what this restore has made there."""
    cascade = "" if connection.vendor == "sqlite" else " CASCADE"
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}{cascade}")


def _load(path: Path, manifest: Manifest) -> None:
    """All rows in one transaction; references are checked when all are there."""
    models = tables.models_at(manifest.migrations)
    tables.clear(models.values(), "default")
    with members(path) as each:
        for name, stream, _size in each:
            if name.startswith(DATA):
                label = name.removeprefix(DATA).removesuffix(".jsonl")
                count = tables.read_rows(models[label], "default", stream)
                if count != manifest.counts[label]:
                    raise ArchiveError(f"The archive has {count} rows of {label}; its manifest says {manifest.counts[label]}.")
    connection.check_constraints()
    tables.reset_sequences(models.values(), "default")


class _Media:
    """The files of an archive, first beside their place and then in it."""

    def __init__(self, root: Path, work: Path) -> None:
        self.root, self.work = root, work
        self.published: list[Path] = []

    def __call__(self) -> None:
        for entry in sorted(self.work.iterdir()):
            self.published.append(entry.rename(self.root / entry.name))

    def withdraw(self) -> None:
        for entry in self.published:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


@contextmanager
def _media(path: Path, manifest: Manifest) -> Iterator[_Media]:
    """Unpacked inside the media folder (which may be a disk of its own), checked again, and put in place by renaming."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(mode=0o750, parents=True, exist_ok=True)
    for left in root.glob(f"{UNFINISHED}*"):  # of a restore that was killed
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=root) as work:
        media = _Media(root, Path(work))
        try:
            with members(path) as each:
                for name, stream, _size in each:
                    if name.startswith(MEDIA):
                        file = Path(work, name.removeprefix(MEDIA))
                        file.parent.mkdir(parents=True, exist_ok=True)
                        with file.open("xb") as copy:
                            if digest(stream, copy) != manifest.hashes[name]:
                                raise ArchiveError(f"{name} changed while it was read.")
            yield media
        except BaseException:
            media.withdraw()
            raise
