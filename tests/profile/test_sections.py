"""A section that the office does not use does not exist: no page, no link in the frame (house.md, faults)."""

import pytest
from django.test import Client

from intlcoop.profile.choices import MAIN, Section
from tests.builders import office
from tests.pages import links, shown

pytestmark = pytest.mark.django_db


def frame_links(html: str) -> list[str]:
    """Links of the header and the footer."""
    return links(html.partition("<main")[0]) + links(html.partition("</main>")[2])


@pytest.mark.parametrize("section", Section)
def test_a_section_in_use_has_a_page_even_when_it_is_empty(client: Client, section: Section) -> None:
    office()
    html = shown(client, f"/{section.path}/")
    assert f"/{section.path}/" in frame_links(html)
    assert html.count("<h1") == 1


@pytest.mark.parametrize("section", Section)
def test_a_section_not_in_use_is_404_and_in_no_menu(client: Client, section: Section) -> None:
    office(sections=[other for other in Section.values if other != section], languages=["en", "sr"])
    shown(client, f"/{section.path}/", 404)
    shown(client, f"/{section.path}/?page=2", 404)
    shown(client, f"/sr/{section.path}/", 404)
    for page in ("/", "/accessibility/", "/search/?q=section", "/sr/"):
        assert not [link for link in links(shown(client, page)) if f"/{section.path}/" in link]


def test_a_record_of_a_section_not_in_use_is_404(client: Client) -> None:
    office(sections=[])
    for path in ("/partners/graz/", "/agreements/a/", "/centres/a/", "/projects/a/", "/events/a/"):
        shown(client, path, 404)


def test_the_home_page_stands_without_any_section(client: Client) -> None:
    office(sections=[])
    html = shown(client, "/")
    assert 'class="main-menu"' not in html


def test_the_main_menu_has_at_most_eight_entries_and_marks_where_one_is(client: Client) -> None:
    office()
    menu = shown(client, "/partners/").partition('<nav class="main-menu"')[2].partition("</nav>")[0]
    assert links(menu) == [f"/{section.path}/" for section in MAIN]
    assert len(links(menu)) <= 8
    assert '<a href="/partners/" aria-current="page">' in menu
    assert menu.count("aria-current") == 1


def test_every_section_in_use_is_reached_from_every_page(client: Client) -> None:
    office()
    assert {f"/{section.path}/" for section in Section} <= set(frame_links(shown(client, "/accessibility/")))


def test_the_menu_stays_in_the_language_of_the_page(client: Client) -> None:
    office(languages=["en", "sr"])
    inside = frame_links(shown(client, "/sr/partners/"))
    assert {link for link in inside if link.startswith("/") and not link.startswith("/sr/")} == {"/partners/"}  # the switch
