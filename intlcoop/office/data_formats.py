"""The formats in which a list is given: what is written, whole or piece by piece, from the rows that were asked for."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from intlcoop.base import atom, calendar_file, data, languages
from intlcoop.base.data import Resource
from intlcoop.base.spreadsheet import CSV, XLSX, csv_pieces, xlsx_pieces
from intlcoop.profile.http import OfficeRequest

Pieces = Iterable[bytes]


@dataclass(frozen=True)
class Format:
    """An ending of the address, and who writes what it promises."""

    content_type: str
    write: Callable[[Resource, Any, OfficeRequest], Pieces]
    is_download: bool = False


def asked_for(request: HttpRequest) -> str:
    """The full address of what is asked, with its filter."""
    query = request.GET.urlencode()
    return f"{settings.SITE_URL}{request.path}" + (f"?{query}" if query else "")


def cells(resource: Resource, rows: Any) -> Iterator[list[Any]]:
    """For spreadsheets: several words of one cell stand in one line."""
    for row in data.each(rows):
        yield ["; ".join(map(str, value)) if isinstance(value, list) else value for value in resource.values(row)]


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _array(records: Iterable[Any]) -> Iterator[bytes]:
    separator = ""
    for record in records:
        yield f"{separator}\n{_dumped(record)}".encode()
        separator = ","


def as_csv(resource: Resource, rows: Any, request: OfficeRequest) -> Pieces:
    return csv_pieces([column.name for column in resource.columns], cells(resource, rows))


def as_xlsx(resource: Resource, rows: Any, request: OfficeRequest) -> Pieces:
    return xlsx_pieces([column.name for column in resource.columns], cells(resource, rows))


def as_json(resource: Resource, rows: Any, request: OfficeRequest) -> Pieces:
    """An object, so that something can be added without breaking a reader."""
    yield f'{{"name":{_dumped(resource.name)},"url":{_dumped(asked_for(request))},"items":['.encode()
    yield from _array(resource.records(data.each(rows)))
    yield b"\n]}\n"


def as_geojson(resource: Resource, rows: Any, request: OfficeRequest) -> Pieces:
    """RFC 7946. What has no coordinates is in the list and not on the map."""
    yield b'{"type":"FeatureCollection","features":['
    yield from _array(_features(resource, rows))
    yield b"\n]}\n"


def _features(resource: Resource, rows: Any) -> Iterator[dict[str, Any]]:
    for row in data.each(rows):
        place = resource.point(row) if resource.point else None
        if place:
            (record,) = resource.records([row])
            yield {"type": "Feature", "id": row.pk, "geometry": {"type": "Point", "coordinates": place}, "properties": record}


def as_atom(resource: Resource, rows: Any, request: OfficeRequest) -> Pieces:
    office = request.office
    if resource.feed:
        yield atom.document(
            feed=resource.feed,
            rows=atom.newest(resource.feed, rows),
            title=f"{resource.title} – {office.heading}",
            author=str(office.office_name or office.name),
            page=data.absolute(reverse(resource.page)),
            address=asked_for(request),
            founded=office.updated_at,
        )


def as_calendar(resource: Resource, rows: Any, request: OfficeRequest) -> Pieces:
    if make := resource.entry:
        entries = (entry for row in data.each(rows) if (entry := make(row)))
        title = f"{resource.title} – {request.office.heading}"
        yield calendar_file.document(entries, title=title, language=languages.html_code(languages.active()))


FORMATS = {
    "csv": Format(CSV, as_csv, is_download=True),
    "xlsx": Format(XLSX, as_xlsx, is_download=True),
    "json": Format("application/json; charset=utf-8", as_json),
    "geojson": Format("application/geo+json; charset=utf-8", as_geojson),
    "atom": Format(atom.CONTENT_TYPE, as_atom),
    "ics": Format(calendar_file.CONTENT_TYPE, as_calendar, is_download=True),
}
