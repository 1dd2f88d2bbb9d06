"""Partners counted by country, and the map drawn of them."""

from typing import Any

from django.urls import reverse
from django_countries import countries as all_countries

from intlcoop.base import languages
from intlcoop.base.filters import country_choices
from intlcoop.base.text import sort_key
from partners.atlas.drawing import Country, Drawing, fitting_sheet
from partners.atlas.sheet import EUROPE_SHEET, SHEETS
from partners.models import Agreement, Institution


def countries_of(institutions: Any, *, query: str = "", with_agreements: bool = False) -> list[Country]:
    """The countries of these institutions, most partners first, each with the address of the list of exactly these.

    `query` are the other filters in use, as `ListFilter.query_without` writes them. An agreement with two partners of a country counts there once.
    """
    partners = institutions.by_country()
    in_force = Agreement.objects.published().in_force().by_country_of(institutions) if with_agreements else {}
    list_url = reverse("partners:institution_list")
    rows = [
        Country(code, name, partners[code], in_force.get(code, 0), f"{list_url}?{query}country={code}")
        for code, name in country_choices(partners)
    ]
    return sorted(rows, key=lambda row: (-row.partners, sort_key(row.name, languages.active())))


def place_of(institution: Institution, our_country: str) -> Drawing | None:
    """The small map of a partner's page: its country and city, and a bow from our country. No query; None for what no sheet shows."""
    code = str(institution.country)
    country = Country(code, str(all_countries.name(code)), 1, 0, "")
    sheet = fitting_sheet([country])
    is_placed = sheet is EUROPE_SHEET and institution.longitude is not None and institution.latitude is not None
    cities = {(float(institution.longitude or 0), float(institution.latitude or 0))} if is_placed else set()
    found = Drawing(sheet=sheet, countries=[country], home_country=our_country, cities=frozenset(cities), is_teaser=True)
    return found if found.spots else None


def drawing(countries: list[Country], *, view: str = "", institutions: Any = None, is_teaser: bool = False) -> Drawing:
    """The map of these countries: the view that was asked for, or the one that fits. Cities of the institutions stand on Europe's alone."""
    sheet = SHEETS.get(view) or fitting_sheet(countries)
    home = Institution.objects.home()
    place = (float(home.longitude), float(home.latitude)) if home and home.longitude is not None and home.latitude is not None else None
    return Drawing(
        sheet=sheet,
        countries=countries,
        home=place,
        home_country=str(home.country) if home else "",
        cities=institutions.coordinates() if institutions is not None and sheet is EUROPE_SHEET else frozenset(),
        is_teaser=is_teaser,
    )
