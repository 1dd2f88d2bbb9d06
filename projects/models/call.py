"""Calls: what students and staff can apply for."""

import datetime
from collections.abc import Iterator
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from intlcoop.base.clock import today
from intlcoop.base.models import Record
from intlcoop.base.partial_date import PartialDate, PartialDateField, first_day, last_day
from intlcoop.base.responsible import responsible_field
from intlcoop.base.text import fold
from intlcoop.base.translated import SearchTextField, SortKeysField, TranslatedField
from intlcoop.base.web_address import WebAddressField
from intlcoop.profile.models import Addressed
from partners.models import Institution
from partners.models.naming import ASK, INSTITUTION_WORDS, Named
from projects.models.deadline import Deadline, DeadlineQuerySet, State
from projects.models.programme import Programme

YEARS_OF_STUDY = [MinValueValidator(1), MaxValueValidator(6)]
# What belongs to the year, the page or the row and not to the copy for the next year.
NOT_COPIED = {
    "id", "slug", "created_at", "updated_at", "is_published", "publish_at", "withdraw_at", "is_archived", "checked_on",
    "closes_at", "next_expected_on", "next_expected_on_first", "next_expected_on_last", "sort_keys", "search_text",
}  # fmt: skip


class Audience(models.TextChoices):
    STUDENTS = "students", _("students")
    DOCTORAL_CANDIDATES = "doctoral_candidates", _("doctoral candidates")
    ACADEMIC_STAFF = "academic_staff", _("academic staff")
    OTHER_STAFF = "other_staff", _("other staff")

    @property
    def column(self) -> str:
        return f"is_for_{self.value}"


class CallQuerySet(DeadlineQuerySet):
    words_in = ("projects.programme", *INSTITUTION_WORDS)

    def for_audience(self, word: str) -> Self:
        return self.filter(**{Audience(word).column: True})

    def hosted_by(self, institution: Institution) -> Self:
        return self.filter(pk__in=Call.hosts.through.objects.filter(institution=institution).values("call"))

    def in_country(self, code: str) -> Self:
        return self.filter(pk__in=Call.hosts.through.objects.filter(institution__country=code).values("call"))

    def next_expected(self) -> "Call | None":
        """Of these, the one whose next call is expected soonest; None where nobody has said so."""
        return self.closed().filter(next_expected_on_last__gte=today()).order_by("next_expected_on_first", "pk").first()

    def has_word(self, word: str, named: Named = ASK) -> Q:
        """In the call's own text, in a name of a host or of its programme."""
        hosts = Institution.objects.named_by(word, named)
        hosted = Call.hosts.through.objects.filter(institution__in=hosts).values("call")
        found = self.saying(word, named.held) | Q(pk__in=hosted)
        if named.may_stand_in(Programme._meta.label_lower):
            found |= Q(programme__in=Programme.objects.published().called(word).order_by().values("pk"))
        return found


class Call(Record, Deadline, Addressed):
    """Required are a title and for whom it is. A call without a deadline is open all year."""

    State = State

    title = TranslatedField(
        _("title"), max_length=250, help_text=_("What one can apply for, e.g. Summer practice in Austrian clinics. Public.")
    )
    is_for_students = models.BooleanField(_("for students"), default=False)
    is_for_doctoral_candidates = models.BooleanField(_("for doctoral candidates"), default=False)
    is_for_academic_staff = models.BooleanField(_("for academic staff"), default=False)
    is_for_other_staff = models.BooleanField(_("for other staff"), default=False)
    study_year_from = models.PositiveSmallIntegerField(
        _("from year of study"), null=True, blank=True, validators=YEARS_OF_STUDY,
        help_text=_("1 to 6, only if not all students may apply: from 4 to 5 means the fourth and the fifth year."),
    )  # fmt: skip
    study_year_to = models.PositiveSmallIntegerField(_("to year of study"), null=True, blank=True, validators=YEARS_OF_STUDY)
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, null=True, blank=True, related_name="calls",
        help_text=_("Who pays, e.g. Erasmus+. While the call is open, it is also shown on the programme's page."),
    )  # fmt: skip
    hosts = models.ManyToManyField(
        Institution, verbose_name=_("host institutions"), blank=True, related_name="calls",
        help_text=_("Where one goes; visitors can ask for their countries. While the call is open, it is also shown on the pages of the hosts."),
    )  # fmt: skip
    places = models.PositiveIntegerField(
        _("number of places"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Leave empty if it is not fixed.")
    )
    grant = TranslatedField(
        _("grant"), lines=True, max_length=1000, blank=True, help_text=_("What is paid, e.g. 850 euros a month and the journey. Public.")
    )
    description = TranslatedField(_("description"), rich=True, blank=True, help_text=_("What is offered, in a few sentences. Public."))
    eligibility = TranslatedField(_("who may apply"), rich=True, blank=True, help_text=_("Conditions, e.g. marks and languages. Public."))
    how_to_apply = TranslatedField(
        _("how to apply"), rich=True, blank=True, help_text=_("What to send, where, and what happens after the deadline. Public.")
    )
    website = WebAddressField(_("website"), blank=True, help_text=_("The page of the host or of the programme about this call. Public."))
    email = models.EmailField(
        _("e-mail for questions"), blank=True, help_text=_("Public. Left empty, the page gives the mailbox of the office.")
    )
    next_expected_on = PartialDateField(
        _("next call expected"), help_text=_("A year, a month or a day: 2027 or 2027-02. Shown once this call has closed.")
    )
    next_expected_on_first = first_day("next_expected_on")
    next_expected_on_last = last_day("next_expected_on")
    responsible = responsible_field("calls")
    sort_keys = SortKeysField(source="title")
    search_text = SearchTextField(body=("description", "eligibility", "how_to_apply"))

    objects = CallQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = [F("closes_at").desc(nulls_first=True), "-pk"]
        constraints = [
            *Record.Meta.constraints,
            *Deadline.Meta.constraints,
            models.CheckConstraint(condition=Q(is_for_students=True) | Q(is_for_doctoral_candidates=True)
                                   | Q(is_for_academic_staff=True) | Q(is_for_other_staff=True), name="projects_call_is_for_somebody",
                                   violation_error_message=_("Say for whom the call is: tick at least one group.")),
            models.CheckConstraint(condition=Q(study_year_from__isnull=True) | Q(study_year_from__gte=1, study_year_from__lte=6),
                                   name="projects_call_first_year_of_study", violation_error_message=_("Years of study are 1 to 6.")),
            models.CheckConstraint(condition=Q(study_year_to__isnull=True) | Q(study_year_to__gte=1, study_year_to__lte=6),
                                   name="projects_call_last_year_of_study", violation_error_message=_("Years of study are 1 to 6.")),
            models.CheckConstraint(condition=Q(study_year_from__isnull=True) | Q(study_year_to__isnull=True) | Q(study_year_to__gte=F("study_year_from")),
                                   name="projects_call_years_of_study_in_order", violation_error_message=_("The last year of study is before the first.")),
            models.CheckConstraint(condition=Q(is_for_students=True) | Q(study_year_from__isnull=True, study_year_to__isnull=True),
                                   name="projects_call_only_students_have_years", violation_error_message=_("Years of study are only for students.")),
            models.CheckConstraint(condition=Q(places__isnull=True) | Q(places__gte=1), name="projects_call_has_places",
                                   violation_error_message=_("A call has at least one place.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("projects:call_detail", args=[self.slug])

    def clean(self) -> None:
        """The promises of the constraints, said beside the field."""
        super().clean()
        first, last = self.study_year_from, self.study_year_to
        if not self.audiences:
            raise ValidationError({"is_for_students": _("Say for whom the call is: tick at least one group.")})
        if (first or last) and not self.is_for_students:
            raise ValidationError({"study_year_from": _("Years of study are only for students.")})
        if first and last and last < first:
            raise ValidationError({"study_year_to": _("The last year of study is before the first.")})

    def search_parts(self) -> Iterator[str]:
        yield from (fold(text) for text in self.title.values())

    @property
    def audiences(self) -> list[Audience]:
        return [audience for audience in Audience if getattr(self, audience.column)]

    @property
    def audience_in_words(self) -> str:
        """ "students (years 4–5), academic staff"."""
        words = {audience: str(audience.label) for audience in self.audiences}
        if self.study_years:
            words[Audience.STUDENTS] += f" ({self.study_years})"
        return ", ".join(words.values())

    @property
    def study_years(self) -> str:
        """ "years 4–5"; empty where all students may apply."""
        first, last = self.study_year_from, self.study_year_to
        if first and last and first != last:
            return gettext("years %(first)d–%(last)d") % {"first": first, "last": last}
        if first and last:
            return gettext("year %(year)d") % {"year": first}
        if first:
            return gettext("from year %(year)d") % {"year": first}
        return gettext("up to year %(year)d") % {"year": last} if last else ""

    @property
    def countries(self) -> list[str]:
        """The countries of the hosts as the pages say them, each once. Ask the query for the hosts (prefetch_related)."""
        return list(dict.fromkeys(str(host.place_note or host.country.name) for host in self.hosts.all()))

    @property
    def next_call(self) -> PartialDate:
        """When the next one is expected; empty unless this one is closed and that day is still to come."""
        expected = PartialDate(self.next_expected_on)
        is_to_come = expected.last is not None and expected.last >= today()
        return expected if is_to_come and self.state == State.CLOSED else PartialDate()

    def copy_for_next_year(self) -> "Call":
        """A draft with the same texts and hosts, its dates a year later."""
        kept: dict[str, Any] = {field.name: getattr(self, field.name) for field in self._meta.fields if field.name not in NOT_COPIED}
        copy = Call(**kept | {name: _a_year_later(kept[name]) for name in ("opens_on", "deadline_on")})
        with transaction.atomic():
            copy.save()
            copy.hosts.set(self.hosts.all())
        return copy


def _a_year_later(day: datetime.date | None) -> datetime.date | None:
    """The same day of the next year; 28 February for 29 February."""
    if day is None:
        return None
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
