"""Every row of the database as lines of JSON, and back: the way from SQLite to PostgreSQL, from PostgreSQL to SQLite, or to the same.

Which tables there are is asked of the migrations that were applied, not of today's models: so an archive that is older
than the code can be restored, and a new model needs no line here.
"""

import base64
import datetime
import decimal
import json
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any

from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.duration import duration_iso_string

from intlcoop.office.archive import ArchiveError

LEFT_OUT = {"sessions.session"}  # everybody signs in again
BATCH = 500  # rows written at a time; SQLite takes 250,000 values in one statement, PostgreSQL 65,535
MOST_VALUES = 30_000


def applied(database: str) -> list[str]:
    """The migrations of this code that the database has, as `app.name`."""
    loader = MigrationLoader(connections[database])
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations if (app, name) in loader.graph.nodes)


def unknown(migrations: Iterable[str]) -> list[str]:
    """Those that this code does not have: the archive is of a newer version."""
    nodes = MigrationLoader(None).graph.nodes
    return sorted(name for name in migrations if tuple(name.split(".", 1)) not in nodes)


def ends(migrations: Iterable[str]) -> list[tuple[str, str]]:
    """The last applied migration of each branch: what to migrate to in order to get exactly this state."""
    graph = MigrationLoader(None).graph
    nodes: set[Any] = {tuple(name.split(".", 1)) for name in migrations}
    return sorted(node for node in nodes if not any(child.key in nodes for child in graph.node_map[node].children))


def models_at(migrations: Iterable[str]) -> dict[str, type[models.Model]]:
    """Label → model as it was after these migrations: each table of ours, of Django and of the libraries, once."""
    registry: Apps = MigrationLoader(None).project_state(ends(migrations)).apps
    found = {model._meta.label_lower: model for model in registry.get_models(include_auto_created=True)}
    return {label: found[label] for label in sorted(found) if found[label]._meta.can_migrate("default") and label not in LEFT_OUT}


def columns(model: type[models.Model]) -> list[models.Field]:
    """What is stored; generated columns are computed again."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def write_rows(model: type[models.Model], database: str, stream: IO[bytes]) -> int:
    """The names of the columns, then a line for each row; how many rows. Streams, whatever the size."""
    names = [field.attname for field in columns(model)]
    stream.write(_line(names))
    count = 0
    for row in model._base_manager.using(database).order_by("pk").values_list(*names).iterator(chunk_size=BATCH):
        stream.write(_line(row))
        count += 1
    return count


def read_rows(model: type[models.Model], database: str, stream: IO[bytes]) -> int:
    """Store what `write_rows` wrote, value by value: no moment is renewed, no signal sent. Raises ArchiveError."""
    fields = columns(model)
    label = model._meta.label_lower
    try:
        if json.loads(stream.readline()) != [field.attname for field in fields]:
            raise ArchiveError(f"The archive's {label} has other columns than its migrations say.")
        count = 0
        size = max(1, min(BATCH, MOST_VALUES // len(fields)))
        while rows := [_row(model, fields, line) for line in islice(stream, size)]:
            model._base_manager.using(database)._insert(rows, fields=fields, using=database, raw=True)  # type: ignore[attr-defined]
            count += len(rows)
    except (ValueError, TypeError, ValidationError) as error:
        raise ArchiveError(f"The archive's {label} cannot be read: {error}") from error
    return count


def files_of(model: type[models.Model], database: str) -> Iterator[str]:
    """The names of the files that the rows of a model refer to."""
    for field in columns(model):
        if isinstance(field, models.FileField):
            yield from model._base_manager.using(database).exclude(**{field.attname: ""}).values_list(field.attname, flat=True)


def build(migrations: Iterable[str], database: str) -> None:
    """The empty tables as they were after these migrations, also without the rows that a migration may have written."""
    MigrationExecutor(connections[database]).migrate(ends(migrations))
    for model in models_at(migrations).values():
        model._base_manager.using(database).all()._raw_delete(database)  # type: ignore[attr-defined]


def reset_sequences(found: Iterable[type[models.Model]], database: str) -> None:
    """The next new row gets a free number (PostgreSQL; SQLite finds out by itself)."""
    connection = connections[database]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(found)):
            cursor.execute(statement)


def _row(model: type[models.Model], fields: list[models.Field], line: bytes) -> models.Model:
    return model(**{field.attname: _value(field, stored) for field, stored in zip(fields, json.loads(line), strict=True)})


def _value(field: models.Field, stored: Any) -> Any:
    if stored is None:
        # In a JSON column that must not be empty it was JSON's own null.
        return models.Value(None, models.JSONField()) if isinstance(field, models.JSONField) and not field.null else None
    return field.to_python(stored)


def _line(values: Any) -> bytes:
    return json.dumps(list(values), ensure_ascii=False, default=_plain, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> str:
    """What JSON has no form for. Moments keep their microseconds."""
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return duration_iso_string(value)
    if isinstance(value, decimal.Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(f"a value of type {type(value).__name__} has no form in an archive")
