from news.models.article import Article, ArticlePicture
from news.models.document import Document
from news.models.event import Event, EventCountry

__all__ = ["Article", "ArticlePicture", "Document", "Event", "EventCountry"]
