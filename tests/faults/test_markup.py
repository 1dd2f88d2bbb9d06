"""Words of attackers stay words: no script, handler or hostile address on any page, public or of the admin (faults.md 4.2)."""

import json
import re
from contextlib import suppress
from html.parser import HTMLParser
from itertools import product
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.test import Client
from playwright.sync_api import Dialog, Page

from intlcoop.base.translated import TranslatedField
from intlcoop.base.web_address import WebAddressField
from tests.faults.portal import (
    all_addresses,
    ask,
    change_page,
    changelists,
    furnished,
    is_text,
    text_fields,
    web_fields,
)
from tests.forms import filled

BAIT = "4711"
HOSTILE = (
    f'Zq <script>alert({BAIT})</script><img src=x onerror="alert({BAIT})">"><svg/onload=alert({BAIT})>'
    f'<a onclick="alert({BAIT})" href="jav\tascript:alert({BAIT})">x</a>\' onfocus=alert({BAIT}) autofocus x=\''
    f"[x](javascript:alert({BAIT}))</title></textarea><style>@import '//evil.example'</style>"
)
SHORT = f'"><svg/onload=alert({BAIT})>'
SCHEMES = [f"javascript:alert({BAIT})", f"jav\tascript:alert({BAIT})", f"data:text/html,<script>alert({BAIT})</script>", f"vbscript:{BAIT}"]
NOT_WEB = [*SCHEMES, "ftp://example.org/", "https://", "file:///etc/passwd"]
ADDRESSES = {"href", "src", "action", "formaction", "srcset", "poster", "data", "xlink:href", "ping", "background"}


class Danger(HTMLParser):
    """Lists what a browser would run, or where it would go, because an attacker wrote it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_data = tag == "script" and dict(attrs).get("type") == "application/ld+json"
        self.inside = "data" if is_data else tag if tag in {"script", "style"} else ""
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or (name == "style" and BAIT in address):
                self.found.append(f"<{tag} {name}>")
            if name in ADDRESSES and (address.startswith(("javascript:", "vbscript:", "data:text")) or "evil.example" in address):
                self.found.append(f"<{tag} {name}={value}>")
        if tag in {"iframe", "object", "embed", "base"} or (tag == "img" and dict(attrs).get("src") == "x"):
            self.found.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "data":  # never run; but it must be whole, and nothing in it may look like a tag
            json.loads(data)
            self.found += [f"data: {data[:80]}"] if "<" in data else []
        elif self.inside and (BAIT in data or "evil.example" in data):
            self.found.append(f"{self.inside}: {data[:80]}")


def dangers(html: str) -> list[str]:
    reader = Danger()
    reader.feed(html)
    return reader.found


def poisoned(row: Model) -> None:
    """Hostile words in every text of the row, past every form."""
    for field in text_fields(type(row)):
        if isinstance(field, TranslatedField):
            words: Any = field.kind({"en": HOSTILE, "sr": HOSTILE})
        else:
            words = HOSTILE if (field.max_length or 1000) > len(HOSTILE) else SHORT[: field.max_length]
        with suppress(IntegrityError), transaction.atomic():  # what the database itself refuses is no danger
            type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: words})


def faults_of(client: Client, paths: list[str]) -> tuple[list[str], int]:
    """What is dangerous on these pages, and on how many of them the bait stands at all."""
    found, met = [], 0
    for path in paths:
        answer = ask(client, path)
        assert answer.status_code in {200, 302, 404}, (path, answer.status_code)
        if is_text(answer):
            html = answer.content.decode()
            met += BAIT in html
            if answer.headers["Content-Type"].startswith("text/html"):
                found += [f"{path}: {danger}" for danger in dangers(html)]
            if answer.headers["Content-Type"].startswith("application/atom"):
                texts = ElementTree.fromstring(html).iter("{http://www.w3.org/2005/Atom}content")  # noqa: S314 - our own
                found += [f"{path}: {danger}" for text in texts for danger in dangers(text.text or "")]
    return found, met


def admin_pages(rows: list[Model]) -> list[str]:
    forms = [page for row in rows if (page := change_page(row))]
    return [*changelists(), *forms, "/admin/"]


def test_the_reader_sees_danger() -> None:
    for html in (HOSTILE, SHORT, *(f'<a href="{scheme}">' for scheme in SCHEMES)):
        assert dangers(html)
    assert not dangers(f"<p>&lt;script&gt;alert({BAIT})</p><a href='https://example.org/?{BAIT}'>")


@pytest.mark.once
def test_no_text_of_a_record_becomes_markup(client: Client, admin_client: Client, rows: list[Model]) -> None:
    public = all_addresses(rows)
    for row in rows:
        poisoned(row)
    words = quote(SHORT)
    asked = [*public, "/sr/", "/sr/partners/", "/search/?q=zq", f"/search/?q={words}", f"/partners/?q={words}", f"/news/?q={words}"]
    found, met = faults_of(client, asked)
    assert found == []
    assert met > len(public) / 2, "the hostile words hardly stand anywhere: the test looks at the wrong pages"
    found, met = faults_of(admin_client, admin_pages(rows))
    assert found == []
    assert met > len(rows)


def form_fields(answer: Any) -> dict[str, Any]:
    """Every field of the admin's page by its name there, those of the rows under the record too."""
    context = answer.context
    forms = [context["adminform"].form, *(form for part in context["inline_admin_formsets"] for form in part.formset.forms)]
    return {form.add_prefix(name): field for form in forms if form.instance.pk for name, field in form.fields.items()}


def errors_of(answer: Any) -> set[str]:
    """The fields that the page complains of."""
    context = answer.context
    forms = [context["adminform"].form, *(form for part in context["inline_admin_formsets"] for form in part.formset.forms)]
    return {form.add_prefix(name) for form in forms for name in form.errors}


def boxes(sent: dict[str, list[str]], name: str, field: Any) -> list[str]:
    """The text boxes of a field: one, or one for each language."""
    if type(field).__name__ == "TranslatedFormField":
        return [box for box in sent if box.rpartition("_")[0] == name]
    return [name] if type(field).__name__ == "CharField" and name in sent and "slug" not in name else []


@pytest.mark.once
def test_what_staff_paste_into_a_form_becomes_no_markup_either(client: Client, admin_client: Client, rows: list[Model]) -> None:
    public, pasted = all_addresses(rows), 0
    for row in rows:
        path = change_page(row)
        if not path or row._meta.label in {"proposals.Proposal", "profile.OldAddress"}:
            continue
        before = admin_client.get(path)
        sent, refused = filled(before.content.decode()), set()
        fields = form_fields(before)
        for _attempt in range(2):  # what a form refuses is left as it was the second time
            tried = dict(sent)
            for name, field in fields.items():
                for box in boxes(sent, name, field) if name not in refused else []:
                    limit = getattr(field, "limit", None) or getattr(field, "max_length", None) or 1000
                    tried[box] = [HOSTILE if limit > len(HOSTILE) else SHORT[:limit]]
                    pasted += 1
            answer: Any = admin_client.post(path, tried)
            if answer.status_code == 302:
                break
            assert answer.status_code == 200, path
            assert not dangers(answer.content.decode()), path
            refused = errors_of(answer)
            assert refused, path
        assert answer.status_code == 302, (path, refused, answer.context["errors"])
    assert pasted > 80
    rows = [type(row)._base_manager.get(pk=row.pk) for row in rows]
    found, met = faults_of(client, public)
    assert found == []
    assert met > len(public) / 3
    told = {"Institution", "Agreement", "Person", "Project", "Article", "Page"}
    past = [f"{change_page(row).removesuffix('change/')}history/" for row in rows if type(row).__name__ in told]
    found, met = faults_of(admin_client, past)
    assert found == []
    assert met >= 6


def test_a_link_is_a_page_of_the_web_in_every_form(admin_client: Client, rows: list[Model]) -> None:
    kinds = 0
    for place, row in enumerate(rows):
        address = NOT_WEB[place % len(NOT_WEB)]
        path = change_page(row)
        names = [field.name for field in web_fields(type(row))]
        if path and names and row._meta.label != "proposals.Proposal":
            html = admin_client.get(path).content.decode()
            answer: Any = admin_client.post(path, filled(html, **dict.fromkeys(names, address)))
            assert answer.status_code == 200, path
            assert set(names) <= errors_of(answer), path
            kinds += 1
    assert kinds >= 9


@pytest.mark.parametrize("address", NOT_WEB)
def test_every_bad_address_is_refused_by_the_field_itself(address: str) -> None:
    with pytest.raises(ValidationError):
        WebAddressField().clean(address, None)


def test_a_hostile_address_that_came_past_the_forms_is_no_link(rows: list[Model]) -> None:
    """An import or a command may save without a form."""
    for row in rows:
        for field, address in product(web_fields(type(row)), SCHEMES):
            with pytest.raises(ValidationError), transaction.atomic():
                type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: address})
            setattr(row, field.attname, address)
            with pytest.raises(ValidationError), transaction.atomic():
                row.save()


@pytest.mark.django_db(transaction=True)
def test_no_page_opens_a_dialog_in_a_browser(page: Page, faults: list[str]) -> None:
    rows = furnished()
    public = [path for path in all_addresses(rows) if path.endswith("/")]
    for row in rows:
        poisoned(row)
    dialogs: list[str] = []

    def on_dialog(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", on_dialog)
    for path in public:
        page.goto(path, wait_until="domcontentloaded")
    page.goto("/search/?q=zq")
    assert dialogs == []
    page.evaluate("alert('one')")  # the ear hears
    assert dialogs == ["one"]
