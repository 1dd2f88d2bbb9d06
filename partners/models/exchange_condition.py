"""Exchange conditions: who sends how many to whom, in the shape in which EWP's agreements (IIA, version 7) state them."""

import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import formats
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from intlcoop.base import fields_of_study
from intlcoop.base.academic_year import AcademicYearField, short
from intlcoop.base.clock import today
from intlcoop.base.models import Tracked
from intlcoop.base.translated import TranslatedField
from partners.models.agreement import Agreement, AgreementParty
from partners.models.department import Department
from partners.models.exchange_kind import NO_LEVEL, STAFF, STUDENTS, Kind, Level
from partners.models.institution import Institution
from partners.models.language_skill import CEFR, LANGUAGES, skill


def _decimal(number: Decimal) -> str:
    """5.00 as 5, 4.50 as 4.5 (4,5 in Serbian)."""
    return str(formats.localize(number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()))


class ExchangeConditionQuerySet(models.QuerySet["ExchangeCondition"]):
    def on_offer(self, agreements: Iterable[Agreement]) -> Self:
        """Of those of these agreements that are not over; the years are unknown or reach into this one. Ask the query for the states."""
        this_year = f"{today().year - 1}/{today().year}"
        going_on = [agreement.pk for agreement in agreements if not agreement.state.is_over]
        return self.filter(Q(last_academic_year="") | Q(last_academic_year__gte=this_year), agreement__in=going_on)

    def with_names(self) -> Self:
        """All that a row of a page says."""
        return self.select_related("sending", "receiving", "sending_department", "receiving_department")

    def of_institution(self, institution: Institution) -> Self:
        """Where it sends or receives."""
        return self.filter(Q(sending=institution) | Q(receiving=institution))

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def at_level(self, level: str) -> Self:
        """Open to this level: named by the condition."""
        return self.filter(**{Level(level).column: True})

    def with_strangers(self) -> Self:
        """Those that send from or to an institution which is no party of their agreement."""
        parties = AgreementParty.objects.filter(agreement=OuterRef("agreement"))
        return self.exclude(
            Exists(parties.filter(institution=OuterRef("sending"))), Exists(parties.filter(institution=OuterRef("receiving")))
        )


class ExchangeCondition(Tracked):
    """One direction and one kind. That both institutions are parties is a rule of the form, the loader and `check_data`."""

    Kind = Kind

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="conditions")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.STUDENT_STUDIES)
    sending = models.ForeignKey(
        Institution, verbose_name=_("from"), on_delete=models.PROTECT, related_name="sending_conditions",
        help_text=_("The institution that sends. The other direction is a row of its own."),
    )  # fmt: skip
    receiving = models.ForeignKey(
        Institution, verbose_name=_("to"), on_delete=models.PROTECT, related_name="receiving_conditions", help_text=_("The institution that receives.")
    )  # fmt: skip
    mobilities_per_year = models.PositiveSmallIntegerField(
        _("places a year"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("How many people at most in an academic year. Leave empty if the paper does not say."),
    )  # fmt: skip
    months_per_year = models.DecimalField(
        _("months a year"), max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("For students: the months of all of them together, e.g. 10 for two students with five months each."),
    )  # fmt: skip
    days_per_year = models.DecimalField(
        _("days a year"), max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("For staff: the days of all of them together."),
    )  # fmt: skip
    first_academic_year = AcademicYearField(
        _("first academic year"), blank=True, help_text=_("Of the receiving institution, e.g. 2025/2026.")
    )
    last_academic_year = AcademicYearField(
        _("last academic year"), blank=True, help_text=_("The last one in which the places are offered.")
    )
    is_short_cycle = models.BooleanField(_("short cycle (EQF 5)"), default=False)
    is_bachelor = models.BooleanField(_("bachelor (EQF 6)"), default=False)
    is_master = models.BooleanField(_("master (EQF 7)"), default=False, help_text=_("Integrated studies of medicine count here."))
    is_doctoral = models.BooleanField(_("doctoral (EQF 8)"), default=False)
    field_of_study = models.CharField(
        _("field of study"), max_length=4, blank=True, validators=[fields_of_study.validate_field_of_study],
        help_text=_("Four digits of ISCED-F: 0912 medicine, 0911 dental studies, 0913 nursing, 0916 pharmacy."),
    )  # fmt: skip
    clarification = TranslatedField(
        _("field, more exactly"),
        max_length=200,
        blank=True,
        help_text=_("Only what the name of the field does not say, e.g. cardiology. Public."),
    )
    language = models.CharField(
        _("language"), max_length=2, blank=True, choices=LANGUAGES, help_text=_("In which those who come should be able to work.")
    )
    language_level = models.CharField(_("level"), max_length=2, blank=True, choices=CEFR, help_text=_("The least that is recommended."))
    language_field = models.CharField(
        _("language of which field"), max_length=4, blank=True, validators=[fields_of_study.validate_field_of_study],
        help_text=_("Only if the language of a field is meant, e.g. 0912 for medical English."),
    )  # fmt: skip
    second_language = models.CharField(_("second language"), max_length=2, blank=True, choices=LANGUAGES)
    second_language_level = models.CharField(_("level of the second language"), max_length=2, blank=True, choices=CEFR)
    sending_department = models.ForeignKey(
        Department,
        verbose_name=_("department that sends"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sending_conditions",
    )
    receiving_department = models.ForeignKey(
        Department,
        verbose_name=_("department that receives"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="receiving_conditions",
    )
    is_blended = models.BooleanField(
        _("blended"), default=False, help_text=_("Students may combine a short stay with study at a distance.")
    )
    other_terms = TranslatedField(
        _("other terms"), lines=True, max_length=1000, blank=True, help_text=_("What else the paper says of these places. Public.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ExchangeConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange condition")
        verbose_name_plural = _("exchange conditions")
        ordering = ["agreement", "order", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(sending=F("receiving")), name="partners_exchangecondition_two_institutions",
                                   violation_error_message=_("An institution does not send to itself.")),
            models.CheckConstraint(condition=Q(first_academic_year="") | Q(last_academic_year="") | Q(last_academic_year__gte=F("first_academic_year")),
                                   name="partners_exchangecondition_years_in_order",
                                   violation_error_message=_("The last academic year is before the first.")),
            models.CheckConstraint(condition=Q(mobilities_per_year__isnull=True) | Q(mobilities_per_year__gte=1),
                                   name="partners_exchangecondition_at_least_one_place"),
            models.CheckConstraint(condition=Q(months_per_year__isnull=True) | (Q(months_per_year__gt=0) & STUDENTS),
                                   name="partners_exchangecondition_months_of_students",
                                   violation_error_message=_("Months are for students. Enter the days of staff as days.")),
            models.CheckConstraint(condition=Q(days_per_year__isnull=True) | (Q(days_per_year__gt=0) & STAFF),
                                   name="partners_exchangecondition_days_of_staff",
                                   violation_error_message=_("Days are for staff. Enter the time of students as months.")),
            models.CheckConstraint(condition=(Q(is_blended=False) & NO_LEVEL) | STUDENTS, name="partners_exchangecondition_levels_of_students",
                                   violation_error_message=_("Levels of study and blended stays are for students only.")),
            models.CheckConstraint(condition=~Q(language="") | Q(language_level="", language_field="", second_language=""),
                                   name="partners_exchangecondition_language_first",
                                   violation_error_message=_("Choose the language to which this belongs.")),
            models.CheckConstraint(condition=Q(second_language="", second_language_level="") | (~Q(second_language="") & ~Q(second_language=F("language"))),
                                   name="partners_exchangecondition_two_languages",
                                   violation_error_message=_("The second language must be another than the first.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.get_kind_display()), self.years]))

    def clean_fields(self, exclude: Any = None) -> None:
        """Fields of study are accepted as people write them: 912, "0912 Medicine"."""
        self.field_of_study = fields_of_study.clean_field_of_study(self.field_of_study)
        self.language_field = fields_of_study.clean_field_of_study(self.language_field)
        super().clean_fields(exclude)

    def clean(self) -> None:
        super().clean()
        wrong = {
            f"{side}_department": _("This department belongs to another institution.")
            for side in ("sending", "receiving")
            if (department := getattr(self, f"{side}_department")) and department.institution_id != getattr(self, f"{side}_id")
        }
        if wrong:
            raise ValidationError(wrong)

    @property
    def described(self) -> str:
        """In words that name its relations: for a page of staff that lists rows of many kinds. Makes queries."""
        return f"{self.get_kind_display()}, {self.sending} → {self.receiving} ({self.agreement})"

    @property
    def ewp_type(self) -> str:
        """The word of EWP: student-studies."""
        return self.kind.replace("_", "-")

    @property
    def is_for_students(self) -> bool:
        return Kind(self.kind).is_for_students

    @property
    def places(self) -> str:
        count = self.mobilities_per_year
        return ngettext("%(count)d place a year", "%(count)d places a year", count) % {"count": count} if count else ""

    @property
    def levels(self) -> list[Level]:
        return [level for level in Level if getattr(self, level.column)]

    @property
    def level_words(self) -> str:
        return ", ".join(str(level.label) for level in self.levels)

    @property
    def field_words(self) -> str:
        return fields_of_study.named(self.field_of_study)

    @property
    def years(self) -> str:
        """2025/26–2027/28, or the one that is known."""
        first, last = (short(year) if year else "" for year in (self.first_academic_year, self.last_academic_year))
        if first and last:
            return first if first == last else f"{first}–{last}"
        if first:
            return gettext("from %(year)s") % {"year": first}
        return gettext("until %(year)s") % {"year": last} if last else ""

    @property
    def duration(self) -> str:
        """Of all of them together: "10 months", "14 days". A part of a month or day counts as a whole one for the grammar."""
        if self.months_per_year:
            months = math.ceil(self.months_per_year)
            return ngettext("%(number)s month", "%(number)s months", months) % {"number": _decimal(self.months_per_year)}
        if self.days_per_year:
            days = math.ceil(self.days_per_year)
            return ngettext("%(number)s day", "%(number)s days", days) % {"number": _decimal(self.days_per_year)}
        return ""

    @property
    def language_words(self) -> str:
        """English B2, medical; German B1. A level that is not stated is left out."""
        first = skill(self.get_language_display(), self.language_level)
        if self.language_field:
            first = gettext("%(language)s for %(field)s") % {"language": first, "field": fields_of_study.named(self.language_field)}
        return ", ".join(filter(None, [first, skill(self.get_second_language_display(), self.second_language_level)]))
