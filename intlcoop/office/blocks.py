"""Texts of the office above the lists of the sections, wherever their app stands in the tower."""

from collections.abc import Iterable

from intlcoop.base import blocks
from intlcoop.base.joined import with_parts
from intlcoop.office.models import Page


def pages(section: str) -> Iterable[Page]:
    return with_parts(Page.objects.introducing(section), "links")


blocks.register_introductions(pages)
