"""The office as a vCard (RFC 6350), for address books."""

from django.conf import settings
from icalendar.parser import Contentline

from intlcoop.base import languages
from intlcoop.profile.models import Profile

CONTENT_TYPE = "text/vcard; charset=utf-8"


def escaped(text: object) -> str:
    """A text inside a value: what separates values does not separate it."""
    return str(text).replace("\\", "\\\\").replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")


def document(office: Profile) -> bytes:
    """What the foot of every page says of the office, and nothing that is not known."""
    names = [office.university if office.is_faculty else "", office.name, office.office_name]
    organisation = ";".join(escaped(name) for name in names if name)
    address = [office.street, office.city, "", office.postal_code, office.country.name if office.country else ""]  # type: ignore[attr-defined]
    lines = [
        ("FN", escaped(office.office_name or office.name or office.heading)),
        ("ORG", organisation),
        ("EMAIL", office.email),
        ("TEL;TYPE=voice;VALUE=text", escaped(office.phone)),
        ("TEL;TYPE=fax;VALUE=text", escaped(office.fax)),
        ("ADR", ";".join(["", "", *(escaped(part) for part in address)]) if any(map(str, address)) else ""),
        ("URL", office.website or settings.SITE_URL),
        ("NOTE", escaped(office.hours)),
        ("LANG", languages.html_code(languages.active())),
        ("REV", office.updated_at.strftime("%Y%m%dT%H%M%SZ") if office.updated_at else ""),
    ]
    card = ["BEGIN:VCARD", "VERSION:4.0", "KIND:org", *(f"{name}:{value}" for name, value in lines if value), "END:VCARD"]
    return b"".join(Contentline(line).to_ical() + b"\r\n" for line in card)
