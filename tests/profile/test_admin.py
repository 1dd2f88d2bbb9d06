"""Staff change the office's own row, which there is once; old addresses can be looked at."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from intlcoop.profile.choices import Section
from intlcoop.profile.models import OldAddress, Profile
from tests.builders import office
from tests.forms import filled
from tests.pages import links, shown

pytestmark = pytest.mark.django_db

LIST, ADD, CHANGE = "/admin/profile/profile/", "/admin/profile/profile/add/", "/admin/profile/profile/1/change/"


def test_the_row_is_made_once(admin_client: Client) -> None:
    assert ADD in links(shown(admin_client, LIST))
    form = filled(shown(admin_client, ADD), name_en="Faculty of Medicine")
    assert form["sections"] == Section.values  # a new office uses everything until it says otherwise
    assert admin_client.post(ADD, form).status_code == 302
    assert str(Profile.objects.get()) == "Faculty of Medicine"
    assert ADD not in links(shown(admin_client, LIST))
    assert admin_client.get(ADD).status_code == 403
    assert admin_client.post(ADD, form | {"_once": ["another form"]}).status_code == 403


def test_the_row_is_never_deleted(admin_client: Client) -> None:
    office()
    assert admin_client.post("/admin/profile/profile/1/delete/", {"post": "yes"}).status_code == 403
    assert "/admin/profile/profile/1/delete/" not in links(shown(admin_client, CHANGE))
    assert "delete_selected" not in shown(admin_client, LIST)
    assert Profile.objects.count() == 1


def test_it_is_saved_as_it_is_shown(admin_client: Client) -> None:
    made = office(languages=["en", "sr"], sections=["partners", "office"], purpose="<p>a</p>", founded_on="2003-10")
    before = {field.attname: getattr(made, field.attname) for field in made._meta.fields if field.name != "updated_at"}
    assert admin_client.post(CHANGE, filled(shown(admin_client, CHANGE))).status_code == 302
    made.refresh_from_db()
    assert {name: getattr(made, name) for name in before} == before
    shown(admin_client, "/admin/profile/profile/1/history/")
    newest, oldest = made.history.all()
    assert newest.history_user.username == "admin"
    assert newest.diff_against(oldest).changed_fields == []


def test_languages_are_ticked_and_english_cannot_be_taken_away(admin_client: Client) -> None:
    office(languages=["en", "sr"])
    html = shown(admin_client, CHANGE)
    assert 'type="checkbox" name="languages" value="sr"' in html
    assert 'name="languages" value="en"' not in html
    for ticked, stored in ((["sr-latn", "sr"], ["en", "sr", "sr-latn"]), ([], ["en"]), (["de"], ["en", "de"])):
        assert admin_client.post(CHANGE, filled(shown(admin_client, CHANGE), languages=ticked)).status_code == 302
        assert Profile.objects.get().languages == stored


def test_a_section_that_is_unticked_disappears(admin_client: Client, client: Client) -> None:
    office()
    html = shown(admin_client, CHANGE)
    assert html.count('type="checkbox" name="sections"') == len(Section)
    admin_client.post(CHANGE, filled(html, sections=["agreements"]))
    assert Profile.objects.get().sections == ["agreements"]
    shown(client, "/partners/", 404)
    admin_client.post(CHANGE, filled(shown(admin_client, CHANGE), sections=[]))
    assert Profile.objects.get().sections == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("languages", "xx"),
        ("sections", "xx"),
        ("proposal_extras", "xx"),
        ("answer_days", "0"),
        ("smallest_cell", "1"),
        ("founded_on", "long ago"),
        ("name_en", ""),
    ],
)
def test_nonsense_is_refused_beside_its_field(admin_client: Client, field: str, value: str) -> None:
    made = office()
    answer = admin_client.post(CHANGE, filled(shown(admin_client, CHANGE), **{field: value}))
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field.removesuffix("_en")]
    assert made.history.count() == 1


@pytest.mark.parametrize("values", [{"languages": ["xx"]}, {"languages": "en"}, {"sections": ["xx"]}, {"sections": {"partners": 1}}])
def test_nonsense_is_refused_without_a_form_too(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refused:
        office(**values)
    assert set(refused.value.message_dict) == set(values)


def test_each_part_of_the_form_explains_itself(admin_client: Client) -> None:
    html = shown(admin_client, ADD)
    assert html.count('<fieldset class="module') == html.count('<div class="description">') == 9


def test_old_addresses_can_only_be_looked_at(admin_client: Client) -> None:
    office()
    old = OldAddress.objects.create(model="partners.institution", slug="graz", target=1)
    path = reverse("admin:profile_oldaddress_changelist")
    html = shown(admin_client, f"{path}?q=gra")
    assert "partners.institution" in html
    assert f"{path}add/" not in links(html)
    assert "delete_selected" not in html
    shown(admin_client, f"{path}{old.pk}/change/")
    shown(admin_client, f"{path}{old.pk}/history/")
    for page, data in ((f"{path}add/", {}), (f"{path}{old.pk}/change/", {"slug": "x"}), (f"{path}{old.pk}/delete/", {"post": "yes"})):
        assert admin_client.post(page, data).status_code == 403
    assert OldAddress.objects.get().slug == "graz"
