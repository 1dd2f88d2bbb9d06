"""How often a page may ask the database, whatever it shows: the budget of every list, record and list of the admin."""

import pytest
from django.test import Client
from django.urls import resolve

from intlcoop.profile.choices import Section
from intlcoop.profile.views import DetailPage, ListPage
from tests import builders
from tests.faults.portal import changelists, furnished, own_addresses, plain_addresses
from tests.pages import cost

pytestmark = pytest.mark.django_db
LIST, RECORD, ADMIN_LIST = 8, 12, 15
FILTERS = ("q=graz", "country=AT", "year=2020", "kind=university")


def view_of(path: str) -> type:
    return getattr(resolve(path).func, "view_class", object)


def test_no_page_asks_more_often_than_its_budget_allows(client: Client) -> None:
    rows = furnished()
    for section in Section.values:
        builders.page(f"About {section}", section=section)
    for subject in builders.Figure.Subject.values:
        builders.figure(subject=subject).countries.create(country="LB")
    over: dict[str, int] = {}
    paths = {path for row in rows for path in own_addresses(row) if issubclass(view_of(path), DetailPage)}
    for path in sorted(paths):
        if (asked := cost(client, path)) > RECORD:
            over[path] = asked
    for path in plain_addresses():
        if issubclass(view_of(path), ListPage):
            if (asked := cost(client, path)) > LIST:
                over[path] = asked
            for query in FILTERS:
                if (asked := cost(client, f"{path}?{query}")) > LIST:
                    over[f"{path}?{query}"] = asked
    if (asked := cost(client, "/")) > RECORD:
        over["/"] = asked
    assert not over


def test_no_list_of_the_admin_asks_more_often_than_its_budget_allows(admin_client: Client) -> None:
    furnished()
    over = {path: asked for path in changelists() if (asked := cost(admin_client, path)) > ADMIN_LIST}
    assert not over
