"""Texts in several languages: what a reader gets, in which order, and what is never stored (house.md, "Languages")."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import Client
from django.utils import translation
from hypothesis import given, settings, strategies as st

from intlcoop.base.translated import InLanguage, RichText, Translated, sanitise
from partners.models import AgreementParty, Institution
from tests import builders
from tests.builders import agreement, institution

HOSTILE = [
    "<script>alert(1)</script>",
    '<p onclick="alert(1)">x</p>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" JaVaScRiPt&#58;alert(1)">x</a>',
    '<a href="data:text/html,x">x</a>',
    "<img src=x onerror=alert(1)>",
    '<p style="position:fixed" class="x" id="main">x</p>',
    "<svg><style><!--</style><script>alert(1)</script>-->",
    '<iframe srcdoc="x"></iframe><form action="https://evil.example"><input name="q"></form>',
]
FORBIDDEN = ("script", "onclick", "onerror", "data:", "style", "class", "id=", "<img", "<iframe", "<form", "<input", "<svg")


def test_a_reader_gets_the_nearest_language_there_is() -> None:
    text = Translated({"pl": "Grodno po polsku", "sr": "Гродно", "en": "Grodno"})
    assert text.pick("sr") == ("Гродно", "sr")
    assert text.pick("sr-latn") == ("Grodno", "sr-latn")
    assert text.pick("uk") == ("Grodno", "en")
    assert Translated({"pl": "Gdańsk", "de": "Danzig"}).pick("sr") == ("Gdańsk", "pl")
    assert Translated().pick("sr") == ("", "sr")
    assert Translated("Graz") == {"en": "Graz"}


def test_empty_texts_do_not_stay() -> None:
    assert Translated({"en": "", "sr": "Грац"}) == {"sr": "Грац"}
    assert not Translated({"en": ""})


def test_latin_script_is_derived_from_serbian_and_from_nothing_else() -> None:
    assert Translated({"ru": "Минск", "en": "Minsk"}).pick("sr-latn") == ("Minsk", "en")
    assert Translated({"ru": "Минск"}).pick("sr-latn") == ("Минск", "ru")
    assert Translated({"sr": "Минск"}).has("sr-latn")
    assert not Translated({"ru": "Минск"}).has("sr-latn")


def test_the_active_language_is_the_readers() -> None:
    text = Translated({"en": "Belgrade", "sr": "Београд"})
    for language, shown in {"en": "Belgrade", "sr": "Београд", "sr-latn": "Beograd", "pl": "Belgrade"}.items():
        with translation.override(language):
            assert str(text) == shown


def test_transliterating_markup_leaves_its_addresses_alone() -> None:
    text = RichText({"sr": '<p>Пиши на <a href="https://факултет.срб/пошта">адресу</a>.</p>'})
    assert text.pick("sr-latn")[0] == '<p>Piši na <a href="https://факултет.срб/пошта">adresu</a>.</p>'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "order"),
    [("en", ["Čačak", "Cetinje", "Zagreb"]), ("sr", ["Загреб", "Цетиње", "Чачак"]), ("sr-latn", ["Cetinje", "Čačak", "Zagreb"])],
)
def test_names_stand_in_the_order_of_the_readers_alphabet(language: str, order: list[str]) -> None:
    """English forgets the accents, Serbian has Č after C, and З before both; through a foreign key too."""
    for name in ({"en": "Zagreb", "sr": "Загреб"}, {"en": "Čačak", "sr": "Чачак"}, {"en": "Cetinje", "sr": "Цетиње"}):
        agreement(institution(name))
    with translation.override(language):
        assert [str(row) for row in Institution.objects.all()] == order
        assert [str(row) for row in Institution.objects.order_by(InLanguage("sort_keys").desc())] == order[::-1]
        assert [str(row.institution) for row in AgreementParty.objects.order_by("institution")] == order
        assert [str(row.institution) for row in AgreementParty.objects.order_by("-institution")] == order[::-1]


@pytest.mark.django_db
def test_a_name_without_the_readers_language_stands_where_its_fallback_does() -> None:
    for name in ({"en": "Warsaw", "pl": "Warszawa"}, {"pl": "Łódź"}, {"en": "Krakow"}):
        institution(name)
    with translation.override("pl"):
        assert [str(row) for row in Institution.objects.all()] == ["Krakow", "Łódź", "Warszawa"]


@pytest.mark.django_db
@pytest.mark.parametrize("markup", HOSTILE)
def test_hostile_markup_reaches_the_database_on_no_way(markup: str) -> None:
    created = Institution.objects.create(name="A", country="AT", slug="a", description={"en": markup})
    (bulk,) = Institution.objects.bulk_create([Institution(name="B", country="AT", slug="b", description={"en": markup})])
    updated = institution("C")
    Institution.objects.filter(pk=updated.pk).update(description={"en": markup})
    changed = institution("D")
    changed.description = RichText({"en": markup})
    Institution.objects.bulk_update([changed], ["description"])
    stored = [str(Institution.objects.get(pk=row.pk).description) for row in (created, bulk, updated, changed)]
    assert len(set(stored)) == 1
    assert not [word for word in FORBIDDEN if word in stored[0].lower()]


def test_what_the_editor_makes_stays() -> None:
    html = '<h2>A</h2><p><strong>b</strong> <em>c</em><br><a href="https://umb.edu.pl/" rel="noopener">d</a></p><ul><li>e</li></ul>'
    assert sanitise(html) == html
    assert sanitise('<a href="mailto:a@b.example">x</a>') == '<a href="mailto:a@b.example" rel="noopener">x</a>'
    assert sanitise("<p></p>") == sanitise("<p> <br></p>") == ""


@settings(max_examples=200)
@given(st.text("<>/=\"'& aspchrefjt:lionk\n!-", max_size=60))
def test_sanitising_twice_changes_nothing_more(html: str) -> None:
    assert sanitise(sanitise(html)) == sanitise(html)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ({"xx": "Graz"}, "Unknown language: xx."),
        ({"sr-latn": "Grac"}, "Unknown language: sr-latn."),
        ({"en": "Gr\x00az"}, "This text has characters that cannot be stored."),
        ({"en": "Gr\ud800az"}, "This text has characters that cannot be stored."),
        ({"en": 5}, "This text has characters that cannot be stored."),
        ({"sr": "Г" * 251}, "Write at most 250 characters (српски (ћирилица) has 251)."),
        ({}, "Enter a text in at least one language."),
        ({"en": "\u200b\u202e"}, "Enter a text in at least one language."),
        ({"en": " \u3000 "}, "Enter a text in at least one language."),
        (["Graz"], "Enter a text, or texts by language code."),
        (5, "Enter a text, or texts by language code."),
    ],
)
def test_what_is_no_name_is_refused_with_words(name: object, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Institution._meta.get_field("name").clean(name, None)
    assert refused.value.messages == [words]


@pytest.mark.django_db
def test_invisible_characters_and_line_breaks_are_not_stored() -> None:
    made = institution({"en": " Uni\u202e of\n Graz\u200b ", "sr": "\u200b"}, description={"en": "<p>a\r\nb</p>"})
    stored = Institution.objects.get(pk=made.pk)
    assert stored.name == made.name == {"en": "Uni of Graz"}
    assert stored.description == {"en": "<p>a\nb</p>"}


@pytest.mark.django_db
def test_history_holds_the_old_text_and_the_new_one() -> None:
    made = institution({"en": "Old", "sr": "Старо"})
    made.name = Translated({"en": "New", "sr": "Старо"})
    made.save()
    new, old = made.history.all()
    assert (old.name, new.name) == ({"en": "Old", "sr": "Старо"}, {"en": "New", "sr": "Старо"})
    assert [change.field for change in new.diff_against(old).changes] == ["name"]


@pytest.mark.django_db
def test_history_leaves_out_what_is_computed() -> None:
    made = institution("Graz")
    old = made.history.get()
    assert not {"sort_keys", "search_text"} & {field.name for field in old._meta.fields}
    assert old.instance.search_text == made.search_text
    assert made.search_text.startswith("\ngraz\n")


def marked(text: Translated, language: str) -> str:
    with translation.override(language):
        return Template("{{ text|marked }}").render(Context({"text": text}))


def test_a_text_in_another_language_than_the_page_says_so() -> None:
    name = Translated({"en": "Graz", "sr": "Грац"})
    assert marked(name, "en") == "Graz"
    assert marked(name, "sr") == "Грац"
    assert marked(name, "sr-latn") == "Grac"
    assert marked(name, "pl") == '<span lang="en">Graz</span>'
    assert marked(RichText({"sr": "<p>А</p>"}), "en") == '<div lang="sr"><p>А</p></div>'
    assert marked(Translated(), "sr") == ""


def test_a_plain_text_is_escaped_whichever_language_it_has() -> None:
    name = Translated({"en": '<b onclick="x">&'})
    assert marked(name, "en") == "&lt;b onclick=&quot;x&quot;&gt;&amp;"
    assert marked(name, "pl") == '<span lang="en">&lt;b onclick=&quot;x&quot;&gt;&amp;</span>'


@pytest.mark.django_db
def test_a_colleague_who_may_only_look_sees_words_and_no_codes(client: Client, django_user_model: Any) -> None:
    viewer = django_user_model.objects.create_user("viewer", password="x", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_page"))
    client.force_login(viewer)
    page = builders.page("Studying here", body={"en": "<p>Every <strong>year</strong>.</p>", "sr": "<p>Сваке године.</p>"})
    html = client.get(f"/admin/office/page/{page.pk}/change/").content.decode()
    assert "Every year." in html
    assert "&quot;en&quot;" not in html
    assert "&lt;p&gt;" not in html
