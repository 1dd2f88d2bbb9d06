"""What a prospective partner wrote to us. No history rows, so that it can be erased without a trace."""

import datetime
import secrets
import uuid
from typing import Any, Self, TypeAlias

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from django_countries.fields import CountryField

from intlcoop.base.clock import now, working_days_before
from intlcoop.base.files import HasFiles
from intlcoop.base.web_address import WebAddressField
from intlcoop.proposals.attachment import AttachmentField
from intlcoop.proposals.models.reference_count import ReferenceCount
from partners.models import Agreement, Institution
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
    """How far the office is. The sender sees the words of `for_sender`, never a note or a name."""

    NEW = "new", _("new")
    IN_REVIEW = "in_review", _("in review")
    WAITING = "waiting", _("waiting for the partner")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    CLOSED = "closed", _("closed")

    @property
    def for_sender(self) -> Any:
        return {Status.NEW: _("Received"), Status.IN_REVIEW: _("In review"), Status.WAITING: _("Waiting for your answer"),
                Status.ACCEPTED: _("Accepted"), Status.DECLINED: _("Declined"), Status.CLOSED: _("Closed")}[self]  # fmt: skip

    @property
    def next_steps(self) -> "list[Status]":
        """Where it may go from here. Back from a decision there is one way only, for the mistake that is noticed at once."""
        return {
            Status.NEW: [Status.IN_REVIEW, Status.WAITING, Status.ACCEPTED, Status.DECLINED],
            Status.IN_REVIEW: [Status.WAITING, Status.ACCEPTED, Status.DECLINED],
            Status.WAITING: [Status.IN_REVIEW, Status.ACCEPTED, Status.DECLINED, Status.CLOSED],
            Status.ACCEPTED: [Status.CLOSED],
            Status.DECLINED: [Status.IN_REVIEW, Status.CLOSED],
            Status.CLOSED: [],
        }[self]

    @property
    def is_open(self) -> bool:
        return self in OPEN


Stage: TypeAlias = Status  # inside the model, `Status` is its attribute
OPEN = [Status.NEW, Status.IN_REVIEW, Status.WAITING]
UNANSWERED = [Status.NEW, Status.IN_REVIEW]
OVER = [Status.DECLINED, Status.CLOSED]


def new_token() -> str:
    return secrets.token_urlsafe(24)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def suspected(self) -> Self:
        """Kept and marked, never dropped: a human decides."""
        return self.filter(is_suspected=True)

    def kept(self) -> Self:
        """Those whose words are still there."""
        return self.filter(anonymised_at=None)

    def to_review(self) -> Self:
        """Nobody has begun with them."""
        return self.filter(status=Status.NEW, is_suspected=False)

    def overdue(self, days: int) -> Self:
        """Without any answer for longer than so many working days."""
        due = working_days_before(now(), days)
        return self.filter(status__in=UNANSWERED, is_suspected=False, answered_at=None, created_at__lt=due)

    def past_retention(self, months: int) -> Self:
        """Over for so long that nobody needs the words any more; what looked like spam and nobody cared about, too."""
        before = now() - datetime.timedelta(days=months * 365 / 12)
        over = Q(status__in=OVER) | Q(is_suspected=True)
        return self.kept().filter(over, status_changed_at__lt=before)


class Proposal(HasFiles):
    """Stored first, read in the admin. The one-time key makes a second click or a resent form the same proposal."""

    Topic = Topic
    Status = Status
    is_confidential = True

    reference = models.CharField(_("reference"), max_length=20, unique=True, blank=True, editable=False)
    key = models.UUIDField(_("one-time key"), unique=True, editable=False, default=uuid.uuid4)
    token = models.CharField(_("address of the status page"), max_length=40, unique=True, editable=False, default=new_token)

    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=150)
    position = models.CharField(_("position"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    institution = models.CharField(_("institution"), max_length=250)
    institution_kind = models.CharField(_("kind of institution"), max_length=20, choices=InstitutionKind, default=InstitutionKind.NOT_SAID)
    country = CountryField(_("country"))
    city = models.CharField(_("city"), max_length=100, blank=True)
    website = WebAddressField(_("website"), blank=True)
    erasmus_code = models.CharField(_("Erasmus code or PIC"), max_length=40, blank=True)
    topics = models.JSONField(_("kind of cooperation"), default=list)
    fields_of_medicine = models.CharField(_("fields of medicine"), max_length=250, blank=True)
    programme = models.CharField(_("programme"), max_length=150, blank=True)
    text = models.TextField(_("description"))
    proposed_start = models.CharField(_("proposed start"), max_length=100, blank=True)
    contact_here = models.CharField(_("contact at our faculty"), max_length=150, blank=True)
    attachment = AttachmentField(_("PDF"), blank=True)
    consents = models.JSONField(_("agreed to"), default=list, blank=True, editable=False)
    language = models.CharField(_("language of the form"), max_length=12, blank=True)
    reply_language = models.CharField(_("language of the answer"), max_length=12, blank=True)

    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.NEW)
    status_changed_at = models.DateTimeField(_("status since"), default=now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken by"),
        related_name="taken_proposals",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
    )
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    answered_at = models.DateTimeField(_("first answered"), null=True, blank=True)
    decision_reason = models.TextField(
        _("reason of the decision"), blank=True, help_text=_("For the office; it is not sent. Required to decline.")
    )
    internal_note = models.TextField(_("note for staff"), blank=True)
    partner = models.ForeignKey(
        Institution,
        verbose_name=_("institution in the register"),
        related_name="proposals",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
    )
    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), related_name="proposals", on_delete=models.SET_NULL, null=True, blank=True
    )

    is_suspected = models.BooleanField(_("suspected spam"), default=False)
    suspicion = models.CharField(_("why suspected"), max_length=200, blank=True)
    origin = models.CharField(_("keyed hash of the connection"), max_length=64, blank=True, editable=False)
    text_digest = models.CharField(_("keyed hash of the text"), max_length=64, blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField(_("received"), default=now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    anonymised_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        """Without a name: this is what the admin's log keeps after a proposal is erased."""
        return self.reference

    def shows_file(self, field_name: str) -> bool:
        """Never to everybody: readers of the inbox only."""
        return False

    def get_status_url(self) -> str:
        """The sender's own page, in the active language."""
        return reverse("proposals:status", args=[self.token])

    @property
    def topic_labels(self) -> list[str]:
        return [str(Topic(topic).label) for topic in self.topics if topic in Topic.values]

    @property
    def stage(self) -> Stage:
        return Status(self.status)

    @property
    def answer_language(self) -> str:
        """In which language to write to the sender."""
        return self.reply_language or self.language or settings.LANGUAGE_CODE

    @property
    def is_erased(self) -> bool:
        return self.anonymised_at is not None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new one gets its reference inside the same transaction, so that no number is given twice."""
        if self.reference:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            self.reference = ReferenceCount.objects.next_reference()
            super().save(*args, **kwargs)

    def move_to(self, status: Stage) -> None:
        """Change the status, not yet saved. Raises ValueError for a step that is not allowed."""
        if status not in self.stage.next_steps:
            raise ValueError(f"from {self.status} to {status}")
        self.status, self.status_changed_at = status, now()
        if status in {Status.ACCEPTED, Status.DECLINED}:
            self.answered_at = self.answered_at or now()
