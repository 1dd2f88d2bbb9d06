from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfileConfig(AppConfig):
    name = "intlcoop.profile"
    label = "profile"
    verbose_name = _("The office")
    place_in_admin = 60
