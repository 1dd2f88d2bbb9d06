from news.models.event import Event, EventCountry

__all__ = ["Event", "EventCountry"]
