"""Everything public is also data: each list declares its columns once, with fixed English names.

An app writes its lists down in its data.py (found when the app starts, like blocks). The addresses under /api/, the links on
the lists and the OpenAPI document all follow from these tables, so a column that is not declared here is in no export.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from html import unescape
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django_countries.fields import Country

from intlcoop.base.atom import Feed
from intlcoop.base.calendar_file import Entry
from intlcoop.base.filters import ListFilter
from intlcoop.base.translated import RichText, Translated

CHUNK = 500  # rows in memory at a time, however long the list is
LABELS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "geojson": "GeoJSON", "atom": "Atom", "ics": _("Calendar")}

Schema = Mapping[str, Any]
# What a column holds, as JSON schema says it. What is not known is null, and an empty cell in a spreadsheet.
TEXT: Schema = {"type": ["string", "null"]}
TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
NUMBER: Schema = {"type": ["integer", "null"]}
DECIMAL: Schema = {"type": ["number", "null"]}
YES_NO: Schema = {"type": "boolean"}
LINK: Schema = {"type": ["string", "null"], "format": "uri"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
PARTIAL_DATE: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
COUNTRY: Schema = {"type": ["string", "null"], "pattern": "^[A-Z]{2}$"}


def one_of(choices: Any) -> Schema:
    """A word of a list of choices; it is the same in every language."""
    return {"type": ["string", "null"], "enum": [*(choice.value for choice in choices), None]}


@dataclass(frozen=True)
class Column:
    """A name that stays, what it holds of a row, and a sentence for programmers."""

    name: str
    value: Callable[[Any], Any]
    about: str
    schema: Schema = field(default_factory=lambda: TEXT)


@dataclass(frozen=True)
class Resource:
    """A public list as data. `rows` gives the published rows of its page, before any filter."""

    name: str
    section: str
    title: Any
    about: str
    page: str
    rows: Callable[[], QuerySet[Any]]
    filters: type[ListFilter]
    columns: tuple[Column, ...]
    feed: Feed | None = None
    entry: Callable[[Any], Entry | None] | None = None
    point: Callable[[Any], tuple[float, float] | None] | None = None

    @property
    def extensions(self) -> list[str]:
        """The formats in which it is given."""
        special = {"geojson": self.point, "atom": self.feed, "ics": self.entry}
        return [extension for extension in LABELS if special.get(extension, True)]

    def values(self, row: Any) -> list[Any]:
        return [plain(column.value(row)) for column in self.columns]

    def records(self, rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
        names = [column.name for column in self.columns]
        return (dict(zip(names, self.values(row), strict=True)) for row in rows)


_registry: dict[str, Resource] = {}


def register(resource: Resource) -> None:
    _registry[resource.name] = resource


def resources(sections: Iterable[str]) -> list[Resource]:
    """Those of these sections, in their order."""
    place = {section: number for number, section in enumerate(sections)}
    return sorted((one for one in _registry.values() if one.section in place), key=lambda one: place[one.section])


def find(name: str) -> Resource | None:
    return _registry.get(name)


def of_page(view_name: str) -> Resource | None:
    """The data behind a page, by the name of its address."""
    return next((resource for resource in _registry.values() if resource.page == view_name), None)


def with_entry(model: type[Any]) -> Resource | None:
    """The list whose rows are of this model and have entries for a calendar."""
    return next((resource for resource in _registry.values() if resource.entry and resource.filters._meta.model is model), None)


def each(rows: Any) -> Iterator[Any]:
    """The rows of a query, a few hundred in memory at a time; of a list, the list."""
    return rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else iter(rows)


def absolute(path: str) -> str:
    """By the address in the settings, whatever host the request named."""
    return f"{settings.SITE_URL}{path}" if path else ""


def words(text: RichText) -> str:
    """A rich text without its markup, a line for each paragraph."""
    spaced = str(text).replace("</p>", "</p>\n").replace("</li>", "</li>\n").replace("<br>", "\n")
    lines = (" ".join(line.split()) for line in unescape(strip_tags(spaced)).split("\n"))
    return "\n".join(line for line in lines if line)


def plain(value: Any) -> Any:
    """A value as JSON knows it. Nothing is None, however the column says it."""
    if isinstance(value, RichText):
        value = words(value)
    elif isinstance(value, Country):
        value = value.code
    elif isinstance(value, datetime.datetime):
        value = value.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    elif isinstance(value, datetime.date | datetime.time):
        value = value.isoformat()
    elif isinstance(value, Decimal):
        value = float(value)
    elif isinstance(value, list | tuple):
        return [plain(one) for one in value if one not in (None, "")]
    if value is None or isinstance(value, bool | int | float):
        return value
    return (str(value) if isinstance(value, str | Translated) else f"{value}") or None


# --- Columns that many lists have ---------------------------------------------------------------------------------------
ID = Column("id", lambda row: row.pk, "Number of the record; it stays.", {"type": "integer"})
UPDATED = Column("updated_at", lambda row: row.updated_at, "When the record was last changed (UTC).", MOMENT)
STARTS = Column("starts_on", lambda row: row.starts_on, "Year, month or day, as far as it is known.", PARTIAL_DATE)
ENDS = Column("ends_on", lambda row: row.ends_on, "The last day, month or year.", PARTIAL_DATE)
WEBSITE = Column("website", lambda row: row.website, "A page elsewhere.", LINK)
URL = Column("url", lambda row: absolute(row.get_absolute_url()), "Its page in this portal, in the language of the request.", LINK)
