"""The tests' own database. Its tables are made by the migrations once in a run; each worker of the run gets a copy."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections


@contextmanager
def made(worker: str, note: Path, *, keep: bool) -> Iterator[None]:
    """The database stands; `worker` names who needs a copy ("" has all for itself). The first to lock the run's `note` runs the migrations."""
    creation, before, name = connection.creation, connection.settings_dict["NAME"], connection.creation._get_test_db_name()
    if not worker:
        creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)
    else:
        with note.open("a+") as first:
            fcntl.flock(first, fcntl.LOCK_EX)
            first.seek(0)
            if not first.read():
                creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)
                first.write("migrated")
            _copy(name, worker)
    yield
    connections.close_all()
    if worker or not keep:
        creation.destroy_test_db(before, verbosity=0)


def _copy(name: str, worker: str) -> None:
    """While nobody is connected to the first: PostgreSQL copies nothing that is in use, and SQLite's last word must be in the file."""
    connection.close()
    connection.settings_dict["NAME"] = name
    connection.creation.clone_test_db(worker, verbosity=0, autoclobber=True)
    connection.settings_dict["NAME"] = connection.creation.get_test_db_clone_settings(worker)["NAME"]
