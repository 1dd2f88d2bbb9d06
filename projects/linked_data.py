"""Projects and calls in the words of schema.org."""

from intlcoop.base import data
from intlcoop.base.linked_data import Description, described, register
from partners.linked_data import named
from projects.models import Call, Participation, Project


def funder(row: Project | Call) -> Description | None:
    """The programme, if the public may see it."""
    if not (row.programme and row.programme.is_public):
        return None
    return described("Organization", name=row.programme.name, alternateName=row.programme.acronym, url=row.programme.website)


def project(row: Project) -> Description:
    numbers = [number.as_printed for number in row.numbers.all()]
    grant = described("MonetaryGrant", identifier=numbers, funder=funder(row)) if numbers or funder(row) else None
    parties = list(row.participations.all())
    coordinators = [named(one.institution) for one in parties if one.role == Participation.Role.COORDINATOR]
    return described(
        "ResearchProject",
        name=row.title,
        alternateName=row.acronym,
        description=row.description,
        url=data.absolute(row.get_absolute_url()),
        sameAs=[link.url for link in row.links.all()],
        identifier=numbers,
        foundingDate=row.starts_on,
        dissolutionDate=row.ends_on,
        keywords=row.topics,
        funding=grant,
        parentOrganization=coordinators,
        member=[named(one.institution) for one in parties],
    )


def call(row: Call) -> Description:
    """What one can apply for, until when: `validThrough` is the moment of the deadline."""
    offer = described("Offer", availabilityStarts=row.opens_on, validThrough=row.closes_at) if row.closes_at or row.opens_on else None
    return described(
        "EducationalOccupationalProgram",
        name=row.title,
        description=row.description,
        url=data.absolute(row.get_absolute_url()),
        applicationStartDate=row.opens_on,
        applicationDeadline=row.closes_at,
        maximumEnrollment=row.places,
        programPrerequisites=row.eligibility,
        provider=[*(named(host) for host in row.hosts.all()), funder(row)],
        offers=offer,
    )


register(Project, project)
register(Call, call)
