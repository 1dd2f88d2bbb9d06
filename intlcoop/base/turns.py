"""A few writers at a time. Where hundreds want to write at one moment, a queue in the process is quicker than all of them asking the database.

SQLite lets whoever waits ask again and again, and gives up on some; PostgreSQL's connections are fewer than the server's threads. For one
short transaction that many send at once; not for work that takes long.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

AT_ONCE = 4
PATIENCE = 25  # seconds; a browser waits longer


class Turns:
    """`with turns.wait(): …` Whoever waits holds no connection that others need."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = threading.BoundedSemaphore(at_once)

    @contextmanager
    def wait(self) -> Iterator[None]:
        if not self._free.acquire(blocking=False):
            if "pool" in connection.settings_dict["OPTIONS"] and not connection.in_atomic_block:
                connection.close()  # back to the pool
            if not self._free.acquire(timeout=PATIENCE):
                raise OperationalError("too many writers are waiting")
        try:
            yield
        finally:
            self._free.release()
