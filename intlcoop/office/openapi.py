"""The OpenAPI 3.1 document, made from the same tables of columns and the same filters as the data itself. No query."""

from typing import Any

from django.conf import settings
from django.utils import translation

from intlcoop.base import languages
from intlcoop.base.data import Column, Resource
from intlcoop.base.filters import LONGEST_QUERY, WordsFilter
from intlcoop.base.parameters import words_of
from intlcoop.office.data_formats import FORMATS
from intlcoop.profile import data_links
from intlcoop.profile.models import Profile
from intlcoop.profile.navigation import prefix

VERSION = "1.0"
ABOUT = (
    "Every public list of the portal as data, free of charge and without a key. The same filters as on the pages; a parameter that does not "
    "exist, or a value that it cannot have, is answered with 400 and never with other data. Field names are English and stay; texts are in the "
    "language of the address, or in another one where a translation is lacking. A date may be known in part: 2003, 2003-10 or 2003-10-29. "
    "What is not known is null in JSON and an empty cell in CSV and XLSX. In those, a text that a spreadsheet program would calculate has an "
    "apostrophe in front. Answers carry an ETag: ask again with If-None-Match. Nothing here names a person who has not agreed to it."
)
SUMMARY = {
    "csv": "as CSV (UTF-8 with byte order mark)",
    "xlsx": "as a spreadsheet",
    "json": "as JSON",
    "geojson": "as GeoJSON, those with coordinates",
    "atom": "as an Atom feed, the 50 that changed last",
    "ics": "as a calendar, those with full dates",
}
PROBLEM = {
    "type": "object",
    "description": "RFC 9457.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameter": {"type": "string", "description": "The parameter that is wrong."},
    },
}
FAULTS = {
    "NotModified": {"description": "It has not changed since the ETag in If-None-Match."},
    "BadRequest": {
        "description": "A parameter is wrong. (A request that no part of the portal can read, e.g. with a NUL, gets a page in HTML.)",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}, "text/html": {}},
    },
    "NotFound": {
        "description": "The office does not publish this list.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}, "text/html": {}},
    },
}
STATUSES = {"304": "NotModified", "400": "BadRequest", "404": "NotFound"}


def document(office: Profile) -> dict[str, Any]:
    """What this office offers. In English: it speaks to programmers."""
    with translation.override(settings.LANGUAGE_CODE):
        resources = data_links.resources(office)
        return {
            "openapi": "3.1.0",
            "info": {
                "title": f"{office.heading}: {office.name}" if office.name else office.heading,
                "version": VERSION,
                "description": ABOUT,
            },
            "externalDocs": {"url": f"{settings.SITE_URL}/api/"},
            "servers": [_server(code) for code in office.languages],
            "tags": [{"name": one.name, "description": one.about} for one in resources],
            "paths": {f"/api/{one.name}.{extension}": _path(one, extension) for one in resources for extension in one.extensions},
            "components": {
                "schemas": {"Problem": PROBLEM} | {_title(one): _record(one) for one in resources},
                "parameters": {_key(one, name): _parameter(one, name) for one in resources for name in one.filters.base_filters},
                "responses": FAULTS,
            },
        }


def _server(code: str) -> dict[str, str]:
    return {"url": f"{settings.SITE_URL}{prefix(code)}".rstrip("/"), "description": languages.own_name(code)}


def _title(resource: Resource) -> str:
    """visiting-professors → VisitingProfessors."""
    return "".join(word.capitalize() for word in resource.name.split("-"))


def _record(resource: Resource) -> dict[str, Any]:
    properties = {column.name: _field(column) for column in resource.columns}
    return {"type": "object", "description": resource.about, "required": list(properties), "properties": properties}


def _field(column: Column) -> dict[str, Any]:
    return {**column.schema, "description": column.about}


def _path(resource: Resource, extension: str) -> dict[str, Any]:
    kind = FORMATS[extension].content_type.partition(";")[0]
    good = {"description": resource.about, "content": {kind: {"schema": _body(resource, extension)}}}
    return {
        "get": {
            "operationId": f"{resource.name.replace('-', '_')}_{extension}",
            "tags": [resource.name],
            "summary": f"{resource.title} {SUMMARY[extension]}",
            "parameters": [{"$ref": f"#/components/parameters/{_key(resource, name)}"} for name in resource.filters.base_filters],
            "responses": {"200": good} | {status: {"$ref": f"#/components/responses/{name}"} for status, name in STATUSES.items()},
        }
    }


def _body(resource: Resource, extension: str) -> dict[str, Any]:
    record = {"$ref": f"#/components/schemas/{_title(resource)}"}
    if extension == "json":
        fields = {"name": {"const": resource.name}, "url": {"type": "string", "format": "uri"}, "items": {"type": "array", "items": record}}
        return {"type": "object", "required": list(fields), "properties": fields}
    if extension == "geojson":
        feature = {"type": "object", "required": ["type", "geometry", "properties"], "properties": {"properties": record}}
        fields = {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": feature}}
        return {"type": "object", "required": list(fields), "properties": fields}
    return {"type": "string"}


def _key(resource: Resource, name: str) -> str:
    return f"{_title(resource)}.{name}"


def _parameter(resource: Resource, name: str) -> dict[str, Any]:
    one = resource.filters.base_filters[name]
    schema: dict[str, Any] = {"type": "string"}
    about = f"{one.label}."
    if words := words_of(resource.filters, name):
        schema["enum"] = words
    elif name in {"country", "year"}:
        schema["pattern"] = "^[A-Z]{2}$" if name == "country" else r"^[12]\d{3}$"
    elif isinstance(one, WordsFilter):
        about += f" What comes after {LONGEST_QUERY} characters is left out."
    # An empty one is what a form of the pages sends for "nothing chosen".
    return {"name": name, "in": "query", "required": False, "allowEmptyValue": True, "description": about, "schema": schema}
