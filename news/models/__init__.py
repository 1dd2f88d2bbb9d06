from news.models.article import Article
from news.models.event import Event, EventCountry

__all__ = ["Article", "Event", "EventCountry"]
