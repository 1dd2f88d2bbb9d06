"""manage.py refresh_search: the folded texts by which rows are found, made anew from today's rules."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models

from intlcoop.base.translated import SearchTextField

BATCH = 500


class Command(BaseCommand):
    help = "Makes all search texts anew: after an upgrade that changes what the search knows. Safe at any time; changes nothing else."

    def handle(self, *args: Any, **options: Any) -> None:
        for model in apps.get_models():
            for field in model._meta.local_concrete_fields:
                if isinstance(field, SearchTextField):
                    count = self._refresh(model, field)
                    if options["verbosity"]:
                        self.stdout.write(f"{model._meta.verbose_name_plural}: {count}")

    def _refresh(self, model: Any, field: SearchTextField) -> int:
        """How many rows were out of date."""
        stale: list[models.Model] = []
        changed = 0
        for row in model._default_manager.order_by("pk").iterator(BATCH):
            before = getattr(row, field.attname)
            if field.pre_save(row, add=False) != before:
                stale.append(row)
            if len(stale) == BATCH:
                changed += self._store(model, field, stale)
        return changed + self._store(model, field, stale)

    def _store(self, model: Any, field: SearchTextField, stale: list[models.Model]) -> int:
        count = len(stale)
        model._default_manager.bulk_update(stale, [field.name])
        stale.clear()
        return count
