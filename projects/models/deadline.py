"""What opens on a day and closes at a minute on somebody's clocks. Whether it is open is computed, never typed."""

import datetime
import operator
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import formats, timezone
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from intlcoop.base.clock import is_left_out, moment, now, start_of, zone_in_words, zones
from intlcoop.base.models import RecordQuerySet
from intlcoop.base.rules import ByRules, Rule, in_order_of

SOON = 14  # days before the deadline from which it is "closing soon"
MINUTE = datetime.timedelta(minutes=1)
END_OF_DAY = datetime.time(23, 59)  # as people write "the whole day": it closes at the midnight that follows
# A year outside is a slip of the keyboard (0027, 20277), and some have no next day.
FIRST, LAST = datetime.date(1950, 1, 1), datetime.date(2199, 12, 31)
BELIEVABLE = [
    MinValueValidator(FIRST, _("Enter a date after 1949.")),
    MaxValueValidator(LAST, _("Enter a date before 2200.")),
]


class State(models.TextChoices):
    """Words for the visitor, in the order in which the list shows them."""

    CLOSING_SOON = "closing_soon", _("closing soon")
    OPEN = "open", _("open")
    NO_DEADLINE = "no_deadline", _("no deadline")
    UPCOMING = "upcoming", _("opens later")
    CLOSED = "closed", _("closed")

    @property
    def is_open(self) -> bool:
        return self in {State.CLOSING_SOON, State.OPEN, State.NO_DEADLINE}


# The one table of rules, first match wins. An empty column matches no rule, and what matches none has no deadline.
# The annotation reads the comparisons as a query, the property applies them to the row.
RULES: tuple[tuple[State, str, str, str], ...] = (
    (State.CLOSED, "closes_at", "lte", "now"),
    (State.UPCOMING, "opens_on", "gt", "today"),
    (State.CLOSING_SOON, "closes_at", "lte", "soon"),
    (State.OPEN, "closes_at", "gt", "soon"),
)
COMPARE = {"lte": operator.le, "gt": operator.gt}
# Open ones by their deadline (those that close soon have the first ones), then those without, then what opens next, then what closed last. For rows with a state.
BY_DEADLINE: list[Any] = [
    in_order_of(State.values, "state_now"),
    Case(When(state_now=State.UPCOMING, then=F("opens_on"))).asc(nulls_last=True),
    Case(When(state_now=State.CLOSED, then=F("closes_at"))).desc(nulls_last=True),
    F("closes_at").asc(nulls_last=True),
    "pk",
]


def office_zone() -> str:
    return str(settings.TIME_ZONE)


def validate_zone(name: str) -> None:
    if name not in zones():
        raise ValidationError(_("Choose a time zone, such as Europe/Brussels."), code="zone")


def end_of_day(days: int, at: datetime.datetime) -> datetime.datetime:
    """The midnight after the day that is so many days after `at`, on the office's calendar."""
    return start_of(timezone.localdate(at) + datetime.timedelta(days=days + 1), ZoneInfo(office_zone()))


def moments(at: datetime.datetime) -> dict[str, Any]:
    """What the rules compare with."""
    return {"now": at, "today": timezone.localdate(at), "soon": end_of_day(SOON, at)}


def _clock(at: datetime.datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{formats.time_format(local)} ({zone_in_words(local)})"


class DeadlineQuerySet(RecordQuerySet):
    def with_state(self, at: datetime.datetime | None = None) -> Self:
        """Annotates `state_now`, by the table of rules, for the moment `at` (now)."""
        times = moments(at or now())
        rules = [Rule(state.value, {f"{column}__{comparison}": times[word]}) for state, column, comparison, word in RULES]
        return self.annotate(state_now=ByRules(rules, State.NO_DEADLINE.value))

    def in_state(self, *states: str, at: datetime.datetime | None = None) -> Self:
        return self.with_state(at).filter(state_now__in=states)

    def open_now(self, at: datetime.datetime | None = None) -> Self:
        return self.in_state(*[state for state in State if state.is_open], at=at)

    def closed(self, at: datetime.datetime | None = None) -> Self:
        return self.in_state(State.CLOSED, at=at)

    def not_closed(self, at: datetime.datetime | None = None) -> Self:
        return self.with_state(at).exclude(state_now=State.CLOSED)

    def closing_within(self, days: int, at: datetime.datetime | None = None) -> Self:
        """Open, and closed at the end of the day that is so many days away on the office's calendar."""
        at = at or now()
        return self.open_now(at).filter(closes_at__lte=end_of_day(days, at))

    def soonest_first(self) -> Self:
        """Of rows with a state."""
        return self.order_by(*BY_DEADLINE)


class Deadline(models.Model):
    """Day, time and zone as people write them, and the moment that they mean, so that one column tells whether it is over."""

    opens_on = models.DateField(
        _("opens on"), null=True, blank=True, validators=BELIEVABLE,
        help_text=_("The first day on which one can apply. Leave empty if that is now."),
    )  # fmt: skip
    deadline_on = models.DateField(
        _("deadline"), null=True, blank=True, validators=BELIEVABLE,
        help_text=_("The last day. From the minute of the deadline on the page says “closed”. Leave empty if one can apply all year."),
    )  # fmt: skip
    deadline_time = models.TimeField(
        _("time of the deadline"), null=True, blank=True,
        help_text=_("E.g. 12:00. Leave empty for the end of the day (23:59); 00:00 is the beginning of the day."),
    )  # fmt: skip
    deadline_zone = models.CharField(
        _("time zone of the deadline"), max_length=64, default=office_zone, validators=[validate_zone],
        help_text=_("On whose clocks. For programmes of the EU it is often Europe/Brussels."),
    )  # fmt: skip
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(opens_on__isnull=True) | Q(deadline_on__isnull=True) | Q(deadline_on__gte=F("opens_on")),
                                   name="%(app_label)s_%(class)s_closes_after_it_opens", violation_error_message=_("The deadline is before the call opens.")),
            models.CheckConstraint(condition=Q(deadline_time__isnull=True) | Q(deadline_on__isnull=False),
                                   name="%(app_label)s_%(class)s_time_has_a_day", violation_error_message=_("A time needs a day: enter the deadline too.")),
            models.CheckConstraint(condition=Q(closes_at__isnull=True, deadline_on__isnull=True) | Q(closes_at__isnull=False, deadline_on__isnull=False),
                                   name="%(app_label)s_%(class)s_closes_at_its_deadline"),
        ]  # fmt: skip

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.opens_on and self.deadline_on and self.deadline_on < self.opens_on:
            errors["deadline_on"] = _("The deadline is before the call opens.")
        if self.deadline_time and not self.deadline_on:
            errors["deadline_on"] = _("A time needs a day: enter the deadline too.")
        if self.deadline_on and self.deadline_time and self._zone and is_left_out(self.deadline_on, self.deadline_time, self._zone):
            errors["deadline_time"] = _("On this day the clocks of the time zone jump over this time. Enter one before or after.")
        self.closes_at = self.closing_moment()
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.closes_at = self.closing_moment()
        super().save(*args, **kwargs)

    @property
    def _zone(self) -> ZoneInfo | None:
        """None while the name is none of a zone, which the field says itself."""
        return ZoneInfo(self.deadline_zone) if self.deadline_zone in zones() else None

    @property
    def is_until_midnight(self) -> bool:
        return self.deadline_time is None or self.deadline_time >= END_OF_DAY

    def closing_moment(self) -> datetime.datetime | None:
        """What day, time and zone of the deadline mean; None without a deadline, or with one that no field accepts."""
        if self.deadline_on is None or self._zone is None or not FIRST <= self.deadline_on <= LAST:
            return None
        if self.deadline_time is None or self.is_until_midnight:
            return start_of(self.deadline_on + datetime.timedelta(days=1), self._zone)
        return moment(self.deadline_on, self.deadline_time, self._zone)

    def state_at(self, at: datetime.datetime) -> State:
        """The state at a moment, by the same table of rules as the query's."""
        times = moments(at)
        for state, column, comparison, word in RULES:
            value = getattr(self, column)
            if value is not None and COMPARE[comparison](value, times[word]):
                return state
        return State.NO_DEADLINE

    @property
    def state(self) -> State:
        """The state now; the one of the query if `with_state()` has computed it."""
        known = getattr(self, "state_now", None)
        return State(known) if known else self.state_at(now())

    @property
    def days_left(self) -> int | None:
        """From today to the last day, on the office's calendar; None where nothing can be missed (any more, or yet)."""
        if self.closes_at is None or self.state not in {State.OPEN, State.CLOSING_SOON}:
            return None
        last = timezone.localdate(self.closes_at - datetime.timedelta.resolution)
        return max((last - timezone.localdate(now())).days, 0)

    @property
    def days_left_in_words(self) -> str:
        days = self.days_left
        if days is None or self.closes_at is None:
            return ""
        if days == 0:  # on the office's clock: on others it may be tomorrow already
            at, zone = self.closes_at, ZoneInfo(office_zone())
            is_midnight = at.astimezone(zone).time() == datetime.time.min
            return gettext("closes today at %(clock)s") % {"clock": _clock(at - MINUTE if is_midnight else at, zone)}
        if days == 1:
            return gettext("closes tomorrow")
        return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}

    @property
    def deadline_clock(self) -> str:
        """The time of the deadline on the clocks of its own zone: "23:59 (CET, UTC+1)"."""
        if not self.closes_at or not self._zone:
            return ""
        return _clock(self.closes_at - MINUTE if self.is_until_midnight else self.closes_at, self._zone)
