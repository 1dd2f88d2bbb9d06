"""Documents: the list, the page, versions, and where else they are offered."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from intlcoop.profile.models import Profile
from news.models import Document
from news.models.document import known_languages
from tests import builders
from tests.forms import filled
from tests.pages import content, cost, shown
from tests.uploads import paper, pdf, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office() -> Profile:
    return builders.office(languages=["en", "sr", "sr-latn"])


def main(client: Client, path: str) -> str:
    return content(shown(client, path))


def titles(page: str) -> list[str]:
    return re.findall(r'row-title">\s*<a [^>]*>(.*?)</a>', page)


def test_the_newest_stands_first_with_what_it_weighs(client: Client) -> None:
    builders.document("Undated")
    builders.document("Old", dated_on="2019")
    builders.document("New", dated_on="2026-05", kind="leaflet", language="de", version="2.1")
    page = main(client, "/documents/")
    assert titles(page) == ["New", "Old", "Undated"]
    assert "3 documents" in page
    for words in ("Leaflet", "version 2.1", "May 2026", "German", "PDF, 2 pages, 1 kB"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=leaflet", ["Leaflet"]),
        ("q=studij", ["Studij"]),
        ("kind=form", ["Form"]),
        ("language=sr", ["Studij"]),
        ("year=2019", ["Form"]),
        ("versions=all", ["Leaflet", "Leaflet", "Form", "Studij"]),
        ("sort=oldest", ["Form", "Leaflet", "Studij"]),
        ("kind=nonsense&year=abc&language=%00x"[:24], ["Leaflet", "Form", "Studij"]),
    ],
)
def test_the_filters(client: Client, query: str, expected: list[str]) -> None:
    newer = builders.document("Leaflet", dated_on="2026", version="2", kind="leaflet")
    builders.document("Leaflet", dated_on="2025", version="1", kind="leaflet", replaced_by=newer)
    builders.document("Form", dated_on="2019", kind="form", language="en")
    builders.document("Studij", language="sr")
    assert titles(main(client, f"/documents/?{query}")) == expected


def test_the_page_says_what_is_known_and_offers_the_file(client: Client) -> None:
    institution, project, programme = builders.institution(), builders.project(), builders.programme()
    agreement = builders.agreement(institution, title="Exchange")
    made = builders.document(
        kind="prospectus", language="en", version="2026/27", dated_on="2026-03-01", description="<p>All about us.</p>",
        institution=institution, project=project, programme=programme, agreement=agreement,
    )  # fmt: skip
    page = main(client, made.get_absolute_url())
    assert made.get_absolute_url() == "/documents/studying-medicine-in-english-2026-27/"
    assert re.search(rf'<a class="button" href="{made.file.url}"[^>]* hreflang="en">Download \(PDF, 2 pages, 1 kB\)</a>', page)
    for words in ("Prospectus", "English", "2026/27", "1 March 2026", "All about us."):
        assert words in page
    for thing in (institution, project, programme, agreement):
        assert f'href="{thing.get_absolute_url()}"' in page
    assert b"".join(client.get(made.file.url).streaming_content) == paper()


def test_a_title_and_a_file_make_a_page_without_empty_labels(client: Client) -> None:
    page = main(client, builders.document().get_absolute_url())
    assert re.findall(r"<dt>(.*?)</dt>", page) == ["Kind"]
    assert "hreflang" not in page


def test_an_older_version_leads_to_the_newer_and_is_listed_there(client: Client) -> None:
    newer = builders.document("Guide", version="2")
    older = builders.document("Guide", version="1", replaced_by=newer)
    assert f'There is a newer version: <a href="{newer.get_absolute_url()}">Guide (2)</a>' in main(client, older.get_absolute_url())
    page = main(client, newer.get_absolute_url())
    assert "Older versions" in page
    assert f'href="{older.get_absolute_url()}"' in page
    assert titles(main(client, "/documents/")) == ["Guide"]
    Document.objects.filter(pk=newer.pk).update(is_published=False)
    assert "newer version" not in main(client, older.get_absolute_url())
    assert f'href="{older.get_absolute_url()}"' in main(client, "/documents/"), "no visitor loses a version for a draft"


def test_versions_make_no_circle() -> None:
    first = builders.document("One")
    second = builders.document("Two", replaced_by=first)
    first.replaced_by = second
    with pytest.raises(ValidationError, match="itself replaced by this one"):
        first.full_clean()
    with pytest.raises(IntegrityError):
        Document.objects.filter(pk=first.pk).update(replaced_by=first.pk)


def test_there_is_no_document_without_a_file() -> None:
    with pytest.raises(ValidationError):
        Document(title="Nothing").full_clean()
    with pytest.raises(IntegrityError):
        Document(title="Nothing").save()


@pytest.mark.parametrize("owner", ["institution", "agreement", "programme", "project"])
def test_documents_stand_on_the_pages_of_what_they_belong_to(client: Client, office: Profile, owner: str) -> None:
    thing = getattr(builders, owner)()
    assert "<h2>Documents</h2>" not in main(client, thing.get_absolute_url())
    newer = builders.document("Guide", version="2", **{owner: thing})
    builders.document("Guide", version="1", replaced_by=newer, **{owner: thing})
    builders.document("Draft", is_published=False, **{owner: thing})
    builders.document("Another's")
    page = main(client, thing.get_absolute_url())
    assert "<h2>Documents</h2>" in page
    assert titles(page.partition("<h2>Documents</h2>")[2]) == ["Guide"]
    assert newer.get_absolute_url() in page
    office.sections.remove("documents")
    office.save()
    assert "<h2>Documents</h2>" not in main(client, thing.get_absolute_url())


def test_drafts_and_a_section_that_is_off_do_not_exist(client: Client, office: Profile) -> None:
    draft, public = builders.document("Draft", is_published=False), builders.document("Public")
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(draft.file.url).status_code == 404
    office.sections = []
    office.save()
    assert client.get("/documents/").status_code == 404
    assert client.get(public.get_absolute_url()).status_code == 404


def test_a_link_to_a_draft_is_no_link(client: Client) -> None:
    made = builders.document(
        project=builders.project("Secret project", is_published=False),
        programme=builders.programme("Secret programme", is_published=False),
        agreement=builders.agreement(title="Secret agreement", is_published=False),
        replaced_by=builders.document("Secret document", is_published=False),
    )
    assert "Secret" not in main(client, made.get_absolute_url())


def test_staff_preview_a_draft_with_its_file(admin_client: Client) -> None:
    draft = builders.document(is_published=False)
    page = shown(admin_client, draft.get_absolute_url())
    assert draft.file.url in page
    assert b"".join(admin_client.get(draft.file.url).streaming_content) == paper()


def test_serbian_pages_say_it_in_both_scripts(client: Client) -> None:
    made = builders.document({"en": "Prospectus", "sr": "Проспект"}, language="sr", dated_on="2026-05")
    for prefix, title in (("/sr", "Проспект"), ("/sr-latn", "Prospekt")):
        assert titles(main(client, f"{prefix}/documents/")) == [title]
        assert made.file.url in main(client, f"{prefix}{made.get_absolute_url()}")


def test_search_and_site_map_know_documents(client: Client) -> None:
    made = builders.document("Проспект за студенте", version="7")
    builders.document("Draft prospekt", is_published=False)
    page = main(client, "/search/?q=prospekt")
    assert made.get_absolute_url() in page
    assert "Draft" not in page
    assert made.get_absolute_url() in client.get("/sitemap.xml").content.decode()


def full(title: str) -> Document:
    institution = builders.institution(f"Institution of {title}")
    return builders.document(
        title, institution=institution, agreement=builders.agreement(institution), project=builders.project(f"Project of {title}"),
        replaced_by=builders.document(f"New {title}"), language="en",
    )  # fmt: skip


def test_list_and_page_cost_the_same_for_any_number(client: Client) -> None:
    made = full("One")
    builders.document("Older", replaced_by=made)
    before = cost(client, "/documents/?versions=all"), cost(client, made.get_absolute_url())
    full("Two")
    builders.document("Oldest", replaced_by=made)
    builders.document("Oldest of all", replaced_by=made)
    assert (cost(client, "/documents/?versions=all"), cost(client, made.get_absolute_url())) == before
    assert before[0] <= 8
    assert before[1] <= 12


def test_staff_add_a_document_and_see_its_pages(admin_client: Client) -> None:
    add = "/admin/news/document/add/"
    form = filled(admin_client.get(add).content.decode(), title_en="Guide", kind="leaflet")
    answer = admin_client.post(add, form)
    assert answer.context["adminform"].form.errors == {"file": ["Select a file."]}
    answer = admin_client.post(add, form | {"file": pdf("guide.exe")})
    assert answer.context["adminform"].form.errors == {"file": ["The selected file must be a PDF."]}
    assert not stored()
    assert admin_client.post(add, form | {"file": pdf("Водич за студенте.pdf")}).status_code == 302
    made = Document.objects.get()
    change = f"/admin/news/document/{made.pk}/change/"
    page = admin_client.get(change).content.decode()
    assert f'<a href="{made.file.url}">PDF, 2 pages, 1 kB</a>' in page
    assert admin_client.post(change, filled(page, version="2")).status_code == 302
    made.refresh_from_db()
    assert (made.version, stored()) == ("2", {made.file.name})
    assert "PDF, 2 pages, 1 kB" in admin_client.get("/admin/news/document/").content.decode()


def test_every_language_has_a_name() -> None:
    assert len(known_languages()) > 90
    assert all(Document(language=code).language_name for code, _name in known_languages())
