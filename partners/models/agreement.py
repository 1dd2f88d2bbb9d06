"""Agreements and their parties. What their dates mean is said in agreement_life.py."""

from collections import Counter
from collections.abc import Container, Iterator
from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy as _

from intlcoop.base.files import HasFiles
from intlcoop.base.joined import TextsOf
from intlcoop.base.models import Tracked
from intlcoop.base.pdf import PdfField
from intlcoop.base.responsible import responsible_field
from intlcoop.base.text import fold, fold_number
from intlcoop.base.translated import SearchTextField, Translated, TranslatedField
from intlcoop.profile.models import Addressed
from partners.models.agreement_kind import Kind
from partners.models.agreement_life import Life
from partners.models.agreement_state import BEING_PREPARED, LifeQuerySet
from partners.models.department import Department
from partners.models.institution import Institution
from partners.models.naming import ASK, INSTITUTION_WORDS, Named
from partners.models.scope import Scope

CODE = 4  # letters of a code of ISCED-F


class AgreementQuerySet(LifeQuerySet):
    words_in = INSTITUTION_WORDS

    def with_party(self, institution: Institution) -> Self:
        return self.filter(pk__in=AgreementParty.objects.filter(institution=institution).values("agreement"))

    def with_heading(self) -> Self:
        """With the names of which a heading is made, and no more of the parties: for lists that link to agreements."""
        others = AgreementParty.objects.filter(agreement=OuterRef("pk")).exclude(institution__relation=Institution.Relation.HOME)
        return self.annotate(other_parties=TextsOf(others, "institution__name"))

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
        """How many have a party among these institutions, by that party's country: ISO code → number. As one query SQLite takes half a minute."""
        parties = AgreementParty.objects.filter(institution__in=institutions.order_by().values("pk")).order_by()
        ours = set(self.order_by().values_list("pk", flat=True))
        pairs = set(parties.values_list("institution__country", "agreement"))
        return dict(Counter(country for country, agreement in pairs if agreement in ours))

    def has_word(self, word: str, named: Named = ASK) -> Q:
        """In the agreement's own text, in a name of a party (our own is in all and tells nothing), or the code of a field of its exchange."""
        others = Institution.objects.exclude(relation=Institution.Relation.HOME).named_by(word, named)
        found = self.saying(word, named.held) | Q(
            pk__in=AgreementParty.objects.filter(institution__in=others).order_by().values("agreement")
        )
        return found | Q(pk__in=self.model.objects.filter(conditions__field_of_study=word).values("pk")) if len(word) == CODE else found

    def may_mean(self, word: str, labels: Container[str]) -> bool:
        return len(word) == CODE or super().may_mean(word, labels)

    def signed_in(self, year: int) -> Self:
        return self.filter(signed_on__startswith=f"{year:04}")

    def renewable(self) -> Self:
        """Signed, with an end after which a next term can begin, not ended before it, and not followed by another agreement yet."""
        return self.exclude(ends_on="").exclude(BEING_PREPARED).filter(terminated_on="", successor=None)

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


class Agreement(Life, Addressed, HasFiles):
    """Required are a kind and one party (a rule of the form, the loader and `check_data`: no constraint can see it)."""

    Kind = Kind

    kind = models.CharField(_("kind"), max_length=30, choices=Kind, default=Kind.COOPERATION)
    title = TranslatedField(
        _("title"), max_length=250, blank=True, help_text=_("Left empty, the page says the kind and the parties. Public.")
    )
    number = models.CharField(_("number"), max_length=60, blank=True, help_text=_("The number in your register."))
    responsible = responsible_field("agreements")
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
    search_text = SearchTextField(body=("description",))

    objects = AgreementQuerySet.as_manager()

    class Meta(Life.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = [F("signed_on_first").desc(nulls_last=True), "-pk"]
        constraints = [
            *Life.Meta.constraints,
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

    def is_later_than(self, other: "Agreement") -> bool:
        """Whether it certainly begins after the other; "2003" and "2003-10" may be the same day."""
        try:
            mine, theirs = self.beginning.first, other.beginning.last
        except ValueError:  # the field has said so already
            return False
        return mine is not None and theirs is not None and mine > theirs

    @cached_property
    def other_parties(self) -> list[Translated]:
        """Their names without ours. `with_heading` brings them, or ask the query for the parties (prefetch_related)."""
        return [party.institution.name for party in self.parties.all() if not party.institution.is_home]

    @property
    def heading(self) -> str:
        """The title, or the kind with the other parties."""
        if self.title:
            return str(self.title)
        others = ", ".join(map(str, self.other_parties))
        kind = str(self.get_kind_display())
        return gettext("%(kind)s with %(parties)s") % {"kind": kind[:1].upper() + kind[1:], "parties": others} if others else str(self)


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
