"""Figures that the office states and nobody can compute from rows: "over 800 trips from 2007 to 2012"."""

import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import formats
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from django_countries.fields import CountryField

from intlcoop.base.chart import Bar, Rows
from intlcoop.base.clock import today
from intlcoop.base.models import SpannedQuerySet, SpannedRecord, Tracked
from intlcoop.base.partial_date import PartialDate
from intlcoop.base.translated import TranslatedField
from intlcoop.profile.choices import Section
from intlcoop.profile.navigation import section_url
from partners.models.centre import JointCentre


class Subject(models.TextChoices):
    """What is counted; each subject belongs to one public page."""

    AGREEMENTS_SIGNED = "agreements_signed", _("Agreements signed")
    PARTNER_COUNTRIES = "partner_countries", _("Countries of partners")
    KEY_COUNTRIES = "key_countries", _("Countries of the most important contacts")
    VISITING_PROFESSORS = "visiting_professors", _("Visiting professors hosted")
    STAFF_TRIPS = "staff_trips", _("Staff trips abroad")
    CONFERENCES_ABROAD = "conferences_abroad", _("Participants in conferences abroad")
    STUDENTS_ABROAD = "students_abroad", _("Our students on practice abroad")
    STUDENTS_RECEIVED = "students_received", _("Students received for practice")
    FOREIGN_STUDENTS = "foreign_students", _("Foreign students")
    SPECIALISTS_TRAINED = "specialists_trained", _("International specialists trained")
    GRADUATES = "graduates", _("Members of the graduates' association")
    EVENT_GUESTS = "event_guests", _("Guests at our events")
    EVENTS_HELD = "events_held", _("Events held")

    @property
    def page(self) -> str:
        """The section in which the figure stands (a value of profile.Section)."""
        pages = {
            "agreements_signed": "agreements", "partner_countries": "partners", "key_countries": "partners",
            "visiting_professors": "visiting_professors", "specialists_trained": "graduates", "graduates": "graduates",
            "event_guests": "events", "events_held": "events",
        }  # fmt: skip
        return pages.get(self.value, "mobility")


class Qualifier(models.TextChoices):
    EXACTLY = "exactly", _("exactly")
    ABOUT = "about", _("about")
    OVER = "over", _("over")
    NEARLY = "nearly", _("nearly")


def decades_of(starts_on: str, ends_on: str) -> range:
    """The first years of the decades that a period touches; the same rule as `in_decade`."""
    start, end, now = PartialDate(starts_on).year, PartialDate(ends_on).year, today().year
    return range((start or end or now) // 10 * 10, min(end or now, now) + 1, 10) if start or end else range(0)


class FigureQuerySet(SpannedQuerySet):
    def published(self) -> Self:
        """Published, and with a number, words or a country: a subject alone says nothing."""
        countries = Exists(FigureCountry.objects.filter(figure=OuterRef("pk")))
        return super().published().filter(Q(low__isnull=False) | Q(country_count__isnull=False) | ~Q(text={}) | countries)

    def on_page(self, section: str) -> Self:
        """Published figures that stand in a section, but not those of a joint centre, which stand on its page."""
        subjects = [subject.value for subject in Subject if subject.page == section]
        return self.published().filter(subject__in=subjects, centre=None)

    def in_decade(self, first_year: int) -> Self:
        """Figures of a period that touches the ten years; one that only began goes on."""
        if not 0 < first_year <= today().year:
            return self.none()
        first, last = datetime.date(first_year, 1, 1), datetime.date(first_year + 9, 12, 31)
        begun = Q(starts_on_first__lte=last) & (Q(ends_on_last=None) | Q(ends_on_last__gte=first))
        return self.filter(begun | Q(starts_on_first=None, ends_on_last__range=(first, last)))


class Figure(SpannedRecord):
    """Shown beside computed figures and marked as stated by the office. The period may be open, closed or unknown."""

    Subject = Subject
    Qualifier = Qualifier

    subject = models.CharField(_("subject"), max_length=30, choices=Subject, help_text=_("Decides on which page the figure stands."))
    low = models.PositiveIntegerField(_("number"), null=True, blank=True, help_text=_("The number, or the lower one of “10 to 15”."))
    high = models.PositiveIntegerField(_("up to"), null=True, blank=True, help_text=_("Only for a range: the 15 of “10 to 15”."))
    qualifier = models.CharField(_("how exact"), max_length=10, choices=Qualifier, default=Qualifier.EXACTLY)
    is_yearly = models.BooleanField(
        _("each year"), default=False, help_text=_("The number holds for each year of the period, not for all of it.")
    )
    country_count = models.PositiveSmallIntegerField(_("number of countries"), null=True, blank=True)
    country_qualifier = models.CharField(_("how exact (countries)"), max_length=10, choices=Qualifier, default=Qualifier.EXACTLY)
    has_other_countries = models.BooleanField(
        _("and other countries"), default=False, help_text=_("The list of countries below is not complete.")
    )
    text = TranslatedField(
        _("in words"),
        lines=True,
        max_length=400,
        blank=True,
        help_text=_("What the number means, e.g. outpatient and inpatient practice. Public."),
    )
    source = models.CharField(_("source"), max_length=250, blank=True, help_text=_("Where the figure comes from. Public."))
    centre = models.ForeignKey(
        JointCentre, verbose_name=_("joint centre"), on_delete=models.CASCADE, null=True, blank=True, related_name="figures",
        help_text=_("Only if the figure is about a joint centre; it is then shown on the centre's page."),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = FigureQuerySet.as_manager()

    class Meta(SpannedRecord.Meta):
        verbose_name = _("stated figure")
        verbose_name_plural = _("stated figures")
        ordering = ["order", "pk"]
        constraints = [
            *SpannedRecord.Meta.constraints,
            models.CheckConstraint(condition=Q(high__isnull=True) | Q(low__isnull=False, high__gt=F("low")), name="partners_figure_range",
                                   violation_error_message=_("The upper number must be greater than the lower one.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_subject_display())

    def clean(self) -> None:
        super().clean()
        if self.high is not None and (self.low is None or self.high <= self.low):
            raise ValidationError({"high": _("The upper number must be greater than the lower one.")})

    @property
    def page(self) -> str:
        """The section on whose page it stands."""
        return Subject(self.subject).page

    def get_absolute_url(self) -> str:
        return section_url(Section(self.page))

    @property
    def amount(self) -> str:
        """ "over 800", "10–15"; empty where only countries are known."""
        if self.low is None:
            return ""
        number = formats.number_format(self.low, force_grouping=True)
        if self.high is not None:
            number = f"{number}–{formats.number_format(self.high, force_grouping=True)}"
        return self._qualified(self.qualifier, number)

    @property
    def country_amount(self) -> str:
        """ "from nearly 100 countries"."""
        if self.country_count is None:
            return ""
        number = self._qualified(self.country_qualifier, formats.number_format(self.country_count))
        return ngettext("from %(number)s country", "from %(number)s countries", self.country_count) % {"number": number}

    @property
    def country_words(self) -> str:
        """The countries, each with its number where there is one. Ask the query for them (prefetch_related)."""
        names = [f"{row} ({row.number})" if row.number else str(row) for row in self.countries.all()]
        if names and self.has_other_countries:
            names.append(gettext("and others"))
        return ", ".join(names)

    @property
    def chart(self) -> Rows:
        """The countries whose number is known, the largest first. Ask the query for them (prefetch_related)."""
        known = sorted(((row.number, str(row)) for row in self.countries.all() if row.number), key=lambda pair: -pair[0])
        bars = [Bar(name, number) for number, name in known]
        heading = gettext("%(subject)s by country") % {"subject": self.get_subject_display()}
        return Rows(f"chart-figure-{self.pk}", heading, gettext("Country"), gettext("Number"), bars, self._about_chart)

    @property
    def _about_chart(self) -> str:
        """Period and source, and whether countries are missing."""
        start, end = PartialDate(self.starts_on), PartialDate(self.ends_on)
        period = start.display() if start == end else " – ".join(filter(None, [start and start.display(), end and end.display()]))
        missing = gettext("Only countries with a stated number are drawn.") if self.has_other_countries else ""
        return " · ".join(filter(None, [period, gettext("Stated by the office"), self.source, missing]))

    @staticmethod
    def _qualified(qualifier: str, number: str) -> str:
        return number if qualifier == Qualifier.EXACTLY else f"{Qualifier(qualifier).label} {number}"


class FigureCountry(Tracked):
    """A country of a figure, with its own number where one is known."""

    figure = models.ForeignKey(Figure, verbose_name=_("figure"), on_delete=models.CASCADE, related_name="countries")
    country = CountryField(_("country"))
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("country of a figure")
        verbose_name_plural = _("countries of a figure")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["figure", "country"], name="partners_figurecountry_once")]

    def __str__(self) -> str:
        return str(self.country.name)  # type: ignore[attr-defined]
