"""What an office can be, and which sections of the portal it can use."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Four of five offices belong to a whole university, one to a faculty; the pages' wording follows."""

    FACULTY = "faculty", _("faculty of a university")
    UNIVERSITY = "university", _("university")


class Section(models.TextChoices):
    """A part of the public pages. One that the office does not use is in no navigation and answers 404."""

    PARTNERS = "partners", _("Partners")
    AGREEMENTS = "agreements", _("Agreements")
    CENTRES = "centres", _("Joint centres")
    MEMBERSHIPS = "memberships", _("Memberships")
    PROGRAMMES = "programmes", _("Programmes")
    PROJECTS = "projects", _("Projects")
    CALLS = "calls", _("Calls")
    VISITING_PROFESSORS = "visiting_professors", _("Visiting professors")
    VISITS = "visits", _("Visits")
    HONOURS = "honours", _("Honours")
    MOBILITY = "mobility", _("Mobility")
    GRADUATES = "graduates", _("Graduates")
    EVENTS = "events", _("Events")
    NEWS = "news", _("News")
    POLICY = "policy", _("Policy")
    RANKINGS = "rankings", _("Rankings")
    DOCUMENTS = "documents", _("Documents")
    OFFICE = "office", _("Office")
    PROPOSE = "propose", _("Propose cooperation")

    @property
    def path(self) -> str:
        """The URL's word; the address is this between slashes."""
        return str(self.value).replace("_", "-")


class ProposalExtra(models.TextChoices):
    """What the proposal form may offer or ask beyond what every office needs."""

    FILE = "file", _("a PDF of at most 5 MB may be sent with a proposal; only those who read proposals can open it")
    NOTICE = "notice", _("the sender confirms that she has read what happens to her data")
    NAMING = "naming", _("the sender may agree that the institution is named on the public pages")
    NEWS = "news", _("the sender may agree to get news of the office by e-mail")


# What the main navigation offers (at most eight); the other sections in use stand in the footer and beside their relatives.
MAIN = (
    Section.PARTNERS,
    Section.AGREEMENTS,
    Section.PROJECTS,
    Section.CALLS,
    Section.VISITING_PROFESSORS,
    Section.MOBILITY,
    Section.EVENTS,
    Section.OFFICE,
)
