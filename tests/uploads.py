"""Files as people choose them: pictures and PDFs made for a test, honest and hostile."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter


def drawn(width: int = 600, height: int = 400, *, mode: str = "RGB", form: str = "PNG", **options: object) -> bytes:
    """A picture whose upper left quarter is red and the rest blue, so that one sees how it was turned."""
    image = Image.new(mode, (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height // 2))
    stream = BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def picture(name: str = "photo.png", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, drawn() if content is None else content, content_type="image/png")


def photographed(orientation: int = 6) -> bytes:
    """A JPEG as a telephone writes it: lying on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Maker of telephones"
    exif.get_ifd(0x8825)[2] = (44.0, 46.0, 21.0)
    return drawn(600, 400, form="JPEG", exif=exif, comment=b"<script>alert(1)</script>")


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that says it has side × side pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")


def paper(pages: int = 2, *, password: str = "") -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def pdf(name: str = "agreement.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, paper() if content is None else content, content_type="application/pdf")


def stored() -> set[str]:
    """Every file in the media folder, by its path there."""
    folder = Path(settings.MEDIA_ROOT)
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def content_of(name: str) -> bytes:
    return (Path(settings.MEDIA_ROOT) / name).read_bytes()
