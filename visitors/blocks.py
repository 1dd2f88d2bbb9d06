"""What visiting professors, visits and delegations show on the pages of institutions and projects."""

from django.utils.translation import gettext_lazy as _

from intlcoop.base import blocks
from intlcoop.profile.choices import Section
from partners.models import Institution
from projects.models import Project
from visitors.models import Appointment, Delegation, Visit
from visitors.models.appointment import AppointmentQuerySet
from visitors.models.delegation import DelegationQuerySet
from visitors.models.visit import VisitQuerySet


def from_institution(institution: Institution) -> AppointmentQuerySet:
    return _people(Appointment.objects.published().from_institution(institution))


def funded_by(project: Project) -> AppointmentQuerySet:
    return _people(Appointment.objects.published().filter(project=project))


def _people(appointments: AppointmentQuerySet) -> AppointmentQuerySet:
    return appointments.by_name().one_per_person().select_related("person__institution", "home_institution")


def visits(institution: Institution) -> VisitQuerySet:
    return Visit.objects.published().filter(institution=institution).select_related("person", "institution")


def delegations(institution: Institution) -> DelegationQuerySet:
    return Delegation.objects.published().filter(institution=institution).select_related("institution")


blocks.register(
    Institution,
    section=Section.VISITING_PROFESSORS,
    heading=_("Visiting professors from here"),
    rows=from_institution,
    template="visitors/_appointment_block.html",
    order=30,
)
blocks.register(
    Project,
    section=Section.VISITING_PROFESSORS,
    heading=_("Guests funded by this project"),
    rows=funded_by,
    template="visitors/_appointment_block.html",
    order=30,
)
blocks.register(Institution, section=Section.VISITS, heading=_("Visits"), rows=visits, template="visitors/_visit_block.html", order=40)
blocks.register(
    Institution, section=Section.VISITS, heading=_("Delegations"), rows=delegations, template="visitors/_delegation_block.html", order=41
)
