"""Indexes by which PostgreSQL finds a piece of a word without reading every row. Migrations make them; no query needs to know.

SQLite has nothing like it for a plain column, and reads ten thousand short texts in a few milliseconds.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, transaction

logger = logging.getLogger(__name__)
LACKING = (
    "PostgreSQL does not let this role use the extension pg_trgm, so the search will be slower in a large office. To mend it, run "
    "CREATE EXTENSION pg_trgm as the owner of the database, then CREATE INDEX ON %s USING gin (search_text gin_trgm_ops)."
)


def index_search_text(*tables: str) -> Callable[[Any, Any], None]:
    """For RunPython. The owner of a database may create the extension since PostgreSQL 13; whoever may not still gets a portal."""

    def make(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        try:
            with transaction.atomic(schema_editor.connection.alias):
                schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError:
            logger.warning(LACKING, ", ".join(tables))
            return
        for table in tables:
            schema_editor.execute(f"CREATE INDEX {table}_words ON {table} USING gin (search_text gin_trgm_ops)")

    return make


def drop_index(*tables: str) -> Callable[[Any, Any], None]:
    def drop(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for table in tables:
                schema_editor.execute(f"DROP INDEX IF EXISTS {table}_words")

    return drop
