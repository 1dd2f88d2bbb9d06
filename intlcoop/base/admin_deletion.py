"""Deleting, in plain words: what would go with a record, or what still needs it, and the archive instead."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import actions
from django.contrib.admin.utils import NestedObjects, quote
from django.db import IntegrityError, router, transaction
from django.db.models import Model, ProtectedError, QuerySet, RestrictedError
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intlcoop.base.admin_labels import label_of, rows_of

NEEDED = (ProtectedError, RestrictedError, IntegrityError)  # a colleague referred to it between our look and the deletion
NEEDED_SINCE = _("Nothing was deleted: a moment ago it came to be needed elsewhere.")
SHOWN = 50  # more names than this nobody reads; the number of all is said


@dataclass(frozen=True)
class Named:
    """A record as the page of the deletion names it."""

    kind: str
    name: str
    url: str


@dataclass(frozen=True)
class Going:
    """Records of one kind that go with the deleted one."""

    kind: str
    number: int
    names: list[str]


class PlainDeletion(admin.ModelAdmin):
    """The pages of the deletion, of one and of many. What is needed elsewhere stays, and they say where."""

    delete_confirmation_template = "admin/deletion.html"
    delete_selected_confirmation_template = "admin/deletion_of_many.html"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        objs = list(objs)
        collector: Any = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        going = {model: rows for model, rows in collector.model_objs.items() if model is not self.model and not model._meta.auto_created}
        lacking = {str(model._meta.verbose_name) for model in [self.model, *going] if not self._may_delete(request, model)}
        protected = list(self._named(request, collector.protected - set(objs)))
        rows = [self._going(model, found) for model, found in going.items()]
        return rows, {row.kind: row.number for row in rows}, lacking, protected

    def _may_delete(self, request: HttpRequest, model: type[Model]) -> bool:
        """Rows without pages of their own go with their record."""
        return not self.admin_site.is_registered(model) or self.admin_site.get_model_admin(model).has_delete_permission(request)

    @staticmethod
    def _going(model: Any, found: Iterable[Any]) -> Going:
        found = sorted(found, key=lambda row: row.pk)
        kind = model._meta.verbose_name if len(found) == 1 else model._meta.verbose_name_plural
        return Going(str(kind), len(found), [str(row) for row in found[:SHOWN]])

    def _named(self, request: HttpRequest, rows: Iterable[Model]) -> Iterator[Named]:
        """Each record that refers to it, by the page on which staff would change that: of a row, the record that it stands under."""
        by_model: dict[Any, set[Any]] = defaultdict(set)
        for row in rows:
            by_model[type(row)].add(row.pk)
        owners: dict[Any, set[Any]] = defaultdict(set)
        for model, numbers in by_model.items():
            if self.admin_site.is_registered(model):
                owners[model] |= numbers
                continue
            for owner, path in self._owners(model):
                owners[owner] |= set(model._base_manager.filter(pk__in=numbers).values_list(path, flat=True))
        for model, numbers in owners.items():
            model_admin = self.admin_site.get_model_admin(model)
            info = f"{self.admin_site.name}:{model._meta.app_label}_{model._meta.model_name}_change"
            may_look = model_admin.has_view_or_change_permission(request)
            for found in rows_of(model_admin, model_admin.get_queryset(request)).filter(pk__in=numbers):
                url = reverse(info, args=[quote(found.pk)]) if may_look else ""
                yield Named(str(model._meta.verbose_name), label_of(model_admin, found), url)

    def _owners(self, model: type[Model]) -> Iterator[tuple[Any, str]]:
        """The records in whose forms these rows stand, and the column that leads there."""
        for owner, model_admin in self.admin_site._registry.items():
            for inline in model_admin.inlines:
                if inline.model is model:
                    yield owner, _get_foreign_key(owner, model, fk_name=getattr(inline, "fk_name", None)).attname

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        more = {"shown": SHOWN, "can_archive": self.can_archive(request), **(extra_context or {})}
        try:
            return super().delete_view(request, object_id, more)
        except NEEDED:
            self.message_user(request, NEEDED_SINCE, messages.WARNING)
            return HttpResponseRedirect(request.get_full_path())

    def can_archive(self, request: HttpRequest) -> bool:
        may_publish: Any = getattr(self, "has_publish_permission", None)
        return bool(may_publish and may_publish(request))


@admin.action(description=_("Delete the chosen records"), permissions=["delete"])
def delete_selected(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
    """All or none: if one of them is needed elsewhere, all stay. In the place of Django's own action of this name."""
    try:
        with transaction.atomic() if request.POST.get("post") else nullcontext():
            answer: Any = actions.delete_selected(model_admin, request, queryset)
    except NEEDED:
        model_admin.message_user(request, NEEDED_SINCE, messages.WARNING)
        return None
    if answer is not None:
        may_archive = getattr(model_admin, "can_archive", None)
        answer.context_data |= {"shown": SHOWN, "can_archive": bool(may_archive and may_archive(request))}
    return answer
