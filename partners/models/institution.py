"""Institutions we work with, and our own: names as they were, are and were misspelt."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Count, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _
from django_countries.fields import CountryField

from intlcoop.base import languages
from intlcoop.base.country_words import country_words
from intlcoop.base.files import HasFiles
from intlcoop.base.identifiers import (
    clean_erasmus_code,
    clean_number,
    clean_ror,
    validate_erasmus_code,
    validate_oid,
    validate_pic,
    validate_ror,
)
from intlcoop.base.joined import TextsOf
from intlcoop.base.models import Record, RecordQuerySet, Tracked
from intlcoop.base.partial_date import PartialDateField
from intlcoop.base.pictures import PictureField
from intlcoop.base.relevance import Fit
from intlcoop.base.text import fold
from intlcoop.base.translated import InLanguage, SearchTextField, SortKeysField, Translated, TranslatedField
from intlcoop.base.web_address import WebAddressField
from intlcoop.profile.models import Addressed
from intlcoop.profile.navigation import prefix
from partners.models.naming import ASK, Named


class Kind(models.TextChoices):
    UNIVERSITY = "university", _("university")
    MEDICAL_SCHOOL = "medical_school", _("medical university or school")
    HOSPITAL = "hospital", _("hospital")
    INSTITUTE = "institute", _("research institute")
    ACADEMY = "academy", _("academy")
    COMPANY = "company", _("company")
    ASSOCIATION = "association", _("NGO or association")
    PUBLIC_BODY = "public_body", _("public body")
    FUND = "fund", _("fund or foundation")
    NETWORK = "network", _("network")
    INTERNATIONAL = "international", _("international organisation")
    NOT_SAID = "not_said", _("not yet said")


class Relation(models.TextChoices):
    """What an institution is to us. "Cooperation ended" is computed from agreements and is not this."""

    HOME = "home", _("our own faculty or university")
    PARTNER = "partner", _("partner")
    AFFILIATION = "affiliation", _("affiliation only (people come from there)")
    PROSPECT = "prospect", _("prospect (not a partner yet)")
    FORMER = "former", _("former partner")

    @property
    def has_page(self) -> bool:
        """A prospect has none before it is a partner, and our own institution is the whole portal."""
        return self in {Relation.PARTNER, Relation.AFFILIATION, Relation.FORMER}


@dataclass(frozen=True)
class Identifier:
    label: Any
    value: str
    url: str = ""  # where the register shows it, if it has an address for each


class InstitutionQuerySet(RecordQuerySet):
    fit_of_others = Fit.CONTAINS  # a former name is a name

    def partners(self) -> Self:
        """Those that the list of partners shows and the figures count."""
        return self.filter(relation=Relation.PARTNER)

    def affiliations(self) -> Self:
        """Where guests come from although there is no partnership."""
        return self.filter(relation=Relation.AFFILIATION)

    def with_page(self) -> Self:
        return self.published().filter(relation__in=[relation for relation in Relation if relation.has_page])

    def home(self) -> "Institution | None":
        """Our own faculty or university; None before anybody has entered it."""
        return self.filter(relation=Relation.HOME).first()

    def with_departments(self) -> Self:
        """Annotates `department_names`, in their order."""
        departments: Any = Institution._meta.get_field("departments").related_model
        return self.annotate(department_names=TextsOf(departments.objects.filter(institution=OuterRef("pk")), "name"))

    def by_country(self) -> dict[str, int]:
        """How many there are in each country: ISO code → number. One query."""
        return dict(self.order_by().values_list("country").annotate(number=Count("pk", distinct=True)))

    def coordinates(self) -> frozenset[tuple[float, float]]:
        """Longitude and latitude of those whose place is known, each place once."""
        places = self.exclude(longitude=None).order_by().values_list("longitude", "latitude").distinct()
        return frozenset((float(longitude), float(latitude)) for longitude, latitude in places)

    def named_by(self, word: str, named: Named = ASK) -> Any:
        """The numbers of the institutions that this word names, for the conditions of what belongs to them."""
        return self.called(word).order_by().values("pk") if named.institutions is None else named.institutions


class Institution(Record, Addressed, HasFiles):
    """Required are a name and a country: partial knowledge is the normal case."""

    Kind = Kind
    Relation = Relation

    name = TranslatedField(
        _("name"), max_length=250, help_text=_("The name it has today, in English if there is one: Medical University of Graz. Public.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NOT_SAID)
    relation = models.CharField(
        _("relation"),
        max_length=20,
        choices=Relation,
        default=Relation.PARTNER,
        help_text=_("Only partners are in the list of partners and counted."),
    )
    country = CountryField(_("country"))
    city = TranslatedField(_("city"), max_length=100, blank=True)
    place_note = TranslatedField(
        _("place, in other words"),
        max_length=150,
        blank=True,
        help_text=_("Shown instead of the country's name where that needs care, e.g. Tiraspol, Transnistria."),
    )
    acronym = models.CharField(_("acronym"), max_length=40, blank=True, help_text=_("E.g. LJMU. Two institutions may have the same one."))
    is_key = models.BooleanField(_("key partner"), default=False, help_text=_("One of the most important; marked in the list."))
    partner_since = PartialDateField(_("partner since"), help_text=_("Only if it is known and no agreement says it. A year is enough."))
    website = WebAddressField(_("website"), blank=True, help_text=_("Starts with https:// or http://."))
    description = TranslatedField(
        _("description"), rich=True, blank=True, help_text=_("Two or three sentences about the cooperation. Public.")
    )
    belongs_to = models.ForeignKey(
        "self", verbose_name=_("belongs to"), on_delete=models.PROTECT, null=True, blank=True, related_name="branches",
        help_text=_("E.g. the university of a hospital, or the organisation of which this is the office in our country."),
    )  # fmt: skip
    erasmus_code = models.CharField(
        _("Erasmus code"), max_length=20, blank=True, validators=[validate_erasmus_code], help_text=_("E.g. PL BIALYST02.")
    )
    pic = models.CharField(
        _("PIC"),
        max_length=9,
        blank=True,
        validators=[validate_pic],
        help_text=_("Nine digits: the number of the EU's participant register."),
    )
    oid = models.CharField(
        _("OID"),
        max_length=9,
        blank=True,
        validators=[validate_oid],
        help_text=_("E and eight digits: the number of the Erasmus+ organisation register."),
    )
    ror = models.CharField(
        _("ROR"), max_length=9, blank=True, validators=[validate_ror], help_text=_("E.g. 0282m7c06; look it up at ror.org.")
    )
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Where names and identifiers were taken from. For staff only.")
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    logo = PictureField(_("logo"), blank=True, help_text=_("JPG, PNG or WebP, best with a transparent background. Shown on its page."))
    sort_keys = SortKeysField()
    search_text = SearchTextField(body=("country_in_words", "description"))

    objects = InstitutionQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = [InLanguage("sort_keys"), "pk"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["relation"], condition=Q(relation="home"), name="partners_institution_one_home",
                                    violation_error_message=_("Our own institution has been entered already.")),
            models.UniqueConstraint(fields=["ror"], condition=~Q(ror=""), name="partners_institution_ror_once",
                                    violation_error_message=_("Another institution has this ROR identifier.")),
            models.CheckConstraint(condition=Q(latitude__isnull=True, longitude__isnull=True) | Q(latitude__isnull=False, longitude__isnull=False),
                                   name="partners_institution_both_coordinates", violation_error_message=_("Enter both coordinates or none.")),
            models.CheckConstraint(condition=~Q(country=""), name="partners_institution_has_country"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Our own institution's page is the portal itself."""
        return prefix(languages.active()) if self.is_home else reverse("partners:institution_detail", args=[self.slug])

    def clean_fields(self, exclude: Any = None) -> None:
        """Identifiers are accepted as people paste them and stored in their canonical form."""
        self.erasmus_code = clean_erasmus_code(self.erasmus_code) if self.erasmus_code else ""
        self.ror = clean_ror(self.ror) if self.ror else ""
        self.pic, self.oid = clean_number(self.pic), clean_number(self.oid)
        super().clean_fields(exclude)

    def search_parts(self) -> Iterator[str]:
        yield from (fold(text) for text in self.name.values())
        yield from (fold(text) for text in self.city.values())
        yield from (
            fold(text) for text in (self.acronym, self.erasmus_code, self.erasmus_code.replace(" ", ""), self.pic, self.oid, self.ror)
        )
        pasted = {"PIC ": self.pic, "OID ": self.oid, "https://ror.org/": self.ror}
        yield from (fold(before + value) for before, value in pasted.items() if value)

    @property
    def country_in_words(self) -> Translated:
        """For the search: a name of the institution says more than its country, so it stands beside the description."""
        return country_words(str(self.country))

    def shows_file(self, field_name: str) -> bool:
        return self.has_page or (self.is_home and self.is_public)

    @property
    def logo_words(self) -> str:
        """For those who do not see the logo."""
        return gettext("Logo of %(name)s") % {"name": self.name}

    @property
    def identifiers(self) -> list[Identifier]:
        """Those that registers have given it, as a page prints them."""
        said = [
            Identifier(_("Erasmus code"), self.erasmus_code),
            Identifier("PIC", self.pic),
            Identifier("OID", self.oid),
            Identifier("ROR", self.ror, f"https://ror.org/{self.ror}"),
        ]
        return [identifier for identifier in said if identifier.value]

    @property
    def is_kind_known(self) -> bool:
        return self.kind != Kind.NOT_SAID

    @property
    def is_former(self) -> bool:
        return self.relation == Relation.FORMER

    @property
    def is_affiliation(self) -> bool:
        return self.relation == Relation.AFFILIATION

    @property
    def is_home(self) -> bool:
        return self.relation == Relation.HOME

    @property
    def has_page(self) -> bool:
        return self.is_public and Relation(self.relation).has_page

    @property
    def place(self) -> str:
        """City and country as the page says them."""
        parts = (self.city, self.place_note or self.country.name)  # type: ignore[attr-defined]
        return ", ".join(str(part) for part in parts if str(part))


class NameKind(models.TextChoices):
    ENGLISH = "english", _("English name")
    NATIVE = "native", _("name in its own language")
    FORMER = "former", _("former name")
    AS_SIGNED = "as_signed", _("as signed or written")
    SHORT = "short", _("short name")


class InstitutionName(Tracked):
    """Another name of an institution. The search finds it by each of them."""

    Kind = NameKind

    institution = models.ForeignKey(Institution, verbose_name=_("institution"), on_delete=models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=250)
    kind = models.CharField(
        _("kind"), max_length=20, choices=NameKind, help_text=_("“As signed or written”: as a paper or a page spells it, even wrongly.")
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^[a-z]{2,3}(-[A-Za-z]{4})?$", _("Enter the code of a language, like pl or sr-Latn."))],
        help_text=_("The code of the name's language, e.g. pl, uk, de. So that it is read aloud well."),
    )
    used_from = PartialDateField(_("used from"))
    used_to = PartialDateField(_("used to"))
    search_text = SearchTextField(of="institution")

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["institution", "kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["institution", "kind", "text"], name="partners_institutionname_once")]

    def __str__(self) -> str:
        return self.text

    def search_parts(self) -> Iterator[str]:
        yield fold(self.text)
