from news.models.article import Article, ArticlePicture
from news.models.event import Event, EventCountry

__all__ = ["Article", "ArticlePicture", "Event", "EventCountry"]
