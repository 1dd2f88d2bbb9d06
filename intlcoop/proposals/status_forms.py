"""The short forms of the sender's own page, and of the way back to it."""

from django import forms
from django.utils.translation import gettext_lazy

from intlcoop.proposals.error_links import WithErrorLinks
from intlcoop.proposals.form_fields import EmailLine, LineField, TextField


class AdditionForm(WithErrorLinks, forms.Form):
    text = TextField(
        label=gettext_lazy("What would you like to add?"), shortest=1,
        help_text=gettext_lazy("The office reads it with your proposal. It cannot be changed afterwards."),
        error_messages={"required": gettext_lazy("Enter what you would like to add")},
    )  # fmt: skip


class LinkForm(WithErrorLinks, forms.Form):
    """Asks for the link again. What it says is the same whether there is such a proposal or not."""

    reference = LineField(
        label=gettext_lazy("Your reference"), help_text=gettext_lazy("It looks like IC-2026-0042."), limit=20, autocomplete="off",
        missing=gettext_lazy("Enter your reference"),
    )  # fmt: skip
    email = EmailLine(
        label=gettext_lazy("E-mail address"), help_text=gettext_lazy("The one that you gave with the proposal."), limit=254,
        autocomplete="email", widget=forms.EmailInput, missing=gettext_lazy("Enter your e-mail address"),
    )  # fmt: skip
