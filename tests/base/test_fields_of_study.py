"""ISCED-F codes: those of health have names, any other detailed one is taken as it is."""

import pytest
from django.core.exceptions import ValidationError

from intlcoop.base.fields_of_study import HEALTH, clean_field_of_study, named, validate_field_of_study


@pytest.mark.parametrize("code", [*HEALTH, "0314", "1041", "9999"])
def test_detailed_codes_are_taken(code: str) -> None:
    validate_field_of_study(code)


@pytest.mark.parametrize("code", ["", "091", "09120", "1141", "2912", "medi", "०९१२"])
def test_others_are_refused(code: str) -> None:
    with pytest.raises(ValidationError, match="0912 for medicine"):
        validate_field_of_study(code)


@pytest.mark.parametrize(
    ("text", "code"), [("912", "0912"), (" 0912 Medicine", "0912"), ("0912", "0912"), ("Medicine", "Medicine"), ("", "")]
)
def test_what_people_write(text: str, code: str) -> None:
    assert clean_field_of_study(text) == code


def test_names() -> None:
    assert (named("0912"), named("0314"), named("")) == ("Medicine (0912)", "0314", "")
