"""Words for the templates of the admin."""

from django import template
from django.urls import reverse

from intlcoop.office import second_factor

register = template.Library()


@register.simple_tag
def second_factor_url() -> str:
    """Where staff set up their second factor; "" where the office offers none."""
    return reverse("second_factor") if second_factor.is_offered() else ""
