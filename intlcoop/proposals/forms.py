"""The forms that a prospective partner fills in. Their words tell what to do; what was typed stays on every error."""

import uuid
from collections.abc import Iterator
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _, gettext_lazy
from django_countries import countries

from intlcoop.base import languages
from intlcoop.base.filters import country_choices
from intlcoop.base.select import Select
from intlcoop.base.templatetags.portal import capital
from intlcoop.profile.choices import ProposalExtra
from intlcoop.profile.models import Profile
from intlcoop.proposals.answers import Answer, answers
from intlcoop.proposals.attachment import AttachmentFormField
from intlcoop.proposals.consents import asked, given
from intlcoop.proposals.error_links import WithErrorLinks
from intlcoop.proposals.form_fields import EmailLine, LineField, TextField, WebsiteLine, bounds
from intlcoop.proposals.models.proposal import Proposal, Topic
from partners.models.institution import Kind as InstitutionKind

LISTS = {"topics", "notice", "consents"}


def country_options() -> list[tuple[str, str]]:
    return [("", _("Choose a country")), *country_choices(code for code, _name in countries)]


def kind_options() -> list[tuple[str, str]]:
    kinds = [(kind.value, capital(kind.label)) for kind in InstitutionKind if kind != InstitutionKind.NOT_SAID]
    return [("", _("Choose a kind")), *kinds]


def topic_options() -> list[tuple[str, str]]:
    return [(topic.value, capital(topic.label)) for topic in Topic]


def language_options() -> list[tuple[str, str]]:
    return [(code, languages.own_name(code)) for code in languages.in_use()]


class ProposalForm(WithErrorLinks, forms.ModelForm):
    """The visible fields. The hidden ones (key, stamp, trap) are the business of spam.py."""

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
    reply_language = forms.ChoiceField(
        label=gettext_lazy("Language of our answer"),
        choices=language_options,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Select a language from the list")),
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
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Select the kind of your institution")),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=country_options,
        widget=Select(attrs={"autocomplete": "country"}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Select the country of your institution")),
    )
    city = LineField(label=gettext_lazy("City"), limit=100, autocomplete="address-level2")
    website = WebsiteLine(label=gettext_lazy("Website"), limit=200, autocomplete="url", widget=forms.URLInput)
    erasmus_code = LineField(
        label=gettext_lazy("Erasmus code or PIC"),
        help_text=gettext_lazy("E.g. PT COIMBRA01, if you have one."),
        limit=40,
        autocomplete="off",
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What would you like to do together?"),
        help_text=gettext_lazy("Select all that apply."),
        choices=topic_options,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice", "invalid_list"), gettext_lazy("Select what you would like to do together")
        ),
    )
    fields_of_medicine = LineField(
        label=gettext_lazy("Fields of medicine"), help_text=gettext_lazy("E.g. cardiology, nursing."), limit=250, autocomplete="off"
    )
    programme = LineField(
        label=gettext_lazy("Programme"),
        help_text=gettext_lazy("E.g. Erasmus+, CEEPUS, if you think of one."),
        limit=150,
        autocomplete="off",
    )
    text = TextField(
        label=gettext_lazy("Describe your proposal"), error_messages={"required": gettext_lazy("Enter a description of your proposal")}
    )
    proposed_start = LineField(
        label=gettext_lazy("When would you like to begin?"), help_text=gettext_lazy("E.g. spring 2027."), limit=100, autocomplete="off"
    )
    contact_here = LineField(label=gettext_lazy("Whom of us do you know already?"), limit=150, autocomplete="off")
    attachment = AttachmentFormField(
        label=gettext_lazy("A PDF that says more"),
        help_text=gettext_lazy("One file of at most 5 MB. Only those who read the proposals can open it."),
    )
    notice = forms.MultipleChoiceField(
        label=gettext_lazy("What happens to your data"),
        choices=lambda: [("read", _("I have read what happens to my data."))],
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice", "invalid_list"), gettext_lazy("Confirm that you have read what happens to your data")
        ),
    )
    consents = forms.MultipleChoiceField(
        label=gettext_lazy("What you agree to"),
        help_text=gettext_lazy("We treat your proposal in the same way if you leave these empty. You can take them back at any time."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_list"), gettext_lazy("Tick only what is offered here")),
    )

    class Meta:
        model = Proposal
        fields = [
            "name", "position", "email", "phone", "reply_language", "institution", "institution_kind", "country", "city", "website",
            "erasmus_code", "topics", "fields_of_medicine", "programme", "text", "proposed_start", "contact_here",
            "attachment",
        ]  # fmt: skip

    def __init__(self, *args: Any, office: Profile, key: uuid.UUID | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attachment"].widget.key = key
        self.fields["consents"].choices = asked(office)  # type: ignore[attr-defined]
        self._leave_out(office)
        self.fields["text"].help_text = _("In %(least)s to %(most)s characters: what, with whom and when.") % bounds()
        self.fields["text"].widget.attrs["data-most"] = "5000"
        self.initial["reply_language"] = languages.active()
        for name in ("email", "website"):
            self.fields[name].widget.attrs["spellcheck"] = "false"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            *[
                Fieldset(words, *(name for name in names if name in self.fields))
                for words, names in (
                    (_("About you"), ["name", "position", "email", "phone", "reply_language"]),
                    (_("Your institution"), ["institution", "institution_kind", "country", "city", "website", "erasmus_code"]),
                    (
                        _("Your proposal"),
                        ["topics", "fields_of_medicine", "programme", "text", "proposed_start", "contact_here", "attachment"],
                    ),
                )
            ]
        )

    def _leave_out(self, office: Profile) -> None:
        """What this office does not ask."""
        wanted = {
            "reply_language": len(languages.in_use()) > 1,
            "attachment": office.offers(ProposalExtra.FILE),
            "notice": office.offers(ProposalExtra.NOTICE),
            "consents": bool(asked(office)),
        }
        for name in [name for name, is_wanted in wanted.items() if not is_wanted]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        ticked = [(name, code) for name in ("notice", "consents") for code in data.get(name, [])]
        self.instance.consents = [given(code, dict(self.fields[name].choices)[code]) for name, code in ticked]  # type: ignore[attr-defined]
        return data

    def focus(self, name: str) -> None:
        """Who comes back to change an answer finds the cursor there."""
        if name in self.fields and not self[name].use_fieldset:
            self.fields[name].widget.attrs["autofocus"] = True

    def sent(self) -> Iterator[tuple[str, str]]:
        """Each answer as it was typed, for the hidden fields of the next page. Checked again when it comes back."""
        data: Any = self.data
        for name in self.fields:
            if name == "attachment":
                waiting = self.cleaned_data.get(name)
                yield from [(f"{name}_kept", waiting.token(self.fields[name].widget.key))] if waiting else []
            else:
                yield from ((name, value) for value in (data.getlist(name) if name in LISTS else [data.get(name, "")]))

    def answers(self) -> list[Answer]:
        """What was understood, in the words of the page. Only for a form without mistakes."""
        return list(answers(self.fields, self.cleaned_data, {name: self.anchor(name) for name in self.fields}))
