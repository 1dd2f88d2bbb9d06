"""What a prospective partner wrote to us. No history rows, so that it can be erased without a trace."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from django_countries.fields import CountryField

from intlcoop.base.web_address import WebAddressField
from partners.models.institution import Kind as InstitutionKind


class Topic(models.TextChoices):
    """What the writer would like to do with us."""

    STUDENT_EXCHANGE = "student_exchange", _("exchange of students")
    STAFF_EXCHANGE = "staff_exchange", _("exchange of staff")
    RESEARCH = "research", _("joint research")
    JOINT_DEGREE = "joint_degree", _("joint degree")
    CLINICAL_PRACTICE = "clinical_practice", _("clinical practice")
    EVENTS = "events", _("conferences and other events")
    NETWORK = "network", _("a network or a project")
    OTHER = "other", _("something else")


class Status(models.TextChoices):
    NEW = "new", _("new")
    IN_REVIEW = "in_review", _("in review")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def suspected(self) -> Self:
        """Kept and marked, never dropped: a human decides."""
        return self.filter(is_suspected=True)


class Proposal(models.Model):
    """Stored first, read in the admin. The one-time key makes a second click or a resent form the same proposal."""

    Topic = Topic
    Status = Status

    key = models.UUIDField(_("one-time key"), unique=True, editable=False)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=150)
    position = models.CharField(_("position"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    institution = models.CharField(_("institution"), max_length=250)
    institution_kind = models.CharField(_("kind of institution"), max_length=20, choices=InstitutionKind, default=InstitutionKind.NOT_SAID)
    country = CountryField(_("country"))
    city = models.CharField(_("city"), max_length=100, blank=True)
    website = WebAddressField(_("website"), blank=True)
    topics = models.JSONField(_("kind of cooperation"), default=list)
    text = models.TextField(_("description"))
    language = models.CharField(_("language of the form"), max_length=12, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.NEW)
    is_suspected = models.BooleanField(_("suspected spam"), default=False)
    suspicion = models.CharField(_("why suspected"), max_length=200, blank=True)
    internal_note = models.TextField(_("note for staff"), blank=True)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        """Without a name: this is what the admin's log keeps after a proposal is erased."""
        return self.reference

    @property
    def reference(self) -> str:
        """What the writer and the office call it; the year is that of the office's calendar."""
        year = timezone.localdate(self.created_at).year if self.created_at else 0
        return f"IC-{year}-{self.pk or 0:04}"

    @property
    def topic_labels(self) -> list[str]:
        return [str(Topic(topic).label) for topic in self.topics if topic in Topic.values]
