"""Agreements and their parties. The state of an agreement is computed from its dates, never typed."""

import datetime
from collections.abc import Iterator
from itertools import chain, count
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy as _

from intlcoop.base.clock import today
from intlcoop.base.files import HasFiles
from intlcoop.base.models import RecordQuerySet, SpannedRecord, Tracked
from intlcoop.base.partial_date import PartialDate, PartialDateField, first_day, last_day
from intlcoop.base.pdf import PdfField
from intlcoop.base.text import fold, fold_number, slug
from intlcoop.base.translated import SearchTextField, Translated, TranslatedField
from intlcoop.profile.models import Addressed
from partners.models.department import Department
from partners.models.institution import Institution

SOON = datetime.timedelta(days=183)


class Kind(models.TextChoices):
    COOPERATION = "cooperation", _("cooperation agreement")
    MEMORANDUM = "memorandum", _("memorandum of understanding")
    LETTER_OF_INTENT = "letter_of_intent", _("letter of intent")
    INTER_INSTITUTIONAL = "inter_institutional", _("inter-institutional agreement")
    JOINT_PROGRAMME = "joint_programme", _("joint programme")
    OTHER = "other", _("other agreement")


class State(models.TextChoices):
    """Words for the visitor, in the order in which the list shows them."""

    EXPIRING = "expiring", _("ends soon")
    IN_FORCE = "in_force", _("in force")
    UPCOMING = "upcoming", _("starts later")
    ON_FILE = "on_file", _("on file, dates unknown")
    EXPIRED = "expired", _("expired")
    TERMINATED = "terminated", _("terminated")

    @property
    def is_active(self) -> bool:
        return self in {State.EXPIRING, State.IN_FORCE}

    @property
    def is_over(self) -> bool:
        return self in {State.EXPIRED, State.TERMINATED}


# The one table of rules, first match wins. The annotation reads the lookups as a query, the property applies them to the row.
# An agreement with a beginning and no end is open-ended; one with neither is on file.
RULES: tuple[tuple[State, dict[str, Any]], ...] = (
    (State.TERMINATED, {"terminated_on_first__lte": "today"}),
    (State.EXPIRED, {"ends_on_last__lt": "today", "is_renewed_automatically": False}),
    (State.UPCOMING, {"begins__gt": "today"}),
    (State.EXPIRING, {"ends_on_last__lte": "soon", "is_renewed_automatically": False}),
    (State.IN_FORCE, {"begins__isnull": False}),
    (State.IN_FORCE, {"ends_on_last__isnull": False}),
)


def _moments(on: datetime.date) -> dict[str, datetime.date]:
    return {"today": on, "soon": on + SOON}


def _holds(value: Any, lookup: str, wanted: Any) -> bool:
    if lookup == "isnull":
        return (value is None) == wanted
    if lookup == "exact" or value is None:
        return bool(value == wanted)
    return bool({"lt": value < wanted, "lte": value <= wanted, "gt": value > wanted, "gte": value >= wanted}[lookup])


class AgreementQuerySet(RecordQuerySet):
    def with_state(self, on: datetime.date | None = None) -> Self:
        """Annotates `begins` (first day, or the day of signing) and `state_now`, by the table of rules, for the day `on` (today)."""
        moments = _moments(on or today())
        rules = [
            When(
                Q(**{lookup: moments.get(wanted, wanted) if isinstance(wanted, str) else wanted for lookup, wanted in rule.items()}),
                then=Value(state),
            )
            for state, rule in RULES
        ]
        return self.annotate(begins=Coalesce("starts_on_first", "signed_on_first")).annotate(
            state_now=Case(*rules, default=Value(State.ON_FILE.value), output_field=models.CharField())
        )

    def in_state(self, *states: str, on: datetime.date | None = None) -> Self:
        return self.with_state(on).filter(state_now__in=states)

    def in_force(self, on: datetime.date | None = None) -> Self:
        return self.in_state(State.IN_FORCE, State.EXPIRING, on=on)

    def expiring(self, on: datetime.date | None = None) -> Self:
        """In force, and over within half a year."""
        return self.in_state(State.EXPIRING, on=on)

    def not_over(self, on: datetime.date | None = None) -> Self:
        return self.with_state(on).exclude(state_now__in=[state for state in State if state.is_over])

    def with_party(self, institution: Institution) -> Self:
        return self.filter(pk__in=AgreementParty.objects.filter(institution=institution).values("agreement"))

    def with_country(self, country: str) -> Self:
        """A party is in this country."""
        there = Institution.objects.filter(country=country).order_by().values("pk")
        return self.filter(pk__in=AgreementParty.objects.filter(institution__in=there).values("agreement"))

    def about(self, scope: str) -> Self:
        return self.filter(pk__in=Agreement.scopes.through.objects.filter(scope__code=scope).values("agreement"))

    def with_partner(self, slug: str) -> Self:
        """The institution with this address is a party."""
        return self.filter(pk__in=AgreementParty.objects.filter(institution__slug=slug).values("agreement"))

    def by_country_of(self, institutions: Any) -> dict[str, int]:
        """How many have a party among these institutions, by that party's country: ISO code → number. One query."""
        parties = AgreementParty.objects.filter(institution__in=institutions.order_by().values("pk"), agreement__in=self.values("pk"))
        return dict(parties.order_by().values_list("institution__country").annotate(number=Count("agreement", distinct=True)))

    def matching(self, words: str) -> Self:
        """Every word occurs in the agreement's own text or in a name of a party; our own name is in all and tells nothing."""
        found = self
        for word in fold(words).split():
            others = Institution.objects.matching(word).exclude(relation=Institution.Relation.HOME)
            party = AgreementParty.objects.filter(agreement=OuterRef("pk"), institution__in=others.order_by())
            found = found.filter(Q(search_text__contains=word) | Exists(party))
        return found

    def signed_in(self, year: int) -> Self:
        return self.filter(signed_on__startswith=f"{year:04}")

    def annexes_of(self, agreement: "Agreement") -> Self:
        return self.filter(umbrella=agreement)

    def renewable(self) -> Self:
        """With an end after which a next term can begin, and not followed by another agreement yet."""
        return self.exclude(ends_on="").filter(successor=None)

    def linked_with(self, agreement: "Agreement") -> Self:
        """Its umbrella and annexes, the one that it replaces and the one that replaces it."""
        above_and_before = Q(pk__in=[pk for pk in (agreement.umbrella_id, agreement.predecessor_id) if pk])
        return self.filter(above_and_before | Q(umbrella=agreement) | Q(predecessor=agreement))

    def in_circles(self, link: str) -> list["Agreement"]:
        """Those that come back to themselves by way of `link` ("umbrella", "predecessor"). For check_data: the forms refuse them."""
        linked = {row.pk: row for row in self.order_by("pk").exclude(**{link: None})}
        found = []
        for start, row in linked.items():
            seen, target = {start}, getattr(row, f"{link}_id")
            while target in linked and target not in seen:
                seen.add(target)
                target = getattr(linked[target], f"{link}_id")
            if target == start:
                found.append(row)
        return found


class Scope(models.Model):
    """What an agreement is about: research, exchange of students … A short list that the office may extend."""

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("A short English word without blanks, e.g. research."))
    name = TranslatedField(_("name"), max_length=100)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("scope of agreements")
        verbose_name_plural = _("scopes of agreements")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Staff give a name; the short word that stands in addresses and files is made from it."""
        if not self.code:
            word = slug(Translated(self.name).pick("en")[0])[:34].strip("-") or "scope"
            taken = set(Scope.objects.filter(code__startswith=word).values_list("code", flat=True))
            self.code = next(code for code in chain([word], (f"{word}-{number}" for number in count(2))) if code not in taken)
        super().save(*args, **kwargs)


class Agreement(SpannedRecord, Addressed, HasFiles):
    """Required are a kind and one party (a rule of the form, the loader and `check_data`: no constraint can see it)."""

    Kind = Kind

    kind = models.CharField(_("kind"), max_length=30, choices=Kind, default=Kind.COOPERATION)
    title = TranslatedField(
        _("title"), max_length=250, blank=True, help_text=_("Left empty, the page says the kind and the parties. Public.")
    )
    number = models.CharField(_("number"), max_length=60, blank=True, help_text=_("The number in your register."))
    signed_on = PartialDateField(_("signed"), help_text=_("A year is enough: 2003. Leave empty if unknown."))
    signed_on_first = first_day("signed_on")
    signed_on_last = last_day("signed_on")
    is_renewed_automatically = models.BooleanField(
        _("renewed automatically"), default=False, help_text=_("It goes on after its end unless a party gives notice.")
    )
    terminated_on = PartialDateField(_("terminated"), help_text=_("Only if it was ended before its time."))
    terminated_on_first = first_day("terminated_on")
    termination_reason = models.CharField(_("reason"), max_length=250, blank=True, help_text=_("For staff only."))
    umbrella = models.ForeignKey(
        "self", verbose_name=_("annex to"), on_delete=models.PROTECT, null=True, blank=True, related_name="annexes",
        help_text=_("The agreement under which this one was made, e.g. the framework of an annex on student exchange. Public if that one is."),
    )  # fmt: skip
    predecessor = models.OneToOneField(
        "self", verbose_name=_("replaces"), on_delete=models.PROTECT, null=True, blank=True, related_name="successor",
        error_messages={"unique": _("Another agreement replaces that one already.")},
        help_text=_("The earlier agreement that this one continues. The list's action “Renew” fills it in for you."),
    )  # fmt: skip
    scopes = models.ManyToManyField(Scope, verbose_name=_("scopes"), blank=True, related_name="agreements")
    description = TranslatedField(_("description"), rich=True, blank=True, help_text=_("What was agreed, in a few sentences. Public."))
    internal_note = models.TextField(_("note for staff"), blank=True, help_text=_("Never public."))
    document = PdfField(
        _("text of the agreement"), blank=True, help_text=_("The signed agreement as a PDF. Without the tick below only staff can open it.")
    )
    is_document_public = models.BooleanField(
        _("text is public"), default=False,
        help_text=_("Everybody can download the PDF from the page of the agreement. Look through it first: signatures, private addresses."),
    )  # fmt: skip
    search_text = SearchTextField()

    objects = AgreementQuerySet.as_manager()

    class Meta(SpannedRecord.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = [F("signed_on_first").desc(nulls_last=True), "-pk"]
        constraints = [
            *SpannedRecord.Meta.constraints,
            models.CheckConstraint(condition=~Q(umbrella=F("id")), name="partners_agreement_no_annex_to_itself",
                                   violation_error_message=_("An agreement is no annex to itself.")),
            models.CheckConstraint(condition=~Q(predecessor=F("id")), name="partners_agreement_does_not_replace_itself",
                                   violation_error_message=_("An agreement does not replace itself.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.title) or " ".join(filter(None, [str(self.get_kind_display()).capitalize(), self.number or self.signed_on[:4]]))

    def get_absolute_url(self) -> str:
        return reverse("partners:agreement_detail", args=[self.slug])

    def shows_file(self, field_name: str) -> bool:
        return self.is_public and self.is_document_public

    @property
    def public_document(self) -> Any:
        """The text, if visitors may have it."""
        return self.document if self.document and self.is_document_public else None

    def slug_source(self) -> str:
        if self.title:
            return self.title.pick("en")[0]
        with translation.override(settings.LANGUAGE_CODE):  # whatever language the officer works in
            return f"{Kind(self.kind).label} {self.number or self.signed_on}"

    def search_parts(self) -> Iterator[str]:
        yield from (fold(text) for text in self.title.values())
        yield fold_number(self.number)

    def clean(self) -> None:
        super().clean()
        if self._comes_back_by("umbrella"):
            raise ValidationError({"umbrella": _("That agreement is itself an annex to this one.")})
        if self._comes_back_by("predecessor"):
            raise ValidationError({"predecessor": _("That agreement came after this one: it replaces it, or one that replaces it.")})
        if self.predecessor and self.predecessor.is_later_than(self):
            raise ValidationError({"predecessor": _("That agreement begins after this one. Check the dates of both.")})

    def _comes_back_by(self, link: str) -> bool:
        """Whether the way by this link leads from another agreement back here; the link to itself is a constraint's business."""
        seen, row = set(), getattr(self, link)
        if row is None or row.pk == self.pk:
            return False
        while row and row.pk not in seen:
            seen.add(row.pk)
            row = getattr(row, link)
            if row and row.pk == self.pk:
                return True
        return False

    @property
    def beginning(self) -> PartialDate:
        """When it starts, or was signed, as far as that is known."""
        return PartialDate(self.starts_on or self.signed_on)

    def is_later_than(self, other: "Agreement") -> bool:
        """Whether it certainly begins after the other; "2003" and "2003-10" may be the same day."""
        try:
            mine, theirs = self.beginning.first, other.beginning.last
        except ValueError:  # the field has said so already
            return False
        return mine is not None and theirs is not None and mine > theirs

    @property
    def heading(self) -> str:
        """The title, or the kind with the other parties. Ask the query for the parties (prefetch_related)."""
        if self.title:
            return str(self.title)
        others = ", ".join(str(party.institution) for party in self.parties.all() if not party.institution.is_home)
        kind = str(self.get_kind_display())
        return gettext("%(kind)s with %(parties)s") % {"kind": kind[:1].upper() + kind[1:], "parties": others} if others else str(self)

    def state_on(self, on: datetime.date) -> State:
        """The state on a day, by the same table of rules as the query's."""
        facts = {
            "terminated_on_first": PartialDate(self.terminated_on).first,
            "ends_on_last": PartialDate(self.ends_on).last,
            "begins": self.beginning.first,
            "is_renewed_automatically": self.is_renewed_automatically,
        }
        moments = _moments(on)
        for state, rule in RULES:
            for key, wanted in rule.items():
                name, _sep, lookup = key.partition("__")
                value = facts[name]
                if lookup not in {"", "isnull"} and value is None:
                    break
                if not _holds(value, lookup or "exact", moments[wanted] if isinstance(wanted, str) else wanted):
                    break
            else:
                return state
        return State.ON_FILE

    @property
    def state(self) -> State:
        """Today's state; the one of the query if `with_state()` has computed it."""
        known = getattr(self, "state_now", None)
        return State(known) if known else self.state_on(today())


class AgreementParty(Tracked):
    """One of any number of parties, ours included."""

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="parties")
    institution = models.ForeignKey(Institution, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="agreement_parties")
    department = models.ForeignKey(
        Department, verbose_name=_("department"), on_delete=models.PROTECT, null=True, blank=True, related_name="agreement_parties",
        help_text=_("Only if a part of the institution signed, e.g. its Faculty of Medicine."),
    )  # fmt: skip
    name_as_signed = models.CharField(
        _("name as signed"), max_length=250, blank=True, help_text=_("Only if the paper says something else than today's name.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["agreement", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "institution"], condition=Q(department=None), name="partners_agreementparty_once",
                                    violation_error_message=_("This institution is a party already.")),
            models.UniqueConstraint(fields=["agreement", "institution", "department"], name="partners_agreementparty_department_once",
                                    violation_error_message=_("This department is a party already.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name_as_signed or f"{self._meta.verbose_name} {self.order + 1}"

    @property
    def described(self) -> str:
        """In words that name its relations: for a page of staff that lists rows of many kinds. Makes queries."""
        return f"{self.name_as_signed or self.institution} ({self.agreement})"

    def clean(self) -> None:
        super().clean()
        if self.department and self.department.institution_id != self.institution_id:
            raise ValidationError({"department": _("This department belongs to another institution.")})
