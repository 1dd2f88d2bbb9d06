"""Delegations: the list by year, the page of one, and what is never public."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from intlcoop.office import data_checks
from intlcoop.profile.models import Profile
from tests import builders
from tests.forms import filled
from tests.pages import content, cost, in_order, links, shown, unmarked
from visitors.models import Delegation

pytestmark = pytest.mark.django_db
SECRET = "Xyzzy Quux"
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)><svg/onload=alert(3)>"
LIST = "/visits/delegations/"


@pytest.fixture(autouse=True)
def office() -> Profile:
    return builders.office(languages=["en", "sr"])


def main(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", content(shown(client, address)))


def titles(html: str) -> list[str]:
    return [re.sub(r"<[^>]*>", "", title).strip() for title in re.findall(r'<h3 class="row-title">(.*?)</h3>', html)]


def test_delegations_stand_by_year_newest_first(client: Client) -> None:
    graz = builders.institution("University of Graz", city="Graz")
    builders.delegation(organisation="Undated ministry")
    builders.delegation(starts_on="2019-05", members=1)
    builders.delegation(institution=graz, direction="outgoing", starts_on="2025-03-12", ends_on="2025-03-14", members=4, purpose="To plan.")
    page = main(client, LIST)
    assert in_order(
        page, "3 delegations", "<h2>2025</h2>", "University of Graz", "From us", "12", "14 March 2025", "Graz, Austria", "4 members", "To plan.",
        "<h2>2019</h2>", "Embassy of Japan", "To us", "May 2019", "Japan", "1 member<", "<h2>Date not given</h2>", "Undated ministry",
    )  # fmt: skip
    assert "since" not in page


def test_the_two_lists_lead_to_each_other_once_there_is_a_delegation(client: Client) -> None:
    builders.visit()
    builders.delegation(is_published=False)
    assert LIST not in links(main(client, "/visits/"))
    builders.delegation()
    page = main(client, "/visits/")
    assert LIST in links(page)
    assert '<a class="chip" href="/visits/" aria-current="page">' in page
    page = main(client, LIST)
    assert in_order(page, "<h1>Delegations", 'href="/visits/"', f'href="{LIST}" aria-current="page"')


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=japan", ["Embassy of Japan"]),
        ("q=graz", ["University of Graz"]),
        ("q=anic", ["University of Graz"]),
        ("q=surgery", ["Embassy of Japan"]),
        ("direction=outgoing", ["University of Graz"]),
        ("year=2019", ["Embassy of Japan"]),
        ("country=AT", ["University of Graz"]),
        ("country=JP", ["Embassy of Japan"]),
        ("country=JP&year=2025", []),
        ("sort=oldest", ["Embassy of Japan", "University of Graz"]),
        ("country=1'--&direction=up&year=x&page=9", ["University of Graz", "Embassy of Japan"]),
    ],
)
def test_filters(client: Client, query: str, expected: list[str]) -> None:
    builders.delegation(starts_on="2019-12-31", results="A course in surgery.")
    builders.delegation(institution=builders.institution(), direction="outgoing", starts_on="2025", head=builders.person("Ana Anić"))
    page = main(client, f"{LIST}?{query}")
    assert titles(page) == expected
    assert page.count("Unknown value") == (3 if "--" in query else 0)


def test_the_page_says_what_is_known(client: Client) -> None:
    graz = builders.institution()
    agreement, project = builders.agreement(graz), builders.project("Medical Physics")
    delegation = builders.delegation(
        institution=graz, organisation="Rectorate of Graz", starts_on="2025-03-12", members=4, head=builders.person("Ana Anić", title="Professor"),
        head_in_words="Vice-Rector", host="The Dean", purpose="To plan.", results="A joint course\nin surgery.", agreement=agreement, project=project,
    )  # fmt: skip
    assert delegation.slug == "rectorate-of-graz-2025"
    page = main(client, delegation.get_absolute_url())
    assert in_order(
        page, "<h1>Delegation: Rectorate of Graz", "To us", "12 March 2025", "University of Graz", "4", "Professor Ana Anić", "Vice-Rector", "The Dean",
        "To plan.", "A joint course<br>in surgery.", "Medical Physics",
    )  # fmt: skip
    assert {graz.get_absolute_url(), agreement.get_absolute_url(), project.get_absolute_url()} <= set(links(page))


def test_an_organisation_alone_makes_a_page_without_empty_labels(client: Client) -> None:
    page = main(client, builders.delegation(country="").get_absolute_url())
    assert re.findall("<dt>(.*?)</dt>", page) == ["Direction"]
    assert not re.search(r"<(dd|p|span)[^>]*>\s*</\1>", page)


def test_the_follow_up_is_never_public(client: Client) -> None:
    graz = builders.institution()
    delegation = builders.delegation(institution=graz, follow_up=SECRET)
    for path in (LIST, delegation.get_absolute_url(), graz.get_absolute_url(), f"{LIST}?q=xyzzy", "/search/?q=xyzzy"):
        assert SECRET not in shown(client, path), path
    assert "Nothing matches" in main(client, f"{LIST}?q=xyzzy")
    assert "No results" in main(client, "/search/?q=xyzzy")


@pytest.mark.parametrize("values", [{"has_consent": False}, {"is_published": False}])
def test_a_head_is_not_named_without_consent_or_as_a_draft(client: Client, values: dict[str, bool]) -> None:
    delegation = builders.delegation(head=builders.person(SECRET, **values), head_in_words="The Ambassador")
    page = main(client, delegation.get_absolute_url())
    assert "<dt>Head</dt><dd>The Ambassador</dd>" in page
    for path in (LIST, delegation.get_absolute_url(), "/search/?q=japan"):
        assert "xyzzy" not in shown(client, path).lower(), path
    assert "Nothing matches" in main(client, f"{LIST}?q=xyzzy")


def test_an_agreement_or_a_project_without_a_page_is_not_told(client: Client, office: Profile) -> None:
    graz = builders.institution()
    delegation = builders.delegation(
        agreement=builders.agreement(graz, title="Secret agreement", is_published=False),
        project=builders.project("Secret idea", stage="idea"),
    )
    assert "Secret" not in main(client, delegation.get_absolute_url())
    known = builders.delegation(agreement=builders.agreement(graz, title="Known agreement"), project=builders.project("Known project"))
    office.sections = ["visits"]
    office.save()
    page = main(client, known.get_absolute_url())
    assert in_order(page, "Known agreement", "Known project")
    assert not [link for link in links(page) if re.match("/(agreements|projects)/", link)]


def test_the_page_of_an_institution_shows_its_delegations(client: Client, office: Profile) -> None:
    graz = builders.institution()
    builders.delegation(institution=graz, organisation="Draft", is_published=False)
    assert "Delegations" not in main(client, graz.get_absolute_url())
    delegation = builders.delegation(institution=graz, starts_on="2024", purpose="To plan.")
    page = main(client, graz.get_absolute_url())
    assert in_order(page, "<h2>Delegations</h2>", f'href="{delegation.get_absolute_url()}"', "2024", "To plan.")
    assert "Draft" not in page
    office.sections = ["partners"]
    office.save()
    assert "Delegations" not in main(client, graz.get_absolute_url())


def test_empty_drafts_and_off(client: Client, office: Profile) -> None:
    draft, public = builders.delegation(is_published=False), builders.delegation()
    shown(client, draft.get_absolute_url(), 404)
    Delegation.objects.filter(pk=public.pk).update(is_published=False)
    assert "No delegations are listed yet." in main(client, LIST)
    Delegation.objects.update(is_published=True)
    office.sections = ["partners"]
    office.save()
    shown(client, LIST, 404)
    shown(client, public.get_absolute_url(), 404)


def test_serbian_pages_mark_what_is_not_serbian(client: Client) -> None:
    delegation = builders.delegation(purpose={"en": "To plan.", "sr": "Планирање."})
    page = main(client, f"/sr{delegation.get_absolute_url()}")
    assert in_order(page, '<span lang="en">Embassy of Japan</span>', "Планирање.")
    assert '<span lang="en">Embassy of Japan</span>' in main(client, f"/sr{LIST}")


def test_hostile_texts_stay_texts(client: Client) -> None:
    graz = builders.institution()
    delegation = builders.delegation(
        institution=graz, **dict.fromkeys(("organisation", "head_in_words", "host", "purpose", "results"), HOSTILE)
    )
    for path in (LIST, delegation.get_absolute_url(), graz.get_absolute_url(), "/search/?q=alert", f"/sr{LIST}"):
        html = shown(client, path)
        for markup in ("<script>alert", "<img src=x", "<svg/onload"):
            assert markup not in html, (path, markup)
        assert "&lt;script&gt;alert(1)" in unmarked(html), path


def test_a_delegation_is_somebodys() -> None:
    with pytest.raises(ValidationError, match="Choose an institution"):
        Delegation().full_clean()
    with pytest.raises(ValidationError, match="'members'"):
        builders.delegation(members=0)
    with pytest.raises(ValidationError, match="before the start"):
        builders.delegation(starts_on="2025", ends_on="2024")
    nobody = Delegation.objects.create()
    assert [finding.words for finding in data_checks.findings() if finding.row == nobody] == ["a delegation of nobody"]


@pytest.mark.parametrize("path", ["/visits/", LIST, f"{LIST}?q=graz", "institution"])
def test_more_rows_cost_no_more_queries(client: Client, path: str) -> None:
    graz = builders.institution("Graz")

    def price(number: int) -> int:
        for year in range(number):
            builders.delegation(institution=graz, starts_on=f"{2000 + year}", head=builders.person())
            builders.delegation(institution=builders.institution("Graz too"), head=builders.person())
        return cost(client, graz.get_absolute_url() if path == "institution" else path)

    assert price(1) == price(3)


def test_the_page_costs_the_same_for_any_number_of_parties(client: Client) -> None:
    parties = [builders.institution(f"Institution {number}") for number in range(4)]
    one, many = (builders.delegation(agreement=builders.agreement(*some)) for some in (parties[:1], parties))
    assert cost(client, one.get_absolute_url()) == cost(client, many.get_absolute_url()) <= 4


def test_staff_enter_a_delegation(admin_client: Client) -> None:
    add = "/admin/visitors/delegation/add/"
    empty = admin_client.post(add, filled(admin_client.get(add).content.decode()))
    assert empty.status_code == 200
    assert "Choose an institution" in empty.content.decode()
    form = filled(
        admin_client.get(add).content.decode(), organisation_en="Embassy of Japan", starts_on="2025-03", members="4", follow_up=SECRET,
        is_published="on",
    )  # fmt: skip
    assert admin_client.post(add, form).status_code == 302
    delegation = Delegation.objects.get()
    assert (delegation.slug, delegation.members, delegation.follow_up) == ("embassy-of-japan-2025", 4, SECRET)
    change = f"/admin/visitors/delegation/{delegation.pk}/change/"
    before = Delegation.objects.values().get()
    assert admin_client.post(change, filled(admin_client.get(change).content.decode())).status_code == 302
    assert {**Delegation.objects.values().get(), "updated_at": ""} == {**before, "updated_at": ""}


def test_staff_find_a_delegation_by_a_head_who_may_not_be_named(admin_client: Client) -> None:
    builders.delegation(head=builders.person("Ana Anić", has_consent=False))
    builders.delegation(organisation="Ministry of Health")
    page = admin_client.get("/admin/visitors/delegation/?q=anic").content.decode()
    assert "Embassy of Japan" in page
    assert "Ministry of Health" not in page
