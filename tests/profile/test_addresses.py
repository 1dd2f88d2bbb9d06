"""Addresses: made from any name, one for each record, and never dead once they were public (house.md, "Slugs")."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, local
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import translation

from intlcoop.profile.models import OldAddress, address
from intlcoop.profile.models.address import RESERVED
from partners.models import Agreement, Institution
from tests.builders import agreement, centre, institution, office
from tests.pages import shown

pytestmark = pytest.mark.django_db


def renamed(record: Any, slug: str) -> Any:
    """The record as an officer changes its address: read from the database, changed, saved."""
    read = type(record).objects.get(pk=record.pk)
    read.slug = slug
    read.full_clean()
    read.save()
    return read


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Универзитет у Бањој Луци", "univerzitet-u-banjoj-luci"),
        ("Гродненский государственный медицинский университет", "grodnenskiy-gosudarstvennyy-medicinskiy-universitet"),
        ("東京大学", "dongjingdaxue"),
        ("თბილისი", "tbilisi"),
        ("!!!", "institution"),
        ({"sr": "Грац", "en": "Graz"}, "graz"),
        ({"pl": "Łódź", "sr": "Лођ"}, "lodz"),
    ],
)
def test_an_address_is_made_from_a_name_in_any_script(name: object, slug: str) -> None:
    assert institution(name).slug == slug


def test_the_language_of_the_officer_does_not_matter() -> None:
    with translation.override("sr"):
        assert institution({"sr": "Грац", "en": "Graz"}).slug == "graz"
        assert agreement(kind="memorandum", signed_on="2003-10").slug == "memorandum-of-understanding-2003-10"


def test_records_of_one_name_get_numbers() -> None:
    assert [institution("Graz").slug for _ in range(3)] == ["graz", "graz-2", "graz-3"]
    assert centre(name="Graz").slug == "graz"  # another kind of record, another address


def test_a_long_name_leaves_room_for_the_number() -> None:
    first, second = institution("x" * 200), institution("x" * 200)
    assert first.slug == "x" * 80
    assert second.slug == "x" * 78 + "-2"
    assert len(institution("medical university " * 12).slug) <= 80


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_words_of_the_portal_are_no_addresses(word: str) -> None:
    assert institution(word).slug == f"{word}-2"
    with pytest.raises(ValidationError) as refused:
        institution("Graz", slug=word)
    assert refused.value.message_dict == {"slug": ["This address is used by the portal itself. Choose another."]}


def test_a_changed_name_keeps_the_address() -> None:
    made = Institution.objects.get(pk=institution("Graz").pk)
    made.name = "Medical University of Graz"
    made.save()
    assert made.slug == "graz"
    assert not OldAddress.objects.exists()


def test_a_changed_address_redirects_for_ever(client: Client) -> None:
    office(languages=["en", "sr"])
    made = renamed(renamed(institution("Graz"), "meduni-graz"), "medical-university-of-graz")
    for old in ("graz", "meduni-graz"):
        for prefix in ("", "/sr"):
            answer = client.get(f"{prefix}/partners/{old}/")
            assert (answer.status_code, answer["Location"]) == (301, f"{prefix}/partners/{made.slug}/")


def test_an_address_that_comes_back_is_no_old_one(client: Client) -> None:
    office()
    made = renamed(renamed(institution("Graz"), "meduni-graz"), "graz")
    shown(client, "/partners/graz/")
    assert client.get("/partners/meduni-graz/")["Location"] == "/partners/graz/"
    assert list(OldAddress.objects.values_list("slug", "target")) == [("meduni-graz", made.pk)]


def test_nobody_else_gets_an_address_that_redirects(client: Client) -> None:
    office()
    renamed(institution("Graz"), "meduni-graz")
    assert institution("Graz").slug == "graz-2"
    assert client.get("/partners/graz/").status_code == 301


def test_the_old_address_of_a_draft_or_of_nothing_does_not_redirect(client: Client) -> None:
    office()
    draft = renamed(institution("Graz", is_published=False), "meduni-graz")
    gone = renamed(institution("Lodz"), "meduni-lodz")
    Institution.objects.filter(pk=gone.pk).delete()
    prospect = renamed(institution("Oslo", relation="prospect"), "meduni-oslo")
    for slug in ("graz", "lodz", "oslo", draft.slug, prospect.slug):
        shown(client, f"/partners/{slug}/", 404)


def test_an_old_address_belongs_to_one_kind_of_record(client: Client) -> None:
    office()
    renamed(institution("Graz"), "meduni-graz")
    shown(client, "/agreements/graz/", 404)


def test_another_fault_than_a_clash_is_not_tried_again() -> None:
    institution("Graz", ror="0282m7c06")
    with pytest.raises(IntegrityError, match="ror"):
        Institution.objects.create(name="Other", country="AT", ror="0282m7c06")


@pytest.mark.django_db(transaction=True)
def test_officers_who_save_one_name_at_one_moment_both_succeed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every thread has looked for a free address before any of them saves."""
    together, has_waited = Barrier(4), local()

    def atomic() -> Any:
        if not getattr(has_waited, "yes", False):
            has_waited.yes = True
            together.wait(timeout=20)
        return transaction.atomic()

    def save(number: int) -> str:
        try:
            return str(Agreement.objects.create(kind="memorandum", number=f"{number % 2}").slug)
        finally:
            connection.close()

    monkeypatch.setattr(address, "transaction", SimpleNamespace(atomic=atomic))
    with ThreadPoolExecutor(4) as pool:
        slugs = sorted(pool.map(save, range(4)))
    assert slugs == [f"memorandum-of-understanding-{end}" for end in ("0", "0-2", "1", "1-2")]
