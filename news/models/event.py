"""Conferences, seminars, summer schools, teleconferences, guest lectures, consultations."""

from collections.abc import Iterator
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from intlcoop.base.clock import today
from intlcoop.base.models import SpannedQuerySet, SpannedRecord, Tracked
from intlcoop.base.text import fold
from intlcoop.base.translated import SearchTextField, TranslatedField
from intlcoop.base.web_address import WebAddressField
from intlcoop.profile.models import Addressed
from partners.models import Institution, JointCentre
from projects.models import Project
from visitors.models import Appointment


class Kind(models.TextChoices):
    CONFERENCE = "conference", _("conference")
    SEMINAR = "seminar", _("seminar")
    WORKSHOP = "workshop", _("workshop")
    SUMMER_SCHOOL = "summer_school", _("summer school")
    FORUM = "forum", _("forum")
    LECTURE = "lecture", _("guest lecture")
    TELECONFERENCE = "teleconference", _("teleconference")
    CONSULTATION = "consultation", _("consultation")
    MEETING = "meeting", _("meeting")
    OTHER = "other", _("other event")


class Mode(models.TextChoices):
    NOT_SAID = "not_said", _("not said")
    ON_SITE = "on_site", _("on site")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("on site and online")


class Status(models.TextChoices):
    PLANNED = "planned", _("as planned")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class Phase(models.TextChoices):
    """Where an event stands in the list. One held regularly without an end is never over."""

    UPCOMING = "upcoming", _("Upcoming")
    REGULAR = "regular", _("Held regularly, or dates not given")
    PAST = "past", _("Past")


class EventQuerySet(SpannedQuerySet):
    def with_phase(self) -> Self:
        """Annotates `phase`; each event has exactly one."""
        is_upcoming = Q(ends_on_last__gte=today()) | Q(ends_on_last=None, starts_on_last__gte=today())
        is_regular = Q(ends_on_last=None, starts_on_last=None) | Q(ends_on_last=None, is_recurring=True)
        phases = [When(is_upcoming, then=Value(Phase.UPCOMING.value)), When(is_regular, then=Value(Phase.REGULAR.value))]
        return self.annotate(phase=Case(*phases, default=Value(Phase.PAST.value), output_field=models.CharField()))

    def in_phase(self, phase: str) -> Self:
        return self.with_phase().filter(phase=phase)

    def begun_in(self, year: int) -> Self:
        return self.filter(starts_on__startswith=f"{year:04}")

    def upcoming(self) -> Self:
        """Running or still to come; soonest first."""
        return self.in_phase(Phase.UPCOMING).order_by(F("starts_on_first").asc(nulls_first=True), "pk")


class Event(SpannedRecord, Addressed):
    """Required is a title. Its date may be a year, or unknown: then it is listed under "Dates not given"."""

    Kind = Kind
    Mode = Mode
    Phase = Phase
    Status = Status

    title = TranslatedField(_("title"), max_length=250)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.NOT_SAID)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    start_time = models.TimeField(_("from"), null=True, blank=True, help_text=_("In the office's time zone. Only with a full date."))
    end_time = models.TimeField(_("to"), null=True, blank=True)
    is_recurring = models.BooleanField(_("held regularly"), default=False)
    place = TranslatedField(_("place"), max_length=200, blank=True)
    description = TranslatedField(_("description"), rich=True, blank=True)
    website = WebAddressField(_("website"), blank=True)
    organiser = models.ForeignKey(
        Institution, verbose_name=_("organiser"), on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    centre = models.ForeignKey(
        JointCentre, verbose_name=_("patron: joint centre"), on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    appointment = models.ForeignKey(
        Appointment, verbose_name=_("visiting professor"), on_delete=models.PROTECT, null=True, blank=True, related_name="events",
        help_text=_("For a lecture or a consultation of a visiting professor; it is shown on the professor's page."),
    )  # fmt: skip
    has_other_countries = models.BooleanField(
        _("and other countries"), default=False, help_text=_("The list of countries below is not complete.")
    )
    search_text = SearchTextField(body=("description",))

    objects = EventQuerySet.as_manager()

    class Meta(SpannedRecord.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = [F("starts_on_first").desc(nulls_last=True), "-pk"]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("news:event_detail", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.start_time and len(self.starts_on) != 10:
            raise ValidationError({"start_time": _("A time needs a full date: day, month and year.")})
        is_one_day = self.ends_on in {"", self.starts_on}
        if is_one_day and self.start_time and self.end_time and self.end_time < self.start_time:
            raise ValidationError({"end_time": _("The end is before the start.")})

    def search_parts(self) -> Iterator[str]:
        yield from (fold(text) for text in (*self.title.values(), *self.place.values()))


class EventCountry(Tracked):
    """A country whose colleagues took part."""

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="countries")
    country = CountryField(_("country"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("country of an event")
        verbose_name_plural = _("countries of an event")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "country"], name="news_eventcountry_once")]

    def __str__(self) -> str:
        return str(self.country.name)  # type: ignore[attr-defined]
