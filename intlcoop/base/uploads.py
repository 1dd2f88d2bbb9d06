"""Files that staff upload: checked, written beside their place, and put there when their row is saved.

What may be uploaded says a subclass of StoredFileField (pictures.py, pdf.py). The name under which a file is stored is
made here and says nothing of the name that it came with.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
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


class CutOff(FileUploadHandler):
    """The first of the upload handlers: what goes beyond the largest file is read and thrown away, so that the form can say so.

    Who chose a file that is too big keeps everything else that was typed, and the file fills neither memory nor disk.
    """

    taken = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        is_more_wanted = self.taken <= settings.MAX_FILE_BYTES
        self.taken += len(raw_data)
        return raw_data if is_more_wanted else None

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one give the file."""


class Staged(File):
    """A checked upload that lies in the incoming folder under the last part of its final name."""

    folder, forgotten_after = INCOMING, FORGOTTEN_AFTER

    def __init__(self, storage: FileSystemStorage, name: str, parts: Mapping[str, bytes]) -> None:
        """Write the parts (final name → content). Raises ValidationError, and leaves nothing, where the disk refuses."""
        super().__init__(None, name)
        self.storage = storage
        self.names = list(parts)
        try:
            Path(storage.path(self.folder)).mkdir(parents=True, exist_ok=True)
            self.forget_old(storage)
            for final, content in parts.items():
                self._waiting(final).write_bytes(content)
        except OSError as error:
            self.discard()
            raise ValidationError(NOT_UPLOADED, code="not_uploaded") from error

    def _waiting(self, final: str) -> Path:
        return Path(self.storage.path(f"{self.folder}/{PurePath(final).name}"))

    def discard(self) -> None:
        for final in self.names:
            self._waiting(final).unlink(missing_ok=True)

    def keep(self) -> None:
        """Put the parts where their names say; the file named by the row comes last."""
        for final in sorted(self.names, key=lambda final: final == self.name):
            place = Path(self.storage.path(final))
            place.parent.mkdir(parents=True, exist_ok=True)
            self._put(self._waiting(final), place)

    def _put(self, waiting: Path, place: Path) -> None:
        waiting.replace(place)

    @classmethod
    def forget_old(cls, storage: FileSystemStorage) -> int:
        """Uploads whose form was not sent again: the page showed an error, and the writer went home. How many there were."""
        folder, forgotten = Path(storage.path(cls.folder)), 0
        for file in folder.iterdir() if folder.is_dir() else ():
            try:
                if file.stat().st_mtime < time.time() - cls.forgotten_after:
                    file.unlink()
                    forgotten += 1
            except FileNotFoundError:  # another upload was faster
                continue
        return forgotten


def check(upload: Any, *, extensions: Mapping[str, str], words: Any, most: int = 0) -> str:
    """The extension of what was chosen, if its name and size are allowed; its content is judged by the caller.

    `extensions` maps each allowed extension to the name of its format; `most` bytes, if less than everywhere else.
    """
    most = most or settings.MAX_FILE_BYTES
    name = PurePath(str(upload.name).replace("\\", "/")).name.strip()
    ends = [end.lower() for end in PurePath(name).suffixes]
    if not ends or ends[-1] not in extensions or PROGRAMS & set(ends):
        raise ValidationError(words, code="format")
    if not upload.size:
        raise ValidationError(EMPTY, code="empty")
    if upload.size > most:
        limit = {"size": most // 1_000_000}
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
    """Checks what is new, so that a wrong file never reaches the record. Its name may be as long as it likes: it is not kept."""

    default_error_messages = {
        "required": _("Select a file."),
        "invalid": NOT_UPLOADED,
        "missing": NOT_UPLOADED,
        "empty": EMPTY,
        "contradiction": _("Select another file or tick “Remove it”, not both."),
    }

    def __init__(self, *, stage: Callable[[Any], Staged], **kwargs: Any) -> None:
        self.stage = stage
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        chosen = super().clean(data, initial)
        return self.stage(chosen) if isinstance(chosen, UploadedFile) else chosen


class StoredFileField(models.FileField):
    """The parent of PictureField and PdfField. Its model inherits HasFiles (files.py)."""

    attr_class = StoredFile
    staged = Staged
    accept = ""
    most_bytes = 0  # as many as MAX_FILE_BYTES says

    def stage(self, upload: Any) -> Staged:
        """The upload, checked and written to the incoming folder. Raises ValidationError with words for the form."""
        raise NotImplementedError

    def clean(self, value: Any, model_instance: Any) -> Any:
        """What no form has checked (the loader's files) is checked here."""
        if value and not value._committed and not isinstance(value.file, Staged):
            value = self.stage(value.file)
        return super().clean(value, model_instance)

    def formfield(self, **kwargs: Any) -> Any:
        # Django's admin names its own widget, ours says more.
        widget = StoredFileInput(attrs={"accept": self.accept})
        return super().formfield(**kwargs | {"form_class": StoredFileFormField, "widget": widget, "max_length": None, "stage": self.stage})
