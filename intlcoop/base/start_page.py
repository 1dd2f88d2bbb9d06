"""The start page of the admin: what is due, what can be added, as far as the reader's rights go."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from intlcoop.base import due
from intlcoop.base.models import Record

LAST = 1000  # parts of Django's own, such as the accounts
DRAFTS, UNTRANSLATED = "drafts", "untranslated"
OF_RECORDS = {DRAFTS: _("Drafts"), UNTRANSLATED: _("Texts that lack one of your languages")}


@dataclass(frozen=True)
class Link:
    """So many rows, and the list that shows exactly these."""

    words: Any
    number: int
    url: str


@dataclass(frozen=True)
class ToAdd:
    words: str
    url: str


def place(model: Any) -> int:
    """Where its app stands in the order of the work."""
    return int(getattr(apps.get_app_config(model._meta.app_label), "place_in_admin", LAST))


def _url(model: Any, page: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def _parts(request: HttpRequest, site: Any) -> Iterator[tuple[str, Any, str, Any]]:
    """Group, words, address and rows of everything that may be counted for this reader."""
    for model, model_admin in sorted(site._registry.items(), key=lambda entry: place(entry[0])):
        if not model_admin.has_view_or_change_permission(request):
            continue
        rows, page = due.in_use(model._default_manager.all()), _url(model, "changelist")
        for line in due.due_of(model):
            yield "", line.words, f"{page}?due={line.name}", line.rows(rows)
        if issubclass(model, Record):
            words = capfirst(model._meta.verbose_name_plural)
            yield DRAFTS, words, f"{page}?is_published__exact=0", rows.filter(is_published=False)
            if (lacking := due.without_translation(model)) is not None:
                yield UNTRANSLATED, words, f"{page}?due={UNTRANSLATED}", rows.filter(lacking)


def to_do(request: HttpRequest, site: Any) -> dict[str, Any]:
    """What is due now, and per kind of record the drafts and the texts that lack a language. Nothing with a zero."""
    parts = list(_parts(request, site))
    numbers = due.counted({url: rows for _group, _words, url, rows in parts})
    lines: list[Link] = []
    groups: dict[str, list[Link]] = defaultdict(list)
    for group, words, url, _rows in parts:
        if number := numbers.get(url, 0):
            (groups[group] if group else lines).append(Link(words, number, url))
    return {"due": lines, "due_of_records": [(OF_RECORDS[group], groups[group]) for group in OF_RECORDS if groups[group]]}


def to_add(request: HttpRequest, site: Any) -> list[ToAdd]:
    """Buttons for what the office adds every week."""
    may_add = [model for model in due.offered_to_add() if site.get_model_admin(model).has_add_permission(request)]
    return [ToAdd(str(model._meta.verbose_name), _url(model, "add")) for model in sorted(may_add, key=place)]
