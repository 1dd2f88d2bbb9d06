"""Backup and restore: nothing acknowledged is lost, nothing damaged is used, and either database can take the other's place (4.33)."""

import gzip
import hashlib
import io
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tarfile
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from pytest_django import Settings

from intlcoop.office import backup, restore
from intlcoop.office.archive import ArchiveError, Manifest, inspect
from partners.models import Institution
from tests import builders
from tests.house import ROOT
from tests.places import Place, place
from tests.uploads import pdf

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a sentence that only staff know"
# Here, and in the other database where the run has both.
WAYS = [[], ["sqlite"]]


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    """Files with names of three scripts, one of them empty, one in folders."""
    settings.MEDIA_ROOT = tmp_path / "here"
    for name, words in {"договори/Уговор о сарадњи.pdf": "%PDF-1.7 ћирилица", "ostrvo/żółć 東京.txt": "x" * 70_000, "empty": ""}.items():
        file = Path(settings.MEDIA_ROOT, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words)
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def office(media: Path) -> None:
    fill()


def fill() -> None:
    """Rows of every difficult kind: translated, dated in part, with microseconds, with an UUID, with people and their rights."""
    builders.office(languages=["en", "sr"])
    graz = builders.institution({"en": "Medical University of Graz", "sr": "Медицински универзитет у Грацу"})
    builders.agreement(graz, starts_on="2003-10", ends_on="2030")
    builders.appointment()
    builders.placement()
    builders.proposal(attachment=pdf())
    user = get_user_model().objects.create_superuser("staff", password=PASSWORD)
    kind = ContentType.objects.get_for_model(Institution)
    user.user_permissions.add(Permission.objects.get_or_create(content_type=kind, codename="view_institution")[0])
    graz.city = "Graz"
    graz.save()


def contents(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive}


def rows(path: Path) -> dict[str, Any]:
    """Every row of an archive, as values (PostgreSQL keeps the keys of a JSON column in an order of its own)."""
    return {
        name: [json.loads(line) for line in text.decode().splitlines()] for name, text in contents(path).items() if name.startswith("data/")
    }


def hashes(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def only_archive(folder: Path) -> Path:
    (found,) = backup.archives(folder)
    return found


class Writers:
    """An office at work: agreements with their party in one transaction, and files that come and go."""

    def __init__(self, media: Path) -> None:
        self.media, self.acknowledged, self.faults = media, [], []
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self.watch, args=(work,)) for work in (self.write_rows, self.write_rows, self.write_files)]

    def __enter__(self) -> "Writers":
        for thread in self.threads:
            thread.start()
        while len(self.acknowledged) < 20 and not self.faults:
            time.sleep(0.01)
        return self

    def __exit__(self, *_error: object) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def watch(self, work: Callable[[], None]) -> None:
        try:
            while not self.stopped.is_set():
                work()
        except Exception as error:  # noqa: BLE001 - told by the test
            self.faults.append(error)
        finally:
            connections.close_all()

    def write_rows(self) -> None:
        name = f"Written {uuid.uuid4()}"
        with transaction.atomic():
            builders.agreement(builders.institution(name))
        self.acknowledged.append(name)
        time.sleep(0.002)  # a pause, as people make: without it SQLite would never see a free moment

    def write_files(self) -> None:
        file = self.media / f"{uuid.uuid4()}.tmp"
        file.write_bytes(b"x" * 5000)
        time.sleep(0.001)
        file.unlink()


CHECKS = f"""
import json
from django.core.management import call_command
from django.db import connection
from django.test import Client
from partners.models import Agreement, Institution
connection.check_constraints()
call_command("migrate", check=True, verbosity=0)
signed_in = Client().post("/admin/login/", {{"username": "staff", "password": "{PASSWORD}", "next": "/admin/"}}).status_code
made = Institution.objects.create(name="New after the restore", country="AT", kind="hospital")
mode = connection.cursor().execute("PRAGMA journal_mode").fetchone()[0] if connection.vendor == "sqlite" else "wal"
names = [str(name) for name in Institution.objects.values_list("name__en", flat=True)]
halves = Agreement.objects.filter(parties=None).count()
made.delete()
print(json.dumps({{"signed_in": signed_in, "mode": mode, "names": names, "halves": halves}}))
"""


def restored(where: Place, archive: Path) -> dict[str, Any]:
    where.manage("restore", str(archive))
    said: dict[str, Any] = json.loads(where.ask(CHECKS))
    assert (said["signed_in"], said["mode"], said["halves"]) == (302, "wal", 0)
    return said


def without_traces(found: dict[str, Any]) -> dict[str, Any]:
    """What the checks themselves leave behind: a sign-in, and the history of the row that they made and deleted; and the jump of references."""
    left = {"data/auth.user.jsonl", "data/partners.historicalinstitution.jsonl", "data/proposals.referencecount.jsonl"}
    return {name: value for name, value in found.items() if name not in left}


@pytest.mark.parametrize("detour", WAYS)
def test_a_backup_made_while_people_write_restores_to_the_same_office(detour: list[str], media: Path, tmp_path: Path) -> None:
    if detour == [connection.vendor]:
        pytest.skip("the same database again: the other way covers it")
    here, other = connection.vendor, (detour or ["sqlite"])[0]
    with place(tmp_path / "there", here, migrated=True) as there, place(tmp_path / "detour", other, migrated=other == here) as between:
        fill()
        kept = hashes(media)
        with Writers(media) as writers:
            before = list(writers.acknowledged)
            archive = backup.write(tmp_path / "backups").path
        assert not writers.faults
        first = rows(archive)
        if detour:
            restored(between, archive)
            between.manage("backup", "--to", str(tmp_path / "second"))
            archive = only_archive(tmp_path / "second")
            assert without_traces(rows(archive)) == without_traces(first)
        said = restored(there, archive)
        told = there.ask("from intlcoop.proposals.models import ReferenceCount as C; print(C.objects.next_reference())")
        assert int(told.split("-")[2]) > 1000 * (2 if detour else 1), "a reference told after the backup is never given again"
        assert set(before) <= set(said["names"])
        found = hashes(there.folder / "media")
        assert {name: found.get(name) for name in kept} == kept
        there.manage("backup")
        assert without_traces(rows(only_archive(there.folder / "backups"))) == without_traces(first)
        again = there.run("restore", str(archive))
        assert again.returncode == 1
        assert "Nothing was restored" in again.stderr
        assert hashes(there.folder / "media") == found


@pytest.mark.usefixtures("office")
def test_an_archive_says_what_it_is_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    written = backup.write(tmp_path / "new" / "folder")
    assert written.path.name.startswith(f"intlcoop-{portal.OFFICE}-20")
    assert written.path.stat().st_mode & 0o077 == 0
    manifest = inspect(written.path)
    assert manifest == written.manifest
    assert (manifest.engine, manifest.version, manifest.missing) == (connection.vendor, "0.1.0", [])
    assert "partners.0001_initial" in manifest.migrations
    assert (manifest.counts["partners.institution"], manifest.counts["auth.user_user_permissions"]) == (Institution.objects.count(), 1)
    assert manifest.counts["partners.historicalinstitution"] >= 2
    assert "sessions.session" not in manifest.counts
    assert [path.name for path in written.path.parent.iterdir() if not path.name.startswith(".")] == [written.path.name]


@pytest.mark.usefixtures("office")
def test_the_native_copy_opens_with_the_databases_own_tools(tmp_path: Path) -> None:
    found = contents(backup.write(tmp_path).path)
    if connection.vendor == "sqlite":
        (tmp_path / "copy").write_bytes(found["native/database.sqlite3"])
        with closing(sqlite3.connect(tmp_path / "copy")) as copy:
            assert copy.execute("SELECT count(*) FROM partners_institution").fetchone() == (Institution.objects.count(),)
            assert copy.execute("PRAGMA quick_check").fetchone() == ("ok",)
    else:
        listed = subprocess.run(["pg_restore", "--list"], input=found["native/database.pgdump"], capture_output=True, check=True)
        assert b"TABLE DATA public partners_institution" in listed.stdout


def test_keep_deletes_the_oldest_of_this_office_and_nothing_else(media: Path, tmp_path: Path) -> None:
    old = [f"intlcoop-{portal.OFFICE}-2025010{day}T000000Z.tar.gz" for day in (1, 2, 3)]
    others = ["intlcoop-elsewhere-20250101T000000Z.tar.gz", "notes.tar.gz"]
    for name in old + others:
        (tmp_path / name).touch()
    written = backup.write(tmp_path, keep=2)
    assert sorted(written.dropped) == old[:2]
    assert {path.name for path in tmp_path.glob("*.gz")} == {written.path.name, old[2], *others}


# --- What must not happen ---------------------------------------------------------------------------------------------


def packed(path: Path, files: list[tuple[tarfile.TarInfo, bytes]]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for member, text in files:
            member.size = len(text) if member.isreg() else 0
            archive.addfile(member, io.BytesIO(text))
    return path


def changed(path: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None], *more: tarfile.TarInfo) -> Path:
    """The archive with some files and its manifest changed, and packed as if nothing had happened."""
    found = contents(path)
    manifest = json.loads(found.pop("manifest.json"))
    change(found, manifest)
    files = [(tarfile.TarInfo(name), text) for name, text in found.items()] + [(member, b"") for member in more]
    return packed(path.with_name("changed.tar.gz"), [*files, (tarfile.TarInfo("manifest.json"), json.dumps(manifest).encode())])


def link(name: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    return member


def set_in(part: str, value: Any) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    return lambda _files, manifest: manifest.__setitem__(part, value)


def flip(path: Path, where: float) -> Path:
    data = bytearray(path.read_bytes())
    data[int(len(data) * where)] ^= 0x40
    path.write_bytes(data)
    return path


def other_bytes(files: dict[str, bytes], _manifest: dict[str, Any]) -> None:
    files["data/partners.institution.jsonl"] = files["data/partners.institution.jsonl"].replace(b"Graz", b"Gras")


def without_row(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    name = "data/partners.institution.jsonl"
    files[name] = files[name].rsplit(b"\n", 2)[0] + b"\n"
    manifest["hashes"][name] = hashlib.sha256(files[name]).hexdigest()


def cut(path: Path, where: float) -> Path:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * where)])
    return path


DAMAGES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "cut short": (lambda path: cut(path, 0.6), "damaged or cut short"),
    "last byte lost": (lambda path: cut(path, 0.99999), "damaged or cut short"),
    "only the beginning": (lambda path: cut(path, 0.0001), "damaged or cut short|no manifest"),
    "a bit flipped": (lambda path: flip(path, 0.5), "damaged"),
    "a bit flipped in the checksum": (lambda path: flip(path, 0.99999), "damaged or cut short"),
    "no archive": (lambda path: (path.write_text("hello"), path)[1], "damaged or cut short"),
    "another archive": (lambda path: packed(path, [(tarfile.TarInfo("data/x.jsonl"), b"")]), "has no manifest"),
    "no such file": (lambda path: path.with_name("nowhere.tar.gz"), "No such file"),
    "other bytes": (lambda path: changed(path, other_bytes), "institution.jsonl is not what was saved"),
    "a file lost": (lambda path: changed(path, lambda files, _: files.pop("media/empty")), "media/empty is missing"),
    "a file more": (lambda path: changed(path, lambda files, _: files.update({"media/x": b""})), "media/x is not in its manifest"),
    "a path upwards": (lambda path: changed(path, lambda files, _: files.update({"media/../../x": b""})), "no backup of this portal"),
    "an absolute path": (lambda path: changed(path, lambda files, _: files.update({"/media/x": b""})), "no backup of this portal"),
    "a foreign folder": (lambda path: changed(path, lambda files, _: files.update({"bin/x": b""})), "no backup of this portal"),
    "a link": (lambda path: changed(path, lambda *_: None, link("media/link")), "no backup of this portal"),
    "a hard link": (lambda path: changed(path, lambda *_: None, link("media/link", tarfile.LNKTYPE)), "no backup of this portal"),
    "a device": (lambda path: changed(path, lambda *_: None, link("media/link", tarfile.CHRTYPE)), "no backup of this portal"),
    "a later format": (lambda path: changed(path, set_in("format", 2)), "has format 2"),
    "no format": (lambda path: changed(path, lambda _, manifest: manifest.pop("format")), "manifest cannot be read"),
    "a part lacks": (lambda path: changed(path, lambda _, manifest: manifest.pop("counts")), "lacks a part"),
    "nonsense in it": (lambda path: changed(path, set_in("counts", {"partners.institution": -1})), "contradicts itself"),
    "of a newer version": (lambda path: changed(path, set_in("migrations", ["partners.9999_future"])), "newer than this code"),
    "fewer migrations": (lambda path: changed(path, set_in("migrations", ["contenttypes.0001_initial"])), "not those of its migrations"),
}


@pytest.fixture(scope="module")
def whole() -> dict[str, bytes]:
    """The archive to which the damages are done, by its name: the first of them writes it."""
    return {}


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_archive_is_refused_before_anything_is_looked_at(
    damage: str, media: Path, tmp_path: Path, whole: dict[str, bytes]
) -> None:
    break_it, words = DAMAGES[damage]
    if not whole:
        written = backup.write(tmp_path).path
        whole[written.name] = written.read_bytes()
    ((name, content),) = whole.items()
    (tmp_path / name).write_bytes(content)
    path = break_it(tmp_path / name)
    before = hashes(media)
    with pytest.raises(CommandError, match=words):
        call_command("restore", str(path))
    assert hashes(media) == before
    assert Institution.objects.exists()


@pytest.mark.usefixtures("media")
def test_only_an_empty_place_takes_a_restore(media: Path, tmp_path: Path, settings: Settings) -> None:
    archive = backup.write(tmp_path).path
    with pytest.raises(ArchiveError, match=r"the media folder .* holds files"):
        restore.restore(archive)
    settings.MEDIA_ROOT = tmp_path / "empty"
    builders.proposal()
    with pytest.raises(ArchiveError, match=r"holds content \(proposals.proposal\)"):
        restore.restore(archive)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_somebody_else (id integer)")
    try:
        with pytest.raises(ArchiveError, match="the table of_somebody_else, which is not of this portal"):
            restore.restore(archive)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE of_somebody_else")
    assert not settings.MEDIA_ROOT.exists()


@pytest.mark.usefixtures("media")
def test_a_restore_that_fails_half_way_leaves_the_place_empty(tmp_path: Path) -> None:
    """Fewer rows than the manifest says: seen only when they are counted."""
    with place(tmp_path / "there", connection.vendor, migrated=True) as there:
        fill()
        archive = changed(backup.write(tmp_path).path, without_row)
        done = there.run("restore", str(archive))
        assert done.returncode == 1
        assert "rows of partners.institution; its manifest says" in done.stderr
        assert there.ask("from django.db import connection; print(connection.introspection.table_names())") == "[]"
        assert not list((there.folder / "media").iterdir())


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the same code on both")
def test_an_older_archive_is_brought_up_to_date(tmp_path: Path) -> None:
    make = """
import io, json
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from intlcoop.office import tables
executor = MigrationExecutor(connection)
whole = [key for key in executor.loader.graph.leaf_nodes() if key[0] in ("auth", "admin", "sessions")]
ours = ("profile", "partners", "projects", "proposals", "visitors", "news", "office")
executor.migrate(whole + [key for key in executor.loader.graph.root_nodes() if key[0] in ours])
institution = tables.models_at(tables.applied("default"))["partners.institution"]
names = [field.attname for field in tables.columns(institution)]
old = {"id": 1, "name": {"en": "Old"}, "country": "AT", "kind": "university", "slug": "old", "is_published": True}
row = [old.get(name, field.get_default()) for name, field in zip(names, tables.columns(institution))]
now = "2020-02-03T04:05:06.789012+00:00"
row = [now if name in ("created_at", "updated_at") else value for name, value in zip(names, row)]
lines = io.BytesIO(json.dumps(names).encode() + b"\\n" + json.dumps(row).encode() + b"\\n")
assert tables.read_rows(institution, "default", lines) == 1
"""
    with place(tmp_path / "old", "sqlite") as old, place(tmp_path / "new", "sqlite", migrated=True) as new:
        old.ask(make)
        old.manage("backup")
        # The new place has tables already and has not been used yet: that is empty, too.
        new.manage("restore", str(only_archive(old.folder / "backups")))
        new.manage("migrate", "--check")
        assert new.ask(
            "from partners.models import Institution; row = Institution.objects.get(); print(row.publication, row.updated_at)"
        ) == ("public 2020-02-03 04:05:06.789012+00:00")


@pytest.mark.usefixtures("office")
def test_a_full_disk_leaves_no_archive_and_says_so(tmp_path: Path) -> None:
    with place(tmp_path / "there", connection.vendor, migrated=True) as there:
        (there.folder / "media").mkdir()
        (there.folder / "media" / "photo").write_bytes(os.urandom(4_000_000))
        limit = 3_000_000
        done = there.run("backup", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        assert done.returncode == 1
        assert "No backup was made in" in done.stderr
        assert "Traceback" not in done.stderr
        assert [path.name for path in (there.folder / "backups").iterdir()] == [backup.LOCK]


def test_a_killed_backup_leaves_no_archive_and_the_next_one_sweeps(tmp_path: Path) -> None:
    folder = tmp_path / "there" / "backups"
    with place(tmp_path / "there", connection.vendor, migrated=True) as there:
        (there.folder / "media").mkdir()
        with (there.folder / "media" / "film").open("wb") as film:
            film.truncate(100_000_000)
        with subprocess.Popen([sys.executable, "manage.py", "backup"], cwd=ROOT, env=there.environment) as running:
            while not list(folder.glob(f"{backup.UNFINISHED}*/archive")):
                assert running.poll() is None
                time.sleep(0.01)
            with pytest.raises(ArchiveError, match="Another backup is being written"):
                backup.write(folder)
            running.kill()
        assert not backup.archives(folder)
        (there.folder / "media" / "film").unlink()
        done = there.run("backup")
        assert done.returncode == 0
        assert "did not finish; what it left was removed" in done.stderr
        assert [path.name for path in folder.iterdir() if path.name != backup.LOCK] == [only_archive(folder).name]


def test_a_place_without_tables_is_not_worth_an_archive(tmp_path: Path) -> None:
    with place(tmp_path / "there", "sqlite") as there:
        done = there.run("backup")
        assert done.returncode == 1
        assert "the database has no tables" in done.stderr
        assert not backup.archives(there.folder / "backups")


def test_a_gzip_bomb_of_zeros_is_not_unpacked_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.tar.gz"
    with gzip.open(path, "wb") as stream, tarfile.open(fileobj=stream, mode="w|") as archive:
        member = tarfile.TarInfo("manifest.json")
        member.size = 200_000_000
        with suppress(OSError), Path("/dev/zero").open("rb") as zeros:
            archive.addfile(member, zeros)
    with pytest.raises(ArchiveError, match="manifest cannot be read"):
        inspect(path)


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    manifest = Manifest("1", "2026-01-01T00:00:00+00:00", "sqlite", ["a.0001"], {"a.b": 1}, {"data/a.b.jsonl": "0" * 64}, ["x"])
    assert Manifest.from_json(manifest.to_json()) == manifest
