"""The one thing that a pool does not know: whether to wait is of any use.

A pool waits equally long for a connection that another visitor still uses and for a server that is gone. Here the first
may take PATIENCE, while the second is answered at once, so that the page that says so comes within two seconds.
"""

import time
from functools import cache
from typing import Any

from django.db.backends.postgresql import base
from psycopg_pool import PoolTimeout

from intlcoop.base.postgresql.gate import Gate

PATIENCE = 25.0  # for a turn; a browser waits longer


@cache
def gate(alias: str, places: int) -> Gate:
    """One for the whole process, as the pool is."""
    return Gate(places)


class DatabaseWrapper(base.DatabaseWrapper):
    """Waits in the gate's queue and then, in short turns (the pool's own `timeout`, LOOK in the settings), for a connection that works."""

    _gone_at = 0.0  # of the whole process: when somebody last found that the server is gone
    _is_in = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.pool:
            return super().get_new_connection(conn_params)
        begun = time.monotonic()

        def look() -> None:
            if DatabaseWrapper._gone_at > begun or time.monotonic() - begun > PATIENCE:
                raise PoolTimeout("no connection to PostgreSQL: it is gone, or too many are waiting")

        if not self._is_in:
            self._gate.enter(look, self.pool.timeout)
            self._is_in = True
        try:
            while True:
                try:
                    return super().get_new_connection(conn_params)
                except PoolTimeout:
                    self._knock(conn_params)
                    look()
        except BaseException:
            self._leave()
            raise

    def _knock(self, conn_params: dict[str, Any]) -> None:
        """A try of one's own tells a server that is gone from a pool that is slow to open another connection."""
        try:
            self.Database.connect(**conn_params).close()
        except self.Database.OperationalError:
            DatabaseWrapper._gone_at = time.monotonic()
            raise

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]  # the stubs do not know it
        finally:
            self._leave()

    def _leave(self) -> None:
        if self._is_in:
            self._is_in = False
            self._gate.leave()

    @property
    def _gate(self) -> Gate:
        return gate(self.alias, self.pool.max_size)
