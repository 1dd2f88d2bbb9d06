"""A call as staff edit it: the time zone is chosen, the usual ones first."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intlcoop.base.clock import zones
from projects.models import Call
from projects.models.deadline import office_zone

OFTEN = ("Europe/Brussels", "UTC")


def zone_choices() -> list[Any]:
    """The office's own zone, those of the EU's programmes, then all by name."""
    first = list(dict.fromkeys([office_zone(), *OFTEN]))
    others = sorted(zone for zone in zones() if zone not in first)
    return [(_("Often used"), [(zone, zone) for zone in first]), (_("All"), [(zone, zone) for zone in others])]


class CallForm(forms.ModelForm):
    deadline_zone = forms.ChoiceField(
        label=Call._meta.get_field("deadline_zone").verbose_name,
        help_text=Call._meta.get_field("deadline_zone").help_text,
        choices=zone_choices,
        initial=office_zone,
        error_messages={"invalid_choice": _("Choose a time zone from the list.")},
    )

    class Meta:
        model = Call
        fields = ["deadline_zone"]  # the admin adds the others of its fieldsets
