"""Delegations: official guests whom we receive, and ours whom others receive."""

from collections.abc import Iterator
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from intlcoop.base.models import SpannedQuerySet, SpannedRecord
from intlcoop.base.partial_date import PartialDate
from intlcoop.base.text import fold
from intlcoop.base.translated import SearchTextField, Translated, TranslatedField
from intlcoop.profile.models import Addressed
from partners.models import Agreement, Institution, Person
from partners.models.naming import ASK, INSTITUTION_WORDS, PERSON_WORDS, Named
from projects.models import Project


class Direction(models.TextChoices):
    INCOMING = "incoming", _("to us")
    OUTGOING = "outgoing", _("from us")


class DelegationQuerySet(SpannedQuerySet):
    words_in = (*INSTITUTION_WORDS, *PERSON_WORDS)

    def has_word(self, word: str, named: Named = ASK) -> Q:
        """In the delegation's own words, the name of a head who may be named, or any name of the institution."""
        people, others = Person.objects.named_by(word, named), Institution.objects.named_by(word, named)
        return self.saying(word, named.held) | Q(head__in=people) | Q(institution__in=others)

    def with_country(self, country: str) -> Self:
        return self.filter(Q(institution__country=country) | Q(institution=None, country=country))

    def of_year(self, year: int) -> Self:
        """Those that the list shows under this year."""
        return self.filter(starts_on_first__year=year)


class Delegation(SpannedRecord, Addressed):
    """Required are a direction and an organisation: one of the institutions, or words for an embassy, a ministry, a fund."""

    Direction = Direction

    direction = models.CharField(_("direction"), max_length=10, choices=Direction, default=Direction.INCOMING)
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, null=True, blank=True, related_name="delegations",
        help_text=_("Where the guests come from, or where our people went. If it is not among the institutions, write it below."),
    )  # fmt: skip
    organisation = TranslatedField(
        _("organisation in words"),
        max_length=250,
        blank=True,
        help_text=_("E.g. Embassy of Japan. Shown instead of the institution's name."),
    )
    country = CountryField(_("country"), blank=True, help_text=_("Only if no institution is chosen."))
    members = models.PositiveSmallIntegerField(
        _("number of members"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("With the head. Leave empty if unknown."),
    )
    head = models.ForeignKey(
        Person, verbose_name=_("head"), on_delete=models.PROTECT, null=True, blank=True, related_name="led_delegations",
        help_text=_("Shown only if the person may be named."),
    )  # fmt: skip
    head_in_words = TranslatedField(
        _("head in words"),
        max_length=200,
        blank=True,
        help_text=_("An office rather than a name: the Ambassador, the Deputy Minister of Health."),
    )
    host = TranslatedField(_("host"), max_length=200, blank=True, help_text=_("Who received them: the Dean, the Department of Surgery."))
    purpose = TranslatedField(_("purpose"), lines=True, max_length=1000, blank=True, help_text=_("Why they came. Public."))
    results = TranslatedField(_("results"), lines=True, max_length=2000, blank=True, help_text=_("What was agreed or seen. Public."))
    follow_up = models.TextField(_("follow-up"), blank=True, help_text=_("Who does what until when. Never public."))
    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, null=True, blank=True, related_name="delegations",
        help_text=_("Prepared, signed or reviewed on the occasion."),
    )  # fmt: skip
    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, null=True, blank=True, related_name="delegations"
    )
    search_text = SearchTextField(body=("purpose", "results"))

    objects = DelegationQuerySet.as_manager()

    class Meta(SpannedRecord.Meta):
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = [F("starts_on_first").desc(nulls_last=True), "-pk"]
        constraints = [
            *SpannedRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(members__isnull=True) | Q(members__gte=1),
                name="visitors_delegation_has_members",
                violation_error_message=_("A delegation has at least one member."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation) or f"{self._meta.verbose_name} {self.starts_on[:4]}".strip()

    def get_absolute_url(self) -> str:
        return reverse("visitors:delegation_detail", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if not (self.institution_id or self.organisation):
            raise ValidationError(_("Choose an institution, or write the organisation in words."))

    def slug_source(self) -> str:
        return f"{self.shown_organisation.pick('en')[0]} {self.starts_on[:4]}"

    def search_parts(self) -> Iterator[str]:
        texts = (self.organisation, self.head_in_words, self.host)
        yield from (fold(text) for translated in texts for text in translated.values())

    @property
    def shown_organisation(self) -> Translated:
        """The organisation as the pages name it. Ask the query for the institution (select_related)."""
        return self.organisation or (self.institution.name if self.institution else Translated())

    @property
    def is_head_named(self) -> bool:
        """Ask the query for the head (select_related)."""
        return bool(self.head and self.head.is_named)

    @property
    def year(self) -> int | None:
        """The year under which the list shows it."""
        return PartialDate(self.starts_on).year
