"""What the office adds every week: projects."""

from intlcoop.base.due import offer_to_add
from projects.models import Project

offer_to_add(Project)
