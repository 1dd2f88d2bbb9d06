from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("Events and news")
    place_in_admin = 50

    def ready(self) -> None:
        autodiscover_modules("blocks", "data", "linked_data")
