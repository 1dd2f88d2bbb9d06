"""The office's own row: who it is, how it is reached, what it shows and in which languages."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy as _
from django_countries.fields import CountryField

from intlcoop.base import languages
from intlcoop.base.colours import ColourField
from intlcoop.base.files import HasFiles
from intlcoop.base.models import Tracked
from intlcoop.base.partial_date import PartialDateField
from intlcoop.base.pictures import PictureField
from intlcoop.base.translated import TranslatedField
from intlcoop.base.web_address import WebAddressField
from intlcoop.profile.choices import Kind, ProposalExtra, Section


def default_languages() -> list[str]:
    return [settings.LANGUAGE_CODE]


def default_sections() -> list[str]:
    return list(Section.values)


class ProfileQuerySet(models.QuerySet["Profile"]):
    def current(self) -> "Profile":
        """The one row; before anybody has filled it in, an unsaved one with defaults, so that every page works."""
        return self.first() or Profile()


class Profile(Tracked, HasFiles):
    """One row, number 1. Everything but the name is optional: four of five offices publish no address at all."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, default=Kind.FACULTY, help_text=_("A faculty is shown together with its university.")
    )
    name = TranslatedField(
        _("name"), max_length=200, help_text=_("The faculty or university whose office this is, e.g. Faculty of Medicine.")
    )
    university = TranslatedField(
        _("university"), max_length=200, blank=True, help_text=_("Only for a faculty: the university to which it belongs.")
    )
    title = TranslatedField(_("title of the pages"), max_length=100, blank=True, help_text=_("Left empty: International cooperation."))
    notice = TranslatedField(
        _("notice"),
        max_length=300,
        blank=True,
        help_text=_("Shown above every page, e.g. that this is a demonstration. Left empty: no notice."),
    )
    logo = PictureField(
        _("logo"),
        blank=True,
        help_text=_("JPG, PNG or WebP, best with a transparent background, at least 120 pixels high. It stands at the top of every page."),
    )
    brand_colour = ColourField(
        _("main colour"),
        help_text=_("Of the faculty, e.g. #0b4a57: the band at the top, the foot, links. Left empty: the portal's own blue."),
    )
    accent_colour = ColourField(
        _("second colour"), help_text=_("For what a visitor should press, e.g. #b3471d. Left empty: the portal's own red.")
    )
    introduction = TranslatedField(
        _("introduction"), rich=True, blank=True, help_text=_("What the home page says first. Two or three paragraphs.")
    )

    office_name = TranslatedField(_("name of the office"), max_length=200, blank=True, help_text=_("E.g. International Relations Office."))
    also_known_as = TranslatedField(
        _("also known as"), max_length=200, blank=True, help_text=_("Another name that people use for the office.")
    )
    purpose = TranslatedField(_("purpose"), rich=True, blank=True, help_text=_("What the office is for; shown on the page Office."))
    founded_on = PartialDateField(_("founded"), help_text=_("A year, a month or a day: 2003, 2003-10 or 2003-10-29."))
    legal_basis = TranslatedField(
        _("legal basis"), lines=True, max_length=500, blank=True, help_text=_("E.g. the order by which the office was founded.")
    )

    street = TranslatedField(_("street and number"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = TranslatedField(_("city"), max_length=100, blank=True)
    country = CountryField(_("country"), blank=True, help_text=_("Visiting professors from any other country count as from abroad."))
    phone = models.CharField(_("phone"), max_length=40, blank=True, help_text=_("With the country code: +48 85 686 51 76."))
    fax = models.CharField(_("fax"), max_length=40, blank=True)
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("The office's mailbox, not a person's. It is shown in the foot of every page.")
    )
    website = WebAddressField(_("website"), blank=True, help_text=_("The home page of the faculty or university."))
    hours = TranslatedField(_("opening hours"), lines=True, max_length=300, blank=True)

    languages = models.JSONField(_("languages"), default=default_languages, help_text=_("English is always offered."))
    sections = models.JSONField(
        _("sections in use"),
        default=default_sections,
        blank=True,
        help_text=_("A section that is not ticked is in no menu and its pages do not exist."),
    )
    data_terms = TranslatedField(
        _("terms of your data"),
        lines=True,
        max_length=1000,
        blank=True,
        help_text=_(
            "Under which terms others may use your lists as data, e.g. the licence CC BY 4.0. Shown on the page Data. Left empty: nothing is said."
        ),
    )
    accessibility_gaps = TranslatedField(
        _("what is not accessible"),
        lines=True,
        max_length=2000,
        blank=True,
        help_text=_(
            "One gap a line, with its reason and where else to get the content, e.g. scanned agreements of before 2010: write to us for the text."
            " Left empty: the statement says that no gap is known."
        ),
    )
    accessibility_checked_on = models.DateField(
        _("accessibility last reviewed on"), null=True, blank=True, help_text=_("Look through the pages once a year, and say here when.")
    )
    enforcement = TranslatedField(
        _("where to complain"),
        lines=True,
        max_length=500,
        blank=True,
        help_text=_("The body that people can turn to when the office does not answer them about accessibility, with its address."),
    )
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("In how many working days you promise to answer a proposal. The form says so."),
    )
    proposal_extras = models.JSONField(
        _("the proposal form also"),
        default=list,
        blank=True,
        help_text=_("Nothing here is needed to answer a proposal. What the sender agrees to stands with her proposal, word for word."),
    )
    smallest_cell = models.PositiveSmallIntegerField(
        _("smallest number shown"),
        default=5,
        validators=[MinValueValidator(3), MaxValueValidator(50)],
        help_text=_("Placements below this number are shown as “<5”, so that nobody can be recognised."),
    )

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile of the office")
        verbose_name_plural = _("profile of the office")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="profile_profile_only_one")]

    def __str__(self) -> str:
        return str(self.name) or gettext("Profile of the office")

    def clean(self) -> None:
        super().clean()
        known = {code for code, _name in settings.LANGUAGES}
        if not isinstance(self.languages, list) or not set(self.languages) <= known:
            raise ValidationError({"languages": _("Choose among the languages offered.")})
        self.languages = [code for code, _name in settings.LANGUAGES if code in {settings.LANGUAGE_CODE, *self.languages}]
        if not isinstance(self.sections, list) or not set(self.sections) <= set(Section.values):
            raise ValidationError({"sections": _("Choose among the sections offered.")})
        if not isinstance(self.proposal_extras, list) or not set(self.proposal_extras) <= set(ProposalExtra.values):
            raise ValidationError({"proposal_extras": _("Choose among what is offered.")})

    def shows_file(self, field_name: str) -> bool:
        """The logo is at the top of every page."""
        return True

    def uses(self, section: str) -> bool:
        """Whether the office shows this section."""
        return section in self.sections

    def offers(self, extra: str) -> bool:
        """Whether the proposal form offers this."""
        return extra in self.proposal_extras

    @property
    def is_faculty(self) -> bool:
        return self.kind == Kind.FACULTY

    @property
    def heading(self) -> str:
        return str(self.title) or gettext("International cooperation")

    @property
    def has_contact(self) -> bool:
        return any([self.street, self.city, self.phone, self.fax, self.email, self.hours])

    @property
    def security_contact(self) -> str:
        """Where to tell about a weakness of the portal, as an address with its scheme; "" if the office publishes none."""
        return str(settings.SECURITY_CONTACT) or (f"mailto:{self.email}" if self.email else "")

    def offered_languages(self) -> list[tuple[str, str]]:
        """Code and own name of each language of the office, the default first."""
        return [(code, languages.own_name(code)) for code in self.languages]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.id = 1
        super().save(*args, **kwargs)
