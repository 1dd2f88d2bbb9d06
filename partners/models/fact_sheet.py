"""Fact sheets: what somebody who comes on an exchange has to know about an institution, ours or a partner's."""

from typing import NamedTuple, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy as _

from intlcoop.base.models import Tracked
from intlcoop.base.month_day import MonthDayField, in_words
from intlcoop.base.public import public_now
from intlcoop.base.translated import TranslatedField
from intlcoop.base.web_address import WebAddressField
from partners.models.agreement import Agreement
from partners.models.exchange_condition import ExchangeCondition
from partners.models.institution import Institution

ONE_YEAR = [MinValueValidator(1), MaxValueValidator(52)]


class Term(NamedTuple):
    """The days until which a term is prepared; empty where nobody told."""

    name: str
    nomination: str
    application: str


class Page(NamedTuple):
    """A page of the institution's own website."""

    subject: str
    url: str


class FactSheetQuerySet(models.QuerySet["FactSheet"]):
    def public(self) -> Self:
        """A sheet follows its institution."""
        return self.filter(public_now("institution__"))

    def of_receivers(self, agreement: Agreement) -> Self:
        """Of those to whom people go under this agreement."""
        return self.filter(institution__in=ExchangeCondition.objects.filter(agreement=agreement).order_by().values("receiving"))


class FactSheet(Tracked):
    """EWP's fact sheet: a calendar, two time limits, pages and the office's mailbox. Everything is optional."""

    institution = models.OneToOneField(Institution, verbose_name=_("institution"), on_delete=models.CASCADE, related_name="fact_sheet")
    autumn_nomination = MonthDayField(
        _("nomination, autumn term"), blank=True, help_text=_("Until when the home institution names its students: 05-15 for 15 May.")
    )
    autumn_application = MonthDayField(_("application, autumn term"), blank=True, help_text=_("Until when the students apply themselves."))
    spring_nomination = MonthDayField(_("nomination, spring term"), blank=True)
    spring_application = MonthDayField(_("application, spring term"), blank=True)
    decision_weeks = models.PositiveSmallIntegerField(
        _("weeks to decide"), null=True, blank=True, validators=ONE_YEAR, help_text=_("In how many weeks applicants get an answer.")
    )
    transcript_weeks = models.PositiveSmallIntegerField(
        _("weeks to the transcript"), null=True, blank=True, validators=ONE_YEAR,
        help_text=_("In how many weeks after the stay the transcript of records is sent."),
    )  # fmt: skip
    housing_page = WebAddressField(_("page on housing"), blank=True)
    visa_page = WebAddressField(_("page on visas"), blank=True)
    insurance_page = WebAddressField(_("page on insurance"), blank=True)
    accessibility_page = WebAddressField(
        _("page on accessibility"), blank=True, help_text=_("What is offered to people with a disability or a chronic illness.")
    )
    email = models.EmailField(
        _("e-mail of the office there"), blank=True, help_text=_("The mailbox of the office, not of a person. It is shown on the page.")
    )
    note = TranslatedField(
        _("note"), lines=True, max_length=1000, blank=True, help_text=_("What else is good to know before coming. Public.")
    )

    objects = FactSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact sheet")
        verbose_name_plural = _("fact sheets")
        constraints = [
            models.CheckConstraint(condition=Q(decision_weeks__isnull=True) | Q(decision_weeks__gte=1, decision_weeks__lte=52),
                                   name="partners_factsheet_decision_within_a_year"),
            models.CheckConstraint(condition=Q(transcript_weeks__isnull=True) | Q(transcript_weeks__gte=1, transcript_weeks__lte=52),
                                   name="partners_factsheet_transcript_within_a_year"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return gettext("fact sheet")

    @property
    def described(self) -> str:
        """With the institution's name: for a page of staff that lists rows of many kinds. Makes a query."""
        return f"{self} ({self.institution})"

    @property
    def terms(self) -> list[Term]:
        """The terms of which a day is known."""
        terms = [
            Term(gettext("Autumn term"), in_words(self.autumn_nomination), in_words(self.autumn_application)),
            Term(gettext("Spring term"), in_words(self.spring_nomination), in_words(self.spring_application)),
        ]
        return [term for term in terms if term.nomination or term.application]

    @property
    def pages(self) -> list[Page]:
        pages = [
            Page(gettext("Housing"), self.housing_page),
            Page(gettext("Visa"), self.visa_page),
            Page(gettext("Insurance"), self.insurance_page),
            Page(gettext("Accessibility"), self.accessibility_page),
        ]
        return [page for page in pages if page.url]
