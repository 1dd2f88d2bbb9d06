"""A PDF that comes with a proposal: checked, kept between the steps, opened by readers of the inbox only, and gone with the proposal."""

import os
import re
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from intlcoop.office import roles
from intlcoop.profile.models import Profile
from intlcoop.proposals import attachment, letters
from intlcoop.proposals.erasure import erase
from intlcoop.proposals.models import OutgoingMail, Proposal
from intlcoop.proposals.models.allowance import Deed
from tests import builders
from tests.forms import filled
from tests.proposals.visitor import ANSWERS, Visitor, kept, main, status, summary
from tests.uploads import content_of, paper, pdf, stored

pytestmark = pytest.mark.django_db
BIG = b"%PDF-1.4\n" + b"x" * 5_000_000 + b"\n%%EOF"


@pytest.fixture
def writer(visitor: Visitor, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> Visitor:
    """What follows a commit is done after each post."""
    Profile.objects.update(proposal_extras=["file"])
    post = visitor.client.post

    def committed(*arguments: Any, **more: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return post(*arguments, **more)

    monkeypatch.setattr(visitor.client, "post", committed)
    return visitor


def checked(writer: Visitor, **changed: Any) -> Any:
    """The page for checking, with a file."""
    page = writer.check(writer.open(), **{"attachment": pdf("Our letter.pdf")} | changed)
    writer.wait(seconds=60)
    return page


def sent(writer: Visitor, page: Any, **changed: Any) -> Any:
    return writer.client.post("/propose/", filled(page.content.decode(), **{"send": "yes"} | changed))


def waiting() -> list[Path]:
    folder = Path(django_settings.MEDIA_ROOT) / attachment.Waiting.folder
    return list(folder.iterdir()) if folder.is_dir() else []


def test_an_office_that_wants_no_files_neither_offers_nor_takes_one(visitor: Visitor) -> None:
    assert "attachment" not in visitor.client.get("/propose/").content.decode()
    visitor.propose(attachment=pdf())
    assert not Proposal.objects.get().attachment
    assert not stored()


def test_it_is_checked_with_the_answers_and_kept_with_the_proposal(writer: Visitor) -> None:
    page = checked(writer)
    assert "Our letter.pdf (PDF, 2 pages," in main(page)
    assert len(waiting()) == 1
    answer = sent(writer, page)
    proposal = Proposal.objects.get()
    assert (answer.status_code, proposal.is_suspected) == (302, False)
    assert re.fullmatch(r"proposals/[0-9a-f]{16}-2-\d+\.pdf", proposal.attachment.name)
    assert content_of(proposal.attachment.name) == paper()
    assert not waiting()
    assert "PDF, 2 pages" in main(writer.client.get(answer["Location"]))
    assert "letter" not in str(list(OutgoingMail.objects.values_list("text")))


def test_it_stays_while_the_answers_are_changed_and_mended(writer: Visitor) -> None:
    page = checked(writer, name="")
    assert summary(page) == [("id_name", "Enter your name")]
    assert "Our letter.pdf" in main(page)
    page = writer.client.post("/propose/", filled(page.content.decode(), name="Inês"))
    page = writer.client.post("/propose/", filled(page.content.decode(), change="attachment"))
    assert 'id="id_attachment"' in main(page)
    page = writer.client.post("/propose/", filled(page.content.decode()))
    sent(writer, page)
    assert content_of(Proposal.objects.get().attachment.name) == paper()


def test_it_can_be_taken_away_and_replaced(writer: Visitor) -> None:
    page = checked(writer)
    form = writer.client.post("/propose/", filled(page.content.decode(), change="attachment"))
    fields = filled(form.content.decode())
    page = writer.client.post("/propose/", fields | {"attachment": pdf("Second.pdf", paper(3))})
    assert "Second.pdf (PDF, 3 pages" in main(page)
    assert "Our letter" not in main(page)
    assert len(waiting()) == 1
    form = writer.client.post("/propose/", filled(page.content.decode(), change="attachment"))
    page = writer.client.post("/propose/", filled(form.content.decode(), attachment_remove="yes"))
    assert "Second.pdf" not in main(page)
    sent(writer, page)
    assert not Proposal.objects.get().attachment
    assert not stored()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (pdf("virus.exe"), "The selected file must be a PDF."),
        (pdf("page.html.pdf"), "The selected file must be a PDF."),
        (pdf("text.pdf", b"<script>alert(1)</script>"), "The selected file must be a PDF."),
        (pdf("cut.pdf", b"%PDF-1.4\n%%EOF"), "The selected file is damaged"),
        (pdf("empty.pdf", b""), "The selected file is empty."),
        (pdf("big.pdf", BIG), "The selected file must be smaller than 5 MB."),
        (pdf("huge.pdf", BIG * 3), "The selected file must be smaller than 5 MB."),
        ("words", None),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_what_is_no_small_pdf_is_refused_in_words_and_nothing_typed_is_lost(writer: Visitor, file: Any, words: str | None) -> None:
    if isinstance(file, SimpleUploadedFile):
        file.seek(0)
    page = checked(writer, attachment=file)
    if words is None:  # words where a file should be are no file
        assert "Check your answers" in main(page)
        return
    (found,) = summary(page)
    assert (found[0], found[1][: len(words)]) == ("id_attachment", words)
    assert {name: value for name, value in kept(page).items() if name in ANSWERS} == ANSWERS
    assert 'aria-describedby="id_attachment_helptext id_attachment_error"' in main(page)
    assert not stored()


def test_a_wrong_file_leaves_the_one_of_before(writer: Visitor) -> None:
    page = checked(writer)
    form = writer.client.post("/propose/", filled(page.content.decode(), change="name"))
    page = writer.client.post("/propose/", filled(form.content.decode()) | {"attachment": pdf("a.exe")})
    assert "must be a PDF" in main(page)
    assert "Our letter.pdf" in main(page)


def test_the_word_for_it_holds_for_its_own_form_only_and_while_it_is_there(writer: Visitor) -> None:
    first = filled(checked(writer).content.decode())
    other = writer.open()
    for token in (first["attachment_kept"][0], "../../db.sqlite3", f"{first['attachment_kept'][0]}x"):
        page = writer.check(other, attachment_kept=token)
        assert summary(page) == [("id_attachment", "The file that you chose is no longer here. Select it again.")]
    for file in waiting():
        os.utime(file, times=(time.time() - attachment.KEPT - 1,) * 2)
    call_command("purge_proposals", really=True, verbosity=0)
    assert not waiting()
    assert "no longer here" in main(writer.client.post("/propose/", first | {"send": "yes"}))


@pytest.mark.parametrize("name", ["announce", "fold"])
def test_a_database_that_fails_loses_no_file(writer: Visitor, name: str) -> None:
    page = checked(writer)
    where: Any = letters if name == "announce" else __import__("intlcoop.proposals.intake", fromlist=["x"])
    with patch.object(where, name, side_effect=OperationalError("disk I/O error")):
        page = sent(writer, page)
    assert page.status_code == 503
    assert "Our letter.pdf" in main(page)
    assert not Proposal.objects.exists()
    assert sent(writer, page).status_code == 302
    assert content_of(Proposal.objects.get().attachment.name) == paper()
    assert not waiting()


def test_sent_twice_it_is_one_proposal_with_its_file(writer: Visitor) -> None:
    page = checked(writer)
    assert sent(writer, page)["Location"] == sent(writer, page)["Location"]
    assert content_of(Proposal.objects.get().attachment.name) == paper()


@pytest.mark.parametrize(
    ("role", "expected"),
    [(None, 404), (roles.VIEWER, 404), (roles.PUBLISHER, 404), (roles.INBOX_OFFICER, 200), (roles.ADMINISTRATOR, 200)],
)
@pytest.mark.usefixtures("office")
def test_only_readers_of_the_inbox_open_it_and_the_log_keeps_who(role: str | None, expected: int, caplog: pytest.LogCaptureFixture) -> None:
    proposal = builders.proposal(attachment=pdf())
    client = Client()
    if role:
        client.force_login(builders.account(role))
    caplog.set_level("INFO", "intlcoop.audit")
    answer = client.get(proposal.attachment.url)
    assert answer.status_code == expected
    assert ("opened the file of" in caplog.text) == (expected == 200)
    if expected == 200:
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Content-Disposition"].startswith("attachment; filename=")
        assert "sandbox" in answer["Content-Security-Policy"]
        assert b"".join(answer.streaming_content) == paper()
        assert proposal.attachment.url in client.get(f"/admin/proposals/proposal/{proposal.pk}/change/").content.decode()


@pytest.mark.usefixtures("office")
def test_it_goes_with_its_proposal(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        erased, withdrawn, old = (builders.proposal(attachment=pdf(), status=stage) for stage in ("new", "new", "declined"))
    Proposal.objects.filter(pk=old.pk).update(status_changed_at="2020-01-01T00:00:00Z")
    assert len(stored()) == 3
    with django_capture_on_commit_callbacks(execute=True):
        erase(erased)
        Client().post(f"{status(withdrawn)}withdraw/")
        call_command("purge_proposals", really=True, verbosity=0)
    assert not stored()
    assert not Proposal.objects.exclude(attachment="").exists()


def test_a_connection_that_sends_file_after_file_waits_and_keeps_its_words(writer: Visitor, settings: Settings) -> None:
    settings.UNLIMITED_NETWORKS = []
    most, _within = Deed.FILE.rule
    hidden = writer.open()
    pages = [writer.check(hidden, attachment=pdf()) for _one in range(most + 1)]
    assert [page.status_code for page in pages] == [200] * most + [429]
    assert "The last one was not taken" in main(pages[-1])
    assert kept(pages[-1])["text"] == ANSWERS["text"]
    assert writer.check(hidden).status_code == 200


def test_the_folder_of_what_is_not_sent_has_an_end(writer: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachment, "MOST_WAITING", 1)
    checked(writer)
    assert "Try again later, or send the proposal without it." in main(checked(writer))


def test_a_body_beyond_everything_is_refused_before_it_is_read(client: Client, settings: Settings, office: Profile) -> None:
    settings.MAX_UPLOAD_BYTES = settings.MAX_BODY_BYTES + 1000
    over = settings.MAX_BODY_BYTES + 1001
    for path in ("/propose/", "/sr/propose/"):
        assert client.post(path, b"x" * over, "application/x-www-form-urlencoded").status_code == 413
    for path in ("/propose/link/", "/search/"):
        assert client.post(path, b"x" * (over - 500), "application/x-www-form-urlencoded").status_code == 413
