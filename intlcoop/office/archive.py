"""What a backup archive looks like, and whether a file is a whole one. Looking writes nothing.

A compressed tar of plain files: `data/<model>.jsonl` (the rows, readable by both databases), `native/…` (the same moment
as the database's own tool copies it), `media/…`, and `manifest.json`, which names every other file with its SHA-256.
"""

import gzip
import hashlib
import json
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
DATA, NATIVE, MEDIA = "data/", "native/", "media/"
CHUNK = 1 << 20
LONGEST_MANIFEST = 100_000_000
NAME = re.compile(r"intlcoop-[a-z0-9-]{1,40}-\d{8}T\d{6}Z\.tar\.gz")
SHA256 = re.compile(r"[0-9a-f]{64}")


class ArchiveError(Exception):
    """Why a backup or a restore stopped, in words for the person who looks after the portal."""


@dataclass(frozen=True)
class Manifest:
    """The archive about itself. `missing` are files that the rows name and that could not be copied."""

    version: str
    made_at: str
    engine: str
    migrations: list[str]
    counts: dict[str, int]
    hashes: dict[str, str]
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Raises ArchiveError for a manifest that this version cannot read."""
        try:
            said = json.loads(text)
            number = said["format"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise ArchiveError("The archive's manifest cannot be read. Take another archive.") from error
        if number != FORMAT:
            raise ArchiveError(f"The archive has format {number!r}; this version of the portal reads format {FORMAT} only.")
        try:
            manifest = cls(**said)
        except TypeError as error:
            raise ArchiveError("The archive's manifest lacks a part. Take another archive.") from error
        if not manifest.is_sound():
            raise ArchiveError("The archive's manifest contradicts itself. Take another archive.")
        return manifest

    def is_sound(self) -> bool:
        """Whether its parts have the shapes that a restore relies on, and each table has its file."""
        words = all(isinstance(word, str) for word in (self.version, self.made_at, self.engine))
        lists = all(isinstance(part, list) and all(isinstance(word, str) for word in part) for part in (self.migrations, self.missing))
        if not (words and lists and isinstance(self.counts, dict) and isinstance(self.hashes, dict)):
            return False
        counted = all(isinstance(number, int) and number >= 0 for number in self.counts.values())
        hashed = all(isinstance(digest, str) and SHA256.fullmatch(digest) for digest in self.hashes.values())
        tables = {name for name in self.hashes if name.startswith(DATA)}
        return counted and hashed and tables == {data_name(label) for label in self.counts}


def data_name(label: str) -> str:
    """Where the rows of a model (`partners.institution`) lie in the archive."""
    return f"{DATA}{label}.jsonl"


def digest(stream: IO[bytes], copy_to: IO[bytes] | None = None) -> str:
    """The SHA-256 of what a stream holds; on the way it may be copied."""
    sha256 = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        sha256.update(chunk)
        if copy_to:
            copy_to.write(chunk)
    return sha256.hexdigest()


def inspect(path: Path) -> Manifest:
    """Read the archive from its first byte to its last. Raises ArchiveError unless it is exactly what its manifest says."""
    found: dict[str, str] = {}
    manifest: Manifest | None = None
    with members(path) as each:
        for name, stream, size in each:
            if name == MANIFEST:
                manifest = Manifest.from_json(stream.read() if size <= LONGEST_MANIFEST else b"")
            else:
                found[name] = digest(stream)
    if manifest is None:
        raise ArchiveError("The archive has no manifest: it is cut short, or no archive of this portal.")
    if lost := sorted(manifest.hashes.keys() - found.keys()):
        raise ArchiveError(f"The archive is damaged: {lost[0]} is missing ({len(lost)} in all).")
    if strange := sorted(found.keys() - manifest.hashes.keys()):
        raise ArchiveError(f"The archive was changed: {strange[0]} is not in its manifest ({len(strange)} in all).")
    if wrong := sorted(name for name, value in found.items() if value != manifest.hashes[name]):
        raise ArchiveError(f"The archive is damaged: {wrong[0]} is not what was saved ({len(wrong)} in all).")
    return manifest


@contextmanager
def members(path: Path) -> Iterator[Iterator[tuple[str, IO[bytes], int]]]:
    """The archive's files one after the other, each to be read before the next. Whatever is wrong with it is an ArchiveError."""
    try:
        with gzip.open(path) as unpacked, tarfile.open(fileobj=unpacked, mode="r|") as archive:
            yield _files(archive)
            while unpacked.read(CHUNK):  # to the end, where the checksum stands
                pass
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error, UnicodeError, ValueError) as error:
        raise ArchiveError(f"The archive is damaged or cut short ({error}). Take another archive.") from error
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise ArchiveError(f"{path}: {error.strerror}.") from error


def _files(archive: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes], int]]:
    seen: set[str] = set()
    for member in archive:
        if not member.isreg() or not is_safe(member.name) or member.name in seen:
            raise ArchiveError(f"The archive holds {member.name!r}, which no backup of this portal writes. Nothing of it was used.")
        seen.add(member.name)
        stream: Any = archive.extractfile(member)
        yield member.name, stream, member.size


def is_safe(name: str) -> bool:
    """Whether a name stays in its folder, whatever system unpacks it."""
    path = PurePosixPath(name)
    if name == MANIFEST:
        return True
    plain = str(path) == name and not path.is_absolute() and ".." not in path.parts and "\\" not in name and "\0" not in name
    return plain and name.startswith((DATA, NATIVE, MEDIA))
