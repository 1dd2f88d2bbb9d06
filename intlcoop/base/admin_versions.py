"""Two officers, one record: the second to save is told who saved before, and nothing of what either typed is lost.

A form carries what was read: the moment of the last change of the record and of each row under it. Saving compares it with the database,
with the record locked. A form for a new record carries a one-time key instead, so that a double click adds one record.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from intlcoop.base.admin_labels import label_of
from intlcoop.base.changes import Change, ChangesInWords, last_change, removal
from intlcoop.base.typed import NUMBER, realigned, typed

VERSION, ONCE, ANYWAY = "_version", "_once", "_anyway"
ITSELF = "itself"


@dataclass(frozen=True)
class Conflict:
    """What happened to a record between the moment when it was read and the moment when it was to be saved."""

    last: Change
    fields: list[dict[str, Any]] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


def moment_of(row: Model) -> str:
    """The state of a row in a word: when it was last changed; where no column says so, a digest of its values."""
    changed = getattr(row, "updated_at", None)
    if changed:
        return str(changed.isoformat())
    values = [repr(getattr(row, column.attname)) for column in row._meta.concrete_fields]
    return hashlib.sha256("\0".join(values).encode()).hexdigest()[:16]


def versions_in(text: str) -> dict[str, dict[str, str]]:
    """What a form sent back as read: number → moment, by kind of row. Empty for anything that is not of our making."""
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return parts if isinstance(parts, dict) and all(isinstance(part, dict) for part in parts.values()) else {}


def checked(form: Any, objection: Callable[[Any], Any]) -> Any:
    """The same form with one more thing that can be wrong with all of it."""

    class Checked(form):
        def full_clean(self) -> None:
            super().full_clean()
            if self.is_bound and (words := objection(self)):
                self.add_error(None, words)

    return Checked


class GuardedAdmin(admin.ModelAdmin):
    """Nobody's text is overwritten unseen, deleted under the hands of a colleague, or stored twice."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """When it is to be saved or deleted, the record is locked first and then read: what was compared stays true until the end."""
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST" or not connection.in_atomic_block:
            return row
        self.model._base_manager.filter(pk=row.pk).select_for_update().first()
        return super().get_object(request, object_id, from_field)

    # --- A record that is changed ---------------------------------------------------------------------------------------

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        if not kwargs.get("fields") or request.method not in {"GET", "POST"}:  # only of use to find out the fields
            return form
        guard: Any = request
        guard.version = self._version(request, obj) if change else ""
        guard.conflict = None
        if request.method != "POST":
            return form
        if not change:
            return checked(form, lambda filled: self.objection_to_new(request, filled))
        if request.POST.get(VERSION) == guard.version:
            return form
        guard.conflict = self._conflict(request, obj, request.POST.get(VERSION, ""), guard.version)
        words = _("This record has been saved since you opened the form. See above who did it, and what is different now.")
        return checked(form, lambda filled: words)

    def objection_to_new(self, request: HttpRequest, form: Any) -> Any:
        """Once: a record like this is there already. Who sends the form again means it."""
        found = self.alike(form.instance) if not form.errors.keys() & set(self.told_apart_by) else []
        if not found:
            return None
        guard: Any = request
        guard.alike = [(label_of(self, each.record), self._change_url(each.record), each.reason) for each in found]
        guard.anyway = " ".join(str(each.record.pk) for each in found)
        if request.POST.get(ANYWAY) == guard.anyway:
            return None
        return _("There may be one already: look at the box above. Save again to add this one all the same.")

    told_apart_by: Sequence[str] = ()

    def alike(self, new: Any) -> list[Any]:
        """Records that may be the same as the one that is to be added. Asked only if the fields in `told_apart_by` are in order."""
        return []

    def _change_url(self, row: Model) -> str:
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    def _rows(self, request: HttpRequest, obj: Model) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Each model of rows under the record, with the rows there are, by number."""
        for inline in self.get_inline_instances(request, obj):
            path = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name).name
            yield inline.model, {str(row.pk): row for row in inline.model._base_manager.filter(**{path: obj.pk})}

    def _version(self, request: HttpRequest, obj: Model) -> str:
        rows = {model._meta.label: {pk: moment_of(row) for pk, row in found.items()} for model, found in self._rows(request, obj)}
        return json.dumps({ITSELF: {"": moment_of(obj)}, **rows}, sort_keys=True)

    def _conflict(self, request: HttpRequest, obj: Any, read: str, now: str) -> Conflict:
        before, after = versions_in(read), versions_in(now)
        if not before:
            return Conflict(last_change(obj))
        words, lasts = [], [last_change(obj)] if before.get(ITSELF) != after[ITSELF] else []
        for model, found in self._rows(request, obj):
            old, new = before.get(model._meta.label, {}), after[model._meta.label]
            part = str(model._meta.verbose_name)
            for pk in sorted(old.keys() - new.keys()):
                gone = removal(model, int(pk)) if NUMBER.fullmatch(pk) else None
                lasts += [gone] if gone else []
                text = gettext("%(part)s “%(name)s” was deleted. It stands in your form as a new one: remove it if it is to stay deleted.")
                words.append(text % {"part": part, "name": gone.name if gone else pk})
            for pk in sorted(new.keys() - old.keys()):
                text = gettext("%(part)s “%(name)s” was added. It is kept, also if you save again.")
                words.append(text % {"part": part, "name": found[pk]})
            for pk in sorted(pk for pk in old.keys() & new.keys() if old[pk] != new[pk]):
                lasts.append(last_change(found[pk]))
                words.append(gettext("%(part)s “%(name)s” was changed.") % {"part": part, "name": found[pk]})
        newest = max((last for last in lasts if last.moment), key=lambda last: str(last.moment), default=last_change(obj))
        return Conflict(newest, self._differences(obj, before.get(ITSELF, {}).get("")), words)

    def _differences(self, obj: Any, read: str | None) -> list[dict[str, Any]]:
        """What is different now from what was read, as old and new words."""
        if not hasattr(obj, "history"):
            return []
        newest, *older = obj.history.all()[:100]
        seen = next((version for version in older if moment_of(version) == read), None)
        if seen is None:
            return []
        delta = newest.diff_against(seen, foreign_keys_are_objs=True)
        return self.in_words(newest).context_for_delta_changes(delta)

    def in_words(self, version: Any) -> ChangesInWords:
        return ChangesInWords(self.model, version, getattr(self.form, "declared_fields", None))

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Rows that were sent stand in the form as they were sent, although a colleague may have deleted or added some."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        initial = given["data"].get(f"{prefix}-INITIAL_FORMS", "") if "data" in given else ""
        if not obj.pk or not initial.isdecimal():
            return given
        sent = [given["data"].get(f"{prefix}-{place}-id", "") for place in range(min(int(initial), 1000))]
        if not all(NUMBER.fullmatch(pk) for pk in sent):
            return given
        path = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name).name
        rows = given["queryset"].filter(**{path: obj.pk, "pk__in": sent})
        now = [str(pk) for pk in (rows if rows.ordered else rows.order_by("pk")).values_list("pk", flat=True)]
        given["queryset"] = rows
        if now != sent:
            given["data"] = realigned(given["data"], prefix, now)
        return given

    # --- A record that is gone ------------------------------------------------------------------------------------------

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Instead of sending an officer away whose record was deleted while she wrote: who did it, and her text to be copied."""
        try:
            last = removal(self.model, opts.pk.to_python(unquote(object_id)))
        except ValidationError:
            last = None
        entered = list(self._typed(request)) if VERSION in request.POST else []
        if last is None and not entered:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]
        context = {
            **self.admin_site.each_context(request),
            "title": _("This record has been deleted"),
            "opts": opts,
            "last": last or Change(None, None),
            "typed": entered,
            "can_add": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/gone.html", context, status=410)

    def _typed(self, request: HttpRequest) -> Iterator[tuple[str, str]]:
        yield from typed(self.get_form(request)(request.POST))
        for formset, inline in self.get_formsets_with_inlines(request):
            prefix = formset.get_default_prefix()
            total = request.POST.get(f"{prefix}-TOTAL_FORMS", "")
            for place in range(min(int(total), 1000) if total.isdecimal() else 0):
                row = formset.form(request.POST, prefix=f"{prefix}-{place}")
                yield from ((f"{inline.verbose_name} {place + 1}: {label}", text) for label, text in typed(row))

    # --- A record that is added -----------------------------------------------------------------------------------------

    def changeform_view(self, request: Any, object_id: Any = None, form_url: str = "", extra_context: Any = None) -> Any:
        if object_id is not None or request.method != "POST" or not request.POST.get(ONCE):
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            # The same form sent twice comes from the same user: locking her row makes the second wait for the first.
            get_user_model()._base_manager.select_for_update(no_key=True).filter(pk=request.user.pk).first()
            if added := self._added_before(request):
                return self.response_add(request, added)
            return super().changeform_view(request, object_id, form_url, extra_context)

    @staticmethod
    def _fingerprint(request: HttpRequest) -> str:
        """Of the one-time key and all that was typed: who goes back in the browser and writes something else adds a second record."""
        sent = sorted((name, values) for name, values in request.POST.lists() if name == ONCE or not name.startswith(("_", "csrf")))
        return hashlib.sha256(json.dumps(sent).encode()).hexdigest()

    def _added_before(self, request: HttpRequest) -> Any:
        entries = LogEntry.objects.filter(
            user=request.user.pk,
            action_flag=ADDITION,
            content_type=ContentType.objects.get_for_model(self.model),
            change_message__contains=self._fingerprint(request),
        )
        entry = entries.first()
        return super().get_object(request, entry.object_id or "") if entry else None

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        message: list[Any] = super().construct_change_message(request, form, formsets, add)
        return [*message, {"once": self._fingerprint(request)}] if add and request.POST.get(ONCE) else message

    # --- What the form carries ------------------------------------------------------------------------------------------

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        is_new = kwargs.get("add", False)
        context |= {
            "version": getattr(request, "version", ""),
            "once": (request.POST.get(ONCE) or uuid.uuid4().hex) if is_new else "",
            "anyway": getattr(request, "anyway", ""),
            "alike": getattr(request, "alike", []),
            "conflict": getattr(request, "conflict", None),
            "is_unsaved": request.method == "POST",
        }
        return super().render_change_form(request, context, *args, **kwargs)
