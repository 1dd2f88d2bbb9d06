"""Abstract parents of the portal's nouns. No table stands on this floor."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intlcoop.base import languages
from intlcoop.base.clock import today
from intlcoop.base.history import History
from intlcoop.base.partial_date import PartialDate, PartialDateField, first_day, last_day
from intlcoop.base.text import fold
from intlcoop.base.translated import Translated, TranslatedField

# Names may stay in their own language on every page; what lacks a translation is a text.
PROPER_NAMES = {
    "name", "family_name", "city", "place_note", "place", "department", "university", "street", "office_name", "also_known_as",
}  # fmt: skip


class Tracked(models.Model):
    """A row whose changes are kept. For through rows and parts; what has a page of its own is a Record."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    history = History(inherit=True)

    class Meta:
        abstract = True

    def falls_back_to(self) -> str:
        """The language of the texts shown when the active language is lacking; "" if no text is lacking."""
        for field in self._meta.fields:
            if isinstance(field, TranslatedField) and field.name not in PROPER_NAMES:
                text: Translated = getattr(self, field.attname)
                language = text.pick()[1]
                if text and language != languages.active():
                    return language
        return ""


class RecordQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """What a visitor may see."""
        return self.filter(is_published=True)

    def matching(self, words: str) -> Self:
        """Rows in whose folded text every word occurs. "testemitanu" finds Testemiţanu; only for models with search_text."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found


class Record(Tracked):
    """Something that a public page shows, once it is published."""

    is_published = models.BooleanField(
        _("published"),
        default=False,
        help_text=_(
            "Ticked: everybody can see it on the public pages. Not ticked: a draft without a page of its own; published records that refer to it still name it."
        ),
    )
    checked_on = models.DateField(
        _("checked on"), null=True, blank=True, help_text=_("When somebody last made sure that this is still true. Shown on the page.")
    )

    class Meta:
        abstract = True


class Spanned(models.Model):
    """Something with a beginning and an end, either of which may be known in part or not at all."""

    starts_on = PartialDateField(_("starts"), help_text=_("A year, a month or a day: 2003, 2003-10 or 2003-10-29. Leave empty if unknown."))
    ends_on = PartialDateField(
        _("ends"), help_text=_("The last day, month or year in which it still holds. Leave empty if there is none or it is unknown.")
    )
    starts_on_first = first_day("starts_on")
    starts_on_last = last_day("starts_on")
    ends_on_first = first_day("ends_on")
    ends_on_last = last_day("ends_on")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on_first__isnull=True) | Q(ends_on_last__isnull=True) | Q(ends_on_last__gte=F("starts_on_first")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
                violation_error_message=_("The end is before the start."),
            )
        ]

    def clean(self) -> None:
        super().clean()
        try:
            first, last = PartialDate(self.starts_on).first, PartialDate(self.ends_on).last
        except ValueError:  # the field has said so already
            return
        if first and last and last < first:
            raise ValidationError({"ends_on": _("The end is before the start.")})

    @property
    def has_ended(self) -> bool:
        last = PartialDate(self.ends_on).last
        return last is not None and last < today()


class SpannedQuerySet(RecordQuerySet):
    def current(self) -> Self:
        """Not yet over: without an end, or ending today or later."""
        return self.filter(Q(ends_on_last__isnull=True) | Q(ends_on_last__gte=today()))

    def former(self) -> Self:
        return self.filter(ends_on_last__lt=today())
