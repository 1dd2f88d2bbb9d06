"""Two officers and one record: nobody's work is overwritten unseen, nothing typed is lost, nothing is stored twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from intlcoop.profile.models import Profile
from intlcoop.proposals.models import Proposal
from partners.models import Agreement, Institution, Scope
from tests import builders
from tests.forms import filled
from tests.pages import cost, in_order, shown

ADD = "/admin/partners/institution/add/"


@pytest.fixture
def maria(db: None) -> Client:
    return officer("maria", first_name="Maria", last_name="Popović")


@pytest.fixture
def jan(db: None) -> Client:
    return officer("jan")


@pytest.fixture(autouse=True)
def with_office(db: None) -> None:
    builders.office(languages=["en", "sr"])


def officer(name: str, **values: str) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser(name, **values))
    return client


def change(row: Any) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def at_once(number: int, work: Any) -> list[Any]:
    """The same work in so many threads, all starting together."""
    barrier = Barrier(number)

    def one(_place: int) -> Any:
        try:
            barrier.wait(10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(one, range(number)))


def test_the_second_to_save_is_told_who_saved_and_what_and_keeps_her_text(maria: Client, jan: Client) -> None:
    row = builders.institution({"en": "Graz"}, city="Graz")
    mine, hers = (filled(shown(client, change(row))) for client in (jan, maria))
    assert maria.post(change(row), hers | {"name_en": ["University of Graz"], "relation": ["former"]}).status_code == 302
    answer = jan.post(change(row), mine | {"name_en": ["Uni Graz"], "acronym": ["KFU"]})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Maria Popović has saved this record while you were writing" in html
    assert in_order(html, "<strong>Name:</strong>", "English: Graz", "English: University of Graz")
    assert in_order(html, "<strong>Relation:</strong> partner → former partner")
    assert "Last changed" not in html
    again = filled(html)
    assert (again["name_en"], again["acronym"], again["relation"]) == (["Uni Graz"], ["KFU"], ["partner"])
    assert Institution.objects.get().name == {"en": "University of Graz"}
    assert jan.post(change(row), again).status_code == 302  # deliberately, now that he knows
    assert Institution.objects.get().name == {"en": "Uni Graz"}


@pytest.mark.parametrize("make", [builders.proposal, lambda: Profile.objects.get(), lambda: Scope.objects.create(code="a", name="A")])
def test_every_kind_of_record_is_guarded(maria: Client, jan: Client, make: Any) -> None:
    row = make()
    mine, hers = (filled(shown(client, change(row))) for client in (jan, maria))
    field = {Proposal: "internal_note", Profile: "name_en", Scope: "name_en"}[type(row)]
    assert maria.post(change(row), hers | {field: ["Hers"]}).status_code == 302
    answer = jan.post(change(row), mine | {field: ["Mine"]})
    assert answer.status_code == 200
    assert "Maria Popović has saved this record" in answer.content.decode()


@pytest.mark.parametrize(
    "version", [None, "", "{}", "[]", '{"itself": 1}', '{"partners.InstitutionName": {"99999999999999999999": 1}}', "[" * 9999]
)
def test_a_form_that_does_not_say_what_was_read_is_not_trusted(maria: Client, version: str | None) -> None:
    row = builders.institution()
    form = filled(shown(maria, change(row))) | {"name_en": ["Linz"]}
    form.pop("_version")
    assert maria.post(change(row), form | ({} if version is None else {"_version": [version]})).status_code == 200
    assert str(Institution.objects.get().name) == "University of Graz"


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_save_one_version_at_once_one_succeeds(maria: Client) -> None:
    row = builders.institution()
    form = filled(shown(maria, change(row)))
    answers = at_once(8, lambda: maria.post(change(row), form).status_code)
    assert sorted(answers) == [200] * 7 + [302]
    assert row.history.count() == 2


@pytest.mark.django_db(transaction=True)
def test_eight_double_clicks_add_one_record(maria: Client) -> None:
    form = filled(shown(maria, ADD), name_en="Graz", country="AT")
    answers = at_once(8, lambda: maria.post(ADD, form).status_code)
    assert answers == [302] * 8
    assert Institution.objects.count() == 1


def test_who_goes_back_and_writes_something_else_adds_a_second_record(maria: Client) -> None:
    form = filled(shown(maria, ADD), name_en="Graz", country="AT")
    for name in ("Graz", "Graz", "Oslo"):
        assert maria.post(ADD, form | {"name_en": [name]}).status_code == 302
    assert Institution.objects.count() == 2


def test_a_row_that_a_colleague_deleted_is_not_lost_while_the_other_writes(maria: Client, jan: Client) -> None:
    row = builders.institution()
    for name in ("Carolo-Franciscea", "Karl-Franzens"):
        row.names.create(text=name, kind="former")
    mine, hers = (filled(shown(client, change(row))) for client in (jan, maria))
    assert maria.post(change(row), hers | {"names-0-DELETE": ["on"]}).status_code == 302
    answer = jan.post(change(row), mine | {"names-0-text": ["Carolo-Francisca"], "names-1-text": ["Karl-Franzens-Universität"]})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Other name “Carolo-Franciscea” was deleted." in html
    assert sorted(row.names.values_list("text", flat=True)) == ["Karl-Franzens"]
    assert jan.post(change(row), filled(html)).status_code == 302
    assert sorted(row.names.values_list("text", flat=True)) == ["Carolo-Francisca", "Karl-Franzens-Universität"]


def test_a_row_that_a_colleague_added_stays(maria: Client, jan: Client) -> None:
    row = builders.institution()
    row.names.create(text="B", kind="former")
    mine, hers = (filled(shown(client, change(row))) for client in (jan, maria))
    added = {"names-TOTAL_FORMS": ["2"], "names-1-text": ["A"], "names-1-kind": ["english"], "names-1-institution": [str(row.pk)]}
    assert maria.post(change(row), hers | added).status_code == 302
    html = jan.post(change(row), mine | {"names-0-text": ["B2"]}).content.decode()
    assert "Other name “A” was added." in html
    assert jan.post(change(row), filled(html)).status_code == 302
    assert sorted(row.names.values_list("text", flat=True)) == ["A", "B2"]


def test_a_row_changed_on_its_own_page_counts_too(maria: Client, jan: Client) -> None:
    row = builders.institution()
    clinic = row.departments.create(name="Clinic")
    mine = filled(shown(jan, change(row)))
    page = change(clinic)
    assert maria.post(page, filled(shown(maria, page), name_en="Hospital")).status_code == 302
    html = jan.post(change(row), mine).content.decode()
    assert "Maria Popović has saved this record" in html
    assert "Department “Hospital” was changed." in html


def test_publishing_many_keeps_what_a_colleague_saves_meanwhile(maria: Client, jan: Client) -> None:
    row = builders.institution(is_published=False)
    mine = filled(shown(jan, change(row)))
    assert maria.post("/admin/partners/institution/", {"action": "publish", "_selected_action": [row.pk]}).status_code == 302
    html = jan.post(change(row), mine | {"name_en": ["Linz"]}).content.decode()
    assert in_order(html, "Maria Popović", "<strong>Published:</strong> no → yes")
    row.refresh_from_db()
    assert row.is_published


def test_who_edits_a_deleted_record_gets_her_text_to_copy(maria: Client, jan: Client) -> None:
    row = builders.institution("Graz")
    mine = filled(shown(jan, change(row)), name_sr="Грац", acronym="<KFU>", country="AT")
    mine |= {"names-TOTAL_FORMS": ["1"], "names-0-text": ["Karl-Franzens"], "names-0-kind": ["former"]}
    assert maria.post(change(row).replace("change", "delete"), {"post": "yes"}).status_code == 302
    answer = jan.post(change(row), mine)
    html = answer.content.decode()
    assert answer.status_code == 410
    assert in_order(html, "Maria Popović deleted “Graz” on", "Грац", "&lt;KFU&gt;", "Karl-Franzens", "former name")
    assert "Austria" in html
    assert shown(jan, change(row), 410)


def test_a_record_that_never_was_leads_back_to_the_start(maria: Client) -> None:
    for number in ("99", "nonsense"):
        assert maria.get(f"/admin/partners/institution/{number}/change/").status_code == 302


def test_a_form_with_a_mistake_is_not_a_conflict(maria: Client) -> None:
    row = builders.agreement()
    form = filled(shown(maria, change(row)), ends_on="soon")
    html = maria.post(change(row), form).content.decode()
    assert "has saved this record" not in html
    assert maria.post(change(row), filled(html, ends_on="2040")).status_code == 302
    assert Agreement.objects.get().ends_on == "2040"


def test_the_form_costs_the_same_for_one_row_and_for_three(maria: Client) -> None:
    row = builders.institution()
    row.names.create(text="A", kind="former")
    shown(maria, change(row))
    before = cost(maria, change(row))
    for name in ("B", "C"):
        row.names.create(text=name, kind="former")
    assert cost(maria, change(row)) == before
