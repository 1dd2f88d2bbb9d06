"""Visits in either direction: guests who came, and our people who went."""

from collections.abc import Iterator
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from intlcoop.base.models import SpannedQuerySet, SpannedRecord
from intlcoop.base.partial_date import PartialDate
from intlcoop.base.text import fold
from intlcoop.base.translated import SearchTextField, TranslatedField
from partners.models import Agreement, Institution, Person
from partners.models.naming import ASK, INSTITUTION_WORDS, PERSON_WORDS, Named


class Direction(models.TextChoices):
    INCOMING = "incoming", _("to us")
    OUTGOING = "outgoing", _("from us")


class Purpose(models.TextChoices):
    LECTURE = "lecture", _("lecture")
    TEACHING = "teaching", _("teaching")
    RESEARCH = "research", _("research")
    CONFERENCE = "conference", _("conference")
    TRAINING = "training", _("training")
    MEETING = "meeting", _("meeting")
    OTHER = "other", _("other purpose")


class VisitQuerySet(SpannedQuerySet):
    words_in = (*INSTITUTION_WORDS, *PERSON_WORDS)

    def has_word(self, word: str, named: Named = ASK) -> Q:
        """In the visit's own words, the name of who may be named, or any name of the institution."""
        people, others = Person.objects.named_by(word, named), Institution.objects.named_by(word, named)
        return self.saying(word, named.held) | Q(person__in=people) | Q(institution__in=others)

    def with_country(self, country: str) -> Self:
        return self.filter(Q(institution__country=country) | Q(institution=None, country=country))

    def of_year(self, year: int) -> Self:
        """Those that the list shows under this year."""
        return self.filter(starts_on__startswith=f"{year:04}")


class Visit(SpannedRecord):
    """Required are a direction and somebody or some place: a person, an institution or words for the visitor."""

    Direction = Direction
    Purpose = Purpose

    direction = models.CharField(_("direction"), max_length=10, choices=Direction, default=Direction.INCOMING)
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, null=True, blank=True, related_name="visits")
    visitor = TranslatedField(
        _("visitor in words"), max_length=250, blank=True, help_text=_("If there is no single person: a group of lecturers in physiology.")
    )
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, null=True, blank=True, related_name="visits",
        help_text=_("Where the guest comes from, or where our people went."),
    )  # fmt: skip
    country = CountryField(_("country"), blank=True, help_text=_("Only if the institution is not known."))
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose, default=Purpose.OTHER)
    description = TranslatedField(_("description"), lines=True, max_length=1000, blank=True, help_text=_("What was done. Public."))
    agreement = models.ForeignKey(
        Agreement, verbose_name=_("under the agreement"), on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    search_text = SearchTextField(body=("description",))

    objects = VisitQuerySet.as_manager()

    class Meta(SpannedRecord.Meta):
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = [F("starts_on_first").desc(nulls_last=True), "-pk"]

    def __str__(self) -> str:
        return str(self.visitor) or f"{self.get_purpose_display()} {self.starts_on[:4]}".strip()

    def clean(self) -> None:
        super().clean()
        if not (self.person_id or self.institution_id or self.visitor):
            raise ValidationError(_("Enter a person, an institution or the visitor in words."))

    def search_parts(self) -> Iterator[str]:
        yield from (fold(text) for text in self.visitor.values())

    @property
    def is_person_named(self) -> bool:
        """Ask the query for the person (select_related)."""
        return bool(self.person and self.person.is_named)

    @property
    def year(self) -> int | None:
        """The year under which the list shows it."""
        return PartialDate(self.starts_on).year
