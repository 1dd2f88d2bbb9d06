"""The numbers beside the choices of every list: each is what the list shows when the choice is taken."""

import re
from functools import cache
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from intlcoop.profile.views import ListPage
from partners.models import Scope
from tests import builders
from tests.faults.portal import plain_addresses
from tests.pages import content, cost, in_order, shown

pytestmark = pytest.mark.django_db
OTHERS = [
    "",
    "q=a",
    "country=AT",
    "state=expired",
    "year=2020",
    "kind=university",
    "exchange=student_studies",
    "group=abroad",
    "audience=students",
]


@pytest.fixture
def rows() -> None:
    """A few of each noun, unlike each other."""
    builders.office(languages=["en", "sr"])
    home, scope = builders.home(), Scope.objects.create(code="research", name="Research")
    graz, oslo = builders.institution("Graz"), builders.institution("Oslo", country="NO", kind="hospital", partner_since="1999")
    kyoto = builders.institution("Kyoto", country="JP")
    first = builders.agreement(home, graz, title="A", signed_on="2020", ends_on="2999")
    first.scopes.add(scope)
    second = builders.agreement(home, oslo, graz, title="B", kind="memorandum", signed_on="2003", ends_on="2010")
    builders.agreement(home, oslo, title="C", signed_on="2020-05", is_published=False)
    builders.agreement(home, kyoto, title="D", kind="memorandum", signed_on="2019-12")
    for agreement, kind, level in ((first, "student_studies", "is_doctoral"), (second, "staff_teacher", "is_master")):
        builders.condition(agreement, home, graz, kind=kind, **({level: True} if "student" in kind else {}))
    programme = builders.programme()
    for title, dates in (("P", {"starts_on": "2020"}), ("Q", {"starts_on": "2001", "ends_on": "2004"})):
        project = builders.project(title, kind="research", programme=programme if title == "P" else None, **dates)
        builders.participation(project, home, role="coordinator" if title == "P" else "partner")
        builders.participation(project, graz)
    builders.programme("Old", status="archived")
    builders.call("A call", graz, oslo, programme=programme)
    builders.call("B call", is_for_academic_staff=True, deadline_on="2020-01-01")
    for name, institution in (("Ana Anić", graz), ("Eva Ević", oslo)):
        person = builders.person(name)
        builders.appointment(person, home_institution=institution, starts_on="2019", ends_on="2020")
        builders.appointment(person, home_institution=institution, starts_on="2021")
        builders.honour(person=builders.person(f"Dr {name}", institution=institution), awarded_on="2020")
    builders.honour(institution=kyoto, kind="letter_of_appreciation", awarded_on="2011")
    builders.visit(institution=graz, starts_on="2020")
    builders.visit(country="FR", purpose="lecture", direction="outgoing", starts_on="2019-05")
    builders.delegation(starts_on="2020")
    builders.delegation(institution=graz, direction="outgoing", starts_on="2019")
    builders.event(kind="seminar", starts_on="2020", mode="online")
    builders.event("Next", starts_on="2999-01", kind="forum")
    old = builders.document(kind="form", dated_on="2020", language="en", institution=graz)
    builders.document("Other", dated_on="2019", language="sr")
    type(old).objects.filter(pk=old.pk).update(replaced_by=builders.document("New", dated_on="2021"))
    builders.article(topic="people", institutions=[graz])
    builders.article("Two", topic="calls", institutions=[graz, oslo])
    builders.membership()
    builders.membership(body="Old league", status="former", role="associate")
    builders.ranking()
    builders.ranking(year=2024, system="Other")


def lists() -> list[str]:
    return [path for path in plain_addresses() if issubclass(getattr(resolve(path).func, "view_class", object), ListPage)]


def listed(path: str, *choices: str) -> int:
    """How many rows the list has under these choices; to draw the page for each of the hundreds of numbers takes too long."""
    request = RequestFactory().get(path, QUERY_STRING="&".join(choices))
    request.office = builders.Profile.objects.current()
    page: Any = resolve(path).func.view_class()
    page.setup(request)
    return int(page.get_queryset().count())


def test_each_number_is_what_the_list_then_shows(client: Client, rows: None) -> None:
    met: dict[str, set[str]] = {}
    count = cache(listed)  # the same choices are met on many ways
    for path in lists():
        for other in OTHERS:
            asked = frozenset(filter(None, [other]))
            page: Any = client.get(f"{path}?{other}")
            html = content(page.text)
            if other and f'name="{other.partition("=")[0]}"' not in html:
                continue  # this list does not ask that, so it is the list without choices
            assert page.context["page_obj"].paginator.count == count(path, *asked), (path, other)
            for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', html, re.DOTALL):
                for value, number in re.findall(r'<option value="([^"]+)"[^>]*>[^<]*\(([\d,]+)\)</option>', options):
                    choices = frozenset(choice for choice in asked if not choice.startswith(f"{name}=")) | {f"{name}={value}"}
                    assert count(path, *sorted(choices)) == int(number), (path, choices)
                    met.setdefault(path, set()).add(name)
    assert met["/partners/"] == {"country", "region", "kind", "agreements", "scope"}
    assert met["/agreements/"] >= {"state", "kind", "scope", "country", "exchange", "level", "year"}
    assert met["/projects/"] >= {"state", "programme", "role", "year"}
    assert met["/visiting-professors/"] >= {"year", "country", "term"}
    assert met["/calls/"] >= {"audience", "country", "state"}
    assert met["/events/"] >= {"when", "kind", "year"}
    assert met["/documents/"] >= {"language", "year", "versions"}
    assert met["/honours/"] == {"kind", "year", "country"}
    assert set(met) >= {"/news/", "/visits/", "/visits/delegations/", "/memberships/", "/rankings/", "/programmes/", "/partners/"}


def test_a_choice_that_no_row_has_stays_only_while_it_is_chosen(client: Client, rows: None) -> None:
    html = content(shown(client, "/partners/?country=NO&q=graz"))
    assert ">Norway (0)<" in html
    assert ">Japan (" not in html
    assert ">Austria (1)<" in html


def test_a_filter_that_divides_nothing_is_not_shown(client: Client) -> None:
    builders.office()
    builders.institution("Graz")
    builders.institution("Linz")
    html = content(shown(client, "/partners/"))
    assert 'name="country"' not in html
    assert 'name="agreements"' not in html
    assert 'name="country"' in content(shown(client, "/partners/?country=AT"))  # what is chosen can be taken off in the form


def test_an_office_without_agreements_is_not_asked_about_them(client: Client, rows: None) -> None:
    builders.Profile.objects.update(sections=["partners"])
    html = content(shown(client, "/partners/"))
    assert 'name="agreements"' not in html
    assert 'name="scope"' not in html
    assert "/agreements/" not in html


def test_all_facets_are_counted_in_one_query(client: Client, rows: None) -> None:
    for path in ("/partners/?country=AT", "/agreements/?country=AT", "/documents/?year=2020"):
        with CaptureQueriesContext(connection) as queries:
            shown(client, path)
        assert len([query for query in queries if "facet_number" in query["sql"]]) <= 2, path


def test_headings_count_all_partners_of_a_country_also_where_the_page_breaks(client: Client) -> None:
    builders.office()
    for number in range(27):
        builders.institution(f"University {number:02}")
    builders.institution("Łódź", country="PL")
    for page, first in (("", "University 00"), ("?page=2", "University 25")):
        html = content(shown(client, f"/partners/{page}"))
        assert in_order(html, 'class="country">Austria', "27 partners", first), page
    assert in_order(html, 'class="country">Poland', "1 partner", "Łódź")
    assert in_order(content(shown(client, "/partners/?q=university+0")), 'class="country">Austria', "12 partners")  # 00 to 09, 10 and 20


def test_a_row_says_its_agreements_in_force_and_since_when(client: Client, rows: None) -> None:
    html = content(shown(client, "/partners/?sort=name"))
    graz, kyoto, oslo = re.findall(r'<li class="row row-named">.*?</li>', html, re.DOTALL)
    assert in_order(graz, '?partner=graz">1 agreement<', "since 2003")
    assert "agreement" not in oslo
    assert "since 1999" in oslo
    assert in_order(kyoto, "1 agreement<", "since 2019")
    assert listed("/agreements/", "partner=graz") == 1
    assert in_order(content(shown(client, "/partners/?sort=since")), ">Oslo<", ">Graz<", ">Kyoto<")


def test_what_belongs_to_a_partner_has_an_address(client: Client, rows: None) -> None:
    html = content(shown(client, "/projects/?partner=graz&state=ended"))
    assert in_order(html, "Partner: Graz", 'type="hidden" name="partner" value="graz"') or in_order(html, 'value="graz"', "Partner: Graz")
    assert listed("/projects/", "partner=graz") == 2
    for unknown in ("nobody", "1'--", "x" * 5000):
        assert "Unknown value" in shown(client, f"/agreements/?partner={unknown}")


@pytest.mark.parametrize("path", ["/partners/", "/partners/?country=NO", "/agreements/?year=2020", "/visiting-professors/?country=AT"])
def test_more_rows_cost_no_more_queries(client: Client, rows: None, path: str) -> None:
    one = cost(client, path)
    for name in ("Bergen", "Tromsø"):
        made = builders.institution(name, country="NO", kind="fund")
        builders.agreement(made, title=name, signed_on="2020", kind="other")
        builders.appointment(builders.person(name), home_institution=made, starts_on="2020")
    assert cost(client, path) == one
