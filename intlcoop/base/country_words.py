"""What people call a country when they look for it: its names in the languages of the portal, and a few that no list of names has."""

from functools import lru_cache

from django.utils import translation
from django_countries import countries

from intlcoop.base import languages
from intlcoop.base.translated import Translated

ALSO = {
    "BA": "Bosnia",
    "CZ": "Czech Republic",
    "GB": "UK, Great Britain, England",
    "KR": "South Korea",
    "MK": "Macedonia",
    "NL": "Holland",
    "TR": "Turkey",
    "US": "USA, United States of America",
}


@lru_cache(512)
def country_words(code: str) -> Translated:
    """For search texts; a page says `country.name`."""
    names = {}
    for language in languages.can_be_written():
        with translation.override(language):
            names[language] = str(countries.name(code))
    return Translated(names | {"en": ", ".join(filter(None, [names["en"], ALSO.get(code, "")]))})
