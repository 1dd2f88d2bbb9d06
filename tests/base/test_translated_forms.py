"""Editing a text in several languages: nothing is lost on the way from the box to the column and back."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from intlcoop.base import languages
from intlcoop.base.translated_forms import TranslatedFormField
from partners.models import Institution
from tests.builders import institution

BOXES = ["name", "description"]
NameForm = forms.modelform_factory(Institution, fields=BOXES)


def form(made: Institution | None = None, **posted: str) -> Any:
    data = QueryDict(mutable=True)
    data.update(posted)
    return NameForm(data if posted else None, instance=made)


def boxes(bound: Any, name: str) -> dict[str, str]:
    """Language code and HTML of each box that the officer sees."""
    field = bound[name]
    context = field.field.widget.get_context(field.html_name, field.value(), {"id": field.auto_id})
    return {box["language"]: box["html"] for box in context["widget"]["boxes"]}


def test_each_language_of_the_office_has_a_box_with_its_lang() -> None:
    with languages.offering(["en", "sr", "sr-latn"]):
        shown = boxes(form(), "name")
    assert list(shown) == ["en", "sr"]  # the derived script is not written
    assert 'lang="sr"' in shown["sr"]
    assert 'name="name_sr"' in shown["sr"]
    assert 'id="id_name_sr"' in shown["sr"]


def test_with_one_language_the_label_of_the_field_is_enough() -> None:
    with languages.offering(["en"]):
        html = str(form()["name"])
    assert "<label" not in html
    assert 'id="id_name_en"' in html
    with languages.offering(["en", "sr"]):
        assert '<label class="translated-label" for="id_name_sr">српски (ћирилица)</label>' in str(form()["name"])


@pytest.mark.django_db
def test_what_is_shown_and_sent_back_is_what_was_stored() -> None:
    made = institution(
        {"en": 'Graz "&" <b>', "sr": "Грац"}, description={"en": '<p>a <a href="https://a.example" rel="noopener">b</a></p>'}
    )
    unbound = form(made)
    sent = {f"{name}_{code}": text for name in BOXES for code, text in unbound.initial[name].items()}
    again = form(made, **sent)
    assert again.is_valid()
    assert not again.has_changed()
    again.save()
    assert made.history.count() == 2
    assert not made.history.first().diff_against(made.history.last()).changed_fields


@pytest.mark.django_db
def test_a_text_in_a_withdrawn_language_is_shown_and_kept() -> None:
    made = institution({"en": "Graz", "pl": "Graz po polsku"})
    with languages.offering(["en", "sr"]):
        shown = boxes(form(made), "name")
        assert list(shown) == ["en", "sr", "pl"]
        assert 'value="Graz po polsku"' in shown["pl"]
        bound = form(made, name_en="Graz", name_sr="Грац", name_pl="Graz po polsku")
        assert bound.is_valid()
        bound.save()
    assert Institution.objects.get(pk=made.pk).name == {"en": "Graz", "sr": "Грац", "pl": "Graz po polsku"}


@pytest.mark.django_db
def test_an_emptied_box_removes_the_text() -> None:
    made = institution({"en": "Graz", "sr": "Грац"})
    bound = form(made, name_en="Graz", name_sr=" ")
    assert bound.is_valid()
    assert bound.has_changed()
    bound.save()
    assert Institution.objects.get(pk=made.pk).name == {"en": "Graz"}


@pytest.mark.parametrize("typed", ["", "  ", "\u200b", "\u202e"])
def test_a_required_text_that_nobody_can_see_is_refused(typed: str) -> None:
    bound = form(name_en=typed, name_sr="")
    assert not bound.is_valid()
    assert len(bound.errors["name"]) == 1


def test_what_was_typed_is_shown_again_beside_its_error() -> None:
    bound = form(name_en="x" * 251, name_sr="Грац")
    assert bound.errors["name"] == ["Write at most 250 characters (English has 251)."]
    assert 'value="Грац"' in boxes(bound, "name")["sr"]
    assert f'value="{"x" * 251}"' in boxes(bound, "name")["en"]


def test_a_field_that_was_not_sent_is_not_emptied() -> None:
    widget = TranslatedFormField().widget
    assert widget.value_omitted_from_data(QueryDict("other=1"), {}, "name")
    assert not widget.value_omitted_from_data(QueryDict("name_sr="), {}, "name")


def test_a_language_that_nobody_writes_is_not_read_from_the_form() -> None:
    sent = QueryDict("name_en=a&name_sr-latn=b&name_xx=c&name_pl=d")
    assert TranslatedFormField().widget.value_from_datadict(sent, {}, "name") == {"en": "a", "pl": "d"}
