"""The box of choices of a list's filters says what Django's own would say."""

import pytest
from django import forms
from pytest_django.asserts import assertHTMLEqual

from intlcoop.base.select import Select

CHOICES = [("", "All"), ("a", "Łódź & <b>Graz</b>"), (2020, "2020 (3)"), ('"', "quoted")]


@pytest.mark.parametrize("chosen", ["a", "2020", 2020, "", None, '"', "unknown"])
def test_it_is_djangos_own_html(chosen: object) -> None:
    attrs = {"id": "id_kind", "aria-invalid": "true", "autofocus": True}
    ours, djangos = (kind({"class": "wide"}, CHOICES).render("kind", chosen, attrs) for kind in (Select, forms.Select))
    assertHTMLEqual(ours, djangos)
