"""Files of records: who gets them, what comes with them, and when they go (faults.md F15, 4.1, 4.16, 4.17, 4.42)."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from partners.models import Agreement, Institution, Person
from tests import builders
from tests.base import ask
from tests.forms import filled
from tests.pages import content, shown
from tests.uploads import content_of, drawn, paper, pdf, picture, stored

pytestmark = pytest.mark.django_db


def agreement(**values: Any) -> Agreement:
    return builders.agreement(**{"title": "Exchange of students", "document": pdf(), "is_document_public": True} | values)


def staff(*rights: str) -> User:
    user = User.objects.create_user("ana", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def body(answer: Any) -> bytes:
    """All of it; the last byte closes the file."""
    return b"".join(answer.streaming_content)


def test_a_public_pdf_is_a_download_that_can_do_nothing_else(client: Client) -> None:
    made = agreement(title="Споразум „А/Б“: 2026")
    answer = client.get(made.document.url)
    assert answer.status_code == 200
    assert body(answer) == content_of(made.document.name)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["Content-Length"] == str(len(paper()))
    assert "Vary" not in answer.headers
    assert not answer.cookies
    name = "%D0%A1%D0%BF%D0%BE%D1%80%D0%B0%D0%B7%D1%83%D0%BC%20%E2%80%9E%D0%90%D0%91%E2%80%9C%202026.pdf"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=\"sporazum-ab-2026.pdf\"; filename*=UTF-8''{name}"


@pytest.mark.parametrize(
    "title", ['"; x="', "a\r\nSet-Cookie: a=1", "../../etc/passwd", "\u202efdp.exe", "...", "CON", "x" * 250, "👩‍⚕️", "აკადემია"]
)
def test_no_title_escapes_from_the_name_of_the_download(client: Client, title: str) -> None:
    made = agreement()
    Agreement.objects.update(title={"en": title})
    answer = client.get(made.document.url)
    assert re.fullmatch(
        r"attachment; filename=\"[a-z0-9-]+\.pdf\"; filename\*=UTF-8''[\w.%~-]{1,1200}\.pdf", answer.headers["Content-Disposition"]
    )
    assert "Set-Cookie" not in answer.headers
    body(answer)


def test_a_picture_is_shown_in_place_in_each_width(client: Client) -> None:
    made = builders.institution(logo=picture(content=drawn(1000, 500)))
    for variant in made.logo.variants:
        answer = client.get(variant.url)
        assert body(answer) == content_of(variant.name)
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_what_has_not_changed_is_not_sent_again(client: Client) -> None:
    made = agreement()
    first = client.get(made.document.url)
    body(first)
    etag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    for header in ({"HTTP_IF_NONE_MATCH": etag}, {"HTTP_IF_NONE_MATCH": f'"x", W/{etag}'}, {"HTTP_IF_MODIFIED_SINCE": changed}):
        answer = client.get(made.document.url, **header)
        assert (answer.status_code, answer.content) == (304, b"")
        assert (answer.headers["ETag"], answer.headers["Cache-Control"]) == (etag, "public, max-age=60")
    for header in ({"HTTP_IF_NONE_MATCH": '"x"'}, {"HTTP_IF_MODIFIED_SINCE": "Mon, 99 Foo 99999 99:99:99 GMT"}):
        answer = client.get(made.document.url, **header)
        assert body(answer)
    Agreement.objects.update(is_document_public=False)
    assert client.get(made.document.url, HTTP_IF_NONE_MATCH=etag).status_code == 404


def test_head_says_the_same_without_the_file(client: Client) -> None:
    made = agreement()
    answer = client.head(made.document.url)
    assert (answer.status_code, answer.headers["Content-Length"]) == (200, str(len(paper())))
    assert body(answer) == b""
    assert client.post(made.document.url).status_code == 405


@pytest.mark.parametrize(
    "values", [{"is_document_public": False}, {"is_published": False}, {"is_archived": True}, {"publish_at": "2999-01-01T00:00:00Z"}]
)
def test_what_is_not_public_does_not_exist_for_visitors(client: Client, values: dict[str, Any]) -> None:
    made = agreement()
    Agreement.objects.update(**values)
    for visitor in (client, Client(headers={"cookie": "sessionid=forged"})):
        answer = visitor.get(made.document.url)
        assert answer.status_code == 404
        assert b"%PDF" not in answer.content
        assert "Content-Disposition" not in answer.headers
        assert made.document.url not in visitor.get(made.get_absolute_url()).content.decode()


def test_staff_who_may_see_the_record_may_see_its_file(client: Client) -> None:
    made = agreement(is_document_public=False)
    client.force_login(staff())
    assert client.get(made.document.url).status_code == 404
    client.logout()
    User.objects.all().delete()
    user = staff("view_agreement")
    client.force_login(user)
    answer = client.get(made.document.url)
    assert body(answer) == paper()
    assert answer.headers["Cache-Control"] == "private, no-store"
    user.user_permissions.clear()
    assert client.get(made.document.url).status_code == 404
    user.user_permissions.set(Permission.objects.filter(codename="view_agreement"))
    User.objects.update(is_staff=False)
    assert client.get(made.document.url).status_code == 404


def test_the_answer_to_visitors_does_not_depend_on_who_asks(client: Client) -> None:
    made = agreement()
    client.force_login(staff("view_agreement"))
    answer = client.get(made.document.url)
    body(answer)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_only_current_files_have_an_address(client: Client) -> None:
    made, other = agreement(), agreement(title="Another")
    name = made.document.url.rpartition("/")[2]
    odd = [
        f"/files/partners.agreement/{other.pk}/{name}",
        f"/files/partners.agreement/999/{name}",
        f"/files/partners.agreement/{10**30}/{name}",
        f"/files/partners.institution/{made.pk}/{name}",
        f"/files/auth.user/{made.pk}/{name}",
        f"/files/nonsense/{made.pk}/{name}",
        f"/files/a.b.c/{made.pk}/{name}",
        f"/files/partners.agreement/-1/{name}",
        f"/files/partners.agreement/{made.pk}/{name}x",
        f"/files/partners.agreement/{made.pk}/",
        "/files/partners.agreement/", "/files/", "/media/", f"/media/{made.document.name}", f"/sr{made.document.url}",
    ]  # fmt: skip
    assert [path for path in odd if client.get(path).status_code != 404] == []


@pytest.mark.parametrize(
    "name",
    [
        "../db.sqlite3",
        "..%2f..%2fdb.sqlite3",
        "%2e%2e/%2e%2e/secret_key",
        "..\\..\\db.sqlite3",
        "....//db.sqlite3",
        "/etc/passwd",
        "%00",
        ".",
    ],
)
def test_no_path_leads_out_of_the_files(name: str) -> None:
    made = agreement()
    for start in (f"/files/partners.agreement/{made.pk}/", "/files/", "/media/"):
        assert ask(path=start + name).status in {400, 404}


def test_a_file_that_the_disk_has_lost_is_404(client: Client, media: Any) -> None:
    made = agreement()
    (media / made.document.name).unlink()
    assert client.get(made.document.url).status_code == 404


def test_the_page_offers_a_public_text_and_tells_of_another(client: Client) -> None:
    builders.office(languages=["en", "sr"])
    made = agreement()
    page = content(shown(client, made.get_absolute_url()))
    assert f'<a href="{made.document.url}">Text of the agreement (PDF, 2 pages, 1 kB)</a>' in page
    Agreement.objects.update(is_document_public=False)
    for prefix, words in (("", "available on request"), ("/sr", "Text")):
        page = shown(client, f"{prefix}{made.get_absolute_url()}")
        assert words in page or prefix
        assert "/files/" not in page
    Agreement.objects.update(document="")
    assert "available on request" not in shown(client, made.get_absolute_url())


def test_a_photo_is_shown_only_while_the_person_may_be_named(client: Client) -> None:
    builders.office(languages=["en", "sr"])
    who = builders.person(photo=picture())
    page = builders.appointment(who).get_absolute_url()
    for prefix in ("", "/sr"):
        html = shown(client, prefix + page)
        assert f'srcset="{who.photo.srcset.replace("&", "&amp;")}"' in html
        assert re.search(r'width="600" height="400" alt="[^"]+" loading="lazy"', html)
    assert 'alt="Photo of Ana Anić"' in shown(client, page)
    address = who.photo.url
    Person.objects.update(has_consent=False)
    assert client.get(address).status_code == 404


def test_a_logo_is_shown_on_the_institutions_page(client: Client) -> None:
    made = builders.institution(logo=picture(content=drawn(2000, 500, mode="RGBA")))
    html = shown(client, made.get_absolute_url())
    assert 'alt="Logo of University of Graz"' in html
    assert [variant.width for variant in made.logo.variants] == [480, 960, 1920]
    for variant in made.logo.variants:
        assert f"{variant.url} {variant.width}w" in html
    Institution.objects.update(is_published=False)
    assert client.get(made.logo.url).status_code == 404


def test_files_cost_a_page_no_query(client: Client, django_assert_num_queries: Any) -> None:
    made = agreement()
    with django_assert_num_queries(2):  # the office and the owner
        body(client.get(made.document.url))


# --- when files go -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
class TestWhatIsLeft:
    """Files are removed after the transaction, so these tests need real ones."""

    def test_a_replaced_file_goes_with_all_its_variants(self) -> None:
        made = Institution.objects.get(pk=builders.institution(logo=picture(content=drawn(1000, 500))).pk)
        old = set(made.logo.names)
        assert stored() == old
        assert len(old) == 3
        made.logo = picture()
        made.save()
        assert stored() == set(made.logo.names)
        assert not stored() & old

    def test_a_removed_file_goes(self) -> None:
        made = Agreement.objects.get(pk=agreement().pk)
        made.document = ""
        made.save()
        assert not stored()

    def test_files_go_with_their_row_and_with_many_rows(self) -> None:
        first = builders.person(photo=picture())
        for name in ("Vera", "Mira"):
            builders.person(name, photo=picture())
        assert len(stored()) == 6
        first.delete()
        assert len(stored()) == 4
        Person.objects.all().delete()
        assert not stored()

    def test_a_transaction_that_fails_removes_nothing(self) -> None:
        made = Agreement.objects.get(pk=agreement().pk)
        name = made.document.name
        with transaction.atomic():
            made.document = pdf()
            made.save()
            Agreement.objects.all().delete()
            transaction.set_rollback(True)
        assert Agreement.objects.get().document.name == name
        assert name in stored()

    def test_a_save_that_changes_something_else_keeps_the_file(self) -> None:
        made = Agreement.objects.get(pk=agreement().pk)
        made.number = "7/2026"
        made.save()
        assert stored() == {made.document.name}

    def test_an_old_version_brought_back_keeps_the_file_of_today(self, client: Client) -> None:
        made = Agreement.objects.get(pk=agreement(number="1").pk)
        made.number, made.document = "2", pdf()
        made.save()
        today = made.document.name
        old = made.history.earliest().instance
        old.save()
        made.refresh_from_db()
        assert (made.number, made.document.name) == ("1", today)
        assert stored() == {today}

    def test_a_copied_record_begins_without_the_file(self) -> None:
        made = Agreement.objects.get(pk=agreement().pk)
        copy = Agreement.objects.get(pk=made.pk)
        copy.pk, copy.slug, copy._state.adding = None, "", True
        copy.save()
        assert not copy.document
        copy.delete()
        assert stored() == {made.document.name}

    def test_a_clash_of_addresses_does_not_lose_the_file(self) -> None:
        first, second = agreement(slug=""), agreement(slug="")
        assert first.slug != second.slug
        assert len(stored()) == 2
        assert {first.document.name, second.document.name} == stored()


def test_a_row_that_no_form_checked_is_checked_when_it_is_saved() -> None:
    made = builders.institution()
    made.logo = SimpleUploadedFile("logo.png", b"<svg/>")
    with pytest.raises(Exception, match="JPG, PNG or WebP"):
        made.save()
    assert not stored()


@pytest.mark.django_db(transaction=True)
def test_staff_bring_back_an_old_version_in_the_admin(admin_client: Client) -> None:
    made = Agreement.objects.get(pk=agreement(number="1").pk)
    made.number, made.document = "2", pdf(content=paper(5))
    made.save()
    address = f"/admin/partners/agreement/{made.pk}/history/{made.history.earliest().history_id}/"
    form = filled(admin_client.get(address).content.decode())
    assert form["number"] == ["1"]
    assert admin_client.post(address, form).status_code == 302
    made.refresh_from_db()
    assert (made.number, made.document.pages) == ("1", 5)
    assert stored() == {made.document.name}


@pytest.mark.django_db(transaction=True)
def test_staff_replace_and_remove_a_picture_in_the_admin(admin_client: Client) -> None:
    made = builders.institution(logo=picture(content=drawn(1000, 500)))
    address = f"/admin/partners/institution/{made.pk}/change/"
    page = admin_client.get(address).content.decode()
    assert f'src="{made.logo.small.url}" width="480" height="240"' in page
    assert "1000 × 500" in page
    both = filled(page, **{"logo-clear": "on"}) | {"logo": picture()}
    assert "Select another file or tick" in admin_client.post(address, both).content.decode()
    assert stored() == set(made.logo.names)
    assert admin_client.post(address, filled(page) | {"logo": picture("evil.svg", b"<svg/>")}).status_code == 200
    assert stored() == set(made.logo.names)
    assert admin_client.post(address, filled(page) | {"logo": picture()}).status_code == 302
    now = Institution.objects.get().logo
    assert now.width == 600
    assert stored() == set(now.names)
    page = admin_client.get(address).content.decode()
    assert admin_client.post(address, filled(page, **{"logo-clear": "on"})).status_code == 302
    assert not stored()
    assert not Institution.objects.get().logo
