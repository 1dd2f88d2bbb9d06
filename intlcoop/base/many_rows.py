"""What a database needs after thousands of rows have come at once."""

from django.db import connection


def settle() -> None:
    """PostgreSQL counts its rows and puts their indexes in order, as it does by itself within minutes of quiet: until then it plans
    for an empty table. Within a transaction it can only count. SQLite plans without counts."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
