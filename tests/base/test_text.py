"""Folding, transliterating, sorting and cleaning: one set of rules, whatever the database (house.md, faults 4.39)."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, strategies as st

from intlcoop.base.text import CYRILLIC, clean, fold, fold_number, slug, sort_key, to_latin

LATIN_ALPHABET = [
    "a",
    "b",
    "c",
    "č",
    "ć",
    "d",
    "dž",
    "đ",
    "e",
    "f",
    "g",
    "h",
    "i",
    "j",
    "k",
    "l",
    "lj",
    "m",
    "n",
    "nj",
    "o",
    "p",
    "r",
    "s",
    "š",
    "t",
    "u",
    "v",
    "z",
    "ž",
]
DICTIONARIES = {
    "sr": "Авала Бања Београд Вршац Добој Дубровник Ђаково Жабљак Ждрело Лублин Љубљана Ниш Његуши Ћуприја Цетиње Чачак Џакарта Шабац",
    "sr-latn": "Avala Banja Beograd Cetinje Čačak Ćuprija Doboj Dubrovnik Džakarta Đakovo Lublin Ljubljana Niš Njeguši Šabac Vršac Žabljak",
}
ANYTHING = st.text(alphabet=st.characters())  # lone surrogates too


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Testemiţanu", "testemitanu"),
        ("Testemițanu", "testemitanu"),
        ("Бања Лука", "banja luka"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("ş ș Ş Ș", "s s s s"),
        ("Ђорђевић", "djordjevic"),
        ("Đorđević", "djordjevic"),
        ("Орёл", "orel"),
        ("İstanbul", "istanbul"),
        ("Ivane Javakhishvili – თბილისი", "ivane javakhishvili tbilisi"),
        ("東京大学", "dongjingdaxue"),
        ("  Univ.   of\tNis  ", "univ of nis"),
        ("", ""),
        ("!!! – …", ""),
    ],
)
def test_folding_forgets_accents_case_and_script(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_both_ways_of_writing_an_accent_fold_alike() -> None:
    assert fold("Łódź Niš") == fold(unicodedata.normalize("NFD", "Łódź Niš"))


@given(ANYTHING)
def test_folded_words_are_ascii_and_stay_when_folded_again(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", fold(text))
    assert fold(fold(text)) == fold(text)


@given(st.text(CYRILLIC + CYRILLIC.upper() + " .-"))
def test_serbian_is_found_in_either_script(text: str) -> None:
    assert fold(to_latin(text)) == fold(text)


def test_a_number_is_found_with_and_without_its_blanks() -> None:
    assert fold_number("585927-EPP-1") == "585927 epp 1\n585927epp1"
    assert fold_number("CA16103") == "ca16103"


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("ЊЕГОШ", "NJEGOŠ"),
        ("Његош", "Njegoš"),
        ("Љ", "Lj"),
        ("ПОЉЕ", "POLJE"),
        ("КРАЉ ПЕТАР", "KRALJ PETAR"),
        ("КОЊ", "KONJ"),
        ("Љ. Новак", "Lj. Novak"),
        ("Марко Љ. Новак", "Marko Lj. Novak"),
        ("Џ-Бу", "Dž-Bu"),
        ("Ђорђе, čaj и caffè 12", "Đorđe, čaj i caffè 12"),
        ("ёлка", "ёlka"),
        ("", ""),
    ],
)
def test_serbian_in_latin_letters(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin


@given(st.text(CYRILLIC))
def test_no_serbian_letter_stays_cyrillic(text: str) -> None:
    assert not set(to_latin(text) + to_latin(text.upper())) & set(CYRILLIC + CYRILLIC.upper())


def test_serbian_in_cyrillic_sorts_by_its_alphabet() -> None:
    keys = [sort_key(letter, "sr") for letter in CYRILLIC]
    assert keys == sorted(keys)
    assert len(set(keys)) == 30


def test_serbian_in_latin_sorts_by_its_alphabet() -> None:
    keys = [sort_key(letter, "sr-latn") for letter in LATIN_ALPHABET]
    assert keys == sorted(keys)
    assert len(set(keys)) == 30


@pytest.mark.parametrize("language", DICTIONARIES)
def test_words_in_serbian_order(language: str) -> None:
    """The order of a Serbian dictionary of each script: Ljubljana after Lublin, Džakarta after Dubrovnik, Đakovo after both."""
    dictionary = DICTIONARIES[language].split()
    keys = {word: sort_key(word, language) for word in dictionary}
    wrong = [pair for pair in pairwise(dictionary) if keys[pair[0]] > keys[pair[1]]]
    assert not wrong
    assert all(keys[word] == sort_key(word.upper(), language) for word in dictionary)


def test_both_scripts_of_a_name_sort_alike_in_latin() -> None:
    assert sort_key("Џеп Љутић", "sr-latn") == sort_key("Džep Ljutić", "sr-latn")


def test_foreign_names_stand_after_the_cyrillic_ones() -> None:
    assert sort_key("Шабац", "sr") < sort_key("Aachen", "sr") < sort_key("Zürich", "sr")
    assert sort_key("Yale", "sr-latn") < sort_key("Zagreb", "sr-latn")
    assert sort_key("2. klinika", "sr") < sort_key("Авала", "sr")


@given(ANYTHING, st.sampled_from(["en", "sr", "sr-latn", "pl"]))
def test_sort_keys_are_plain_in_every_language(text: str, language: str) -> None:
    assert re.fullmatch("[a-z0-9]{0,200}", sort_key(text, language))


@given(ANYTHING)
@example("\ud800")
@example("o'" * 60)
def test_an_address_is_short_and_plain_whatever_the_name(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert len(slug(text)) <= 80


def test_a_long_address_ends_with_a_whole_word() -> None:
    assert slug("medical " * 20) == "-".join(["medical"] * 10)
    assert slug("x" * 100) == "x" * 80
    assert slug("People’s Friendship") == "peoples-friendship"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Uni\u202eversity\u202c", "University"),
        ("\u2066Graz\u2069", "Graz"),
        ("\u200b\ufeff\u200f", ""),
        ("Gr\x00az\x07", "Graz"),
        ("Uni\r\nof\nGraz\u2028now", "Uni of Graz now"),
        ("Word's\x0bsoft break", "Word's soft break"),
        ("  a \u00a0 b  ", "a b"),
        ("\u3000", ""),
        ("Nis\u030c", "Niš"),
        ("e\u200b\u0301", "é"),
        ("👩‍⚕️".replace("\u200d", ""), "👩⚕️"),
    ],
)
def test_what_nobody_can_see_is_not_stored(typed: str, stored: str) -> None:
    assert clean(typed) == stored


def test_line_breaks_stay_where_a_text_has_lines() -> None:
    assert clean(" a  b \r\n\tc\rd\n\n", lines=True) == "a b\nc\nd"


@given(ANYTHING, st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, lines: bool) -> None:
    once = clean(text, lines=lines)
    assert clean(once, lines=lines) == once
    assert unicodedata.is_normalized("NFC", once)
    assert lines or "\n" not in once
