"""Uploaded files leave the portal by this one door, which asks their owner. There is no open media folder."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from intlcoop.base import audit
from intlcoop.base.preview import may_preview
from intlcoop.base.text import clean, slug
from intlcoop.base.uploads import StoredFile, StoredFileField

# A file is no page: nothing in it may run, load or be framed, whatever a browser makes of it.
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
PUBLIC, PRIVATE = "public, max-age=60", "private, no-store"
LONGEST_NAME = 120
NOT_IN_A_NAME = set('/\\:*?"<>|%')


class HasFiles(models.Model):
    """A record with uploaded files. It says who may have them, and each file belongs to one row only."""

    own_files: frozenset[str] | set[str] = frozenset()  # stored by the save that is going on
    is_confidential = False  # if so, the audit log keeps who has opened a file

    class Meta:
        abstract = True

    def shows_file(self, field_name: str) -> bool:
        """Whether everybody may have the file of this field now."""
        raise NotImplementedError

    @classmethod
    def file_fields(cls) -> list[StoredFileField]:
        return [field for field in cls._meta.fields if isinstance(field, StoredFileField)]

    def files(self) -> Iterator[tuple[str, StoredFile]]:
        """Field name and file of each field in which there is one."""
        for field in self.file_fields():
            file: StoredFile = getattr(self, field.attname)
            if file:
                yield field.name, file

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._let_go_of_foreign_files()
        super().save(*args, **kwargs)
        self.own_files = set()

    def _let_go_of_foreign_files(self) -> None:
        """A copied record begins without the file of the first; an old version brought back keeps the file of today.

        Otherwise two rows would name one file, which goes with the first of them, or a row would name a file that has gone.
        """
        stored = [name for name, file in self.files() if file._committed and file.name not in self.own_files]
        if not stored:
            return
        row = type(self)._base_manager.filter(pk=self.pk).values(*stored).first() if self.pk else None
        now = row or {}
        for name in stored:
            if getattr(self, name).name != now.get(name, ""):
                setattr(self, name, now.get(name, ""))


def unclaimed(before: float) -> Iterator[str]:
    """Stored files, older than this moment (seconds), that no row names: a transaction failed, or a table came from a backup.

    Folders with a dot in front hold what is on its way; they are not in backups either.
    """
    claimed = set()
    for model in apps.get_models():
        if issubclass(model, HasFiles):
            for field in model.file_fields():
                for name in model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True):
                    claimed.update(field.attr_class(model(), field, name).names)
    root = Path(default_storage.path(""))
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not name.startswith(".") and name not in claimed and path.stat().st_mtime < before:
            yield name


@require_safe
def serve(request: HttpRequest, model: str, pk: int, name: str) -> HttpResponseBase:
    """A current file of a record, or 404: the address of a draft's file tells nothing, not even that there is one."""
    owner = _owner(model, pk)
    field_name, file, stored = _named(owner, name)
    is_public = owner.shows_file(field_name)
    if not is_public and not may_preview(request, type(owner)):
        raise Http404
    response = _answer(request, file, stored)
    if owner.is_confidential:
        audit.record("opened the file of", request, owner)
    response.headers["Cache-Control"] = PUBLIC if is_public else PRIVATE
    response.headers["Content-Security-Policy"] = POLICY
    if is_public and not file.is_download:
        response.headers["Cross-Origin-Resource-Policy"] = (
            "cross-origin"  # a picture of an article stands in its feed, wherever that is read
        )
    if file.is_download and response.status_code == 200:
        response.headers["Content-Disposition"] = _disposition(owner, PurePath(stored).suffix)
    return response


def _owner(label: str, pk: int) -> HasFiles:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    if not issubclass(model, HasFiles):
        raise Http404
    owner = model._default_manager.filter(pk=pk).first()
    if owner is None:
        raise Http404
    return owner


def _named(owner: HasFiles, name: str) -> tuple[str, StoredFile, str]:
    """The field, its file and the stored name. What was asked for is compared and never becomes a path."""
    for field_name, file in owner.files():
        for stored in file.names:
            if PurePath(stored).name == name:
                return field_name, file, stored
    raise Http404


def _answer(request: HttpRequest, file: StoredFile, stored: str) -> HttpResponseBase:
    """The content, or 304. A stored file never changes, so its name is its ETag."""
    try:
        changed = int(file.storage.get_modified_time(stored).timestamp())
        etag = f'"{PurePath(stored).stem}"'
        short = get_conditional_response(request, etag=etag, last_modified=changed)
        response: HttpResponseBase = short or FileResponse(file.storage.open(stored), content_type=file.content_type)
    except FileNotFoundError as error:
        raise Http404 from error
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed)
    return response


def _disposition(owner: HasFiles, extension: str) -> str:
    """A download under the record's own name: in ASCII for old browsers, and as it is written."""
    letters = (letter for letter in clean(str(owner)) if letter not in NOT_IN_A_NAME and not unicodedata.category(letter).startswith("C"))
    title = "".join(letters)[:LONGEST_NAME].strip(" .") or str(owner._meta.model_name)
    plain = slug(title) or str(owner._meta.model_name)
    return f"attachment; filename=\"{plain}{extension}\"; filename*=UTF-8''{quote(title + extension, safe='')}"
