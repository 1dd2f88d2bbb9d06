"""Staff at work: every page of the admin opens, forms say what is wrong, changes are remembered (through the forms' own HTML)."""

from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from intlcoop.profile.models import OldAddress, Profile
from partners.models import Agreement, Department, Figure, Institution, JointCentre, Membership, Person, Scope
from tests import builders
from tests.forms import filled
from tests.pages import shown

pytestmark = pytest.mark.django_db

MAKERS: dict[type[Model], Any] = {
    Institution: lambda: an_institution(),
    Department: lambda: Department.objects.create(institution=builders.institution(), name="Clinic"),
    Person: lambda: builders.person(institution=builders.institution()),
    Agreement: lambda: an_agreement(),
    Scope: lambda: Scope.objects.create(code="research", name="Research"),
    JointCentre: lambda: builders.centre(agreement=builders.agreement(), host=builders.institution()),
    Membership: lambda: builders.membership(starts_on="0001", institution=builders.institution()),
    Figure: lambda: builders.figure(centre=builders.centre()),
}


def an_institution() -> Institution:
    made = builders.institution("Graz", description="<p>a</p>", belongs_to=builders.institution("Parent"))
    builders.fact_sheet(made, decision_weeks=4)
    return made


def an_agreement() -> Agreement:
    """With all that may hang on one."""
    graz, ours = builders.institution(), builders.home()
    values = {"umbrella": builders.agreement(graz), "predecessor": builders.agreement(graz, signed_on="2003")}
    made = builders.agreement(graz, ours, signed_on="9999", ends_on="9999-12", description="<p>a</p>", **values)
    builders.condition(made, ours, graz, months_per_year="4.50", first_academic_year="2025/2026", language="en", language_level="B2")
    return made


def url(model: type[Model], page: str, *args: Any) -> str:
    return reverse(f"admin:partners_{model._meta.model_name}_{page}", args=args)


@pytest.fixture(autouse=True)
def with_office() -> None:
    builders.office(languages=["en", "sr"])


def test_every_model_of_the_app_is_tried_here() -> None:
    registered = {model for model in admin.site._registry if model._meta.app_label == "partners"}
    assert registered == set(MAKERS)


def test_a_search_in_a_list_says_how_many_it_found_and_leads_back_to_all(admin_client: Client) -> None:
    for name in ("Graz", "Linz"):
        builders.institution(name)
    html = shown(admin_client, f"{url(Institution, 'changelist')}?q=graz")
    assert "1 result" in html
    assert '(<a href="?">Show all</a>)' in html


@pytest.mark.parametrize("model", MAKERS)
def test_each_page_opens(admin_client: Client, model: type[Model]) -> None:
    made = MAKERS[model]()
    shown(admin_client, url(model, "changelist"))
    shown(admin_client, url(model, "changelist") + "?q=graz")
    shown(admin_client, url(model, "add"))
    shown(admin_client, url(model, "delete", made.pk))
    shown(admin_client, "/sr" + url(model, "change", made.pk))
    shown(admin_client, url(model, "history", made.pk))


@pytest.mark.parametrize("model", MAKERS)
def test_a_record_is_saved_as_it_is_shown_and_its_past_can_be_seen(admin_client: Client, model: type[Model]) -> None:
    made = MAKERS[model]()
    path = url(model, "change", made.pk)
    before = {field.attname: getattr(made, field.attname) for field in made._meta.fields if field.name != "updated_at"}
    answer = admin_client.post(path, filled(shown(admin_client, path), checked_on=""))
    assert answer.status_code == 302, answer.context["errors"]
    made = model._default_manager.get(pk=made.pk)
    assert {name: getattr(made, name) for name in before} == before
    history = shown(admin_client, url(model, "history", made.pk))
    if hasattr(model, "history"):
        newest = made.history.first()
        assert newest.history_user.username == "admin"
        assert f"/history/{newest.pk}/" in history
        assert admin_client.get(f"{url(model, 'history', made.pk)}{newest.pk}/").status_code == 200


def test_an_old_version_can_be_brought_back(admin_client: Client) -> None:
    made = builders.institution({"en": "Old", "sr": "Старо"}, partner_since="2003")
    path = url(Institution, "change", made.pk)
    admin_client.post(path, filled(shown(admin_client, path), name_en="New", name_sr="", partner_since="2004"))
    old = f"{url(Institution, 'history', made.pk)}{made.history.last().pk}/"
    assert admin_client.post(old, filled(admin_client.get(old).content.decode())).status_code == 302
    made = Institution.objects.get()
    assert (made.name, made.partner_since, made.history.count()) == ({"en": "Old", "sr": "Старо"}, "2003", 3)


@pytest.mark.parametrize("page", ["add", "change", "history"])
def test_the_editors_inline_script_carries_the_nonce(admin_client: Client, page: str) -> None:
    made = builders.institution(description="<p>a</p>")
    paths = {
        "add": url(Institution, "add"),
        "change": url(Institution, "change", made.pk),
        "history": f"{url(Institution, 'history', made.pk)}{made.history.get().pk}/",
    }
    answer = admin_client.get(paths[page])
    scripts = [
        script.partition(">")[0] for script in answer.content.decode().split("<script")[1:] if "src=" not in script.partition(">")[0]
    ]
    assert [script for script in scripts if "importmap" in script]
    policy = answer["Content-Security-Policy"]
    assert all(
        script.partition('nonce="')[2].partition('"')[0] in policy and "nonce=" in script for script in scripts if "json" not in script
    )


def test_an_institution_needs_no_more_than_a_name_and_a_country(admin_client: Client) -> None:
    form = shown(admin_client, url(Institution, "add"))
    answer = admin_client.post(
        url(Institution, "add"), filled(form, name_en="Graz", name_sr="Грац", country="AT", website="www.graz.example")
    )
    assert answer.status_code == 302
    made = Institution.objects.get()
    assert (made.name, made.slug, made.website) == ({"en": "Graz", "sr": "Грац"}, "graz", "https://www.graz.example")
    assert not made.is_published


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name_en": "\u200b"}, "Enter a text in at least one language."),
        ({"name_en": "x" * 251}, "Write at most 250 characters"),
        ({"slug": "map"}, "This address is used by the portal itself."),
        ({"partner_since": "long ago"}, "Enter a year, a month or a day"),
        ({"erasmus_code": "Graz"}, "This is not an Erasmus code."),
        ({"latitude": "47"}, "Enter both coordinates or none."),
        ({"relation": "home"}, "Our own institution has been entered already."),
    ],
)
def test_what_is_wrong_is_said_in_words(admin_client: Client, changes: dict[str, str], words: str) -> None:
    builders.home()
    form = shown(admin_client, url(Institution, "add"))
    answer = admin_client.post(url(Institution, "add"), filled(form, **{"name_en": "Graz", "country": "AT"} | changes))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert Institution.objects.count() == 1


@pytest.mark.parametrize("dates", [{"starts_on": "soon"}, {"ends_on": "31.2.2003"}, {"starts_on": "soon", "ends_on": "later"}])
def test_a_date_that_is_none_is_said_in_words(admin_client: Client, dates: dict[str, str]) -> None:
    path = url(Membership, "change", builders.membership().pk)
    answer = admin_client.post(path, filled(shown(admin_client, path), **dates))
    assert answer.status_code == 200
    assert answer.content.decode().count("Enter a year, a month or a day, like 2003, 2003-10 or 2003-10-29.") == len(dates)


def test_an_agreement_without_a_party_is_refused(admin_client: Client) -> None:
    graz = builders.institution()
    form = shown(admin_client, url(Agreement, "add"))
    answer = admin_client.post(url(Agreement, "add"), filled(form, signed_on="29. 10. 2003."))
    assert "Add at least one party." in answer.content.decode()
    answer = admin_client.post(url(Agreement, "add"), filled(form, signed_on="29. 10. 2003.", **{"parties-0-institution": str(graz.pk)}))
    assert answer.status_code == 302
    made = Agreement.objects.get()
    assert (made.signed_on, made.parties.get().institution) == ("2003-10-29", graz)


def test_the_last_party_cannot_be_taken_away(admin_client: Client) -> None:
    made = builders.agreement(builders.institution())
    path = url(Agreement, "change", made.pk)
    answer = admin_client.post(path, filled(shown(admin_client, path), **{"parties-0-DELETE": "on"}))
    assert "Add at least one party." in answer.content.decode()
    assert made.parties.count() == 1


def test_who_sends_and_who_receives_are_parties(admin_client: Client) -> None:
    graz, ours, oslo = builders.institution("Graz"), builders.home(), builders.institution("Oslo")
    made = builders.agreement(graz, ours)
    path = url(Agreement, "change", made.pk)
    values = {"kind": "student_studies", "sending": str(ours.pk), "receiving": str(oslo.pk), "order": "0"}
    row = {f"conditions-0-{name}": value for name, value in values.items()} | {"conditions-TOTAL_FORMS": "1"}
    answer = admin_client.post(path, filled(shown(admin_client, path), **row))
    assert answer.content.decode().count("This institution is no party of the agreement.") == 1
    assert not made.conditions.exists()
    third = {"parties-TOTAL_FORMS": "3", "parties-2-institution": str(oslo.pk)}
    assert admin_client.post(path, filled(shown(admin_client, path), **row, **third)).status_code == 302
    assert made.conditions.get().receiving == oslo
    answer = admin_client.post(path, filled(shown(admin_client, path), **{"parties-2-DELETE": "on"}))
    assert "This institution is no party of the agreement." in answer.content.decode()
    both = {"parties-2-DELETE": "on", "conditions-0-DELETE": "on"}
    assert admin_client.post(path, filled(shown(admin_client, path), **both)).status_code == 302
    assert (made.parties.count(), made.conditions.count()) == (2, 0)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "staff_teacher", "is_master": "on"}, "Levels of study and blended stays are for students only."),
        ({"language_level": "B2"}, "Choose the language to which this belongs."),
        ({"first_academic_year": "soon"}, "Enter an academic year like 2025/2026."),
        ({"receiving": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_with_a_condition_is_said_in_words(admin_client: Client, values: dict[str, str], words: str) -> None:
    graz, ours = builders.institution("Graz"), builders.home()
    path = url(Agreement, "change", builders.agreement(graz, ours).pk)
    row = {"kind": "student_studies", "sending": str(ours.pk), "receiving": str(graz.pk), "order": "0"} | values
    sent = {f"conditions-0-{name}": value for name, value in row.items()} | {"conditions-TOTAL_FORMS": "1"}
    answer = admin_client.post(path, filled(shown(admin_client, path), **sent))
    assert words in answer.content.decode()


def test_a_name_is_published_only_with_a_note_of_the_consent(admin_client: Client) -> None:
    form = shown(admin_client, url(Person, "add"))
    answer = admin_client.post(url(Person, "add"), filled(form, name_en="Ana Anić", has_consent="on"))
    assert "Write when and how the person agreed" in answer.content.decode()


def test_publishing_many_at_once_is_in_the_history_of_each(admin_client: Client) -> None:
    drafts = [builders.institution(name, is_published=False) for name in ("Graz", "Oslo")]
    public = builders.institution("Lublin")
    data = {"action": "publish", "_selected_action": [row.pk for row in (*drafts, public)]}
    answer = admin_client.post(url(Institution, "changelist"), data, follow=True)
    assert "2 records changed." in answer.content.decode()
    assert Institution.objects.published().count() == 3
    assert [(row.history.count(), row.history.first().history_user.username) for row in drafts] == [(2, "admin")] * 2
    assert public.history.count() == 1
    admin_client.post(url(Institution, "changelist"), data | {"action": "unpublish"})
    assert not Institution.objects.published().exists()


@pytest.mark.parametrize("words", ["testemitanu", "Testemiţanu", "ТЕСТЕМИЦАНУ", "nicolae medicine"])
def test_staff_find_an_institution_without_its_accents(admin_client: Client, words: str) -> None:
    made = builders.institution("Nicolae Testemiţanu University of Medicine", country="MD")
    made.names.create(text="Тестемицану", kind="native")
    builders.institution("Oslo")
    html = shown(admin_client, f"{url(Institution, 'changelist')}?q={words}")
    assert "1 institution" in html
    assert url(Institution, "change", made.pk) in html
    found = admin_client.get(
        "/admin/autocomplete/", {"app_label": "partners", "model_name": "institution", "field_name": "belongs_to", "term": words}
    )
    assert [row["id"] for row in found.json()["results"]] == [str(made.pk)]


def test_a_changed_address_is_remembered(admin_client: Client) -> None:
    made = builders.institution("Graz")
    path = url(Institution, "change", made.pk)
    admin_client.post(path, filled(shown(admin_client, path), slug="meduni-graz"))
    assert OldAddress.objects.get().slug == "graz"


def test_the_list_and_the_history_show_words(admin_client: Client) -> None:
    row = builders.institution({"en": "University of Graz", "sr": "Универзитет у Грацу"})
    row.description = {"en": "<p>Since <strong>2003</strong>.</p>"}
    row.relation = "former"
    row.save()
    page = admin_client.get("/sr/admin/partners/institution/").content.decode()
    assert ">Универзитет у Грацу</a>" in page
    assert "{&quot;en" not in page
    page = admin_client.get(f"/admin/partners/institution/{row.pk}/history/").content.decode()
    assert "English: Since 2003." in page
    assert "former partner" in page
    assert "style=" not in page.partition('id="content"')[2]


def test_a_published_record_of_a_section_that_is_off_has_no_link_but_a_warning(admin_client: Client) -> None:
    office = Profile.objects.get()
    row = builders.institution()
    address = f"/admin/partners/institution/{row.pk}/change/"
    assert "viewsitelink" in admin_client.get(address).content.decode()
    office.sections = [section for section in office.sections if section != "partners"]
    office.save()
    page = admin_client.get(address).content.decode()
    assert "viewsitelink" not in page
    saved = admin_client.post(address, filled(page), follow=True).content.decode()
    assert "the section “Partners” is switched off" in saved
