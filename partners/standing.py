"""What the public agreements say of a partner: where it stands with us, since when, and about what."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import Case, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least, NullIf, Substr
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import today
from intlcoop.base.public import public_now
from partners.models.agreement import Agreement
from partners.models.agreement_state import State
from partners.models.institution import Institution

UNKNOWN = "9999"  # sorts after every year


class Standing(models.TextChoices):
    """By the best of its agreements, so that each partner has one."""

    ACTIVE = "active", _("In force")
    EXPIRING = "expiring", _("In force, but ending soon")
    ON_FILE = "on_file", _("Starting later, or dates unknown")
    EXPIRED = "expired", _("Ended")
    NONE = "none", _("No agreement listed")


# What an agreement says of its partner; one that is not signed yet says nothing.
BY_STATE = {
    State.IN_FORCE: Standing.ACTIVE,
    State.EXPIRING: Standing.EXPIRING,
    State.SIGNED: Standing.ON_FILE,
    State.UPCOMING: Standing.ON_FILE,
    State.ON_FILE: Standing.ON_FILE,
    State.RENEWED: Standing.EXPIRED,
    State.EXPIRED: Standing.EXPIRED,
    State.TERMINATED: Standing.EXPIRED,
    State.SENT: Standing.NONE,
    State.DRAFT: Standing.NONE,
}
BEST_FIRST = list(Standing)


def place_of() -> Coalesce:
    """The standing of a row of institutions, as its place in BEST_FIRST: a number can be sorted by where it is computed."""
    places = {state: BEST_FIRST.index(standing) for state, standing in BY_STATE.items()}
    best = _agreements_of_row().by_state("place", places).order_by("place").values("place")
    return Coalesce(Subquery(best[:1]), Value(BEST_FIRST.index(Standing.NONE)))


def with_standing(institutions: QuerySet[Any], standing: str) -> QuerySet[Any]:
    return institutions.alias(best_place=place_of()).filter(best_place=BEST_FIRST.index(Standing(standing)))


def per_standing(numbers: Mapping[str, int]) -> dict[str, int]:
    """Standing → number of institutions, from the places."""
    return {BEST_FIRST[int(place)].value: number for place, number in numbers.items()}


def public_scope() -> Case:
    """The scope of a public agreement of a row of institutions; a row has as many as its agreements."""
    path = "agreement_parties__agreement__"
    signed = Q(**{f"{path}is_in_preparation": False}) | ~Q(**{f"{path}signed_on": ""})
    return Case(When(public_now(path) & signed, then=F(f"{path}scopes__code")))


def with_since(institutions: QuerySet[Any]) -> QuerySet[Any]:
    """Annotates `since`: the year that `tell` says, or one after all years."""
    years = _agreements_of_row().order_by().annotate(one=Value(1)).values("one").annotate(first=Min(_year())).values("first")
    said = Coalesce(NullIf(Substr("partner_since", 1, 4), Value("")), Value(UNKNOWN))
    return institutions.annotate(since=Least(said, Coalesce(Subquery(years), Value(UNKNOWN))))


def tell(institutions: Iterable[Institution]) -> None:
    """Gives each `active_agreements` (a number) and `since` (a year that has begun, or ""). One query for all of them."""
    rows = {institution.pk: institution for institution in institutions}
    years = {pk: {institution.partner_since[:4]} - {""} for pk, institution in rows.items()}
    active: dict[int, set[int]] = {pk: set() for pk in rows}
    found = Agreement.objects.published().with_state().filter(parties__institution__in=rows).order_by()
    for pk, agreement, state, year in found.annotate(year=_year()).values_list("parties__institution", "pk", "state_now", "year"):
        years[pk] |= {year} - {None}
        if State(state).is_active:
            active[pk].add(agreement)
    for pk, institution in rows.items():
        institution.active_agreements = len(active[pk])  # type: ignore[attr-defined]
        begun = {year for year in years[pk] if year <= str(today().year)}
        institution.since = min(begun, default="")  # type: ignore[attr-defined]


def _year() -> NullIf:
    """In which an agreement begins, or was signed."""
    return NullIf(Substr(Coalesce(NullIf("starts_on", Value("")), "signed_on"), 1, 4), Value(""))


def _agreements_of_row() -> Any:
    return Agreement.objects.published().filter(Q(parties__institution=OuterRef("pk")))
