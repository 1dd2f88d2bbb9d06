"""The office's own row as staff edit it: what is stored as a list is ticked."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from intlcoop.profile.choices import ProposalExtra, Section
from intlcoop.profile.models import Profile


class ProfileForm(forms.ModelForm):
    """English has no box, because it cannot be taken away; Profile.clean() puts it in front."""

    languages = forms.MultipleChoiceField(
        label=_("Languages beside English"),
        choices=[choice for choice in settings.LANGUAGES if choice[0] != settings.LANGUAGE_CODE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "English is always offered. Once this is saved, every text has a box for each of these."
            " A page that lacks a text in one of them says so and shows another language."
        ),
    )
    sections = forms.MultipleChoiceField(
        label=capfirst(Profile._meta.get_field("sections").verbose_name),
        choices=Section.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Profile._meta.get_field("sections").help_text,
    )
    proposal_extras = forms.MultipleChoiceField(
        label=capfirst(Profile._meta.get_field("proposal_extras").verbose_name),
        choices=ProposalExtra.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Profile._meta.get_field("proposal_extras").help_text,
    )

    class Meta:
        model = Profile
        fields = ["languages", "sections", "proposal_extras"]  # the admin adds the others of its fieldsets

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["languages"] = [code for code in self.instance.languages if code != settings.LANGUAGE_CODE]
        self.initial["sections"] = self.instance.sections  # of a new office too
        self.initial["proposal_extras"] = self.instance.proposal_extras
