"""Pictures: three formats in, one out, without anything that the camera wrote beside the pixels.

The stored name says how large the largest variant is ("pictures/4f…-1600x1067.webp"); the smaller ones follow by
arithmetic, so a page knows addresses, widths and heights without a column more and without opening a file.
"""

import struct
import threading
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from intlcoop.base.uploads import Staged, StoredFile, StoredFileField, check, new_id

WIDTHS = (480, 960, 1920)
TALLEST = 2 * WIDTHS[-1]
# A WebP is decoded into four copies: 24 megapixels of it would take 430 MB.
MOST_MEGAPIXELS = {"JPEG": 24, "PNG": 24, "WEBP": 16}
QUALITY = 80
EXTENSIONS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
FORMATS = sorted(set(EXTENSIONS.values()))
# What Pillow raises for a file that is cut short or made to confuse it.
DAMAGED = (OSError, SyntaxError, ValueError, struct.error, EOFError, LookupError, TypeError, ArithmeticError)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

WRONG_FORMAT = _("The selected file must be a JPG, PNG or WebP.")
TOO_MANY_PIXELS = _("The selected file must be a picture of at most %(most)d megapixels.")
IS_DAMAGED = _("The selected file is damaged. Select a complete JPG, PNG or WebP.")

# A large picture takes 100 MB while it is made smaller: one at a time in a process.
_one_at_a_time = threading.Lock()


def _open(upload: Any, expected: str) -> Image.Image:
    """The picture with only its header read. Raises ValidationError for another format than the name says."""
    upload.seek(0)
    try:
        image = Image.open(upload, formats=FORMATS)
    except BOMBS as error:
        raise _too_many_pixels(expected) from error
    except DAMAGED as error:
        raise ValidationError(WRONG_FORMAT, code="format") from error
    if image.format != expected:
        raise ValidationError(WRONG_FORMAT, code="format")
    if image.width * image.height > MOST_MEGAPIXELS[expected] * 1_000_000:
        raise _too_many_pixels(expected)
    return image


def _too_many_pixels(expected: str) -> ValidationError:
    return ValidationError(TOO_MANY_PIXELS, params={"most": MOST_MEGAPIXELS[expected]}, code="pixels")


def _shrunk(image: Image.Image) -> Image.Image:
    """Upright, in the web's colours, no larger than the largest variant; the rest of what the file said is gone."""
    profile = image.info.get("icc_profile")
    orientation = image.getexif().get(0x0112, 1)
    box = (TALLEST, WIDTHS[-1]) if orientation in {5, 6, 7, 8} else (WIDTHS[-1], TALLEST)
    image.draft(None, box)  # a JPEG is decoded at a fraction of its size
    image.load()
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    has_alpha = image.has_transparency_data
    if image.mode not in {"RGB", "RGBA", "CMYK"}:
        image = image.convert("RGBA" if has_alpha else "RGB")
    image.thumbnail(box, reducing_gap=2.0)
    image = _in_srgb(image, profile)
    if image.mode == "CMYK":
        image = image.convert("RGB")
    return ImageOps.exif_transpose(image)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Telephones write wider colours than the web assumes. A profile that cannot be read is left out."""
    if not profile:
        return image
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        changed = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return changed or image


def _encoded(image: Image.Image) -> bytes:
    # An image of its own, so that nothing the file said beside its pixels is written again.
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    stream = BytesIO()
    bare.save(stream, "WEBP", quality=QUALITY, method=4)
    return stream.getvalue()


def sizes(width: int, height: int) -> list[tuple[int, int]]:
    """The variants of a picture whose largest has this size, the smallest first."""
    smaller = [(one, max(1, round(height * one / width))) for one in WIDTHS if one < width]
    return [*smaller, (width, height)]


@dataclass(frozen=True)
class Variant:
    width: int
    height: int
    name: str
    url: str


class PictureFile(StoredFile):
    """A stored picture: `url` is the largest variant, `srcset` offers them all."""

    content_type = "image/webp"
    is_download = False

    def _said(self) -> tuple[str, int, int]:
        identifier, _dash, size = PurePath(str(self.name)).stem.partition("-")
        width, _x, height = size.partition("x")
        return identifier, int(width), int(height)

    @property
    def width(self) -> int:
        return self._said()[1]

    @property
    def height(self) -> int:
        return self._said()[2]

    @property
    def names(self) -> list[str]:
        if not self.name:
            return []
        identifier, *size = self._said()
        return [self.field.name_of(identifier, *pair) for pair in sizes(*size)]  # type: ignore[attr-defined]

    @property
    def variants(self) -> list[Variant]:
        """From the smallest to the largest."""
        pairs = zip(sizes(self.width, self.height), self.names, strict=True)
        return [Variant(width, height, name, self.address_of(name)) for (width, height), name in pairs]

    @property
    def srcset(self) -> str:
        return ", ".join(f"{variant.url} {variant.width}w" for variant in self.variants)

    @property
    def small(self) -> Variant:
        """For a list, or for a form of the admin."""
        return self.variants[0]


class PictureField(StoredFileField):
    """A picture: JPG, PNG or WebP as uploaded, WebP (with its transparency) as stored. One width gives way to the screen's.

    WebP and not JPEG: logos keep their transparency, photographs weigh about a third less, and every browser of the last
    five years shows it.
    """

    attr_class = PictureFile
    accept = ".jpg,.jpeg,.png,.webp"

    def name_of(self, identifier: str, width: int, height: int) -> str:
        return f"{self.upload_to}/{identifier}-{width}x{height}.webp"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"upload_to": "pictures"} | kwargs)

    def stage(self, upload: Any) -> Staged:
        extension = check(upload, extensions=EXTENSIONS, words=WRONG_FORMAT)
        with _one_at_a_time, _open(upload, EXTENSIONS[extension]) as image:
            try:
                largest = _shrunk(image)
                encoded = {
                    pair: _encoded(largest if pair == largest.size else largest.resize(pair, reducing_gap=3.0))
                    for pair in sizes(*largest.size)
                }
            except (*DAMAGED, *BOMBS) as error:
                raise ValidationError(IS_DAMAGED, code="damaged") from error
        identifier = new_id()
        parts = {self.name_of(identifier, *pair): content for pair, content in encoded.items()}
        return Staged(self.storage, self.name_of(identifier, *largest.size), parts)  # type: ignore[arg-type]
