"""What projects and calls show on the pages of institutions and programmes."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intlcoop.base import blocks
from intlcoop.profile.choices import Section
from partners.models import Institution
from projects.models import Call, Programme, Project
from projects.models.call import CallQuerySet


def of_institution(institution: Institution) -> QuerySet[Project]:
    return Project.objects.published().with_institution(institution).running_first()


def calls_of_host(institution: Institution) -> CallQuerySet:
    """Where one goes is known on this page, so the hosts are not asked for."""
    return _open_calls().hosted_by(institution)


def calls_of_programme(programme: Programme) -> CallQuerySet:
    return _open_calls().filter(programme=programme).prefetch_related("hosts")


def _open_calls() -> CallQuerySet:
    return Call.objects.published().open_now().soonest_first()


blocks.register(
    Institution, section=Section.PROJECTS, heading=_("Projects"), rows=of_institution, template="projects/_block.html", order=20
)
blocks.register(
    Institution, section=Section.CALLS, heading=_("Open calls"), rows=calls_of_host, template="projects/_host_call_block.html", order=10
)
blocks.register(
    Programme, section=Section.CALLS, heading=_("Open calls"), rows=calls_of_programme, template="projects/_call_block.html", order=10
)
