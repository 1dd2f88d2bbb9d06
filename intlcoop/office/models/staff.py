"""Who works in the office, and what the office does."""

from collections.abc import Iterator
from typing import Self

from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from intlcoop.base.models import Record, RecordQuerySet, SpannedQuerySet, SpannedRecord
from intlcoop.base.relevance import Fit
from intlcoop.base.text import fold
from intlcoop.base.translated import SearchTextField, TranslatedField
from partners.models import Person
from partners.models.naming import ASK, PERSON_WORDS, Named


class StaffMemberQuerySet(SpannedQuerySet):
    fit_of_others = Fit.BEGINS  # who looks for somebody of the office by name wants the office
    words_in = PERSON_WORDS

    def named(self) -> Self:
        """Published posts of people who may be named: a post without a name says nothing."""
        return self.published().filter(person__in=Person.objects.named())

    def has_word(self, word: str, named: Named = ASK) -> Q:
        """In the post, or in the name of who may be named."""
        return self.saying(word, named.held) | Q(person__in=Person.objects.named_by(word, named))


class StaffMember(SpannedRecord):
    """A person's post in the office from one date to another; former heads stay, with their years."""

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="posts")
    role = TranslatedField(_("role"), max_length=150, help_text=_("E.g. Vice-Rector for international relations; Erasmus+ coordinator."))
    is_head = models.BooleanField(_("heads the office"), default=False)
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Public. Only an address of the office, not a private one."))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    room = models.CharField(_("room"), max_length=40, blank=True)
    spoken = TranslatedField(_("languages spoken"), max_length=150, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    search_text = SearchTextField()

    objects = StaffMemberQuerySet.as_manager()

    class Meta(SpannedRecord.Meta):
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        ordering = ["-is_head", "order", F("starts_on_first").desc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return str(self.role)

    def search_parts(self) -> Iterator[str]:
        yield from (fold(text) for text in self.role.values())


class OfficeTaskQuerySet(RecordQuerySet):
    def next_order(self) -> int:
        """Where a new task goes: behind the last one."""
        return (self.aggregate(last=Max("order"))["last"] or 0) + 1


class OfficeTask(Record):
    """One of the numbered tasks of the office."""

    text = TranslatedField(_("task"), lines=True, max_length=500)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = OfficeTaskQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("task of the office")
        verbose_name_plural = _("tasks of the office")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.text)[:80]
