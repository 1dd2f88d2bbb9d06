"""The OpenAPI document is valid, and what it promises is what the addresses give, whatever is asked."""

import json
import re
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pytest
from django.db.models import Model
from django.test import Client
from hypothesis import HealthCheck, given, settings as few, strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from intlcoop.office import openapi
from intlcoop.profile.models import Profile
from tests.faults.portal import furnished

pytestmark = pytest.mark.django_db

DOCUMENT = openapi.document(Profile())


@pytest.fixture
def rows() -> list[Model]:
    return furnished()


def described(client: Client) -> dict[str, Any]:
    return client.get("/api/openapi.json").json()


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(path, methods["get"]) for path, methods in document["paths"].items()]


def test_the_document_is_valid(client: Client, rows: list[Model]) -> None:
    document = described(client)
    validate(document, cls=OpenAPIV31SpecValidator)
    names = [operation["operationId"] for _path, operation in operations(document)]
    assert len(names) == len(set(names)) > 50
    assert len(client.get("/api/openapi.json").content) < 120_000
    assert client.get("/sr/api/openapi.json").json() == document  # for programmers, in English


def test_every_field_and_parameter_is_explained(client: Client, rows: list[Model]) -> None:
    parts = described(client)["components"]
    fields = [field for schema in parts["schemas"].values() for field in schema["properties"].items()]
    unexplained = [name for name, schema in fields if name not in {"type", "title", "status", "detail"} and not schema.get("description")]
    assert not unexplained
    assert all(len(parameter["description"]) > 3 for parameter in parts["parameters"].values())


def test_every_answer_is_as_described(client: Client, rows: list[Model]) -> None:
    document = described(client)
    for path, operation in operations(document):
        if path.endswith("json"):
            (kind,) = operation["responses"]["200"]["content"].items()
            answer: Any = client.get(path)
            assert answer.headers["Content-Type"].partition(";")[0] == kind[0]
            validator = jsonschema.Draft202012Validator(kind[1]["schema"] | {"components": document["components"]})
            assert [error.message for error in validator.iter_errors(json.loads(answer.content))] == [], path


def test_a_parameter_takes_the_values_it_promises(client: Client, rows: list[Model]) -> None:
    document = described(client)
    parameters, met = document["components"]["parameters"], 0
    for path, operation in operations(document):
        if path.endswith(".json"):
            for reference in operation["parameters"]:
                parameter = parameters[reference["$ref"].rpartition("/")[2]]
                schema, name = parameter["schema"], parameter["name"]
                promised = [*schema.get("enum", [])[:1], *schema.get("enum", [])[-1:]] or {
                    "country": ["AT", "JP"],
                    "year": ["2001"],
                    "q": ["x" * 200],
                }.get(name, [])
                for value in promised:
                    assert client.get(path, {name: value}).status_code == 200, (path, name, value)
                    met += 1
    assert met > 60


def test_other_methods_are_told_so_and_not_that_a_form_is_stale(rows: list[Model]) -> None:
    program = Client(enforce_csrf_checks=True)
    for path in ("/api/partners.json", "/api/openapi.json", "/office.vcf"):
        answer = program.post(path, {"a": "1"})
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD"), path


def test_a_parameter_may_be_empty_as_a_form_sends_it(client: Client, rows: list[Model]) -> None:
    document = described(client)
    assert all(parameter["allowEmptyValue"] for parameter in document["components"]["parameters"].values())
    for path in ("/api/agreements.json?year=", "/api/mobility.json?table=", "/api/graduates.json?country="):
        assert client.get(path).status_code == 200, path


@few(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_asked_is_answered_as_described(client: Client, data: Any) -> None:
    """200, or a problem that says so, for any parameters in any list; never a fault of ours."""
    path, operation = data.draw(st.sampled_from([one for one in operations(DOCUMENT) if not one[0].endswith("xlsx")]))
    names = [DOCUMENT["components"]["parameters"][one["$ref"].rpartition("/")[2]]["name"] for one in operation["parameters"]]
    words = st.one_of(
        st.text(max_size=20), st.sampled_from(["AT", "2001", "newest", "current", "1" + "0" * 200, "\x00", "'", "%", "\ud800"])
    )
    query = data.draw(st.dictionaries(st.sampled_from([*names, "page", "x"]), words, max_size=3))
    answer: Any = client.get(f"{path}?{urlencode(query, errors='surrogatepass')}")
    assert answer.status_code in {200, 400}, (path, query)
    if answer.status_code == 400 and "\0" not in "".join(query.values()):
        assert re.fullmatch("application/problem\\+json", answer.headers["Content-Type"]), (path, query)
        assert answer.json()["parameter"] in query
