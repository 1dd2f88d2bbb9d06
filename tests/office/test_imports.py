"""Sixty partners from a spreadsheet: look, mend, confirm, repeat, take back (staff.md, story 6; faults.md 4.14)."""

import datetime
import io
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from openpyxl import Workbook

from intlcoop.base import clock
from intlcoop.base.spreadsheet_reader import Line, Sheet, read
from intlcoop.office.imports.countries import code_of, country
from intlcoop.office.imports.deeds import NotNow, confirm, look_at
from intlcoop.office.models import ImportBatch, ImportedRow
from intlcoop.office.roles import EDITOR, PUBLISHER, VIEWER
from partners.models import Institution, InstitutionName
from tests.builders import account, agreement, institution, office, placement, programme
from tests.forms import filled
from tests.pages import cost, links, shown
from visitors.models import Placement

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent.parent / "data" / "imports"
ADD = "/admin/office/importbatch/add/"


@pytest.fixture(autouse=True)
def made_office() -> None:
    office()


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(account(EDITOR))
    return client


def upload(client: Client, data: bytes | str, name: str = "list.csv", what: str = "institution") -> Any:
    """The page that answers: the preview, or the form with what is wrong."""
    data = data.encode() if isinstance(data, str) else data
    return client.post(f"{ADD}?what={what}", {"file": SimpleUploadedFile(name, data)}, follow=True)


def batch() -> ImportBatch:
    return ImportBatch.objects.latest("pk")


def page_of(made: ImportBatch) -> str:
    return f"/admin/office/importbatch/{made.pk}/change/"


def outcomes(made: ImportBatch) -> dict[int, str]:
    return dict(made.rows.values_list("number", "outcome"))


def press(client: Client, made: ImportBatch, button: str = "confirm", **changes: Any) -> str:
    answer = client.post(page_of(made), filled(shown(client, page_of(made)), **{button: "1"} | changes), follow=True)
    return answer.content.decode()


def looked_at(text: str, what: str = "institution", name: str = "list.csv") -> ImportBatch:
    return look_at(
        what, read(name, io.BytesIO(text.encode())), file_name=name, made_by=account(username=f"officer-{ImportBatch.objects.count()}")
    )


# --- The story


def test_an_officer_imports_a_list_that_excel_saved_mends_it_repeats_it_and_takes_it_back(editor: Client) -> None:
    graz = institution("University of Graz", website="https://old.example/")
    institution("Jagiellonian University", country="PL")
    rows = ["Naziv;Država;Grad;Website;Chairman", "Univerzitet u Nišu;Srbija;Niš;;A", "UNIVERSITY OF GRAZ;Österreich;Graz;https://uni-graz.at;B",
            "Liverpool John Moores University;Great Britian;;;C", "Jagielonian University;Poljska;Kraków;;D"]  # fmt: skip
    html = upload(editor, "\r\n".join(rows).encode("cp1250")).content.decode()
    assert outcomes(batch()) == {2: "new", 3: "update", 4: "error", 5: "alike"}
    assert Institution.objects.count() == 2
    for words in (
        "Windows-1250",
        "Chairman",
        "did you mean “United Kingdom”?",
        "https://old.example/ → https://uni-graz.at",
        "“Jagiellonian University” (",
        "Nišu",
    ):
        assert words in html, words
    # Mended, it is uploaded again; the doubtful one stays left out.
    upload(editor, "\n".join(rows).replace("Great Britian", "Great Britain"))
    html = press(editor, batch())
    assert "Imported" in html
    nis = Institution.objects.get(name__en="Univerzitet u Nišu")
    assert (nis.country, nis.city, nis.is_published, nis.slug) == ("RS", {"en": "Niš"}, False, "univerzitet-u-nisu")
    assert "list.csv, row 2" in nis.source
    assert nis.history.first().history_change_reason == "list.csv, row 2"
    assert nis.history.first().history_user.username == "colleague"
    graz.refresh_from_db()
    assert (str(graz.name), graz.website, graz.is_published) == ("University of Graz", "https://uni-graz.at", True)
    assert Institution.objects.count() == 4
    imported = batch()
    # The same file again: nothing new, nothing changed.
    upload(editor, "\n".join(rows).replace("Great Britian", "Great Britain"))
    assert outcomes(batch()) == {2: "same", 3: "same", 4: "same", 5: "alike"}
    html = press(editor, imported, "undo")
    assert "has been undone" in html
    graz.refresh_from_db()
    assert graz.website == "https://old.example/"
    assert Institution.objects.count() == 2


def test_names_under_headings_of_countries(editor: Client) -> None:
    html = upload(editor, (DATA / "partners_under_headings.csv").read_bytes()).content.decode()
    found = {row.number: (row.outcome, row.texts.get("country", ""), row.name) for row in batch().rows.all()}
    assert found[2] == ("error", "", "Klagenfurt Hospital")
    assert found[4] == ("new", "GREAT BRITAIN", "Liverpool John Moores University")
    assert found[6][0] == "error"
    assert [found[number][0] for number in (7, 8)] == ["error", "error"]
    assert {found[number][1] for number in (10, 11)} == {"ROMANIA:"}
    assert "did you mean “Poland”?" in html
    assert "the heading in row 6 was not understood" in html
    press(editor, batch())
    assert set(Institution.objects.values_list("country", flat=True)) == {"GB", "RO", "CZ"}


# --- What the preview says


@pytest.mark.parametrize(("words", "code"), [("GREAT BRITAIN", "GB"), ("usa", "US"), ("Korea", "KR"), ("Czech Republic", "CZ"), ("Србија", "RS"),
    ("Nemačka", "DE"), ("Украина", "UA"), ("the Netherlands", "NL"), ("DEU", "DE"), ("at", "AT"), ("Kosovo", "XK"), ("Graz", "")])  # fmt: skip
def test_countries_as_people_write_them(words: str, code: str) -> None:
    assert code_of(words) == code


def test_an_unknown_country_is_helped() -> None:
    with pytest.raises(ValidationError, match="unknown country “Great Britian” – did you mean “United Kingdom”"):
        country("Great Britian")
    with pytest.raises(ValidationError, match="unknown country “Xyz”'"):
        country("Xyz")


def test_an_institution_is_known_by_identifier_or_by_any_of_its_names(editor: Client) -> None:
    ljmu = institution("Liverpool John Moores University", country="GB", ror="04zfme737", erasmus_code="UK LIVERPO02")
    InstitutionName.objects.create(institution=ljmu, kind="former", text="Liverpool Polytechnic")
    upload(
        editor,
        "name,country,ror,Erasmus code\nLJMU Liverpool,UK,https://ror.org/04zfme737,\nliverpool polytechnic,UK,,\nX,UK,,uk liverpo02\nLiverpool Polytechnic,FR,,\n",
    )
    rows = list(batch().rows.all())
    assert [(row.outcome, row.record) for row in rows[:1]] == [("update", ljmu.pk)]
    assert [row.messages for row in rows[1:3]] == [["the same as row 2"]] * 2
    assert rows[3].outcome == "new"
    upload(editor, "name,country\nLIVERPOOL POLYTECHNIC,UK\n")
    assert outcomes(batch()) == {2: "same"}


def test_rows_of_a_file_that_mean_the_same_are_told(editor: Client) -> None:
    html = upload(editor, "name,country\nUniversity of Pécs,Hungary\nUNIVERSITY OF PECS,HU\n").content.decode()
    assert outcomes(batch()) == {2: "new", 3: "error"}
    assert "the same as row 2" in html


def test_faults_stand_at_their_row_and_column(editor: Client) -> None:
    text = "name,country,kind,PIC,website,partner since\n,Austria,university,,,\nA,Austria,univercity,,,\nB,Austria,,12,,\n"
    upload(editor, text + "C,Austria,,,javascript:x,\nD,Austria,,,,2003-13\n")
    found = {row.number: row.messages for row in batch().rows.all()}
    assert set(outcomes(batch()).values()) == {"error"}
    assert "name (en): is missing" in found[2]
    assert "did you mean “university”?" in found[3][0]
    assert found[4][0].startswith("PIC: ")
    assert found[5][0].startswith("website: ")
    assert found[6][0].startswith("partner since: ")


@pytest.mark.parametrize(("data", "name", "words"), [
    (b"", "x.csv", "The file is empty."), (b"name;country\n", "x.csv", "no row below"), (b"x;y\n1;2\n", "x.csv", "These columns are missing: name (en)"),
    (b"name\n", "x.doc", "ends in .xlsx or .csv"), (b"\x89PNG\r\n\x1a\n0000", "x.xlsx", "This is no spreadsheet"),
    (b"country\nAustria\n", "x.csv", "Known are: name"),
])  # fmt: skip
def test_a_file_that_cannot_be_taken_leaves_nothing(editor: Client, data: bytes, name: str, words: str) -> None:
    answer = upload(editor, data, name)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_title_above_the_headings_and_a_workbook(editor: Client) -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in (
        ["List of partners 2026"],
        [],
        ["Country", "Name", "Partner since"],
        ["Austria", "Med Uni", datetime.date(2019, 5, 1)],
        ["Austria", "=1+1", 2020],
    ):
        sheet.append(row)
    sheet["B5"].data_type = "s"
    file = io.BytesIO()
    book.save(file)
    upload(editor, file.getvalue(), "partners.xlsx")
    press(editor, batch())
    assert {str(row.name): row.partner_since for row in Institution.objects.all()} == {"Med Uni": "2019-05-01", "=1+1": "2020"}


def test_the_template_is_taken_back_without_its_example(editor: Client) -> None:
    for what in ("institution", "placement"):
        template = b"".join(editor.get(f"/admin/office/importbatch/template.csv?what={what}").streaming_content)
        assert "no row below" in upload(editor, template, what=what).content.decode()
    head = template.decode("utf-8-sig").splitlines()[0]
    assert "academic year" in head


# --- Confirming


def test_rows_can_be_left_out_and_a_doubtful_one_taken(editor: Client) -> None:
    institution("Jagiellonian University", country="PL")
    upload(editor, "name,country\nA,AT\nB,AT\nJagielonian University,PL\n")
    press(editor, batch(), leave_out=["3"])
    assert {str(row) for row in Institution.objects.all()} == {"A", "Jagiellonian University", "Jagielonian University"}


def test_the_second_click_is_told(editor: Client) -> None:
    upload(editor, "name,country\nA,AT\n")
    form = filled(shown(editor, page_of(batch())), confirm="1")
    assert "Imported" in editor.post(page_of(batch()), form, follow=True).content.decode()
    assert "has been imported already" in editor.post(page_of(batch()), form, follow=True).content.decode()
    assert Institution.objects.count() == 1


def test_the_same_file_confirmed_by_a_colleague_meanwhile_adds_nothing_twice() -> None:
    first, second = looked_at("name,country\nA,AT\n"), looked_at("name,country\nA,AT\n")
    confirm(first.pk, set())
    with pytest.raises(NotNow, match=r"rows 2\)"):
        confirm(second.pk, set())
    assert outcomes(second) == {2: "same"}
    assert Institution.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_import_once() -> None:
    made = looked_at("name,country\nA,AT\nB,AT\n")
    ready, told = threading.Barrier(2), []

    def click() -> None:
        ready.wait(10)
        try:
            confirm(made.pk, set())
        except NotNow as reason:
            told.append(str(reason))
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join(30)
    assert len(told) == 1
    assert "imported already" in told[0]
    assert Institution.objects.count() == 2


def test_what_a_colleague_has_changed_since_the_preview_is_looked_at_again() -> None:
    graz = institution(website="https://one.example/")
    made = looked_at("name,country,website\nUniversity of Graz,AT,https://two.example/\n")
    graz.website = "https://three.example/"
    graz.save()
    with pytest.raises(NotNow):
        confirm(made.pk, set())
    assert made.rows.get().changes == [["website", "https://three.example/", "https://two.example/"]]
    confirm(made.pk, set())
    graz.refresh_from_db()
    assert graz.website == "https://two.example/"


def test_an_import_that_is_interrupted_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made = looked_at("name,country\nA,AT\nB,AT\nC,AT\n")
    save = Institution.save

    def killed(row: Institution, *args: Any, **kwargs: Any) -> None:
        if str(row) == "C":
            raise KeyboardInterrupt
        save(row, *args, **kwargs)

    monkeypatch.setattr(Institution, "save", killed)
    with pytest.raises(KeyboardInterrupt):
        confirm(made.pk, set())
    made.refresh_from_db()
    assert (Institution.objects.count(), made.state) == (0, "preview")
    monkeypatch.undo()
    confirm(made.pk, set())
    assert Institution.objects.count() == 3


def test_previews_that_nobody_confirmed_go_with_the_next_import(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at("name,country\nA,AT\n")
    done = looked_at("name,country\nB,AT\n")
    confirm(done.pk, set())
    ImportBatch.objects.update(created_at=clock.now() - datetime.timedelta(days=2))
    last = looked_at("name,country\nC,AT\n")
    assert set(ImportBatch.objects.all()) == {done, last}


# --- Taking it back


def test_undoing_leaves_what_is_used_or_was_changed(editor: Client) -> None:
    institution("Old", country="DE", acronym="O")
    upload(editor, "name,country,acronym\nA,AT,\nB,AT,\nC,AT,\nOld,DE,N\n")
    press(editor, batch())
    by_name = {str(row): row for row in Institution.objects.all()}
    agreement(by_name["A"])
    by_name["B"].is_published = True
    by_name["B"].save()
    by_name["Old"].acronym = "mine"
    by_name["Old"].save()
    html = press(editor, batch(), "undo")
    assert set(map(str, Institution.objects.all())) == {"A", "B", "Old"}
    assert Institution.objects.get(acronym="mine")
    assert "is needed by: parties" in html
    assert html.count("has been changed since") == 2
    assert batch().state == "undone"
    assert "Undo this import" not in html


def test_an_import_is_undone_within_a_day(editor: Client) -> None:
    upload(editor, "name,country\nA,AT\n")
    press(editor, batch())
    assert "Undo this import" in shown(editor, page_of(batch()))
    ImportBatch.objects.update(confirmed_at=clock.now() - datetime.timedelta(hours=25))
    assert "Undo this import" not in shown(editor, page_of(batch()))
    assert "cannot any more" in editor.post(page_of(batch()), {"undo": "1"}, follow=True).content.decode()
    assert Institution.objects.count() == 1


# --- Who, and at what cost


def test_only_who_may_add_records_imports_them(editor: Client) -> None:
    upload(editor, "name,country\nA,AT\n")
    viewer = Client()
    viewer.force_login(account(VIEWER, username="viewer"))
    assert viewer.get(ADD).status_code == 403
    assert upload(viewer, "name,country\nB,AT\n").status_code == 403
    assert viewer.post(page_of(batch()), {"confirm": "1"}).status_code == 403
    assert "Import what" not in shown(viewer, page_of(batch()))
    assert Institution.objects.count() == 0
    assert f"{ADD}?what=institution" in links(shown(editor, "/admin/partners/institution/"))
    assert f"{ADD}?what=institution" not in links(shown(viewer, "/admin/partners/institution/"))
    assert editor.get(f"{ADD}?what=nonsense").status_code == 404


def test_hostile_cells_are_shown_as_text(editor: Client) -> None:
    html = upload(editor, 'name,country,"<script>alert(1)</script>"\n"<script>alert(2)</script>",AT,x\n', "<b>.csv").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(2)" in html


def test_a_preview_costs_the_same_for_one_row_and_for_three(editor: Client) -> None:
    costs = []
    for count in (1, 3):
        made = looked_at("name,country\n" + "".join(f"Name {count} {letter},AT\n" for letter in "ABC"[:count]))
        costs.append(cost(editor, page_of(made)))
    assert costs[0] == costs[1]


# --- Placements: numbers, never people


PLACEMENTS = "academic year;direction;kind;institution;country;programme;number\n"


def test_numbers_of_placements_are_imported_and_changed(editor: Client) -> None:
    graz = institution()
    programme("Erasmus+")
    old = placement(4, academic_year="2023/2024")
    text = PLACEMENTS + "2023/24;outgoing;study;;Austria;;6\n2024/25;from us;student: study;UNIVERSITY OF GRAZ;;erasmus+;12\n"
    text += "2024/25;outgoing;study;Nowhere;;;1\n2024/25;outgoing;study;;;;x\n"
    html = upload(editor, text, what="placement").content.decode()
    assert outcomes(batch()) == {2: "update", 3: "new", 4: "error", 5: "error"}
    assert "“Nowhere” is not known" in html
    assert "“x” is no whole number" in html
    press(editor, batch())
    old.refresh_from_db()
    new = Placement.objects.get(institution=graz)
    assert (old.number, new.number, new.country, str(new.programme), new.is_published) == (6, 12, "AT", "Erasmus+", False)
    upload(editor, text, what="placement")
    assert outcomes(batch()) == {2: "same", 3: "same", 4: "error", 5: "error"}


@pytest.mark.parametrize(("heading", "cell", "reason"), [
    ("Student", "1", "about single people"), ("Ime i prezime", "1", "about single people"), ("contact", "a.b@example.org", "e-mail"),
    ("code", "0101990123456", "personal numbers"), ("who", "Ana Anić", "names of people"), ("E-mail", "", "about single people"),
])  # fmt: skip
def test_a_list_of_students_is_refused(editor: Client, heading: str, cell: str, reason: str) -> None:
    text = PLACEMENTS.replace("number", f"number;{heading}") + f"2024/25;outgoing;study;;Austria;;6;{cell}\n"
    html = upload(editor, text, what="placement").content.decode()
    assert f"the column “{heading}” " in html
    assert reason in html
    assert not ImportBatch.objects.exists()
    assert not ImportedRow.objects.exists()


def test_a_sheet_of_one_column_is_a_list() -> None:
    assert read("x.txt", io.BytesIO(b"name\nUniversity of Graz\n")) == Sheet([Line(1, ["name"]), Line(2, ["University of Graz"])])


def test_a_publisher_publishes_what_was_imported(editor: Client) -> None:
    upload(editor, "name,country\nUniversity of Split,HR\n")
    press(editor, batch())
    client = Client()
    client.force_login(account(PUBLISHER, username="publisher"))
    client.post("/admin/partners/institution/", {"action": "publish", "_selected_action": [Institution.objects.get().pk]})
    assert "University of Split" in shown(Client(), "/partners/")
