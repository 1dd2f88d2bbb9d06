"""What the office adds every week: events."""

from intlcoop.base.due import offer_to_add
from news.models import Event

offer_to_add(Event)
