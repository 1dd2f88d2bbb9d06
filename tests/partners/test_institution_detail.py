"""The page of an institution: who has one, what it shows and what it leaves out."""

import re

import pytest
from django.test import Client

from intlcoop.profile.models import Profile
from partners.models import Department, InstitutionName
from tests.builders import agreement, home, institution, office
from tests.pages import content, cost, in_order, links, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_office() -> None:
    office(languages=["en", "sr"])


@pytest.mark.parametrize(
    ("relation", "status"), [("partner", 200), ("former", 200), ("affiliation", 200), ("prospect", 404), ("home", 404)]
)
def test_prospects_and_our_own_institution_have_no_page(client: Client, relation: str, status: int) -> None:
    institution("Graz", relation=relation)
    shown(client, "/partners/graz/", status)


def test_a_name_and_a_country_make_a_page(client: Client) -> None:
    institution("Graz", kind="not_said")
    html = content(shown(client, "/partners/graz/"))
    assert re.findall(r"<dt>(.*?)</dt>", html) == ["Place"]
    assert "<dd>Austria</dd>" in html
    assert "<h2>" not in html
    assert "Last updated on" in html


def test_everything_that_is_known_is_shown(client: Client) -> None:
    made = institution(
        "Medical University of Graz", city="Graz", acronym="MUG", partner_since="2003-10", website="https://www.medunigraz.at/",
        erasmus_code="A  GRAZ23", pic="995591705", oid="E10199434", ror="0282m7c06", checked_on="2026-05-03",
        description="<p>Since <strong>2003</strong>.</p>", belongs_to=institution("Karl-Franzens"),
    )  # fmt: skip
    Department.objects.create(institution=made, name="Clinic")
    InstitutionName.objects.create(institution=made, kind="native", text="Medizinische Universität", language="de", used_from="2004")
    html = content(shown(client, "/partners/medical-university-of-graz/"))
    assert in_order(html, "<strong>2003</strong>", "Graz, Austria", "University", "Karl-Franzens", "October 2003", "MUG", "Clinic")
    assert in_order(html, "A  GRAZ23", "995591705", "E10199434", 'lang="de"', "Medizinische Universität", "2004</time>–)", "3 May 2026")
    assert {"/partners/karl-franzens/", "https://www.medunigraz.at/", "https://ror.org/0282m7c06"} <= set(links(html))


def test_an_institution_without_a_page_is_named_and_not_linked(client: Client) -> None:
    institution("Clinic", belongs_to=institution("Prospect", relation="prospect"))
    html = content(shown(client, "/partners/clinic/"))
    assert in_order(html, "Belongs to", "Prospect")
    assert "/partners/prospect/" not in links(html)


def test_the_page_says_what_the_institution_is_to_us(client: Client) -> None:
    institution("Graz", relation="former")
    institution("Oslo", relation="affiliation")
    assert "Cooperation with this institution has ended." in shown(client, "/partners/graz/")
    assert "Guests of ours come from here." in shown(client, "/partners/oslo/")


def test_its_published_agreements_are_listed_with_their_state(client: Client) -> None:
    graz = institution("Graz")
    agreement(graz, home(), title="Exchange", signed_on="2003", ends_on="2010")
    agreement(graz, title="Secret", is_published=False)
    agreement(institution("Oslo"), title="Other")
    html = content(shown(client, "/partners/graz/"))
    assert in_order(html, "<h2>Agreements</h2>", "Exchange", "Expired", "2003", "2010")
    assert "Secret" not in html
    assert "Other" not in html


def test_agreements_are_not_shown_by_an_office_that_does_not_use_them(client: Client) -> None:
    Profile.objects.update(sections=["partners"])
    agreement(institution("Graz"), title="Exchange")
    assert "Exchange" not in shown(client, "/partners/graz/")


def test_what_people_typed_is_escaped(client: Client) -> None:
    made = institution({"en": "<b>Graz</b>"}, acronym="<i>", city={"sr": "<u>"})
    InstitutionName.objects.create(institution=made, kind="short", text="<s>x</s>", language='d" onclick="')
    html = shown(client, f"/partners/{made.slug}/")
    assert not [tag for tag in ("<b>Graz", "<i>", "<u>", "<s>", '" onclick="') if tag in html]


def test_names_of_parts_keep_their_order_and_their_language(client: Client) -> None:
    graz, ours = institution({"en": "Graz", "sr": "Грац"}), home()
    for name in ({"en": "Surgery", "sr": "Хирургија"}, {"en": "Anatomy", "sr": "Анатомија"}, {"de": "„Innere“"}):
        Department.objects.create(institution=graz, name=name)
    agreement(ours, institution("Žilina"), graz, institution("Bari"), title={})
    html = content(shown(client, "/partners/graz/"))
    assert in_order(html, "Anatomy; ", "„Innere“", "Surgery</dd>", "Cooperation agreement with Žilina, Graz, Bari</a>")
    assert in_order(content(shown(client, "/sr/partners/graz/")), "Анатомија; ", "Хирургија", "Žilina, Грац, Bari</a>")


def test_more_rows_cost_no_more_queries(client: Client) -> None:
    ours = home()

    def page_with(rows: int) -> int:
        made = institution(f"Graz {rows}", belongs_to=institution("Parent"))
        for number in range(rows):
            Department.objects.create(institution=made, name=f"D{number}")
            InstitutionName.objects.create(institution=made, kind="short", text=f"N{number}")
            agreement(made, ours, institution(f"Third {number}"), title={})
        return cost(client, f"/partners/{made.slug}/")

    assert page_with(1) == page_with(3)


def test_a_small_map_shows_where_it_is(client: Client) -> None:
    institution("Graz", city="Graz", latitude="47.07", longitude="15.43")
    institution("Suva", country="FJ")
    institution("Guests come from here", relation="affiliation")
    graz = content(shown(client, "/partners/graz/"))
    assert 'id="map-AT"' in graz
    assert 'id="map-cities"' in graz
    assert 'class="map-ties"' in graz
    suva = content(shown(client, "/partners/suva/"))
    assert "map-place" in suva
    assert 'id="map-cities"' not in suva
    assert "map-place" not in content(shown(client, "/partners/guests-come-from-here/"))


def test_what_is_new_about_a_partner_is_a_feed(client: Client) -> None:
    made, other = institution("Graz"), institution("Vienna")
    agreement(made, title="With Graz", is_published=True)
    agreement(other, title="With Vienna", is_published=True)
    html = shown(client, "/partners/graz/")
    assert 'type="application/atom+xml" title="Agreements" href="/api/agreements.atom?partner=graz"' in html
    institution("Nothing yet")
    for path in re.findall(r"/api/[a-z]+\.atom\?partner=nothing-yet", shown(client, "/partners/nothing-yet/")):
        assert client.get(path).status_code == 200, path
    feed = client.get("/api/agreements.atom?partner=graz").content.decode()
    assert "With Graz" in feed
    assert "With Vienna" not in feed
