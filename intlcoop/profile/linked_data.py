"""The office, the portal and the way to a page in the words of schema.org."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from intlcoop.base import languages
from intlcoop.base.data import absolute
from intlcoop.base.linked_data import Description, breadcrumb, described
from intlcoop.profile.models import Profile
from intlcoop.profile.navigation import Item, prefix

OFFICE = "/#office"


def office(profile: Profile) -> Description:
    """The institution, with its office as the department whose contact the pages give."""
    address = described(
        "PostalAddress",
        streetAddress=profile.street,
        postalCode=profile.postal_code,
        addressLocality=profile.city,
        addressCountry=profile.country,
    )
    contact = {"email": profile.email, "telephone": profile.phone, "faxNumber": profile.fax}
    department = described(
        "Organization", name=profile.office_name, alternateName=profile.also_known_as, foundingDate=profile.founded_on, **contact
    )
    parent = described("CollegeOrUniversity", name=profile.university) if profile.is_faculty and profile.university else None
    return {"@id": f"{settings.SITE_URL}{OFFICE}"} | described(
        "CollegeOrUniversity",
        name=profile.name or profile.heading,
        url=profile.website or settings.SITE_URL,
        logo=absolute(profile.logo.url) if profile.logo else None,
        parentOrganization=parent,
        address=address if len(address) > 1 else None,
        department=department if profile.office_name else None,
        **contact,
    )


def publisher(profile: Profile) -> Description:
    """The same institution in few words, for the pages of records."""
    name = profile.name or profile.heading
    return {"@id": f"{settings.SITE_URL}{OFFICE}"} | described("CollegeOrUniversity", name=name, url=profile.website or settings.SITE_URL)


def website(profile: Profile) -> Description:
    """The portal, and how to search it."""
    home = f"{settings.SITE_URL}{prefix(languages.active())}"
    entry = described("EntryPoint", urlTemplate=f"{home}search/?q={{search_term_string}}")
    search = described("SearchAction", target=entry) | {"query-input": "required name=search_term_string"}
    return described(
        "WebSite",
        name=profile.heading,
        url=home,
        inLanguage=languages.html_code(languages.active()),
        potentialAction=search,
        publisher={"@id": f"{settings.SITE_URL}{OFFICE}"},
    )


def way(items: Iterable[Item], *last: tuple[str, str]) -> Description:
    """From the home page by these pages to the last one."""
    steps = [(item.label, item.url) for item in items]
    return breadcrumb([(_("Home"), prefix(languages.active())), *steps, *last])
