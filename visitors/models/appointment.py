"""Visiting professors: one row a term. A new term is a new row of the same person."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intlcoop.base.models import Record, Spanned, SpannedQuerySet
from intlcoop.base.partial_date import PartialDateField
from intlcoop.base.translated import TranslatedField
from partners.models import Institution, Person
from projects.models import Project


class Rank(models.TextChoices):
    VISITING_PROFESSOR = "visiting_professor", _("visiting professor")
    VISITING_LECTURER = "visiting_lecturer", _("visiting lecturer")
    GUEST_RESEARCHER = "guest_researcher", _("guest researcher")


class Origin(models.TextChoices):
    """Country or abroad: computed from the home institution, unless staff say otherwise."""

    COMPUTED = "computed", _("as the home institution's country says")
    COUNTRY = "country", _("from the country")
    ABROAD = "abroad", _("from abroad")


class AppointmentQuerySet(SpannedQuerySet):
    def published(self) -> Self:
        return super().published().filter(person__is_published=True)

    def _ours(self) -> Q:
        """The home country is that of our own institution; without one nobody counts as from the country."""
        ours = Institution.objects.filter(relation=Institution.Relation.HOME).values("country")
        return Q(home_institution__country__in=ours)

    def from_country(self) -> Self:
        return self.filter(Q(origin=Origin.COUNTRY) | Q(self._ours(), origin=Origin.COMPUTED))

    def from_abroad(self) -> Self:
        known = Q(home_institution__isnull=False, origin=Origin.COMPUTED)
        return self.filter(Q(origin=Origin.ABROAD) | (known & ~self._ours()))

    def origin_unknown(self) -> Self:
        return self.filter(origin=Origin.COMPUTED, home_institution=None)


class Appointment(Record, Spanned):
    """Who teaches here as a guest, from when to when, and by which decision."""

    Rank = Rank
    Origin = Origin

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="appointments")
    rank = models.CharField(_("rank"), max_length=30, choices=Rank, default=Rank.VISITING_PROFESSOR)
    home_institution = models.ForeignKey(
        Institution, verbose_name=_("home institution"), on_delete=models.PROTECT, null=True, blank=True, related_name="appointments",
        help_text=_("Where the person comes from. It need not be a partner."),
    )  # fmt: skip
    origin = models.CharField(_("from the country or abroad"), max_length=10, choices=Origin, default=Origin.COMPUTED)
    department = TranslatedField(_("host department"), max_length=200, blank=True)
    topics = TranslatedField(_("topics of the lectures"), lines=True, max_length=500, blank=True)
    project = models.ForeignKey(
        Project, verbose_name=_("funded by project"), on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True, help_text=_("For staff only."))
    decided_on = PartialDateField(_("date of the decision"))

    objects = AppointmentQuerySet.as_manager()

    class Meta(Spanned.Meta):
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments of visiting professors")
        ordering = [F("starts_on_first").desc(nulls_last=True), "-pk"]

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.get_rank_display()), self.starts_on[:4]]))

    def get_absolute_url(self) -> str:
        """The page is the person's: a second term adds to it. Ask the query for the person (select_related)."""
        return reverse("visitors:appointment_detail", args=[self.person.slug])
