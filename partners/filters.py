"""Filters of the lists of partners and agreements."""

from collections.abc import Iterable, Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from intlcoop.base.facets import FacetFilter, newest_year_first
from intlcoop.base.filters import BY_NAME, ListFilter, SortFilter, WordsFilter, country_choices, newest_first, oldest_first
from intlcoop.profile.choices import Section
from partners.models.agreement import Agreement, AgreementParty, Kind as AgreementKind
from partners.models.agreement_state import PUBLIC_STATES
from partners.models.centre import JointCentre
from partners.models.exchange_condition import ExchangeCondition
from partners.models.exchange_kind import Kind as ExchangeKind, Level
from partners.models.institution import Institution, Kind
from partners.models.membership import CURRENT_FIRST, Membership, Role
from partners.models.scope import Scope
from partners.regions import Region, per_region
from partners.standing import Standing, per_standing, place_of, public_scope, with_since, with_standing

COUNTRY_FIRST = ["country_rank", *BY_NAME]


def all_scopes() -> list[tuple[str, Any]]:
    """In the office's order. A list offers those that occur once they are counted, so nobody asks twice."""
    return [(scope.code, str(scope)) for scope in Scope.objects.all()]


def institutions_named(slugs: Iterable[str]) -> list[tuple[str, Any]]:
    """Those with a page, by name."""
    return [(institution.slug, str(institution)) for institution in Institution.objects.with_page().filter(slug__in=["", *slugs])]


class OfPartner(ListFilter):
    """A list of what belongs to one institution, at an address that its page links to.

    It is no choice in the form: there may be thousands, and the field for words finds each by any of its names.
    """

    partner = django_filters.ChoiceFilter(label=_("Partner"), widget=forms.HiddenInput, method="with_partner")

    class Meta:
        model = Institution
        fields: list[str] = []

    def offer_what_occurs(self) -> None:
        super().offer_what_occurs()
        asked = self.data.get("partner")
        self.filters["partner"].extra["choices"] = institutions_named([asked]) if asked else []

    def with_partner(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.with_partner(value)


class InstitutionFilter(ListFilter):
    q = WordsFilter(label=_("Name, city or number"))
    country = FacetFilter(label=_("Country"), empty_label=_("All countries"), by="country", named=country_choices)
    region = FacetFilter(
        label=_("Region"), empty_label=_("All regions"), choices=Region.choices, method="in_region", by="country", tally=per_region
    )
    kind = FacetFilter(label=_("Kind"), empty_label=_("All kinds"), choices=Kind.choices, by="kind")
    agreements = FacetFilter(
        label=_("Agreements"),
        empty_label=_("With or without"),
        choices=Standing.choices,
        method="standing",
        by=place_of,
        tally=per_standing,
    )
    scope = FacetFilter(
        label=_("Field of cooperation"),
        empty_label=_("All fields"),
        method="about",
        by=public_scope,
        is_many=True,
    )
    sort = SortFilter(
        {
            "country": (_("country"), COUNTRY_FIRST),
            "name": (_("name"), BY_NAME),
            "since": (_("partner since, longest first"), ["since", *BY_NAME]),
        }
    )

    class Meta:
        model = Institution
        fields: list[str] = []

    def offer_what_occurs(self) -> None:
        """An office that does not show its agreements is not asked about them."""
        if self.request and not self.request.office.uses(Section.AGREEMENTS):
            del self.filters["agreements"], self.filters["scope"]
        else:
            self.filters["scope"].extra["choices"] = all_scopes()
        super().offer_what_occurs()

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Countries stand in the order of their names in the reader's language, which no column holds."""
        known = country_choices((self.occurring if self.are_all_offered else self.numbers)["country"])
        ranks = [When(country=code, then=Value(rank)) for rank, (code, _name) in enumerate(known)]
        ranked = rows.annotate(country_rank=Case(*ranks, default=Value(len(ranks)), output_field=IntegerField()))
        return super().ordered(with_since(ranked) if self.form.cleaned_data.get("sort") == "since" else ranked)

    def in_region(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(country__in=Region(value).countries)

    def standing(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return with_standing(queryset, value)

    def about(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        agreements = Agreement.objects.published().filter(scopes__code=value)
        return queryset.filter(pk__in=AgreementParty.objects.filter(agreement__in=agreements.order_by().values("pk")).values("institution"))


class InstitutionMapFilter(InstitutionFilter):
    """The list's filters. What the visitor chose for the list's order and the map's view is only handed on."""

    no_chip = ("sort", "page", "view")
    view = django_filters.ChoiceFilter(
        label=_("View"),
        choices=[("europe", _("Europe")), ("world", _("World"))],
        widget=forms.HiddenInput,
        method="leave",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["sort"].extra["widget"] = forms.HiddenInput

    def leave(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """A view shows the same partners."""
        return queryset


class JointCentreFilter(ListFilter):
    q = WordsFilter(label=_("Name"))
    sort = SortFilter({"name": (_("name"), BY_NAME), "newest": (_("founded, newest first"), newest_first("founded_on"))})

    class Meta:
        model = JointCentre
        fields: list[str] = []


class MembershipFilter(ListFilter):
    q = WordsFilter(label=_("Name or acronym"))
    state = FacetFilter(
        label=_("Status"),
        empty_label=_("Current and former"),
        choices=[("current", _("Current")), ("former", _("Former"))],
        method="in_state",
    )
    role = FacetFilter(label=_("Role"), empty_label=_("All roles"), choices=Role.choices, by="role")
    sort = SortFilter({"current": (_("current first"), CURRENT_FIRST), "newest": (_("newest first"), newest_first("starts_on_first"))})

    class Meta:
        model = Membership
        fields: list[str] = []

    def in_state(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.joined() if value == "current" else queryset.left()


class AgreementFilter(OfPartner):
    q = WordsFilter(label=_("Title, number or party"))
    state = FacetFilter(
        label=_("Status"),
        empty_label=_("All but ended ones"),
        choices=[(state.value, state.label) for state in PUBLIC_STATES],
        method="in_state",
        by="state_now",
        otherwise="not_over",
    )
    kind = FacetFilter(label=_("Kind"), empty_label=_("All kinds"), choices=AgreementKind.choices, by="kind")
    scope = FacetFilter(label=_("Scope"), empty_label=_("All scopes"), method="about", by="scopes__code", is_many=True)
    country = FacetFilter(
        label=_("Country of a party"),
        empty_label=_("All countries"),
        method="with_country",
        by="parties__institution__country",
        named=country_choices,
        is_many=True,
    )
    exchange = FacetFilter(
        label=_("Exchange of"),
        empty_label=_("With or without exchange"),
        choices=ExchangeKind.choices,
        method="with_exchange",
    )
    level = FacetFilter(label=_("Level of study"), empty_label=_("All levels"), choices=Level.choices, method="with_exchange")
    year = FacetFilter(
        label=_("Signed in"), empty_label=_("Any year"), method="signed_in", by=Substr("signed_on", 1, 4), named=newest_year_first
    )
    sort = SortFilter(
        {
            "newest": (_("signed, newest first"), newest_first("signed_on_first")),
            "oldest": (_("signed, oldest first"), oldest_first("signed_on_first")),
            "ending": (_("end"), oldest_first("ends_on_last")),
        }
    )

    left_out = ""  # the filter that has no say at the moment

    class Meta:
        model = Agreement
        fields: list[str] = []

    def in_state(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.in_state(value)

    def signed_in(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.signed_in(int(value))

    def narrowed(self, queryset: QuerySet[Any], chosen: Mapping[str, Any], *, but: str = "") -> QuerySet[Any]:
        self.left_out = but
        found = super().narrowed(queryset, chosen, but=but)
        self.left_out = ""
        return found

    def offer_what_occurs(self) -> None:
        super().offer_what_occurs()
        self.filters["scope"].extra["choices"] = all_scopes()

    def with_exchange(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        """Kind and level are asked of the same places: doctoral stays are no answer to master's traineeships."""
        both = {other: self.form.cleaned_data.get(other) for other in ("exchange", "level") if other != self.left_out} | {name: value}
        places: Any = ExchangeCondition.objects.all()
        places = places.of_kind(both["exchange"]) if both.get("exchange") else places
        places = places.at_level(both["level"]) if both.get("level") else places
        return queryset.filter(pk__in=places.order_by().values("agreement"))

    def about(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.about(value)

    def with_country(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        return queryset.with_country(value)
