"""Mobility placements as numbers. The portal stores no student at all."""

import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from intlcoop.base.academic_year import AcademicYearField
from intlcoop.base.models import Record, RecordQuerySet
from partners.models import Institution
from projects.models import Programme


class Direction(models.TextChoices):
    OUTGOING = "outgoing", _("from us")
    INCOMING = "incoming", _("to us")


class Kind(models.TextChoices):
    STUDY = "study", _("student: study")
    TRAINEESHIP = "traineeship", _("student: clinical practice")
    SUMMER_PRACTICE = "summer_practice", _("student: summer practice")
    STAFF_TEACHING = "staff_teaching", _("staff: teaching")
    STAFF_TRAINING = "staff_training", _("staff: training")


class Counted(NamedTuple):
    """A group of people who cannot be told apart further. Staff's eyes only, until small groups are suppressed (mobility.py)."""

    year: str
    direction: str
    kind: str
    country: str
    number: int
    is_preliminary: bool = False
    updated_at: datetime.datetime | None = None  # when the newest of them was changed


class PlacementQuerySet(RecordQuerySet):
    def counted(self) -> list[Counted]:
        """Each year, direction, kind and country once, with the people of all institutions and programmes together."""
        groups = self.order_by().values_list("academic_year", "direction", "kind", "country")
        sums = groups.annotate(people=Sum("number"), preliminary=Count("pk", filter=Q(is_preliminary=True)), changed=Max("updated_at"))
        return [
            Counted(year, direction, kind, country, number, bool(preliminary), changed)
            for year, direction, kind, country, number, preliminary, changed in sums
        ]


# NULL is never equal to NULL, so a place or a programme that is not said needs a constraint of its own.
EACH_ONCE: tuple[tuple[list[str], list[str], Q, str], ...] = (
    (["institution"], ["programme"], Q(institution__isnull=False, programme__isnull=False), "institution_programme"),
    (["institution"], [], Q(institution__isnull=False, programme__isnull=True), "institution"),
    (["country"], ["programme"], Q(institution__isnull=True, programme__isnull=False), "country_programme"),
    (["country"], [], Q(institution__isnull=True, programme__isnull=True), "country"),
)


class Placement(Record):
    """How many went where in an academic year. A place is an institution or only a country."""

    Direction = Direction
    Kind = Kind

    academic_year = AcademicYearField(_("academic year"), help_text=_("E.g. 2025/2026."))
    direction = models.CharField(_("direction"), max_length=10, choices=Direction)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, null=True, blank=True, related_name="placements"
    )
    country = CountryField(_("country"), blank=True, help_text=_("Left empty, it is the institution's."))
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, null=True, blank=True, related_name="placements"
    )
    number = models.PositiveIntegerField(_("number of people"), validators=[MinValueValidator(1)])
    is_preliminary = models.BooleanField(_("preliminary"), default=False, help_text=_("The academic year is not over."))

    objects = PlacementQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("placements")
        verbose_name_plural = _("placements")
        ordering = ["-academic_year", "direction", "kind", "country", "pk"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=~Q(country=""), name="visitors_placement_has_country"),
            models.CheckConstraint(condition=Q(number__gte=1), name="visitors_placement_at_least_one"),
            *(models.UniqueConstraint(fields=["academic_year", "direction", "kind", *place, *programme], condition=condition, name=f"visitors_placement_{name}_once",
                                      violation_error_message=_("These placements have been entered already."))
              for place, programme, condition, name in EACH_ONCE),
        ]  # fmt: skip
        # All that the public tables read, in the order in which they group it: of 50,000 rows in a third of the time.
        indexes = [
            models.Index(fields=["academic_year", "direction", "kind", "country", "number", "is_preliminary", "updated_at", "is_published",
                                 "is_archived", "publish_at", "withdraw_at"], name="visitors_placement_tables"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.academic_year} {self.get_kind_display()}, {self.country.name}"  # type: ignore[attr-defined]

    def clean_fields(self, exclude: object = None) -> None:
        if self.institution_id and not self.country:
            self.country = self.institution.country  # type: ignore[union-attr]
        super().clean_fields(exclude)

    def clean(self) -> None:
        super().clean()
        if not self.country:
            raise ValidationError({"country": _("Choose an institution or a country.")})
