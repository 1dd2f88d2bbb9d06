"""What projects show on the pages of institutions."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intlcoop.base import blocks
from intlcoop.profile.choices import Section
from partners.models import Institution
from projects.models import Project


def of_institution(institution: Institution) -> QuerySet[Project]:
    return Project.objects.published().with_institution(institution).running_first()


blocks.register(
    Institution, section=Section.PROJECTS, heading=_("Projects"), rows=of_institution, template="projects/_block.html", order=20
)
