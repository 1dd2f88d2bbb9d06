"""The PDF that may come with a proposal: checked like every other, and kept between the steps of the form.

While the sender checks her answers it lies in a folder of its own, named by a signed word in the page; there is no row
for it, because nothing has been sent, and because it has to outlive a database that is away.
"""

import uuid
from pathlib import Path
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from intlcoop.base.pdf import PdfField, PdfFile
from intlcoop.base.text import clean
from intlcoop.base.uploads import Staged

MOST_BYTES = 5_000_000
MOST_WAITING = 200  # files of forms that are not sent yet: a gigabyte at the most
KEPT = 25 * 60 * 60  # seconds: a form may be open for a day
LONGEST_TITLE = 80
GONE = _("The file that you chose is no longer here. Select it again.")
NO_ROOM = _("The selected file could not be uploaded. Try again later, or send the proposal without it.")


def signer() -> Signer:
    return Signer(salt="intlcoop.proposals.attachment")


def facts_of(name: str) -> str:
    """ "PDF, 2 pages, 340 kB": the stored name says it."""
    nobody: Any = None
    return PdfFile(nobody, AttachmentField(), name).facts


class Waiting(Staged):
    """Lies where no backup and no visitor looks. Kept with a proposal it stays there too, until that proposal is really stored."""

    folder, forgotten_after = ".waiting", KEPT
    title = ""  # the name on the sender's computer, told to nobody else

    @classmethod
    def again(cls, storage: FileSystemStorage, name: str, title: str) -> Self:
        """What was checked before. Raises ValidationError if it has gone."""
        found = cls.__new__(cls)
        File.__init__(found, None, name)
        found.storage, found.names, found.title = storage, [name], title
        if not found._waiting(name).is_file() and not storage.exists(name):  # the same form may have been sent a moment ago
            raise ValidationError(GONE, code="gone")
        return found

    def _put(self, waiting: Path, place: Path) -> None:
        """A second name for the same content: if the transaction fails, the form still has the first. Sent twice, it is there."""
        try:
            place.hardlink_to(waiting)
        except FileExistsError:
            return
        except FileNotFoundError:
            if not place.exists():
                raise

    def keep(self) -> None:
        super().keep()
        transaction.on_commit(self.discard)

    def token(self, key: uuid.UUID) -> str:
        """For the page. It holds for the form with this one-time key only, so no two proposals name one file."""
        return signer().sign_object({"key": str(key), "name": self.name, "title": self.title})

    @property
    def facts(self) -> str:
        return f"{self.title} ({facts_of(str(self.name))})"


class AttachmentField(PdfField):
    """Of the model: a PDF that nobody but the readers of the inbox can open."""

    staged, most_bytes = Waiting, MOST_BYTES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"upload_to": "proposals"} | kwargs)

    def stage(self, upload: Any) -> Waiting:
        storage: Any = self.storage
        waiting = Path(storage.path(Waiting.folder))
        if waiting.is_dir() and sum(1 for _file in waiting.iterdir()) >= MOST_WAITING and not Waiting.forget_old(storage):
            raise ValidationError(NO_ROOM, code="no_room")
        staged: Any = super().stage(upload)
        staged.title = clean(str(upload.name))[-LONGEST_TITLE:]
        return staged


class AttachmentInput(forms.Widget):
    """What was chosen before, with a box to take it away, and the place to choose a file."""

    template_name = "proposals/widgets/attachment.html"
    needs_multipart_form = True
    waiting: Waiting | None = None
    key: uuid.UUID | None = None

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"data-most": str(MOST_BYTES)} | (attrs or {}))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, Any]:
        return {"upload": files.get(name), "token": data.get(f"{name}_kept", ""), "is_removed": f"{name}_remove" in data}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        if self.waiting and self.key:
            context["widget"] |= {"facts": self.waiting.facts, "token": self.waiting.token(self.key)}
        return context


class AttachmentFormField(forms.Field):
    """Never required. A wrong file leaves the one of before where it was."""

    widget = AttachmentInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.column = AttachmentField()

    def clean(self, value: dict[str, Any]) -> Waiting | None:
        before, upload = self._kept(value["token"]), value["upload"]
        self.widget.waiting = before
        if not isinstance(upload, UploadedFile) and not value["is_removed"]:
            return before
        chosen = self.column.stage(upload) if isinstance(upload, UploadedFile) else None
        if before:
            before.discard()
        self.widget.waiting = chosen
        return chosen

    def _kept(self, token: str) -> Waiting | None:
        if not token:
            return None
        try:
            said = signer().unsign_object(token)
        except BadSignature as error:
            raise ValidationError(GONE, code="gone") from error
        if said["key"] != str(self.widget.key):
            raise ValidationError(GONE, code="gone")
        storage: Any = self.column.storage
        return Waiting.again(storage, said["name"], said["title"])

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data["upload"] or data["token"])
