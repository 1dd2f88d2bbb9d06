"""Where an agreement stands in its life, computed from its dates for a day: one table of rules for the query and the row."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import months_later, today
from intlcoop.base.models import RecordQuerySet
from intlcoop.base.rules import ByRules, Conditions, Rule

SOON = 6  # months before its end from which it "ends soon"


class State(models.TextChoices):
    """Words for the visitor, in the order in which the list shows them; the last two are for staff only."""

    EXPIRING = "expiring", _("ends soon")
    IN_FORCE = "in_force", _("in force")
    SIGNED = "signed", _("signed, starts later")
    UPCOMING = "upcoming", _("starts later")
    ON_FILE = "on_file", _("on file, dates unknown")
    RENEWED = "renewed", _("renewed by another agreement")
    EXPIRED = "expired", _("expired")
    TERMINATED = "terminated", _("terminated")
    SENT = "sent", _("sent to the partner")
    DRAFT = "draft", _("being prepared")

    @property
    def is_active(self) -> bool:
        return self in {State.EXPIRING, State.IN_FORCE}

    @property
    def is_over(self) -> bool:
        return self in {State.RENEWED, State.EXPIRED, State.TERMINATED}

    @property
    def is_for_staff(self) -> bool:
        """Before it is signed it is nobody else's business."""
        return self in {State.SENT, State.DRAFT}


PUBLIC_STATES = [state for state in State if not state.is_for_staff]


# The one table of rules, first match wins. The annotation reads the lookups as a query, the property applies them to the row.
# An agreement with a beginning and no end is open-ended; one with neither is on file. What replaces it counts once it is signed.
RULES = (
    Rule(State.DRAFT, {"is_in_preparation": True, "signed_on": "", "sent_on": ""}),
    Rule(State.SENT, {"is_in_preparation": True, "signed_on": ""}),
    Rule(State.TERMINATED, {"terminated_on_first__lte": "today"}),
    Rule(
        State.RENEWED,
        {"follower_begins__lte": "today"},
        ({"ends_on_last__lt": "today"}, {"ends_on_last__isnull": True}, {"is_renewed_automatically": True}),
    ),
    Rule(State.EXPIRED, {"ends_on_last__lt": "today", "is_renewed_automatically": False}),
    Rule(State.SIGNED, {"begins__gt": "today", "signed_on_first__lte": "today"}),
    Rule(State.UPCOMING, {"begins__gt": "today"}),
    Rule(State.EXPIRING, {"terminated_on_first__lte": "soon"}),
    Rule(State.EXPIRING, {"ends_on_last__lte": "soon", "is_renewed_automatically": False}),
    Rule(State.IN_FORCE, {}, ({"begins__isnull": False}, {"ends_on_last__isnull": False})),
)
BEING_PREPARED = Q(is_in_preparation=True, signed_on="")


def _moments(on: datetime.date) -> dict[str, datetime.date]:
    return {"today": on, "soon": months_later(on, SOON)}


def _at(moments: dict[str, datetime.date], conditions: Conditions) -> Conditions:
    return {lookup: moments.get(wanted, wanted) if isinstance(wanted, str) else wanted for lookup, wanted in conditions.items()}


def _holds(value: Any, lookup: str, wanted: Any) -> bool:
    if lookup == "isnull":
        return (value is None) == wanted
    if lookup == "":
        return bool(value == wanted)
    if value is None:
        return False
    return bool({"lt": value < wanted, "lte": value <= wanted, "gt": value > wanted, "gte": value >= wanted}[lookup])


def state_of(fact: Callable[[str], Any], on: datetime.date) -> State:
    """The state of one agreement on a day; `fact` gives the value of a column or an annotation by its name."""
    moments = _moments(on)

    def all_hold(conditions: Conditions) -> bool:
        split = ((*key.partition("__"), wanted) for key, wanted in _at(moments, conditions).items())
        return all(_holds(fact(name), lookup, wanted) for name, _sep, lookup, wanted in split)

    for state, all_of, one_of in RULES:
        if all_hold(all_of) and any(all_hold(conditions) for conditions in one_of or ({},)):
            return State(state)
    return State.ON_FILE


class LifeQuerySet(RecordQuerySet):
    def published(self) -> Self:
        """What is not signed yet is nobody else's business, ticked or not."""
        return super().published().exclude(BEING_PREPARED)

    def with_state(self, on: datetime.date | None = None) -> Self:
        """Annotates `state_now`, by the table of rules, for the day `on` (today)."""
        return self.by_state("state_now", {state: state.value for state in State}, on)

    def by_state(self, column: str, values: Mapping[State, Any], on: datetime.date | None = None) -> Self:
        """Annotates a value for each state. The last rules are left out if they give what else holds: the table is long."""
        moments, otherwise = _moments(on or today()), values[State.ON_FILE]
        rules = [
            Rule(values[state], _at(moments, all_of), tuple(_at(moments, conditions) for conditions in one_of))
            for state, all_of, one_of in RULES
        ]
        while len(rules) > 1 and rules[-1].value == otherwise:
            rules.pop()
        begins = Coalesce("starts_on_first", "signed_on_first")
        follower = self._signed().filter(predecessor=OuterRef("pk")).values(day=begins)
        return self.alias(begins=begins, follower_begins=Subquery(follower)).annotate(**{column: ByRules(rules, otherwise)})

    def _signed(self) -> Any:
        return self.model._base_manager.order_by().exclude(BEING_PREPARED)

    def in_state(self, *states: str, on: datetime.date | None = None) -> Self:
        return self.by_state("is_in_state", {state: state in states for state in State}, on).filter(is_in_state=True)

    def in_force(self, on: datetime.date | None = None) -> Self:
        return self.in_state(State.IN_FORCE, State.EXPIRING, on=on)

    def expiring(self, on: datetime.date | None = None) -> Self:
        """In force, and over within half a year."""
        return self.in_state(State.EXPIRING, on=on)

    def not_over(self, on: datetime.date | None = None) -> Self:
        return self.in_state(*[state for state in State if not state.is_over], on=on)

    def undecided(self) -> Self:
        """Nobody has said yet what comes after it: it is neither ended, nor left to expire, nor replaced by one that is signed."""
        followed = self._signed().exclude(predecessor=None).values("predecessor")
        return self.filter(terminated_on="", is_left_to_expire=False).exclude(BEING_PREPARED).exclude(pk__in=followed)

    def ending_within(self, months: int, on: datetime.date | None = None) -> Self:
        """Their end is so many months away or less, and nobody has decided what comes after it."""
        on = on or today()
        return self.undecided().filter(is_renewed_automatically=False, ends_on_last__range=(on, months_later(on, months)))

    def expired_without_decision(self, on: datetime.date | None = None) -> Self:
        return self.undecided().filter(is_renewed_automatically=False, ends_on_last__lt=on or today())

    def going_on_by_themselves(self) -> Self:
        """Those that are renewed unless a party gives notice, and nobody has."""
        return self.undecided().filter(is_renewed_automatically=True).exclude(ends_on="")

    def with_notice_within(self, months: int, on: datetime.date | None = None) -> Self:
        """The last day for giving notice is so many months away or less. The calendar of terms is no query's business: few are asked."""
        on = on or today()
        until = months_later(on, months)
        days = [(row.pk, row.notice_due(on)) for row in self.going_on_by_themselves().order_by("pk")]
        return self.filter(pk__in=[pk for pk, day in days if day and day <= until])
