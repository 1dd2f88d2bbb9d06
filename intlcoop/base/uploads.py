"""Files that staff upload: checked, written beside their place, and put there when their row is saved.

What may be uploaded says a subclass of StoredFileField (pictures.py, pdf.py). The name under which a file is stored is
made here and says nothing of the name that it came with.
"""

import secrets
import time
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

INCOMING = "incoming"  # the folder in which uploads wait for their row
FORGOTTEN_AFTER = 3600  # seconds; a form is not validated for so long
# A name such as photo.php.png is nobody's honest picture.
PROGRAMS = {
    ".asp",
    ".aspx",
    ".cgi",
    ".exe",
    ".htm",
    ".html",
    ".js",
    ".jsp",
    ".phar",
    ".php",
    ".phtml",
    ".pl",
    ".py",
    ".sh",
    ".svg",
    ".xhtml",
}

NOT_UPLOADED = _("The selected file could not be uploaded – try again.")
EMPTY = _("The selected file is empty.")


class Staged(File):
    """A checked upload that lies in the incoming folder under the last part of its final name."""

    def __init__(self, storage: FileSystemStorage, name: str, parts: Mapping[str, bytes]) -> None:
        """Write the parts (final name → content). Raises ValidationError, and leaves nothing, where the disk refuses."""
        super().__init__(None, name)
        self.storage = storage
        self.names = list(parts)
        try:
            folder = Path(storage.path(INCOMING))
            folder.mkdir(parents=True, exist_ok=True)
            _forget_old(folder)
            for final, content in parts.items():
                self._waiting(final).write_bytes(content)
        except OSError as error:
            self.discard()
            raise ValidationError(NOT_UPLOADED, code="not_uploaded") from error

    def _waiting(self, final: str) -> Path:
        return Path(self.storage.path(f"{INCOMING}/{PurePath(final).name}"))

    def discard(self) -> None:
        for final in self.names:
            self._waiting(final).unlink(missing_ok=True)

    def keep(self) -> None:
        """Put the parts where their names say; the file named by the row comes last."""
        for final in sorted(self.names, key=lambda final: final == self.name):
            place = Path(self.storage.path(final))
            place.parent.mkdir(parents=True, exist_ok=True)
            self._waiting(final).replace(place)


def _forget_old(folder: Path) -> None:
    """Uploads whose form was not sent again: the page showed an error, and the officer went home."""
    for file in folder.iterdir():
        try:
            if file.stat().st_mtime < time.time() - FORGOTTEN_AFTER:
                file.unlink()
        except FileNotFoundError:  # another upload was faster
            continue


def check(upload: Any, *, extensions: Mapping[str, str], words: Any) -> str:
    """The extension of what was chosen, if its name and size are allowed; its content is judged by the caller.

    `extensions` maps each allowed extension to the name of its format.
    """
    name = PurePath(str(upload.name).replace("\\", "/")).name.strip()
    ends = [end.lower() for end in PurePath(name).suffixes]
    if not ends or ends[-1] not in extensions or PROGRAMS & set(ends):
        raise ValidationError(words, code="format")
    if not upload.size:
        raise ValidationError(EMPTY, code="empty")
    if upload.size > settings.MAX_FILE_BYTES:
        limit = {"size": settings.MAX_FILE_BYTES // 1_000_000}
        raise ValidationError(_("The selected file must be smaller than %(size)d MB."), params=limit, code="size")
    return ends[-1]


def new_id() -> str:
    """Sixteen letters and digits that nobody can guess."""
    return secrets.token_hex(8)


class StoredFile(FieldFile):
    """What a row's column gives: knows its address, and all the names under which it is stored."""

    content_type = "application/octet-stream"
    is_download = True

    @property
    def names(self) -> list[str]:
        """Everything that belongs to it in the storage."""
        return [self.name] if self.name else []

    @property
    def url(self) -> str:
        return self.address_of(str(self.name))

    def address_of(self, name: str) -> str:
        return reverse("file", args=[self.instance._meta.label_lower, self.instance.pk, PurePath(name).name])

    def save(self, name: str | None, content: Any, save: bool = True) -> None:
        """Store what was checked, checking it now if no form has; raises ValidationError."""
        staged = content if isinstance(content, Staged) else self.field.stage(content)  # type: ignore[attr-defined]
        staged.keep()
        self.name = str(staged.name)
        owner: Any = self.instance
        owner.own_files = {*owner.own_files, self.name}
        setattr(self.instance, self.field.attname, self.name)
        self._committed = True
        if save:
            self.instance.save()

    def delete(self, save: bool = True) -> None:
        for name in self.names:
            if name != self.name:
                self.storage.delete(name)
        super().delete(save)


class StoredFileInput(AdminFileWidget):
    """Shows what is stored: a small picture, or the number of pages and the size."""

    template_name = "admin/widgets/stored_file.html"


class StoredFileFormField(forms.FileField):
    """The name that a file comes with may be as long as it likes: it is not kept."""

    default_error_messages = {"required": _("Select a file."), "invalid": NOT_UPLOADED, "missing": NOT_UPLOADED, "empty": EMPTY}


class StoredFileField(models.FileField):
    """The parent of PictureField and PdfField. Its model inherits HasFiles (files.py)."""

    attr_class = StoredFile
    accept = ""

    def stage(self, upload: Any) -> Staged:
        """The upload, checked and written to the incoming folder. Raises ValidationError with words for the form."""
        raise NotImplementedError

    def clean(self, value: Any, model_instance: Any) -> Any:
        """Forms and the loader come here: what is new is checked once, and waits on the disk for its row."""
        if value and not value._committed and not isinstance(value.file, Staged):
            value = self.stage(value.file)
        return super().clean(value, model_instance)

    def formfield(self, **kwargs: Any) -> Any:
        # Django's admin names its own widget, ours says more.
        widget = StoredFileInput(attrs={"accept": self.accept})
        return super().formfield(**kwargs | {"form_class": StoredFileFormField, "widget": widget, "max_length": None})
