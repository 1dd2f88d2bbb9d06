"""Letters of every script, signs that turn or hide text, and bytes that are no letters (faults.md 4.39)."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db.models import Model
from django.test import Client

from intlcoop.base.text import INVISIBLE
from partners.models import Institution
from tests.faults.portal import all_addresses, ask, change_page, changelists, is_text, text_fields
from tests.forms import filled
from tests.pages import content, shown

pytestmark = pytest.mark.django_db
ADD = "/admin/partners/institution/add/"
SCRIPTS = [
    "👩\u200d⚕️ Clinic",
    "თბილისის უნივერსიტეტი",
    "جامعة القاهرة",
    "Університет Чернівці",
    "東京大学",
    "Łódź ﬀ Å",
    "a" + "\u0301" * 150,
]
TURNED = "University\u202egpj.exe\u202c of \u2066Graz\u2069\u200f"
UNSEEN = ["\u200b\u200c\u200d", "\u3000\u3000", "\u202e\u202c", "\ufeff", "\u00a0\t\r\n", "\u2060\u200e"]


def added(client: Client, name: str, **values: str) -> Any:
    html = shown(client, ADD)
    return client.post(ADD, filled(html, name_en=name, country="AT", is_published="on", **values))


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_comes_back_as_it_was_written(client: Client, admin_client: Client, name: str) -> None:
    assert added(admin_client, name).status_code == 302
    row = Institution.objects.get()
    stored = str(row.name)
    assert INVISIBLE.sub("", name).replace("\u0301", "") == stored.replace("\u0301", "").replace("á", "a") or stored == name
    assert re.fullmatch("[a-z0-9-]+", row.slug)
    for path in ("/partners/", row.get_absolute_url(), f"/search/?{urlencode({'q': stored})}"):
        assert stored in content(shown(client, path)), path
    assert stored in admin_client.get("/admin/partners/institution/").content.decode()


def test_nothing_turns_or_hides_the_words_of_a_name(client: Client, admin_client: Client) -> None:
    assert added(admin_client, TURNED, city_en=TURNED, acronym="U\u202eG", description_en=f"<p>{TURNED}</p>").status_code == 302
    row = Institution.objects.get()
    html = shown(client, row.get_absolute_url()) + shown(client, "/partners/") + shown(client, "/sitemap.xml")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f]", html)
    assert str(row.name) == "Universitygpj.exe of Graz"


@pytest.mark.parametrize("name", UNSEEN)
def test_a_name_that_nobody_can_see_is_no_name(admin_client: Client, name: str) -> None:
    answer = added(admin_client, name)
    assert answer.status_code == 200
    assert "name" in answer.context["adminform"].form.errors
    assert not Institution.objects.exists()


@pytest.mark.parametrize("name", ["Graz\x00", "\x00", "Graz \ud800", "\udfff\ud800"])
def test_what_is_no_letter_is_told_or_left_out(admin_client: Client, name: str) -> None:
    """NUL breaks PostgreSQL and a lone surrogate every page; neither is ever stored."""
    body = urlencode({key: value[0] for key, value in filled(shown(admin_client, ADD), country="AT", name_en="PLACE").items()})
    raw = body.replace("PLACE", "".join(f"%{byte:02X}" for byte in name.encode("utf-8", "surrogatepass")))
    answer: Any = admin_client.generic("POST", ADD, raw, content_type="application/x-www-form-urlencoded; charset=utf-8")
    assert answer.status_code in {200, 302, 400}
    for row in Institution.objects.all():
        assert not re.search("[\x00\ud800-\udfff]", str(row.name))
        assert ask(admin_client, change_page(row)).status_code == 200


LEFT = "\u202e\u2067drawkcab 👩\u200d⚕️ " + "ა" * 20 + "e" + "\u0301" * 150 + "\x0b\x1f\x7f جامعة"


def test_odd_letters_that_are_in_the_tables_already_break_no_page(client: Client, admin_client: Client, rows: list[Model]) -> None:
    """An older copy or an import may hold them."""
    for row in rows:
        for field in text_fields(type(row)):
            if not field.choices and hasattr(field, "kind"):
                type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: field.kind({"en": LEFT, "sr": LEFT})})
    for path in all_addresses(rows):
        answer = ask(client, path)
        assert answer.status_code < 500, path
        if is_text(answer):
            answer.content.decode()
    for path in changelists():
        assert ask(admin_client, path).status_code == 200, path
