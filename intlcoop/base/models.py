"""Abstract parents of the portal's nouns. No table stands on this floor."""

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import formats, timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext, gettext_lazy as _

from intlcoop.base import languages
from intlcoop.base.clock import now, today
from intlcoop.base.history import History
from intlcoop.base.partial_date import PartialDate, PartialDateField, first_day, last_day
from intlcoop.base.public import public_now
from intlcoop.base.searched import SearchedQuerySet
from intlcoop.base.text import visible
from intlcoop.base.translated import Translated, TranslatedField

# Names may stay in their own language on every page; what lacks a translation is a text.
PROPER_NAMES = {
    "name", "family_name", "city", "place_note", "place", "department", "university", "street", "office_name", "also_known_as",
    "author_unit",
}  # fmt: skip


def minute(moment: datetime.datetime) -> str:
    """A moment on the office's clock, as people write it."""
    return str(formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT"))


class Tracked(models.Model):
    """A row whose changes are kept. For through rows and parts; what has a page of its own is a Record."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    history = History(inherit=True)

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Any = None) -> None:
        """Words in one language are stored as those in several are: without what nobody can see or what turns the line round."""
        plain = [field for field in self._meta.fields if type(field) in {models.CharField, models.TextField}]
        for field in plain:
            value = getattr(self, field.attname)
            if isinstance(value, str) and field.name not in (exclude or ()):
                setattr(self, field.attname, visible(value, lines=isinstance(field, models.TextField)))
        super().clean_fields(exclude=exclude)

    def _get_FIELD_display(self, field: Any) -> str:
        """What `get_kind_display` says. Django's own translates every choice of the field to find the one."""
        value = getattr(self, field.attname)
        return force_str(dict(field.flatchoices).get(value, value), strings_only=True)

    def falls_back_to(self) -> str:
        """The language of the texts shown when the active language is lacking; "" if no text is lacking."""
        for field in self._meta.fields:
            if isinstance(field, TranslatedField) and field.name not in PROPER_NAMES:
                text: Translated = getattr(self, field.attname)
                language = text.pick()[1]
                if text and language != languages.active():
                    return language
        return ""


FIRST_YEAR, LAST_YEAR = 1950, 2199  # in which a record appears or goes

# Django's four rights, and one of our own: to put a record on the public pages, withdraw it or archive it.
RIGHTS = ("add", "change", "delete", "view", "publish")


class RecordQuerySet(SearchedQuerySet):
    def published(self) -> Self:
        """What a visitor may see at this moment."""
        return self.filter(public_now())

    def archived(self) -> Self:
        """Put aside: in no list and no choice, kept for what refers to it."""
        return self.filter(is_archived=True)

    def in_use(self) -> Self:
        return self.filter(is_archived=False)


class Record(Tracked):
    """Something that a public page shows, once it is published."""

    is_published = models.BooleanField(
        _("published"),
        default=False,
        help_text=_(
            "Ticked: everybody can see it on the public pages. Not ticked: a draft without a page of its own; published records that refer to it still name it."
        ),
    )
    publish_at = models.DateTimeField(
        _("published from"), null=True, blank=True,
        help_text=_("Leave empty to publish at once. With a date and time, a ticked record appears at that minute, in the office's time zone."),
    )  # fmt: skip
    withdraw_at = models.DateTimeField(
        _("published until"), null=True, blank=True, help_text=_("Leave empty to keep it. From this minute on it is a draft again.")
    )
    is_archived = models.BooleanField(
        _("archived"), default=False, editable=False, help_text=_("Put aside: in no list and no choice. Its address says so.")
    )
    checked_on = models.DateField(
        _("checked on"), null=True, blank=True, help_text=_("When somebody last made sure that this is still true. Shown on the page.")
    )

    class Meta:
        abstract = True
        default_permissions = RIGHTS
        constraints = [
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True) | Q(withdraw_at__isnull=True) | Q(withdraw_at__gt=F("publish_at")),
                name="%(app_label)s_%(class)s_withdrawn_after_published",
                violation_error_message=_("“Published until” must be later than “published from”."),
            )
        ]

    def clean(self) -> None:
        """A moment in the year 1 is a slip of the finger, and has no place on the clocks of every zone."""
        super().clean()
        errors: dict[str, Any] = {}
        for name in ("publish_at", "withdraw_at"):
            moment = getattr(self, name)
            if moment and moment.year < FIRST_YEAR:
                errors[name] = _("Enter a date after 1949.")
            elif moment and moment.year > LAST_YEAR:
                errors[name] = _("Enter a date before 2200.")
        if errors:
            raise ValidationError(errors)

    @property
    def is_public(self) -> bool:
        """The same as `public_now()` asks of the rows."""
        begun = self.publish_at is None or self.publish_at <= now()
        return self.is_published and not self.is_archived and begun and (self.withdraw_at is None or self.withdraw_at > now())

    @property
    def publication(self) -> str:
        """In words for staff: what visitors see of it now, and what will change by itself."""
        if self.is_archived:
            return gettext("archived")
        if not self.is_published:
            return gettext("draft")
        if self.is_public:
            return gettext("public until %(moment)s") % {"moment": minute(self.withdraw_at)} if self.withdraw_at else gettext("public")
        if self.publish_at and self.publish_at > now():
            return gettext("public from %(moment)s") % {"moment": minute(self.publish_at)}
        return gettext("withdrawn")


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


class SpannedRecord(Record, Spanned):
    """A record with a beginning and an end."""

    class Meta(Record.Meta):
        abstract = True
        constraints = [*Record.Meta.constraints, *Spanned.Meta.constraints]


class SpannedQuerySet(RecordQuerySet):
    def current(self) -> Self:
        """Not yet over: without an end, or ending today or later."""
        return self.filter(Q(ends_on_last__isnull=True) | Q(ends_on_last__gte=today()))

    def former(self) -> Self:
        return self.filter(ends_on_last__lt=today())
