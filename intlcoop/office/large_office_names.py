"""Invented names for the large office. Every stem is a word for "sample" or "made up" in some language, so nobody takes one for a real place."""

from random import Random
from typing import NamedTuple

STEMS = (
    "Muster", "Uzor", "Sampl", "Prob", "Primer", "Esempl", "Modell", "Ogled", "Przykład", "Exempl", "Fiktiv", "Izmišljen", "Vzor", "Ukázk",
    "Ejempl", "Prykl", "Örnek", "Példa", "Esantion", "Paraug", "Näidis", "Pavyzd", "Eksempl", "Mallo",
)  # fmt: skip
MIDDLES = ("", "an", "el", "ov", "in", "ar", "en", "ul", "is", "om", "at", "or", "il", "un", "es", "ad", "ig", "ak", "em", "ur")
# Country → endings of its invented cities.
ENDINGS = {
    "AT": ("stadt", "dorf", "kirchen"), "DE": ("burg", "heim", "hausen"), "PL": ("ów", "ice", "ław"), "RS": ("grad", "evac", "ište"),
    "BA": ("polje", "ovo", "ica"), "HR": ("ovec", "njak", "ica"), "SI": ("ovlje", "je", "ec"), "UA": ("iv", "sk", "ivtsi"),
    "RO": ("ești", "eni", "ița"), "MD": ("eni", "ăuți", "ești"), "IT": ("ano", "ella", "ara"), "ES": ("ada", "ora", "illa"),
    "FR": ("ville", "mont", "court"), "TR": ("köy", "lar", "şehir"), "GR": ("opoli", "os", "ina"), "GB": ("ton", "ford", "by"),
    "SE": ("köping", "ås", "sund"), "NO": ("vik", "øy", "heim"), "CZ": ("ov", "ice", "ín"), "SK": ("ovce", "ín", "any"),
    "HU": ("vár", "háza", "szeg"), "BG": ("evo", "grad", "itsa"), "GE": ("isi", "eti", "uri"), "LT": ("ai", "iškės", "ava"),
    "LV": ("pils", "ava", "iene"), "EE": ("vere", "la", "küla"), "PT": ("eira", "ões", "al"), "NL": ("dam", "wijk", "hoven"),
    "BE": ("gem", "ies", "beek"), "FI": ("la", "järvi", "kylä"), "JP": ("yama", "kawa", "saki"), "CN": ("zhou", "jiang", "shan"),
    "IN": ("pur", "abad", "nagar"), "BR": ("polis", "aba", "inas"), "US": (" City", " Springs", "ville"), "EG": ("iya", "abad", "ur"),
}  # fmt: skip
# Kind of institution, how often, and its names in English.
PATTERNS = (
    ("university", 5, "University of {}"),
    ("university", 2, "{} State University"),
    ("medical_school", 4, "Medical University of {}"),
    ("medical_school", 2, "{} School of Medicine"),
    ("hospital", 4, "University Hospital {}"),
    ("hospital", 2, "General Hospital {}"),
    ("institute", 2, "Institute of {field}, {}"),
    ("academy", 1, "Academy of Health Sciences {}"),
    ("company", 1, "{} Medical Devices"),
    ("association", 1, "{field} Society of {}"),
    ("public_body", 1, "Public Health Agency {}"),
    ("network", 1, "{} Network for {field}"),
)
# The same institution in its country's own words.
NATIVE = {
    "AT": ("de", "Hochschule für Medizin {}"), "DE": ("de", "Hochschule für Medizin {}"), "PL": ("pl", "Uczelnia Medyczna {}"),
    "RS": ("sr-Latn", "Univerzitet {}"), "BA": ("sr-Latn", "Univerzitet {}"), "HR": ("hr", "Sveučilište {}"), "IT": ("it", "Università {}"),
    "FR": ("fr", "Université {}"), "ES": ("es", "Universidad {}"), "RO": ("ro", "Universitatea {}"), "TR": ("tr", "{} Üniversitesi"),
    "CZ": ("cs", "Univerzita {}"), "HU": ("hu", "{} Egyetem"), "SE": ("sv", "Universitetet i {}"), "LT": ("lt", "{} universitetas"),
}  # fmt: skip
FIELDS = (
    "Cardiology", "Paediatrics", "Surgery", "Neurology", "Dentistry", "Nursing", "Pharmacology", "Medical Physics", "Public Health",
    "Anatomy", "Oncology", "Radiology", "Rehabilitation", "Microbiology", "Family Medicine", "Anaesthesia", "Medical Education", "Psychiatry",
)  # fmt: skip
AIMS = ("Strengthening", "Renewing", "Connecting", "Teaching", "Measuring", "Sharing", "Modernising", "Comparing")
GIVEN = (
    "Ana",
    "Marek",
    "Olha",
    "Jürgen",
    "Ирина",
    "Милош",
    "Łucja",
    "Șerban",
    "Inês",
    "Ayşe",
    "Tomáš",
    "Ødger",
    "Giulia",
    "Zoltán",
    "Élodie",
    "Mina",
)
FAMILY = ("ović", "mann", "ski", "enko", "escu", "ini", "sson", "ová", "oğlu", "ez", "adze", "ienė", "opoulos", "árd", "eira", "ien")


class City(NamedTuple):
    country: str
    name: str


def cities(chance: Random, number: int) -> list[City]:
    """So many cities with different names."""
    found: dict[str, City] = {}
    while len(found) < number:
        country = chance.choice(list(ENDINGS))
        name = chance.choice(STEMS) + chance.choice(MIDDLES) + chance.choice(ENDINGS[country])
        found.setdefault(name, City(country, name))
    return list(found.values())


def institution(chance: Random, city: City) -> tuple[str, str]:
    """A kind and a name in this city."""
    kind, _often, pattern = chance.choices(PATTERNS, [often for _kind, often, _pattern in PATTERNS])[0]
    return kind, pattern.format(city.name, field=chance.choice(FIELDS))


def person(chance: Random) -> str:
    return f"{chance.choice(GIVEN)} {chance.choice(STEMS)}{chance.choice(MIDDLES)}{chance.choice(FAMILY)}"


def project(chance: Random) -> tuple[str, str]:
    """A title and an acronym."""
    first, second = chance.sample(FIELDS, 2)
    title = f"{chance.choice(AIMS)} {first} and {second} in {chance.choice(STEMS)}{chance.choice(MIDDLES)}ia"
    return title, "".join(chance.choices("ABCDEFGHIKLMNOPRSTUV", k=chance.randint(4, 7)))
