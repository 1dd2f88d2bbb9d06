"""Identifiers as people paste them (standards.md 3.1): tidied where the meaning is clear, refused with words where it is not."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, strategies as st

from intlcoop.base.identifiers import (
    clean_erasmus_code,
    clean_orcid,
    clean_ror,
    validate_erasmus_code,
    validate_oid,
    validate_orcid,
    validate_pic,
    validate_ror,
)
from tests.builders import institution, person

Rule = Callable[[str], None]


def refused(rule: Rule, text: str) -> str:
    with pytest.raises(ValidationError) as error:
        rule(text)
    return str(error.value.messages[0])


@pytest.mark.parametrize("ror", ["0282m7c06", "00y4ya841", "02n0bts35"])
def test_real_rors_are_accepted(ror: str) -> None:
    validate_ror(ror)


@pytest.mark.parametrize("pasted", ["https://ror.org/0282m7c06", "ror.org/0282m7c06", "http://www.ror.org/0282M7C06", " 0282m7c06\u00a0"])
def test_a_ror_is_accepted_as_it_is_pasted(pasted: str) -> None:
    assert clean_ror(pasted) == "0282m7c06"


@pytest.mark.parametrize("ror", ["0282m7c07", "0282m7d06", "2082m7c06", "0282m7c0", "0282m7c066", "0i82m7c06", "0282m7c06\n", ""])
def test_a_mistyped_ror_is_refused(ror: str) -> None:
    assert "found at ror.org" in refused(validate_ror, ror)


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("PL BIALYST02", "PL BIALYST02"),
        ("pl bialyst02", "PL BIALYST02"),
        ("PL\u00a0BIALYST02", "PL BIALYST02"),
        ("PLBIALYST02", "PL BIALYST02"),
        ("PL BIALYST2", "PL BIALYST02"),
        ("PL BIALYST 02", "PL BIALYST02"),
        ("A  GRAZ23", "A  GRAZ23"),
        ("A GRAZ23", "A  GRAZ23"),
        ("a\u00a0\u00a0graz23", "A  GRAZ23"),
        ("D LUBECK01", "D  LUBECK01"),
        ("LT VILNIUS01", "LT VILNIUS01"),
        ("BA BANJA02", "BA BANJA02"),
        ("LUXLUX-VIL01", "LUXLUX-VIL01"),
        ("LUX LUX-VIL01", "LUXLUX-VIL01"),
        ("IRL DUBLIN01", "IRLDUBLIN01"),
        ("E  MADRID 003", "E  MADRID003"),
    ],
)
def test_an_erasmus_code_is_tidied_and_accepted(pasted: str, code: str) -> None:
    assert clean_erasmus_code(pasted) == code
    validate_erasmus_code(code)


@pytest.mark.parametrize("code", ["BIALYST", "PL02", "123", "PL BIALYST0002", "ПЛ BIALYST02", "PL  BIALYST02", "pl bialyst02", "-"])
def test_what_is_no_erasmus_code_is_refused(code: str) -> None:
    assert "PL BIALYST02" in refused(validate_erasmus_code, code)


@given(st.text(max_size=30))
def test_tidying_an_erasmus_code_twice_changes_nothing_more(text: str) -> None:
    once = clean_erasmus_code(text)
    assert clean_erasmus_code(once) == once


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (validate_pic, ["995591705", "944702304"], ["99559170", "9955917050", "99559170x", "٩٩٥٥٩١٧٠٥", "995591705\n"]),
        (validate_oid, ["E10199434", "E10208777"], ["10199434", "E1019943", "e10199434", "E101994345", "E10199434\n"]),
        (
            validate_orcid,
            ["0000-0002-1825-0097", "0000-0002-1694-233X"],
            ["0000-0002-1825-0098", "0000000218250097", "0000-0002-1694-233x"],
        ),
    ],
)
def test_other_identifiers(rule: Rule, good: list[str], bad: list[str]) -> None:
    for text in good:
        rule(text)
    for text in bad:
        assert refused(rule, text)


@pytest.mark.parametrize("pasted", ["https://orcid.org/0000-0002-1694-233x", "0000 0002 1694 233X", "000000021694233X"])
def test_an_orcid_is_accepted_as_it_is_pasted(pasted: str) -> None:
    assert clean_orcid(pasted) == "0000-0002-1694-233X"


@pytest.mark.django_db
def test_identifiers_are_stored_in_their_canonical_form() -> None:
    made = institution(erasmus_code="a graz23", ror="https://ror.org/0282M7C06")
    assert (made.erasmus_code, made.ror) == ("A  GRAZ23", "0282m7c06")
    assert person(orcid="https://orcid.org/0000-0002-1694-233X").orcid == "0000-0002-1694-233X"
