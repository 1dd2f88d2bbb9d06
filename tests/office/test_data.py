"""Every public list as data: each format, each language, the page's filter, and what programs rely on."""

import csv
import io
import json
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from openpyxl import load_workbook

from intlcoop.base import data
from intlcoop.base.spreadsheet import unquoted
from intlcoop.office.data_formats import FORMATS
from intlcoop.profile.choices import Section
from tests import builders
from tests.faults.portal import furnished
from tests.pages import content, cost, links, shown

pytestmark = pytest.mark.django_db
NAMES = [resource.name for resource in data.resources(Section.values)]


def whole(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def asked(client: Client, path: str, status: int = 200) -> Any:
    answer: Any = client.get(path)
    assert answer.status_code == status, (path, answer.status_code, answer.content[:300])
    return answer


def items(client: Client, path: str) -> list[dict[str, Any]]:
    return json.loads(whole(asked(client, path)))["items"]


def table(client: Client, path: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(whole(asked(client, path)).decode("utf-8-sig"))))


def read(extension: str, body: bytes) -> list[list[Any]] | None:
    """Names and rows, by a reader of the format; None for formats with tests of their own."""
    if extension == "json":
        records = json.loads(body)["items"]
        return [list(records[0]), *(list(record.values()) for record in records)]
    if extension == "csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    if extension == "xlsx":
        return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(body)).active]
    return None


@pytest.mark.parametrize("language", ["", "/sr"])
def test_every_list_answers_in_every_format_and_language(client: Client, language: str, rows: list[Model]) -> None:
    for resource in data.resources(Section.values):
        sizes = set()
        for extension in resource.extensions:
            answer = asked(client, f"{language}/api/{resource.name}.{extension}")
            found = read(extension, whole(answer))
            if found:
                assert found[0] == [column.name for column in resource.columns], (resource.name, extension)
                sizes.add(len(found))
            headers = answer.headers
            assert headers["Content-Type"] == FORMATS[extension].content_type
            assert headers["Access-Control-Allow-Origin"] == "*"
            assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Content-Language"] == (language.strip("/") or "en")
            is_file = headers.get("Content-Disposition", "") == f'attachment; filename="{resource.name}.{extension}"'
            assert is_file == (extension in {"csv", "xlsx", "ics"})
        assert len(sizes) == 1, resource.name
        assert sizes != {1}, resource.name


def test_every_public_list_is_data() -> None:
    pages = {resource.page for resource in data.resources(Section.values)}
    lists = {"partners:institution_list", "partners:agreement_list", "partners:joint_centre_list", "partners:membership_list",
             "projects:programme_list", "projects:project_list", "projects:call_list", "visitors:appointment_list", "visitors:visit_list",
             "visitors:delegation_list", "visitors:honour_list", "visitors:placement_table", "news:event_list", "news:article_list",
             "news:document_list", "office:ranking_list", "office:figure_list"}  # fmt: skip
    assert pages == lists


def test_the_names_of_the_fields_stay() -> None:
    """Whoever changes one breaks the programs of others: add a field instead."""
    agreements = data.find("agreements")
    assert agreements
    assert [column.name for column in agreements.columns][:8] == [
        "id",
        "title",
        "number",
        "kind",
        "state",
        "parties",
        "countries",
        "scopes",
    ]
    for resource in data.resources(Section.values):
        names = [column.name for column in resource.columns]
        assert len(names) == len(set(names))
        assert all(name.isidentifier() and name.islower() for name in names)
        assert all(column.about.endswith(".") for column in resource.columns)


def test_the_data_has_the_filter_and_the_language_of_the_page(client: Client) -> None:
    builders.office(languages=["en", "sr"])
    builders.institution({"en": "University of Graz", "sr": "Универзитет у Грацу"}, latitude="47.07", longitude="15.43")
    builders.institution("University of Oslo", country="NO")
    html = shown(client, "/sr/partners/?country=AT")
    offered = [link for link in links(content(html)) if "/api/" in link]
    assert offered[:3] == ["/sr/api/partners.csv?country=AT", "/sr/api/partners.xlsx?country=AT", "/sr/api/partners.json?country=AT"]
    (graz,) = items(client, offered[2])
    assert (graz["name"], graz["country"], graz["kind"]) == ("Универзитет у Грацу", "AT", "university")
    assert graz["url"].endswith("/sr/partners/university-of-graz/")
    shape = json.loads(whole(asked(client, "/api/partners.geojson")))
    assert [feature["geometry"]["coordinates"] for feature in shape["features"]] == [[15.43, 47.07]]
    assert '<link rel="alternate" type="application/atom+xml"' in html


def test_default_filters_are_those_of_the_page(client: Client) -> None:
    builders.office()
    builders.agreement(ends_on="2012")
    assert items(client, "/api/agreements.json") == []
    assert len(items(client, "/api/agreements.json?state=expired")) == 1


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("country=xx", "country"), ("country=Atlantis", "country"), ("kind=castle", "kind"), ("sort=size", "sort"), ("page=1" + "0" * 200, "page"),
     ("contry=AT", "contry"), ("password__startswith=a", "password__startswith"), ("country=AT&country=NO", "country"),
     ("country=JP&sort=size", "sort"), ("country=JP&kind=castle", "kind"), ("kind=%F0%9F%92%A9", "kind")],
)  # fmt: skip
def test_a_wrong_parameter_is_named_and_never_ignored(client: Client, query: str, parameter: str) -> None:
    builders.office()
    builders.institution()
    for extension in ("json", "csv", "atom", "geojson", "xlsx"):
        answer = asked(client, f"/api/partners.{extension}?{query}", 400)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["parameter"] == parameter
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("query", ["country=JP", "kind=hospital", "q=nothing", "country=&kind=", "q=" + "x" * 5000])
def test_a_value_that_could_occur_is_no_mistake(client: Client, query: str) -> None:
    builders.office()
    builders.institution()
    assert len(items(client, f"/api/partners.json?{query}")) == (1 if query.startswith("country=&") else 0)


def test_what_does_not_exist_is_404(client: Client) -> None:
    builders.office(sections=["partners"])
    for path in (
        "/api/agreements.json",
        "/api/partners.ics",
        "/api/partners.xml",
        "/api/nothing.json",
        "/api/events/x.ics",
        "/pl/api/partners.json",
    ):
        assert client.get(path).status_code == 404, path
    assert client.post("/api/partners.json").status_code == 405


def test_floods_are_refused(client: Client) -> None:
    builders.office()
    for query in ("&".join(f"a{number}=1" for number in range(1001)), "q=%00"):
        assert client.get(f"/api/partners.json?{query}").status_code == 400


def test_what_has_not_changed_is_304(client: Client) -> None:
    builders.office()
    graz = builders.institution(latitude="47.07", longitude="15.43")
    for path in (
        "/api/partners.json",
        "/api/partners.csv",
        "/api/partners.xlsx",
        "/api/partners.atom",
        "/api/partners.geojson",
        "/api/openapi.json",
    ):
        first = asked(client, path)
        again = client.get(path, HTTP_IF_NONE_MATCH=first.headers["ETag"])
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        assert client.head(path).content == b""
        if "partners" in path:
            graz.city = f"{graz.city}x"
            graz.save()
            assert client.get(path, HTTP_IF_NONE_MATCH=first.headers["ETag"]).status_code == 200, path


FORMULAS = ["=HYPERLINK(1)", "+1", "-1+1", "@SUM(1)", "＝1", "'=1", "'", "–5", 'plain; text, "quoted"']


def test_no_cell_is_a_formula_and_reading_it_back_changes_nothing(client: Client) -> None:
    builders.office()
    for place, text in enumerate(FORMULAS):
        builders.ranking(system=text, year=2000 + place, note=text)
    rows = table(client, "/api/rankings.csv?sort=oldest")
    sheet = load_workbook(io.BytesIO(whole(asked(client, "/api/rankings.xlsx?sort=oldest")))).active
    cells = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
    for found in (rows, cells):
        place = found[0].index("system")
        assert [unquoted(row[place]) for row in found[1:]] == FORMULAS
        assert not [row[place] for row in found[1:] if row[place][0] in "=+-@＝"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_it_costs_the_same_for_any_number_of_rows(client: Client) -> None:
    builders.office(languages=["en", "sr"])
    costs = []
    for round_ in range(3):
        home = builders.institution(f"Graz {round_}")
        person = builders.person(f"Ana {round_}", institution=home)
        agreement, programme = builders.agreement(home), builders.programme(f"CEEPUS {round_}")
        project = builders.project(programme=programme)
        builders.participation(project, home)
        builders.number(project, f"2020-{round_}")
        builders.call("Call", home, programme=programme, deadline_on="2150-05-01")
        builders.event(organiser=home, starts_on="2150-05-01")
        builders.article_picture(builders.article(institutions=[home]))
        builders.centre(host=home, agreement=agreement)
        builders.membership()
        builders.document()
        builders.appointment(person, home_institution=home)
        builders.visit(person=person, institution=home)
        builders.delegation(institution=home, head=person)
        builders.honour(person=person)
        builders.placement(academic_year=f"20{10 + round_}/20{11 + round_}")
        builders.ranking(year=2000 + round_)
        found = {}
        for resource in data.resources(Section.values):
            for extension in resource.extensions:
                if extension != "xlsx":  # the same rows as the CSV
                    path = f"/api/{resource.name}.{extension}"
                    found[path] = cost(client, path)
        costs.append(found | {"/api/": cost(client, "/api/")})
    assert costs[0] == costs[2]
    assert max(costs[2].values()) <= 12


def test_nobody_is_named_without_consent(client: Client) -> None:
    builders.office()
    home = builders.institution()
    hidden = builders.person("Zqsecret Person", has_consent=False, field="Zqsecret field", title="Zqsecret", institution=home)
    builders.appointment(hidden, topics="Zqsecret topics")
    builders.visit(person=hidden)
    builders.delegation(head=hidden)
    builders.honour(person=hidden, citation="Zqsecret citation")
    builders.agreement(internal_note="Zqsecret note", termination_reason="Zqsecret reason")
    for name in NAMES:
        for extension in ("json", "csv"):
            assert b"Zqsecret" not in whole(asked(client, f"/api/{name}.{extension}")), name
    assert items(client, "/api/visiting-professors.json")[0]["name"] is None


def test_mobility_is_the_tables_of_the_page_and_no_true_number(client: Client) -> None:
    builders.office()
    for number, values in (
        (54, {}),
        (3, {"country": "DE"}),
        (2, {"kind": "traineeship", "country": "NO"}),
        (11, {"direction": "incoming"}),
    ):
        builders.placement(number, **values)
    builders.placement(77, country="PL", is_published=False)
    by_year = {(row["direction"], row["kind"]): (row["number"], row["hidden_below"]) for row in items(client, "/api/mobility.json")}
    assert by_year == {("outgoing", "study"): (54, 5), ("outgoing", "traineeship"): (None, 5), ("incoming", "study"): (11, None)}
    by_country = {
        row["country"]: row["number"] for row in items(client, "/api/mobility.json?table=country") if row["direction"] == "outgoing"
    }
    assert by_country == {"AT": 54, "DE": None, "NO": None}
    assert asked(client, "/api/mobility.json?country=DE", 400)
    page = content(shown(client, "/mobility/?table=country"))
    assert "/api/mobility.csv?table=country" in links(page)
    assert "54" in page


def test_a_large_export_goes_by_way_of_a_file_and_is_complete(client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its length, and the file is closed: an open one would be a warning, and warnings are errors."""
    monkeypatch.setattr("intlcoop.office.data_views.IN_MEMORY", 200)
    builders.office()
    for year in range(1990, 2005):
        builders.ranking(year=year)
    answer = asked(client, "/api/rankings.json")
    assert answer.streaming
    body = whole(answer)
    assert int(answer.headers["Content-Length"]) == len(body)
    assert len(json.loads(body)["items"]) == 15
    assert client.get("/api/rankings.json", HTTP_IF_NONE_MATCH=answer.headers["ETag"]).status_code == 304


def test_a_long_list_is_read_a_few_rows_at_a_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What belongs to the rows is asked for with each handful, not for all of them at once."""
    builders.office()
    for number in range(6):
        builders.institution(f"Graz {number}")
    at_once = cost(client, "/api/partners.json")
    monkeypatch.setattr("intlcoop.base.data.CHUNK", 2)
    assert cost(client, "/api/partners.json") == at_once + 2
    assert len(items(client, "/api/partners.json")) == 6


def test_the_page_about_the_data_lists_what_there_is(client: Client) -> None:
    builders.office(sections=["partners", "news"], data_terms="CC BY 4.0")
    html = shown(client, "/api/")
    assert "For Excel or LibreOffice take XLSX" in html
    found = [link for link in links(content(html)) if link.startswith("/api/")]
    assert "/api/partners.geojson" in found
    assert "/api/news.atom" in found
    assert "/api/openapi.json" in found
    assert not [link for link in found if "agreements" in link]
    for link in found:
        whole(asked(client, link))
    assert "CC BY 4.0" in html
    assert 'href="/api/"' in shown(client, "/").partition("</main>")[2]


def test_a_portal_without_sections_says_so(client: Client) -> None:
    builders.office(sections=[])
    assert "publishes no lists yet" in content(shown(client, "/api/"))
    assert asked(client, "/api/openapi.json").json()["paths"] == {}


def test_addresses_are_those_of_the_settings(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://international.example.edu"
    settings.ALLOWED_HOSTS = ["evil.example"]
    builders.office()
    builders.institution()
    for extension in ("json", "csv", "atom", "geojson"):
        answer: Any = client.get(f"/api/partners.{extension}", HTTP_HOST="evil.example")
        assert answer.status_code == 200
        assert b"evil" not in answer.content
    assert b"https://international.example.edu/partners/" in client.get("/api/partners.json", HTTP_HOST="evil.example").content


def test_a_row_of_every_kind_has_its_type(client: Client, rows: list[Model]) -> None:
    """Empty is null, whatever the column holds: no "None", no "{}", no empty text."""
    for name in NAMES:
        for record in items(client, f"/api/{name}.json"):
            assert not [key for key, value in record.items() if value in ("", "None", {}) or "function" in str(value)], (name, record)


@pytest.fixture
def rows() -> list[Model]:
    return furnished()
