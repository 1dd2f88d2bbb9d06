"""Folded words are marked where they stand in the shown text, whatever the script."""

import pytest
from django.utils import translation

from intlcoop.base.marking import around, marked_words, piece_with_marks, with_marks
from intlcoop.base.text import fold
from intlcoop.base.translated import Translated


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Uniwersytet Medyczny w Łodzi", "lodzi", "Uniwersytet Medyczny w <mark>Łodzi</mark>"),
        ("Бања Лука", "banja", "<mark>Бања</mark> Лука"),
        ("Универзитет у Бањој Луци", "БАЊОЈ", "Универзитет у <mark>Бањој</mark> Луци"),
        ("Nicolae Testemiţanu", "testemitanu", "Nicolae <mark>Testemiţanu</mark>"),
        ("Testemit\u0327anu and more", "testemitanu", "<mark>Testemiţanu</mark> and more"),
        ("Straße", "strasse", "<mark>Straße</mark>"),
        ("Љубљана", "ljub", "<mark>Љуб</mark>љана"),
        ("585927-EPP-1-2017-1-RS", "585927 epp", "<mark>585927</mark>-<mark>EPP</mark>-1-2017-1-RS"),
        ("585927-EPP-1-2017", "585927epp1", "<mark>585927-EPP-1</mark>-2017"),
        ("PL BIALYST02", "plbialyst02", "<mark>PL BIALYST02</mark>"),
        ("Graz, graz & GRAZ", "graz", "<mark>Graz</mark>, <mark>graz</mark> &amp; <mark>GRAZ</mark>"),
        ("<script>alert(1)</script>", "script", "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;"),
        ("anatomy and anaesthesia", "ana anat", "<mark>anat</mark>omy and <mark>ana</mark>esthesia"),
        ("თბილისი", "tbilisi", "<mark>თბილისი</mark>"),
        ("Graz, Austria: A GRAZ23", "a graz23", "Graz, Austria: <mark>A</mark> <mark>GRAZ23</mark>"),
        ("How to apply, together", "how to apply", "<mark>How</mark> <mark>to</mark> <mark>apply</mark>, together"),
        ("Универзитет у Грацу", "у грацу", "Универзитет <mark>у</mark> <mark>Грацу</mark>"),
        ("Łódź and Lublin", "lo", "<mark>Łó</mark>dź and Lublin"),
        ("Nothing here", "graz", "Nothing here"),
        ("", "graz", ""),
    ],
)
def test_words_are_marked(text: str, words: str, expected: str) -> None:
    assert marked_words(text, fold(words).split()) == expected


def test_a_text_in_another_language_says_so_around_its_marks() -> None:
    with translation.override("en"):
        assert with_marks(Translated({"sr": "Бања Лука"}), ["banja"]) == '<span lang="sr"><mark>Бања</mark> Лука</span>'
    with translation.override("sr-latn"):
        assert with_marks(Translated({"sr": "Бања Лука"}), ["banja"]) == "<mark>Banja</mark> Luka"


def test_of_a_long_text_the_piece_around_the_words_is_shown() -> None:
    text = "Intro. " * 60 + "Then the surgeons of Graz came to us. " + "More. " * 60
    piece = around(text, ["surgeons", "graz"])
    assert piece.startswith("… Intro.")
    assert piece.endswith("More. …")
    assert "surgeons of Graz" in piece
    assert len(piece) < 240
    assert around(text, ["xyzzy"]) == ""


def test_markup_is_no_text_and_its_end_is_the_end_of_a_word() -> None:
    text = Translated({"en": "<p>one</p><p>two <a href='https://graz.example'>three</a> &amp; four</p>"})
    assert piece_with_marks(text, ["two"]) == "one <mark>two</mark> three &amp; four"
    assert piece_with_marks(text, ["graz"]) is None
    assert piece_with_marks(text, ["onetwo"]) is not None  # as a number is found through its blanks
