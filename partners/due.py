"""What waits for the office: agreements that end. What it adds every week: institutions, people, agreements."""

from django.utils.translation import gettext_lazy as _

from intlcoop.base.due import offer_to_add, register_due
from partners.models import Agreement, Institution, Person

register_due(Agreement, "ending", words=_("Agreements that end within six months"), rows=lambda agreements: agreements.expiring())
offer_to_add(Agreement, Institution, Person)
