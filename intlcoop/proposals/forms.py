"""The form that a prospective partner fills in. Its words tell what to do; what was typed stays on every error."""

import re
import unicodedata
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils import formats
from django.utils.translation import gettext as _, gettext_lazy
from django_countries import countries

from intlcoop.base.filters import country_choices
from intlcoop.base.templatetags.portal import capital
from intlcoop.base.text import clean
from intlcoop.proposals.models.proposal import Proposal, Topic
from partners.models.institution import Kind as InstitutionKind

SHORTEST, LONGEST = 50, 5000
# Signs that Unicode calls letters or symbols and that nobody can see: no name consists of them.
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
CONTROLS = re.compile("[\x80-\x9f]")
# In a text of several lines the joiners stay (👩‍⚕️, Persian); what turns the writing round or cannot be stored goes.
UNWANTED = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]")


def is_visible(text: str) -> bool:
    """Whether a reader would see anything of it."""
    return any(unicodedata.category(letter)[0] in "LNPS" and letter not in BLANKS for letter in text)


class LineField(forms.CharField):
    """One line, cleaned of what nobody sees. No `maxlength` in the page: it would cut a pasted text without a word."""

    def __init__(self, *, limit: int, autocomplete: str, missing: Any = "", **kwargs: Any) -> None:
        self.limit = limit
        kwargs["widget"] = kwargs.get("widget", forms.TextInput)(attrs={"autocomplete": autocomplete})
        super().__init__(required=bool(missing), error_messages={"required": missing}, **kwargs)

    def to_python(self, value: Any) -> str:
        text = clean(CONTROLS.sub(" ", str(value or "")))
        return text if is_visible(text) else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            words = _("“%(label)s” must be %(limit)d characters or fewer. It has %(length)d.")
            raise ValidationError(words, code="too_long", params={"label": self.label, "limit": self.limit, "length": len(value)})


class EmailLine(LineField):
    default_validators = [EmailValidator(gettext_lazy("Enter an e-mail address in the correct format, like name@example.com"))]


class WebsiteLine(LineField):
    """Only http and https, which may be left out."""

    default_validators = [
        URLValidator(["http", "https"], message=gettext_lazy("Enter a website address in the correct format, like www.example.edu"))
    ]

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        has_scheme = re.match(r"[a-z][a-z0-9+-]*:(?!\d)", text, re.IGNORECASE)
        return text if has_scheme or not text else f"https://{text}"


class TextField(forms.CharField):
    """Several lines as they were meant, without control and direction characters."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        lines = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        text = UNWANTED.sub("", unicodedata.normalize("NFC", lines)).strip()
        return text if is_visible(text) else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        length = len(clean(value, lines=True))
        if length < SHORTEST:
            words = _("Your description must be %(least)s characters or more. It has %(length)d.")
        elif len(value) > LONGEST:
            words, length = _("Your description must be %(most)s characters or fewer. It has %(length)d."), len(value)
        else:
            return
        raise ValidationError(words, code="length", params=bounds() | {"length": length})


def bounds() -> dict[str, str]:
    """How long a description may be, as the active language writes numbers."""
    return {"least": formats.number_format(SHORTEST), "most": formats.number_format(LONGEST, force_grouping=True)}


def country_options() -> list[tuple[str, str]]:
    return [("", _("Choose a country")), *country_choices(code for code, _name in countries)]


def kind_options() -> list[tuple[str, str]]:
    kinds = [(kind.value, capital(kind.label)) for kind in InstitutionKind if kind != InstitutionKind.NOT_SAID]
    return [("", _("Choose a kind")), *kinds]


def topic_options() -> list[tuple[str, str]]:
    return [(topic.value, capital(topic.label)) for topic in Topic]


class ProposalForm(forms.ModelForm):
    """The visible fields. The hidden ones (key, stamp, trap) are the business of spam.py."""

    use_required_attribute = False

    name = LineField(label=gettext_lazy("Your name"), limit=150, autocomplete="name", missing=gettext_lazy("Enter your name"))
    position = LineField(label=gettext_lazy("Your position"), limit=150, autocomplete="organization-title")
    email = EmailLine(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We use it only to answer you."),
        limit=254,
        autocomplete="email",
        widget=forms.EmailInput,
        missing=gettext_lazy("Enter your e-mail address"),
    )
    phone = LineField(
        label=gettext_lazy("Phone"), help_text=gettext_lazy("With the country code."), limit=40, autocomplete="tel", widget=forms.TelInput
    )
    institution = LineField(
        label=gettext_lazy("Name of the institution"),
        limit=250,
        autocomplete="organization",
        missing=gettext_lazy("Enter the name of your institution"),
    )
    institution_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of institution"),
        choices=kind_options,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Select a kind of institution from the list")},
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=country_options,
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Select the country of your institution")),
    )
    city = LineField(label=gettext_lazy("City"), limit=100, autocomplete="address-level2")
    website = WebsiteLine(label=gettext_lazy("Website"), limit=200, autocomplete="url", widget=forms.URLInput)
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What would you like to do together?"),
        help_text=gettext_lazy("Select all that apply."),
        choices=topic_options,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice", "invalid_list"), gettext_lazy("Select what you would like to do together")
        ),
    )
    text = TextField(
        label=gettext_lazy("Describe your proposal"), error_messages={"required": gettext_lazy("Enter a description of your proposal")}
    )

    class Meta:
        model = Proposal
        fields = [
            "name", "position", "email", "phone", "institution", "institution_kind", "country", "city", "website", "topics", "text",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _("In %(least)s to %(most)s characters: what, with whom and when.") % bounds()
        for name in ("email", "website"):
            self.fields[name].widget.attrs["spellcheck"] = "false"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Fieldset(_("About you"), "name", "position", "email", "phone"),
            Fieldset(_("Your institution"), "institution", "institution_kind", "country", "city", "website"),
            Fieldset(_("Your proposal"), "topics", "text"),
        )

    def clean_institution_kind(self) -> str:
        return self.cleaned_data["institution_kind"] or InstitutionKind.NOT_SAID

    def error_links(self) -> list[tuple[str, str]]:
        """Each error with the id of what to mend, in the order of the page. Of several boxes it is the first."""
        found: list[tuple[str, str]] = []
        for name in self.errors:
            field = self[name]
            anchor = f"{field.auto_id}_0" if field.use_fieldset else field.auto_id
            found.extend((anchor, str(message)) for message in field.errors)
        return found
