"""Joint centres: the page and its list."""

import re

import pytest
from django.test import Client

from intlcoop.profile.models import Profile
from tests.builders import agreement, centre, figure, home, institution, office
from tests.pages import content, cost, in_order, links, shown

pytestmark = pytest.mark.django_db
PATH = "/centres/euroregional-centre/"


@pytest.fixture(autouse=True)
def with_office() -> None:
    office(languages=["en", "sr"])


def test_a_name_makes_a_page(client: Client) -> None:
    centre()
    html = content(shown(client, PATH))
    assert "<h1>Euroregional Centre</h1>" in html
    assert not re.findall("<dt>|<h2>|<li>", html)


def test_a_draft_has_no_page_and_is_in_no_list(client: Client) -> None:
    centre(is_published=False)
    shown(client, PATH, 404)
    assert "Euroregional" not in shown(client, "/centres/")


def test_its_members_are_the_parties_of_the_founding_agreement(client: Client) -> None:
    founding = agreement(institution("Grodno"), home(), title="Founding of 2003")
    centre(
        agreement=founding, host=institution("Graz"), founded_on="2003-10", website="https://centre.example/", description="<p>Lasers.</p>"
    )
    html = content(shown(client, PATH))
    assert in_order(html, "<p>Lasers.</p>", "Located at", "Graz", "October 2003", "Founding of 2003", "Members", "Grodno")
    assert [founding.get_absolute_url(), "https://centre.example/", "/partners/grodno/"] == [
        link for link in links(html) if "graz" not in link
    ]


def test_an_agreement_that_is_a_draft_is_not_told_by_its_centre(client: Client) -> None:
    centre(agreement=agreement(institution("Grodno"), title="Secret", is_published=False))
    html = content(shown(client, PATH))
    assert "Secret" not in html
    assert "Grodno" not in html


def test_an_agreement_is_not_linked_where_the_office_does_not_show_agreements(client: Client) -> None:
    centre(agreement=agreement(institution("Grodno"), title="Founding"))
    Profile.objects.update(sections=["centres"])
    html = content(shown(client, PATH))
    assert "Founding" not in html
    assert not [link for link in links(html) if "/agreements/" in link or "/partners/" in link]
    assert "Grodno" in html


def test_its_figures_stand_on_its_page_only(client: Client) -> None:
    figure(centre=centre(), subject="key_countries", low=800)
    assert in_order(content(shown(client, PATH)), "In figures", "over 800", "Stated by the office")
    assert "over 800" not in shown(client, "/partners/")


def test_the_list(client: Client) -> None:
    centre(name="Zeta")
    centre(name="Älpha", host=institution("Graz"), founded_on="2003")
    html = content(shown(client, "/centres/"))
    assert in_order(html, "2 joint centres", "Älpha", "Graz", "founded", "2003", "Zeta")
    assert in_order(content(shown(client, "/centres/?sort=newest")), "Älpha", "Zeta")
    assert "Zeta" not in content(shown(client, "/centres/?q=alpha"))


def test_more_rows_cost_no_more_queries(client: Client) -> None:
    def costs(rows: int) -> tuple[int, int]:
        founding = agreement(*[institution(f"Graz {rows} {number}") for number in range(rows)])
        made = centre(agreement=founding, host=institution("Host"))
        for _number in range(rows):
            figure(centre=made).countries.create(country="AT")
            centre(host=institution("Other host"))
        return cost(client, made.get_absolute_url()), cost(client, "/centres/")

    assert costs(1) == costs(3)
