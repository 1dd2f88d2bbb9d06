"""Texts of the office above the lists of the sections, wherever their app stands in the tower."""

from collections.abc import Iterable

from intlcoop.base import blocks
from intlcoop.office.models import Page


def pages(section: str) -> Iterable[Page]:
    return Page.objects.introducing(section)


blocks.register_introductions(pages)
