"""The country that somebody means, in any language of the portal, by any usual name, in any case."""

from difflib import get_close_matches
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django_countries import countries

from intlcoop.base.text import fold

NEAR = 0.75
# How lists write them, beside the names of ISO 3166 and of the languages.
USUAL = {
    "GB": ["Great Britain", "Britain", "UK", "U.K.", "England", "Scotland", "Wales", "Northern Ireland", "Velika Britanija"],
    "US": ["USA", "U.S.A.", "US", "United States", "America", "Sjedinjene Američke Države", "SAD"],
    "KR": ["Korea", "South Korea", "Republic of Korea"], "KP": ["North Korea"],
    "CZ": ["Czech Republic", "Czechia"], "RU": ["Russia"], "MD": ["Moldova"], "IR": ["Iran"], "SY": ["Syria"], "VN": ["Vietnam"],
    "MK": ["Macedonia", "FYROM", "North Macedonia"], "BA": ["Bosnia", "BiH"], "TR": ["Turkey", "Türkiye"], "NL": ["Holland"],
    "CN": ["PR China", "PRC"], "TW": ["Taiwan"], "PS": ["Palestine"], "AE": ["UAE", "Emirates"], "BY": ["Byelorussia"],
    "SK": ["Slovak Republic"], "DE": ["FRG"], "VA": ["Vatican"], "XK": ["Kosovo"], "BO": ["Bolivia"], "VE": ["Venezuela"],
    "TZ": ["Tanzania"], "LA": ["Laos"], "CI": ["Ivory Coast"], "CV": ["Cape Verde"], "SZ": ["Swaziland"], "MM": ["Burma"],
}  # fmt: skip


@cache
def _codes() -> dict[str, str]:
    """Folded name → code. The same in every process, so it is made once."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {fold(str(name)): code for code, name in countries}
    known = set(found.values())
    for code, names in USUAL.items():
        found |= {fold(name): code for name in names if code in known}
    return found | {code.lower(): code for code in known} | {fold(countries.alpha3(code)): code for code in known}


def code_of(text: str) -> str:
    """The code of the country, "" if it is none. "The Netherlands" is one, "Graz" is none."""
    words = fold(text)
    return _codes().get(words) or _codes().get(words.removeprefix("the "), "")


def nearest(text: str) -> str:
    """The code of the country whose name is written almost so; "" if none is."""
    names = [name for name in _codes() if len(name) > 3]
    found = get_close_matches(fold(text), names, n=1, cutoff=NEAR)
    return _codes()[found[0]] if found else ""


def country(text: str) -> str:
    """The code, or words that help."""
    if code := code_of(text):
        return code
    if code := nearest(text):
        raise ValidationError(_("unknown country “%(text)s” – did you mean “%(name)s”?") % {"text": text, "name": countries.name(code)})
    raise ValidationError(_("unknown country “%(text)s”") % {"text": text})
