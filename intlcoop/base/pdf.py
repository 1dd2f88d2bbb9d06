"""Documents: PDF and nothing else, by name and by content. The stored name says pages and bytes ("documents/4f…-12-348160.pdf").

So neither can disagree with the file: not after staff replaced it, nor after an old version of the record was brought back.
"""

from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext_lazy as _, ngettext
from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from intlcoop.base.uploads import Staged, StoredFile, StoredFileField, check, new_id

EXTENSIONS = {".pdf": "PDF"}
BEGINS, ENDS, WITHIN = b"%PDF-", b"%%EOF", 1024
MOST_PAGES = 20_000
# Locked in a way for which a further library would be needed.
LOCKED = (DependencyError, NotImplementedError)
# What pypdf raises for a file that is cut short or made to confuse it.
DAMAGED = (PyPdfError, OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)

WRONG_FORMAT = _("The selected file must be a PDF.")
IS_DAMAGED = _("The selected file is damaged: its pages cannot be read. Save it as a PDF again, and select the new one.")


def pages_of(content: bytes) -> int:
    """The number of pages; 0 where the file is locked with a password. Raises ValidationError for a damaged file."""
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            return 0
        # What the file says, not a walk through the pages: a hostile file has millions of them.
        count = int(reader.root_object["/Pages"]["/Count"])  # type: ignore[index]
    except LOCKED:
        return 0
    except DAMAGED as error:
        raise ValidationError(IS_DAMAGED, code="damaged") from error
    if not 1 <= count <= MOST_PAGES:
        raise ValidationError(IS_DAMAGED, code="damaged")
    return count


def size_in_words(size: int) -> str:
    """ "340 kB", "1.2 MB": thousands, as the units say."""
    if size < 1_000_000:
        return f"{formats.number_format(max(1, round(size / 1000)))} kB"
    return f"{formats.number_format(size / 1_000_000, 1)} MB"


class PdfFile(StoredFile):
    content_type = "application/pdf"

    def _said(self) -> list[int]:
        return [int(part) for part in PurePath(str(self.name)).stem.split("-")[1:]]

    @property
    def pages(self) -> int:
        """0 where they could not be counted."""
        return self._said()[0]

    @property
    def size(self) -> int:
        return self._said()[1]

    @property
    def facts(self) -> str:
        """ "PDF, 12 pages, 340 kB", in the words of the page."""
        pages = [ngettext("%(count)d page", "%(count)d pages", self.pages) % {"count": self.pages}] if self.pages else []
        return ", ".join(["PDF", *pages, size_in_words(self.size)])


class PdfField(StoredFileField):
    """A PDF that visitors download. It is stored as it came: a document is not ours to change."""

    attr_class = PdfFile
    accept = ".pdf"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"upload_to": "documents"} | kwargs)

    def stage(self, upload: Any) -> Staged:
        check(upload, extensions=EXTENSIONS, words=WRONG_FORMAT, most=self.most_bytes)
        upload.seek(0)
        content: bytes = upload.read()
        if BEGINS not in content[:WITHIN] or ENDS not in content[-WITHIN:]:
            raise ValidationError(WRONG_FORMAT, code="format")
        name = f"{self.upload_to}/{new_id()}-{pages_of(content)}-{len(content)}.pdf"
        return self.staged(self.storage, name, {name: content})  # type: ignore[arg-type]
