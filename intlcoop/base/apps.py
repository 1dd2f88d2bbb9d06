from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "intlcoop.base"
    label = "base"
    verbose_name = "Base"
