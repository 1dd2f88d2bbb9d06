"""In which language somebody should be able to work, and how well (CEFR)."""

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

# Languages in which places are offered, by ISO 639-1. Their names are Django's, in every language of the portal.
LANGUAGES = [
    (code, _(LANG_INFO[code]["name"]))
    for code in (
        "ar", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "he", "hr", "hu", "hy", "is", "it",
        "ja", "ka", "kk", "ko", "lt", "lv", "mk", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk",
    )
]  # fmt: skip
CEFR = [*((level, level) for level in ("A1", "A2", "B1", "B2", "C1", "C2")), ("NS", _("no level stated"))]


def skill(language: str, level: str) -> str:
    """English B2; a level that is not stated is left out."""
    return f"{language} {level}" if level not in {"", "NS"} else str(language)
