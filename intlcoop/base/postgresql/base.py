"""The one thing that a pool does not know: whether to wait is of any use.

A pool waits equally long for a connection that another visitor still uses and for a server that is gone. Here the first
may take PATIENCE, while the second is answered at once, so that the page that says so comes within two seconds.
"""

import time
from typing import Any

from django.db.backends.postgresql import base
from psycopg_pool import PoolTimeout

PATIENCE = 10.0  # for a turn, while others are served


class DatabaseWrapper(base.DatabaseWrapper):
    """Waits in short turns (the pool's own `timeout`, LOOK in the settings) and looks around after each."""

    _served_at = 0.0  # of the whole process: when a connection was last handed out, checked and working

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.pool:
            return super().get_new_connection(conn_params)
        begun = time.monotonic()
        while True:
            turn, failures = time.monotonic(), self._failures()
            try:
                connection = super().get_new_connection(conn_params)
            except PoolTimeout:
                is_down = self._failures() > failures and DatabaseWrapper._served_at < turn
                if is_down or time.monotonic() - begun > PATIENCE:
                    raise
            else:
                DatabaseWrapper._served_at = time.monotonic()
                return connection

    def _failures(self) -> int:
        """How often the pool has tried in vain to reach the server."""
        return int(self.pool.get_stats().get("connections_errors", 0))
