"""Who takes part in a project: its consortium."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from intlcoop.base.models import Tracked
from intlcoop.base.translated import InLanguage
from partners.models import Department, Institution


class ParticipationRole(models.TextChoices):
    COORDINATOR = "coordinator", _("coordinator")
    PARTNER = "partner", _("partner")
    ASSOCIATED = "associated", _("associated partner")
    NOT_SAID = "not_said", _("role not said")


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def coordinator_first(self) -> Self:
        """Then the partners, the associated ones and those whose role nobody told, each by name."""
        roles = Case(*[When(role=role, then=Value(rank)) for rank, role in enumerate(ParticipationRole)])
        return self.order_by(roles, InLanguage("institution__sort_keys"), "pk")


class Participation(Tracked):
    """An institution in a project's consortium, ours included."""

    Role = ParticipationRole

    project = models.ForeignKey("projects.Project", verbose_name=_("project"), on_delete=models.CASCADE, related_name="participations")
    institution = models.ForeignKey(Institution, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="participations")
    department = models.ForeignKey(
        Department, verbose_name=_("department"), on_delete=models.PROTECT, null=True, blank=True, related_name="participations"
    )
    role = models.CharField(_("role"), max_length=20, choices=ParticipationRole, default=ParticipationRole.NOT_SAID)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "institution"], name="projects_participation_once",
                                    violation_error_message=_("This institution takes part already.")),
            models.UniqueConstraint(fields=["project"], condition=Q(role="coordinator"), name="projects_participation_one_coordinator",
                                    violation_error_message=_("A project has one coordinator.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_role_display())

    @property
    def described(self) -> str:
        """In words that name its relations: for a page of staff that lists rows of many kinds. Makes queries."""
        return f"{self.institution} ({self.project}): {self.get_role_display()}"

    def clean(self) -> None:
        super().clean()
        if self.department and self.department.institution_id != self.institution_id:
            raise ValidationError({"department": _("This department belongs to another institution.")})
