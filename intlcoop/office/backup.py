"""Writes a backup archive while the portal is in use.

Database first, files second: a row of the moment of the backup finds its file, and a file that came later does no harm.
"""

import datetime
import fcntl
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections, transaction
from psycopg.conninfo import make_conninfo

from intlcoop.office import tables
from intlcoop.office.archive import MANIFEST, MEDIA, NAME, NATIVE, ArchiveError, Manifest, data_name, digest, inspect

SNAPSHOT = "snapshot"  # the name of a second connection, on which the moment of the backup stands still
UNFINISHED, LOCK = ".intlcoop-backup-", ".intlcoop-backup.lock"
IN_MEMORY = 8 << 20
NOT_FOR_PG_DUMP = {"context", "cursor_factory", "prepare_threshold"}  # Django's own, among the words for the server


@dataclass(frozen=True)
class Written:
    """What a backup did, to be told."""

    path: Path
    manifest: Manifest
    swept: int
    dropped: list[str] = field(default_factory=list)


def version() -> str:
    """The version of the portal, as pyproject.toml says it."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as stream:
        return str(tomllib.load(stream)["project"]["version"])


def archives(folder: Path) -> list[Path]:
    """The archives in a folder, the newest first; their names begin with the office and sort by time."""
    found = [path for path in folder.glob("intlcoop-*.tar.gz") if NAME.fullmatch(path.name)] if folder.is_dir() else []
    return sorted(found, key=lambda path: path.name[-len("20260101T000000Z.tar.gz") :], reverse=True)


def write(folder: Path, *, keep: int = 0) -> Written:
    """A new archive in the folder; with `keep`, older ones of this office beyond that number go. Raises ArchiveError.

    The archive is written under another name, read again from end to end, and gets its own name last of all.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(folder):
            swept = _sweep(folder)
            path = folder / f"intlcoop-{settings.OFFICE}-{datetime.datetime.now(datetime.UTC):%Y%m%dT%H%M%SZ}.tar.gz"
            if path.exists():
                raise ArchiveError(f"{path} is there already. Wait a second and try again.")
            with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as work:
                manifest = _fill(Path(work))
                (Path(work) / "archive").rename(path)
            _sync(folder)
            return Written(path, manifest, swept, _drop_old(folder, keep))
    except (OSError, sqlite3.Error, DatabaseError, InterfaceError) as error:
        words = getattr(error, "strerror", None) or str(error).strip()
        raise ArchiveError(f"No backup was made in {folder}: {words}.") from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two backups into one folder would sweep each other away."""
    with os.fdopen(os.open(folder / LOCK, os.O_WRONLY | os.O_CREAT, 0o600), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArchiveError(f"Another backup is being written to {folder}.") from error
        yield


def _sweep(folder: Path) -> int:
    """Remove what a backup that was killed has left; how many there were."""
    left = [path for path in folder.glob(f"{UNFINISHED}*") if path.is_dir()]
    for path in left:
        shutil.rmtree(path)
    return len(left)


class _Writer:
    """The tar that is being filled, and the hash of each file in it."""

    def __init__(self, tar: tarfile.TarFile, work: Path) -> None:
        self.tar, self.work = tar, work
        self.hashes: dict[str, str] = {}

    def add(self, name: str, source: IO[bytes]) -> None:
        """Through a copy of our own, so that neither its length nor its bytes can change on the way."""
        with self.copy() as copy:
            digest(source, copy)
            self.add_copy(name, copy)

    def copy(self) -> IO[bytes]:
        return tempfile.SpooledTemporaryFile(IN_MEMORY, dir=self.work)

    def add_copy(self, name: str, copy: IO[bytes]) -> None:
        copy.seek(0)
        self.hashes[name] = digest(copy)
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = copy.tell(), 0o600
        copy.seek(0)
        self.tar.addfile(entry, copy)


def _fill(work: Path) -> Manifest:
    archive = work / "archive"
    with os.fdopen(os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=6) as tar:
            manifest = _add_all(_Writer(tar, work))
        stream.flush()
        os.fsync(stream.fileno())
    inspect(archive)
    return manifest


def _add_all(writer: _Writer) -> Manifest:
    counts: dict[str, int] = {}
    named: set[str] = set()
    with _snapshot(writer.work) as native:
        made_at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        engine, migrations = connections[SNAPSHOT].vendor, tables.applied(SNAPSHOT)
        if not migrations:
            raise ArchiveError("There is nothing to back up: the database has no tables. Look at DATABASE_URL and STATE_DIR.")
        for label, model in tables.models_at(migrations).items():
            with writer.copy() as copy:
                counts[label] = tables.write_rows(model, SNAPSHOT, copy)
                writer.add_copy(data_name(label), copy)
            named.update(tables.files_of(model, SNAPSHOT))
        with native.open("rb") as dump:
            writer.add(NATIVE + native.name, dump)
    lost = _add_media(writer) | {name for name in named if MEDIA + name not in writer.hashes}
    manifest = Manifest(version(), made_at, engine, migrations, counts, dict(writer.hashes), sorted(lost))
    writer.add(MANIFEST, BytesIO(manifest.to_json()))
    return manifest


def _add_media(writer: _Writer) -> set[str]:
    """Every file of the media folder; the names of those that vanished meanwhile."""
    root, lost = Path(settings.MEDIA_ROOT), set()
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink() or not path.is_file() or name.startswith("."):
            continue
        try:
            with path.open("rb") as stream:
                writer.add(MEDIA + name, stream)
        except FileNotFoundError:
            lost.add(name)
    return lost


@contextmanager
def _snapshot(work: Path) -> Iterator[Path]:
    """While it lasts, the connection SNAPSHOT shows the database as it is now; gives the native copy of the same moment."""
    second = connections["default"].copy(alias=SNAPSHOT)
    said = second.settings_dict
    if second.vendor == "sqlite":
        native = work / "database.sqlite3"
        _copy_sqlite(str(said["NAME"]), native)
        said |= {"NAME": str(native), "OPTIONS": {}}
    else:
        native = work / "database.pgdump"
        said["OPTIONS"].pop("pool", None)
    connections[SNAPSHOT] = second
    try:
        with transaction.atomic(using=SNAPSHOT):
            if second.vendor != "sqlite":
                _dump_postgresql(native)
            yield native
    finally:
        second.close()
        del connections[SNAPSHOT]


def _copy_sqlite(name: str, native: Path) -> None:
    """SQLite's own online copy: consistent whoever writes meanwhile, which a copied file is not."""
    with closing(sqlite3.connect(name, timeout=10)) as source, closing(sqlite3.connect(native)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def _dump_postgresql(native: Path) -> None:
    """pg_dump of exactly the moment that our transaction sees. The password goes by the environment, which nobody else can read."""
    connection = connections[SNAPSHOT]
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
    program = shutil.which("pg_dump")
    if not program:
        raise ArchiveError("pg_dump is not installed. On Debian: apt-get install postgresql-client.")
    parameters = {name: value for name, value in connection.get_connection_params().items() if name not in NOT_FOR_PG_DUMP}
    password = parameters.pop("password", "")
    address = make_conninfo(**parameters)
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    command = [
        program,
        "--format=custom",
        "--no-password",
        "--no-owner",
        f"--snapshot={snapshot}",
        f"--file={native}",
        f"--dbname={address}",
    ]
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ArchiveError(f"pg_dump failed: {done.stderr.strip()}")


def _drop_old(folder: Path, keep: int) -> list[str]:
    ours = [path for path in archives(folder) if path.name.startswith(f"intlcoop-{settings.OFFICE}-2")]
    old = ours[keep:] if keep else []
    for path in old:
        path.unlink()
    return [path.name for path in old]


def _sync(folder: Path) -> None:
    """A name is safe only once its folder is on the disk too."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
