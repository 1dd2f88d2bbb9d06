from news.models.document import Document
from news.models.event import Event, EventCountry

__all__ = ["Document", "Event", "EventCountry"]
