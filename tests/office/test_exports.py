"""The rows of a list of the admin in a spreadsheet: all that the filters leave, for whom, and who is told (faults.md 4.13, 4.32)."""

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from intlcoop.base.spreadsheet_reader import read
from intlcoop.office.imports.deeds import look_at
from intlcoop.office.roles import ADMINISTRATOR, EDITOR, INBOX_OFFICER, VIEWER
from tests.builders import account, agreement, institution, office, person, placement, proposal
from tests.pages import links, shown

pytestmark = pytest.mark.django_db

INSTITUTIONS = "/admin/partners/institution/"


@pytest.fixture(autouse=True)
def made_office() -> None:
    office(languages=["en", "sr"])


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(account(role, username=f"account-{role}"))
    return client


@pytest.fixture
def viewer() -> Client:
    return signed_in(VIEWER)


def rows(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


def test_all_rows_that_the_filters_leave_are_exported(viewer: Client) -> None:
    institution(
        {"en": "University of Niš", "sr": "Универзитет у Нишу"},
        country="RS",
        latitude="-43.32",
        longitude="21.90",
        description={"en": "<p>One &amp; two</p>"},
    )
    institution(is_published=False)
    institution("Archived", is_archived=True)
    assert f"{INSTITUTIONS}export.csv?is_published__exact=1" in links(shown(viewer, f"{INSTITUTIONS}?is_published__exact=1"))
    answer = viewer.get(f"{INSTITUTIONS}export.csv?is_published__exact=1")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="institutions-20')
    (row,) = rows(answer)
    assert (row["name (en)"], row["name (sr)"], row["country"], row["kind"]) == (
        "University of Niš",
        "Универзитет у Нишу",
        "Serbia",
        "university",
    )
    assert row["latitude"] == "-43.32000"
    assert row["description (en)"] == "One & two"
    assert [row["name (en)"] for row in rows(viewer.get(f"{INSTITUTIONS}export.csv?q=graz"))] == ["University of Graz"]
    assert viewer.get(f"{INSTITUTIONS}export.csv?nonsense=1").headers["Location"].endswith("?e=1")


def test_chosen_rows_and_the_language_of_the_officer(viewer: Client) -> None:
    one, _other = institution(), institution("Other")
    answer = viewer.post("/sr/admin/partners/institution/", {"action": "export_xlsx", "_selected_action": [one.pk]})
    sheet: Any = load_workbook(io.BytesIO(answer.getvalue())).active
    head, *found = list(sheet.iter_rows(values_only=True))
    assert len(found) == 1
    assert dict(zip(head, found[0], strict=True))["земља"] == "Аустрија"


def test_other_records_are_named_and_parties_are_there(viewer: Client) -> None:
    agreement(institution(), institution("University of Pécs", country="HU"))
    (row,) = rows(viewer.get("/admin/partners/agreement/export.csv"))
    assert row["parties"] == "University of Graz; University of Pécs"
    placement(institution=institution("University of Split"))
    assert rows(viewer.get("/admin/visitors/placement/export.csv"))[0]["institution"] == "University of Split"


def test_people_leave_the_portal_only_with_a_right_of_its_own(viewer: Client) -> None:
    who = person()
    path = "/admin/partners/person/"
    assert f"{path}export.csv" not in links(shown(viewer, path))
    assert viewer.get(f"{path}export.csv").status_code == 403
    assert viewer.get("/admin/visitors/appointment/export.xlsx").status_code == 403
    editor = signed_in(EDITOR)
    assert "Ana" not in str(editor.post(path, {"action": "export_csv", "_selected_action": [who.pk]}).headers.get("Content-Disposition"))
    assert rows(signed_in(ADMINISTRATOR).get(f"{path}export.csv"))[0]["name (en)"] == "Ana Anić"


def test_proposals_are_exported_by_the_inbox_without_their_keys() -> None:
    sent = proposal("Institute", text="=cmd|'/c calc'!A1 " + "x" * 60)
    assert signed_in(EDITOR).get("/admin/proposals/proposal/export.csv").status_code == 403
    answer = signed_in(INBOX_OFFICER).get("/admin/proposals/proposal/export.csv")
    (row,) = rows(answer)
    assert row["description"].startswith("'=cmd|")
    assert row["reference"] == sent.reference
    assert str(sent.key) not in str(row)


def test_each_export_is_in_the_log(viewer: Client, caplog: pytest.LogCaptureFixture) -> None:
    institution()
    institution("Secret")
    viewer.get(f"{INSTITUTIONS}export.csv?q=secret")
    (line,) = [json.loads(entry.getMessage()) for entry in caplog.records if '"export"' in entry.getMessage()]
    assert (line["by"], line["of"], line["form"], line["count"]) == ("account-Viewer", "partners.institution", "csv", 1)
    assert "secret" not in str(line).lower()


@pytest.mark.parametrize("path", [INSTITUTIONS, "/admin/partners/agreement/"])
def test_an_export_costs_the_same_for_one_row_and_for_three(viewer: Client, path: str) -> None:
    costs = []
    for names in ("A", "BC"):
        for name in names:
            agreement(institution(f"University {name}"), institution(f"Other {name}"))
        with CaptureQueriesContext(connection) as queries:
            rows(viewer.get(f"{path}export.csv"))
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("language", ["", "/sr"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_our_own_export_imported_again_changes_nothing(viewer: Client, language: str, form: str) -> None:
    institution("=1+1", kind="hospital", erasmus_code="A  GRAZ01", partner_since="2003-10", website="https://a.example/")
    institution({"en": "Niš", "sr": "Ниш"}, country="RS", relation="prospect", acronym="-X", city={"sr": "Ниш"})
    data = viewer.get(f"{language}{INSTITUTIONS}export.{form}").getvalue()
    made = look_at("institution", read(f"x.{form}", io.BytesIO(data)), file_name="x", made_by=account())
    assert [(row.outcome, row.messages, row.changes) for row in made.rows.all()] == [("same", [], [])] * 2
