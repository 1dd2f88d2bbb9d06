"""Reference numbers of projects: what kind a pasted number is, and how it is searched.

Patterns from the programmes' own documents; a number that fits none is kept as it is printed: warn, do not block.
"""

import re
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from intlcoop.base.identifiers import plain


class NumberKind(models.TextChoices):
    PROJECT = "project", _("project number")
    GRANT_AGREEMENT = "grant_agreement", _("grant agreement number")
    CEEPUS = "ceepus", _("CEEPUS network")
    EUREKA = "eureka", _("EUREKA number")
    COST = "cost", _("COST action")
    OTHER = "other", _("other number")


CEEPUS_SINCE = 1993  # the year of the first CEEPUS agreement; codes write two digits of a year

PATTERNS: tuple[tuple[NumberKind, re.Pattern[str]], ...] = (
    (NumberKind.CEEPUS, re.compile(r"C(I{1,3}|IV)-[A-Z]{2}-\d{4}(-\d{2}-\d{4})?", re.ASCII)),
    (NumberKind.COST, re.compile(r"CA\d{5}|(BM|CM|ES|FA|FP|IC|IS|MP|TD|TN)\d{4}", re.ASCII)),
    (NumberKind.EUREKA, re.compile(r"E! ?\d{4,6}", re.ASCII)),
    (NumberKind.GRANT_AGREEMENT, re.compile(r"\d{4} ?[–-] ?\d{4,5} ?/ ?\d{3} ?[–-] ?\d{3}", re.ASCII)),
    (NumberKind.PROJECT, re.compile(r"\d{6}-(EPP|CREA)-1-20(1[4-9]|20)-1-[A-Z]{2}-[A-Z0-9]+(-[A-Z0-9]+)*", re.ASCII)),
    (NumberKind.PROJECT, re.compile(r"20(1[4-9]|20)-[1-3]-[A-Z]{2}\d{2}-KA\d{3}-\d{6}", re.ASCII)),
    (NumberKind.PROJECT, re.compile(r"202[1-7]-[1-3]-[A-Z]{2}\d{2}-KA\d{3}-[A-Z]{3}-\d{9}", re.ASCII)),
    (NumberKind.PROJECT, re.compile(r"101\d{6}", re.ASCII)),
)


@dataclass(frozen=True)
class CeepusNumber:
    """A CEEPUS code in its parts: one network has a new code each year. `edition` and `year` are empty in the short form."""

    network: str
    edition: str = ""
    year: str = ""


def recognise(number: str) -> NumberKind:
    """The kind that the number's form tells; OTHER if none does."""
    number = plain(number)
    return next((kind for kind, pattern in PATTERNS if pattern.fullmatch(number)), NumberKind.OTHER)


def parse_ceepus(number: str) -> CeepusNumber | None:
    """CIII-AT-0042-14-1819 is network CIII-AT-0042, edition 14, academic year 2018/2019. None for any other form."""
    match = re.fullmatch(r"(C(?:I{1,3}|IV)-[A-Z]{2}-\d{4})(?:-(\d{2})-(\d{2})(\d{2}))?", plain(number), re.ASCII)
    if not match:
        return None
    network, edition, first, second = match.groups()
    if not edition:
        return CeepusNumber(network)
    if int(second) != (int(first) + 1) % 100:
        return None
    begins = int(first) + (1900 if int(first) >= CEEPUS_SINCE % 100 else 2000)
    return CeepusNumber(network, edition, f"{begins}/{begins + 1}")


def split_pasted(text: str) -> list[str]:
    """The numbers in what staff paste: "585927-EPP-… (2017 – 3109 / 001 – 001)" are two."""
    outside = re.sub(r"\([^()]*\)", " ", text)
    inside = re.findall(r"\(([^()]*)\)", text)
    return [plain(part) for part in (outside, *inside) if plain(part)]
