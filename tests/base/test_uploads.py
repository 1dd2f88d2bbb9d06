"""Who may send how much, and what happens when the disk refuses (faults.md F9, 4.26, 4.37)."""

import os
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pypdf import PdfReader, PdfWriter
from pytest_django import Settings

from intlcoop.base import middleware
from intlcoop.base.middleware import MOST_UPLOADS, uploads
from partners.models import Agreement, Institution
from tests import builders
from tests.base import UnreadBody, ask
from tests.forms import filled
from tests.uploads import content_of, drawn, paper, pdf, picture, stored

MULTIPART = "multipart/form-data; boundary=x"
ADD = "/admin/partners/institution/add/"


def offered(path: str, length: int, *, cookie: str = "") -> int:
    """The answer to a body of this length of which not a byte may be read."""
    environ = {"HTTP_COOKIE": f"sessionid={cookie}"} if cookie else {}
    return ask("POST", path, CONTENT_TYPE=MULTIPART, CONTENT_LENGTH=str(length), **environ, **{"wsgi.input": UnreadBody()}).status


@pytest.mark.parametrize("path", ["/", "/propose/link/", ADD, "/sr/admin/", "/files/x/1/y", "/administration/"])
def test_a_visitor_with_300_megabytes_is_413_before_a_byte_is_read(path: str) -> None:
    assert offered(path, 300_000_000) == 413
    assert offered(path, 2_000_001) == 413


def test_above_the_limit_of_staff_nobody_is_asked_who_they_are(settings: Settings) -> None:
    assert offered(ADD, settings.MAX_UPLOAD_BYTES + 1, cookie="x") == 413
    assert offered("/propose/link/", 2_000_001, cookie="x") == 413


def test_the_form_that_takes_a_file_has_a_limit_too(settings: Settings) -> None:
    for path in ("/propose/", "/sr/propose/"):
        assert offered(path, settings.MAX_UPLOAD_BYTES + 1) == 413


@pytest.mark.django_db
def test_a_session_that_is_none_is_413_unread(client: Client) -> None:
    assert offered(ADD, 5_000_000, cookie="forged") == 413
    client.force_login(User.objects.create_user("guest"))
    assert offered(ADD, 5_000_000, cookie=client.cookies["sessionid"].value) == 413


@pytest.mark.django_db
def test_staff_may_send_more_and_none_of_it_touches_the_disk(admin_client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "not there"
    builders.office(languages=["en", "sr"])
    content = drawn() + bytes(5_000_000)
    for language, name in (("", "One"), ("/sr", "Two")):
        form = filled(admin_client.get(f"{language}{ADD}").content.decode(), name_en=name, country="AT")
        answer = admin_client.post(f"{language}{ADD}", form | {"logo": picture(content=content)})
        assert answer.status_code == 302
    assert Institution.objects.get(slug="one").logo.width == 600


@pytest.mark.parametrize("path", ["/admin/", "/propose/"])
def test_a_few_large_bodies_are_read_at_a_time(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each upload that is being answered meets the next one, until there is no room."""
    monkeypatch.setattr(middleware, "WAIT_SECONDS", 0.01)
    seen: list[int] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(1)
        return guard(request)

    guard = uploads(answer)
    request = RequestFactory().post(path, b"", content_type=MULTIPART, CONTENT_LENGTH="5000000")
    request.user = User(is_staff=True)
    refused = guard(request)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert "Others are uploading" in refused.content.decode()
    assert len(seen) == MOST_UPLOADS
    guard(request)
    assert len(seen) == 2 * MOST_UPLOADS, "who is answered makes room"


def test_visitors_who_fill_their_places_leave_those_of_staff() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        inner = RequestFactory().post("/admin/", b"", content_type=MULTIPART, CONTENT_LENGTH="5000000")
        inner.user = User(is_staff=True)
        return HttpResponse() if request.path == "/admin/" else guard(inner)

    guard = uploads(answer)
    request = RequestFactory().post("/propose/", b"", content_type=MULTIPART, CONTENT_LENGTH="5000000")
    assert guard(request).status_code == 200


def test_small_bodies_are_nobodys_business() -> None:
    request = RequestFactory().post("/admin/", {"a": "1"})
    request.user = AnonymousUser()
    assert uploads(lambda request: HttpResponse())(request).status_code == 200


# --- the disk ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def full_disk(media: Path) -> Iterator[Path]:
    """A media folder of 300 kB; where that cannot be mounted, one in which nothing can be written."""
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", media], check=False, capture_output=True).returncode:
        if os.geteuid() == 0:
            pytest.skip("root without the right to mount: neither a small nor a locked folder can be made")
        media.chmod(0o555)
        yield media
        media.chmod(0o755)
    else:
        yield media
        subprocess.run(["umount", media], check=True)


def heavy() -> bytes:
    """A PDF that weighs more than the disk has room for."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(paper())))
    writer.add_attachment("noise", os.urandom(400_000))
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.django_db
def test_a_full_disk_is_an_error_at_the_field_and_leaves_nothing(admin_client: Client, full_disk: Path) -> None:
    party = {"parties-TOTAL_FORMS": "1", "parties-0-institution": str(builders.institution().pk), "parties-0-order": "0"}
    add = "/admin/partners/agreement/add/"
    form = filled(admin_client.get(add).content.decode(), title_en="Exchange of nurses", number="7/2026", **party)
    answer = admin_client.post(add, form | {"document": pdf(content=heavy())})
    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert errors == {"document": ["The selected file could not be uploaded – try again."]}
    page = answer.content.decode()
    assert "Exchange of nurses" in page
    assert "7/2026" in page
    assert not Agreement.objects.exists()
    assert not stored()
    if full_disk.stat().st_mode & 0o200:  # there is room for less, or after somebody has tidied up
        assert admin_client.post(add, form | {"document": pdf()}).status_code == 302
        assert content_of(Agreement.objects.get().document.name) == paper()
