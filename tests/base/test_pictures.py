"""What may be uploaded as a picture, and what becomes of it (faults.md F15, 4.15, 4.26, 4.39)."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import Image
from pytest_django import Settings

from intlcoop.base import uploads
from intlcoop.base.pictures import PictureField, sizes
from intlcoop.base.uploads import Staged
from tests.uploads import bomb, content_of, drawn, paper, photographed, picture, stored

FORMAT = "The selected file must be a JPG, PNG or WebP."
PIXELS = "The selected file must be a picture of at most 24 megapixels."


def staged(name: str = "photo.png", content: bytes | None = None) -> Staged:
    return PictureField().stage(picture(name, content))


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        staged(name, content)
    assert not stored(), "what is refused leaves no file"
    return refused.value.messages[0]


def pixels(name: str) -> Image.Image:
    return Image.open(BytesIO(content_of(name)))


def kept(name: str = "photo.png", content: bytes | None = None) -> list[Any]:
    """The variants as stored, the smallest first."""
    done = staged(name, content)
    done.keep()
    return [pixels(one) for one in done.names]


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.jpg", "JPEG"), ("a.JPEG", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("Ђура Ж. 2.5.png", "PNG"), ("x" * 300 + ".png", "PNG")],
)
def test_three_formats_come_in_and_one_goes_out(name: str, form: str) -> None:
    assert [(image.format, image.size) for image in kept(name, drawn(form=form))] == [("WEBP", (480, 320)), ("WEBP", (600, 400))]


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (300, 200, [(300, 200)]),
        (480, 100, [(480, 100)]),
        (1000, 500, [(480, 240), (960, 480), (1000, 500)]),
        (3000, 2000, [(480, 320), (960, 640), (1920, 1280)]),
        (10, 4000, [(10, 3840)]),
        (4000, 1, [(480, 1), (960, 1), (1920, 1)]),
    ],
)
def test_three_widths_and_none_is_enlarged(width: int, height: int, expected: list[tuple[int, int]]) -> None:
    assert [image.size for image in kept(content=drawn(width, height))] == expected


def test_the_names_say_the_sizes_and_nothing_of_the_name_that_came() -> None:
    done = staged("../../Ana Anić.png", drawn(1000, 500))
    assert [name.partition("-")[2] for name in done.names] == ["480x240.webp", "960x480.webp", "1000x500.webp"]
    assert done.name == done.names[-1]
    assert sizes(1000, 500) == [(480, 240), (960, 480), (1000, 500)]
    assert all(name.startswith("pictures/") and "nić" not in name for name in done.names)


@pytest.mark.parametrize(("orientation", "red"), [(1, "upper left"), (3, "lower right"), (6, "upper right"), (8, "lower left")])
def test_a_photograph_stands_upright(orientation: int, red: str) -> None:
    image = kept("a.jpg", photographed(orientation))[-1].convert("RGB")
    assert image.size == ((400, 600) if orientation in {6, 8} else (600, 400))
    x = image.width // 4 * (3 if "right" in red else 1)
    y = image.height // 4 * (3 if "lower" in red else 1)
    assert image.getpixel((x, y))[0] > 200
    assert image.getpixel((image.width - x, image.height - y))[0] < 60


def test_nothing_is_left_of_where_and_with_what_it_was_taken() -> None:
    content = photographed()
    assert b"Maker of telephones" in content
    done = staged("a.jpg", content)
    done.keep()
    for name in done.names:
        written = content_of(name)
        assert not pixels(name).getexif()
        for trace in (b"Maker", b"<script", b"Exif", b"EXIF", b"XMP", b"ICCP"):
            assert trace not in written


def test_transparency_stays() -> None:
    image = Image.new("RGBA", (600, 400), (255, 0, 0, 0))
    stream = BytesIO()
    image.save(stream, "PNG")
    for one in kept(content=stream.getvalue()):
        assert one.mode == "RGBA"
        assert one.getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "RGBA", "LA"])
def test_every_kind_of_png_is_drawn(mode: str) -> None:
    stream = BytesIO()
    (Image.new(mode, (50, 50), 40_000) if mode == "I;16" else Image.new("RGB", (50, 50), "white").convert(mode)).save(stream, "PNG")
    light = kept(content=stream.getvalue())[0].convert("L").getpixel((25, 25))
    assert abs(light - (156 if mode == "I;16" else 255)) < 6


def test_a_printers_jpeg_is_drawn() -> None:
    stream = BytesIO()
    Image.new("CMYK", (50, 50), (0, 255, 255, 0)).save(stream, "JPEG")
    red, green, blue = kept("a.jpg", stream.getvalue())[0].convert("RGB").getpixel((25, 25))
    assert red > 180
    assert max(green, blue) < 80


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "EPS", "ICO", "PPM", "AVIF", "PDF"])
def test_other_formats_are_refused_whatever_they_are_called(form: str) -> None:
    content = drawn(64, 64, form=form)
    for name in ("a.png", "a.jpg", "a.webp", f"a.{form.lower()}"):
        assert refusal(name, content) == FORMAT


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"8BPS" + bytes(40),
        b"GIF89a" + bytes(40),
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"\xff\xd8\xff",
        b"#!/bin/sh\n",
        paper(),
    ],
)
def test_what_only_calls_itself_a_picture_is_refused(content: bytes) -> None:
    assert refusal("a.png", content) == FORMAT


@pytest.mark.parametrize(
    "name",
    ["a.html", "a.svg", "a", "a.png.exe", "a.php.png", ".htaccess", "...", ".png", "a.png ;.html", "a.gif", "a.png\0.html", "png", "CON"],
)
def test_a_picture_under_another_name_is_refused(name: str) -> None:
    upload = picture("a.png")
    upload._name = name  # as a hostile client could send it, past Django's own cleaning
    with pytest.raises(ValidationError, match="JPG, PNG or WebP"):
        PictureField().stage(upload)


def test_a_jpeg_called_png_is_refused() -> None:
    assert refusal("a.png", drawn(form="JPEG")) == FORMAT


def test_a_picture_that_is_a_page_too_loses_the_page() -> None:
    done = staged("a.png", drawn() + b"<script>alert(1)</script><?php system($_GET['c']); ?>")
    done.keep()
    assert not any(b"script" in content_of(name) for name in done.names)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_half_a_picture_is_refused(form: str, share: float) -> None:
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    stream = BytesIO()
    noise.save(stream, form)
    content = stream.getvalue()
    message = refusal(f"a.{form.lower()}", content[: int(len(content) * share)])
    assert "JPG, PNG or WebP." in message


def test_an_empty_file_is_named_as_such() -> None:
    assert refusal("a.png", b"") == "The selected file is empty."


def test_the_largest_file_is_a_setting(settings: Settings) -> None:
    content = drawn()
    settings.MAX_FILE_BYTES = len(content)
    assert staged(content=content)
    for name in stored():
        default_storage.delete(name)
    settings.MAX_FILE_BYTES = len(content) - 1
    assert refusal("a.png", content).startswith("The selected file must be smaller than")


def test_twenty_megabytes_are_too_many() -> None:
    assert refusal("a.png", drawn() + bytes(20_000_000)) == "The selected file must be smaller than 10 MB."


@pytest.mark.parametrize("side", [4_900, 13_000, 30_000, 60_000])
def test_too_many_pixels_are_refused_before_they_are_drawn(side: int) -> None:
    assert refusal("a.png", bomb(side)) == PIXELS


MEASURE = """
import sys
from io import BytesIO
import django
from django.conf import settings
django.setup()
settings.MEDIA_ROOT = sys.argv[2]
from django.core.exceptions import ValidationError
from intlcoop.base.pictures import PictureField
from tests.uploads import picture
content = open(sys.argv[1], "rb").read()
try:
    print(PictureField().stage(picture(sys.argv[1], content)).name)
except ValidationError as error:
    print(error.messages)
# Not getrusage: its peak is inherited from the process that started this one.
print(next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) // 1024)
"""


@pytest.mark.parametrize(
    "kind", ["13000.png", "30000.png", "rgba.png", "palette.png", "photo.jpg", "progressive.jpg", "flat.webp", "clear.webp"]
)
def test_no_picture_takes_more_than_400_mb(tmp_path: Path, kind: str) -> None:
    file = tmp_path / kind
    if kind[0].isdigit():
        file.write_bytes(bomb(int(kind.partition(".")[0])))
    else:
        mode = {"rgba.png": "RGBA", "palette.png": "P", "clear.webp": "RGBA"}.get(kind, "RGB")
        options = {"webp": {"method": 0}, "png": {"compress_level": 1}}.get(kind.rpartition(".")[2], {})
        options |= {"progressive": True, "subsampling": 0} if kind == "progressive.jpg" else {}
        Image.new(mode, (4000, 4000) if kind.endswith("webp") else (6000, 4000), 7 if mode == "P" else (9, 99, 199)).save(file, **options)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "STATE_DIR": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file), str(tmp_path)], check=True, capture_output=True, text=True, env=environment
    )
    said, megabytes = run.stdout.splitlines()
    assert ("24 megapixels" in said) == kind[0].isdigit()
    assert int(megabytes) < 400, f"{kind}: {megabytes} MB"


def test_a_webp_may_have_fewer_pixels_for_it_takes_more_memory() -> None:
    stream = BytesIO()
    Image.new("RGB", (4001, 4000)).save(stream, "WEBP", method=0)
    assert refusal("a.webp", stream.getvalue()) == PIXELS.replace("24", "16")


def test_an_upload_that_nobody_saved_is_forgotten_after_an_hour() -> None:
    old, young = staged(), staged()
    for name in old.names:
        os.utime(old._waiting(name), (0, 0))
    staged()
    assert not any(old._waiting(name).exists() for name in old.names)
    assert all(young._waiting(name).exists() for name in young.names)
    assert all(name.startswith(f"{uploads.INCOMING}/") for name in stored())
