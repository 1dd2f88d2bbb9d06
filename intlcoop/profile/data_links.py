"""Links from a list to the same list as data, and the feeds that a page tells programs of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from intlcoop.base import data, languages
from intlcoop.base.facets import FacetFilter
from intlcoop.profile.choices import Section
from intlcoop.profile.models import Profile
from intlcoop.profile.navigation import prefix


@dataclass(frozen=True)
class Link:
    label: str
    url: str


def resources(office: Profile) -> list[data.Resource]:
    """What this office gives as data, in the order of the menus."""
    return data.resources(section for section in Section if office.uses(section))


def address(name: str, extension: str, query: str = "") -> str:
    """In the language of the page."""
    return f"{prefix(languages.active())}api/{name}.{extension}" + (f"?{query}" if query else "")


def links(resource: data.Resource, query: str = "") -> list[Link]:
    """Each format, with the filter in use."""
    return [Link(str(data.LABELS[extension]), address(resource.name, extension, query)) for extension in resource.extensions]


def feeds(resources: Iterable[data.Resource], query: str = "") -> list[Link]:
    """The Atom feeds of these lists."""
    return [Link(str(one.title), address(one.name, "atom", query)) for one in resources if one.feed]


def feeds_about(partner: str, office: Profile) -> list[Link]:
    """The feeds that take any partner. Where a partner is a choice among those that occur, one of which nothing is told yet would be refused."""
    takes = [one for one in resources(office) if "partner" in one.filters.base_filters]
    return feeds((one for one in takes if not isinstance(one.filters.base_filters["partner"], FacetFilter)), f"partner={partner}")


def entry_address(thing: Any) -> str:
    """The entry of a record for a calendar; empty if it has none."""
    resource = data.with_entry(type(thing))
    has_entry = resource is not None and resource.entry is not None and resource.entry(thing) is not None
    return address(f"{resource.name}/{thing.slug}", "ics") if resource and has_entry else ""
