"""What may be uploaded as a document (faults.md F15, 4.16, 4.39)."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from pytest_django import Settings

from intlcoop.base.pdf import PdfField, PdfFile, size_in_words
from intlcoop.base.uploads import Staged
from tests.uploads import content_of, drawn, paper, pdf, stored

FORMAT = "The selected file must be a PDF."


def staged(name: str = "a.pdf", content: bytes | None = None) -> Staged:
    return PdfField().stage(pdf(name, content))


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        staged(name, content)
    assert not stored(), "what is refused leaves no file"
    return refused.value.messages[0]


def test_a_pdf_is_stored_as_it_came_under_a_name_that_says_pages_and_bytes() -> None:
    content = paper(12)
    done = staged("Споразум.PDF", content)
    done.keep()
    assert done.name.endswith(f"-12-{len(content)}.pdf")
    assert stored() == {done.name}
    assert content_of(done.name) == content


def test_the_facts_are_said_in_the_readers_language() -> None:
    file = PdfFile(None, PdfField(), "documents/0123456789abcdef-12-340123.pdf")
    assert file.facts == "PDF, 12 pages, 340 kB"
    with translation.override("sr"):
        assert size_in_words(1_249_999) == "1,2 MB"
    assert size_in_words(12) == "1 kB"
    assert size_in_words(1_249_999) == "1.2 MB"
    assert PdfFile(None, PdfField(), "documents/0123456789abcdef-1-1000.pdf").facts == "PDF, 1 page, 1 kB"


def test_the_pages_of_a_locked_pdf_are_not_known() -> None:
    file = PdfFile(None, PdfField(), staged(content=paper(3, password="secret")).name)
    assert file.pages == 0
    assert "page" not in file.facts


def test_a_lock_that_only_another_library_could_open_is_a_lock_too() -> None:
    """AES, as most programs lock today; the portal does not need to open it."""
    hexadecimal = {length: b"<" + b"ab" * length + b">" for length in (16, 32, 48)}
    keys = b"/OE %s /UE %s /Perms %s" % (hexadecimal[32], hexadecimal[32], hexadecimal[16])
    content = paper(2, password="secret").replace(b"/R 3", b"/R 6")
    content = content.replace(b"/V 2", b"/V 5 /CF << /StdCF << /CFM /AESV3 >> >> /StmF /StdCF /StrF /StdCF " + keys)
    content = re.sub(rb"/([OU]) <[0-9a-f]+>", lambda found: b"/%s %s" % (found[1], hexadecimal[48]), content)
    assert PdfFile(None, PdfField(), staged(content=content).name).pages == 0


@pytest.mark.parametrize(
    "name", ["a.html", "a.svg", "a.exe", "a.htaccess", ".htaccess", "...", "a.pdf.exe", "a.php.pdf", "a.pdf\0.html", "a", "pdf", "a.doc"]
)
def test_another_name_is_refused(name: str) -> None:
    upload = pdf()
    upload._name = name  # as a hostile client could send it, past Django's own cleaning
    with pytest.raises(ValidationError, match="must be a PDF"):
        PdfField().stage(upload)
    assert not stored()


# 300 letters, a line break, letters that turn the direction of reading, names that Windows keeps for itself
HOSTILE = [
    "../../x.pdf",
    "..\\x.pdf",
    "a\r\nSet-Cookie: x=1.pdf",
    "x" * 300 + ".pdf",
    "\u202efdp.txt.pdf",
    "CON.pdf",
    "a;b.pdf",
    "📄.pdf",
    "…….pdf",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_leaves_no_trace(name: str) -> None:
    upload = pdf()
    upload._name = name
    done = PdfField().stage(upload)
    folder, _slash, file = done.name.partition("/")
    assert folder == "documents"
    assert file.isascii()
    assert file.replace("-", "").removesuffix(".pdf").isalnum()


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        drawn(),
        b"MZ" + bytes(2000),
        bytes(1025) + paper(),
        paper()[:-40],
        paper() + bytes(2000),
        b"%PDF-1.4\n",
        b"%%EOF",
    ],
)
def test_what_only_calls_itself_a_pdf_is_refused(content: bytes) -> None:
    assert refusal("a.pdf", content) == FORMAT


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4\n%%EOF",
        b"%PDF-1.4\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF",
        paper().replace(b"/Count 2", b"/Count 0"),
        paper().replace(b"/Count 2", b"/Count -7"),
        paper().replace(b"/Count 2", b"/Count 99999999999"),
        paper().replace(b"/Count 2", b"/Count /Two"),
        paper().replace(b"/Catalog", b"/Nothing").replace(b"/Root", b"/Toor"),
    ],
)
def test_a_damaged_pdf_is_refused_in_words(content: bytes) -> None:
    assert refusal("a.pdf", content).startswith("The selected file is damaged")


def test_an_empty_and_a_large_file_are_named_as_such(settings: Settings) -> None:
    assert refusal("a.pdf", b"") == "The selected file is empty."
    assert refusal("a.pdf", paper() + bytes(10_500_000)) == "The selected file must be smaller than 10 MB."
    settings.MAX_FILE_BYTES = 2_000_000
    assert refusal("a.pdf", paper() + bytes(2_000_000)) == "The selected file must be smaller than 2 MB."
