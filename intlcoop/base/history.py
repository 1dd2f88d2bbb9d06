"""Who changed what: django-simple-history, without the columns that the database or a field computes."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from intlcoop.base.translated import SearchTextField, SortKeysField

DERIVED = (SearchTextField, SortKeysField, models.GeneratedField)


class History(HistoricalRecords):
    """Declared once on an abstract parent. Generated and derived columns stay out: they would be written twice and never read."""

    def fields_included(self, model: Any) -> list[Any]:
        return [field for field in super().fields_included(model) if not isinstance(field, DERIVED)]

    def create_history_model(self, model: type[models.Model], inherited: bool) -> Any:
        self.excluded_fields = [field.name for field in model._meta.fields if isinstance(field, DERIVED)]
        return super().create_history_model(model, inherited)
