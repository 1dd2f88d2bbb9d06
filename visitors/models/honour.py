"""Honorary titles and letters of appreciation that our institution has awarded."""

from collections.abc import Iterator
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intlcoop.base.models import Record, RecordQuerySet
from intlcoop.base.partial_date import PartialDate, PartialDateField, first_day
from intlcoop.base.public import public_now
from intlcoop.base.translated import SearchTextField, TranslatedField
from partners.models import Institution, Person
from partners.models.naming import ASK, INSTITUTION_WORDS, PERSON_WORDS, Named


class Kind(models.TextChoices):
    HONORARY_DOCTOR = "honorary_doctor", _("honorary doctor")
    HONORARY_PROFESSOR = "honorary_professor", _("honorary professor")
    LETTER_OF_APPRECIATION = "letter_of_appreciation", _("letter of appreciation")


class HonourQuerySet(RecordQuerySet):
    words_in = (*INSTITUTION_WORDS, *PERSON_WORDS)

    def published(self) -> Self:
        """A person who is a draft is honoured on no page."""
        return super().published().filter(Q(person=None) | public_now("person__"))

    def has_word(self, word: str, named: Named = ASK) -> Q:
        """In the name of who was honoured and may be named, in any name of the institution, or in the citation."""
        people, others = Person.objects.named_by(word, named), Institution.objects.named_by(word, named)
        told = self.saying(word, named.held) & (Q(person=None) | Q(person__has_consent=True))  # the list shows no other citation
        return told | Q(person__in=people) | Q(institution__in=others)

    def with_country(self, country: str) -> Self:
        """Of the institution, or of the person's where the person may be named: a country may tell who it is."""
        return self.filter(Q(institution__country=country) | Q(person__has_consent=True, person__institution__country=country))

    def of_year(self, year: int) -> Self:
        return self.filter(awarded_on__startswith=f"{year:04}")


class Honour(Record):
    """To a person or to an institution, exactly one of them."""

    Kind = Kind

    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, null=True, blank=True, related_name="honours")
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, null=True, blank=True, related_name="honours"
    )
    awarded_on = PartialDateField(_("awarded"), help_text=_("A year is enough."))
    awarded_on_first = first_day("awarded_on")
    citation = TranslatedField(_("citation"), lines=True, max_length=1000, blank=True, help_text=_("For what it was awarded. Public."))

    search_text = SearchTextField(body=("citation",))

    objects = HonourQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("honour")
        verbose_name_plural = _("honours")
        ordering = [F("awarded_on_first").desc(nulls_last=True), "-pk"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(person__isnull=True, institution__isnull=False) | Q(person__isnull=False, institution__isnull=True),
                                   name="visitors_honour_person_or_institution",
                                   violation_error_message=_("Choose a person or an institution, one of them.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.awarded_on[:4]}".strip()

    def search_parts(self) -> Iterator[str]:
        """Whom it names is asked of the person and the institution themselves."""
        yield from ()

    def clean(self) -> None:
        super().clean()
        if bool(self.person_id) == bool(self.institution_id):
            raise ValidationError(_("Choose a person or an institution, one of them."))

    @property
    def is_person_named(self) -> bool:
        """Ask the query for the person (select_related)."""
        return bool(self.person and self.person.is_named)

    @property
    def year(self) -> int | None:
        """The year under which the list shows it."""
        return PartialDate(self.awarded_on).year
