"""What the life of an agreement follows from: its dates, how it goes on by itself, and what was decided about its end."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import months_later, today
from intlcoop.base.models import SpannedRecord
from intlcoop.base.partial_date import PartialDate, PartialDateField, first_day, last_day
from partners.models.agreement_state import State, state_of


class Life(SpannedRecord):
    """What the state follows from, and what was decided about the end."""

    is_in_preparation = models.BooleanField(
        _("not signed yet"), default=False,
        help_text=_("Ticked: it is being prepared, or is with the partner, and is not public even if published. With the day of signing the tick counts no more."),
    )  # fmt: skip
    sent_on = PartialDateField(
        _("sent to the partner"), help_text=_("The day on which the text went to the partner for signing. For staff only.")
    )
    signed_on = PartialDateField(_("signed"), help_text=_("A year is enough: 2003. Leave empty if unknown."))
    signed_on_first = first_day("signed_on")
    signed_on_last = last_day("signed_on")
    is_renewed_automatically = models.BooleanField(
        _("renewed automatically"), default=False, help_text=_("It goes on after its end unless a party gives notice.")
    )
    renewal_years = models.PositiveSmallIntegerField(
        _("renewed each time for (years)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("E.g. 5. The page then says until when it runs now. Leave empty if the paper does not say."),
    )  # fmt: skip
    notice_months = models.PositiveSmallIntegerField(
        _("notice before the end (months)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(36)],
        help_text=_("E.g. 6: a party that does not want to go on writes half a year before. The office is reminded before that day."),
    )  # fmt: skip
    terminated_on = PartialDateField(_("terminated"), help_text=_("Only if it was ended before its time."))
    terminated_on_first = first_day("terminated_on")
    termination_reason = models.CharField(_("reason"), max_length=250, blank=True, help_text=_("For staff only."))
    is_left_to_expire = models.BooleanField(
        _("left to expire"), default=False, help_text=_("It will not be renewed when it ends. Nobody is reminded of its end any more.")
    )
    expiry_reason = models.CharField(_("why it is left to expire"), max_length=250, blank=True, help_text=_("For staff only."))

    class Meta(SpannedRecord.Meta):
        abstract = True
        constraints = [
            *SpannedRecord.Meta.constraints,
            models.CheckConstraint(condition=~Q(is_left_to_expire=True, is_renewed_automatically=True),
                                   name="%(app_label)s_%(class)s_expires_or_goes_on",
                                   violation_error_message=_("What is left to expire is not renewed automatically.")),
        ]  # fmt: skip

    def clean(self) -> None:
        super().clean()
        if self.is_left_to_expire and self.is_renewed_automatically:
            raise ValidationError({"is_left_to_expire": _("What is left to expire is not renewed automatically.")})

    @property
    def is_public(self) -> bool:
        """The same as `published()` asks of the rows."""
        return super().is_public and not self.is_being_prepared

    @property
    def is_being_prepared(self) -> bool:
        return self.is_in_preparation and not self.signed_on

    @property
    def beginning(self) -> PartialDate:
        """When it starts, or was signed, as far as that is known."""
        return PartialDate(self.starts_on or self.signed_on)

    def state_on(self, on: datetime.date) -> State:
        """The state on a day, by the same table of rules as the query's. Asks for the agreement that replaces it."""
        follower = getattr(self, "successor", None)
        facts = {
            "terminated_on_first": PartialDate(self.terminated_on).first,
            "ends_on_last": PartialDate(self.ends_on).last,
            "signed_on_first": PartialDate(self.signed_on).first,
            "begins": self.beginning.first,
            "follower_begins": follower.beginning.first if follower and not follower.is_being_prepared else None,
        }
        return state_of(lambda name: facts[name] if name in facts else getattr(self, name), on)

    @property
    def state(self) -> State:
        """Today's state; the one of the query if `with_state()` has computed it."""
        known = getattr(self, "state_now", None)
        return State(known) if known else self.state_on(today())

    def end_of_term(self, on: datetime.date) -> PartialDate:
        """The end of the term that runs on a day, as exact as the end that is written down.

        Each term of an agreement that is renewed automatically ends so many years after the last one; empty where it has run
        out of its first term and nobody says for how long it goes on.
        """
        ends = PartialDate(self.ends_on)
        if ends.last is None or not self.is_renewed_automatically or ends.last >= on:
            return ends
        if not self.renewal_years:
            return PartialDate()
        terms = max((on.year - ends.last.year) // self.renewal_years, 1)
        term = ends.years_later(terms * self.renewal_years)
        return ends.years_later((terms + 1) * self.renewal_years) if term.last and term.last < on else term

    @property
    def runs_until(self) -> PartialDate:
        """The end of today's term."""
        return self.end_of_term(today())

    @property
    def ends_now(self) -> PartialDate:
        """The end that the pages say: of today's term, or as it is written where nobody knows how long the terms are."""
        return self.runs_until or PartialDate(self.ends_on)

    def notice_before(self, end: PartialDate) -> datetime.date | None:
        """The last day on which a party can say that it will not go on after this end."""
        if end.last is None or not self.is_renewed_automatically or not self.notice_months:
            return None
        return months_later(end.last, -self.notice_months)

    def notice_due(self, on: datetime.date) -> datetime.date | None:
        """The next last day for giving notice, that day included; for a later term if it is too late for this one."""
        return self.notice_before(self.end_after_notice(on))

    def end_after_notice(self, on: datetime.date) -> PartialDate:
        """When it is over if a party says on this day that it will not go on: with this term, or with a later one where it is too late."""
        end = self.end_of_term(on)
        while end.last and (day := self.notice_before(end)) and day < on:
            end = self.end_of_term(end.last + datetime.timedelta(days=1))
        return end

    @property
    def notice_due_on(self) -> datetime.date | None:
        return self.notice_due(today())
