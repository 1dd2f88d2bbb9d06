"""Institutions, joint centres and people in the words of schema.org."""

from intlcoop.base import data
from intlcoop.base.linked_data import Description, described, identifiers, register
from partners.models import Institution, JointCentre, Person

Kind = Institution.Kind
KINDS = {
    Kind.UNIVERSITY: "CollegeOrUniversity",
    Kind.MEDICAL_SCHOOL: "CollegeOrUniversity",
    Kind.ACADEMY: "CollegeOrUniversity",
    Kind.HOSPITAL: "Hospital",
    Kind.PUBLIC_BODY: "GovernmentOrganization",
    Kind.ASSOCIATION: "NGO",
}


def named(institution: Institution | None) -> Description | None:
    """An institution inside another description: its name, and its page if it has one."""
    if institution is None:
        return None
    url = data.absolute(institution.get_absolute_url()) if institution.has_page else None
    return described(KINDS.get(Kind(institution.kind), "Organization"), name=institution.name, url=url)


def institution(row: Institution) -> Description:
    place = described("PostalAddress", addressLocality=row.city, addressCountry=row.country)
    where = None
    if row.latitude is not None:
        where = described("GeoCoordinates", latitude=row.latitude, longitude=row.longitude)
    ror = f"https://ror.org/{row.ror}" if row.ror else ""
    return described(
        KINDS.get(Kind(row.kind), "Organization"),
        name=row.name,
        alternateName=[row.acronym, *(name.text for name in row.names.all())],
        description=row.description,
        url=data.absolute(row.get_absolute_url()),
        sameAs=[address for address in (row.website, ror) if address],
        identifier=identifiers(ROR=ror, PIC=row.pic, OID=row.oid, Erasmus=row.erasmus_code),
        address=place,
        geo=where,
        logo=data.absolute(row.logo.url) if row.logo else None,
        parentOrganization=named(row.belongs_to),
    )


def centre(row: JointCentre) -> Description:
    return described(
        "Organization",
        name=row.name,
        description=row.description,
        url=data.absolute(row.get_absolute_url()),
        sameAs=row.website,
        foundingDate=row.founded_on,
        parentOrganization=named(row.host),
    )


def person(row: Person) -> Description:
    """Somebody who may be named; a preview of somebody who may not says nothing."""
    if not row.is_named:
        return described("Person")
    orcid = f"https://orcid.org/{row.orcid}" if row.orcid else ""
    return described(
        "Person",
        name=row.name,
        honorificPrefix=row.title,
        description=row.biography,
        knowsAbout=row.field,
        affiliation=named(row.institution),
        sameAs=[address for address in (row.website, orcid) if address],
        image=data.absolute(row.photo.url) if row.public_photo else None,
    )


register(Institution, institution)
register(JointCentre, centre)
register(Person, person)
