"""The list of agreements: ended ones only when they are asked for, every filter, nonsense, cost."""

import re
from typing import Any

import pytest
from django.test import Client

from partners.models import InstitutionName, Scope
from tests.builders import agreement, figure, home, institution, office
from tests.pages import content, cost, in_order, links, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_office(monkeypatch: pytest.MonkeyPatch) -> None:
    office(languages=["en", "sr"])


def titles(html: str) -> list[str]:
    return re.findall(r'class="row-title"><a [^>]+>(.*?)</a>', html)


def titled(title: str, **values: Any) -> Any:
    return agreement(institution(title), title=title, **values)


def test_published_agreements_newest_first_and_undated_last(client: Client) -> None:
    titled("Undated", signed_on="")
    titled("Old", signed_on="2003")
    titled("New", signed_on="2020-05")
    titled("Draft", is_published=False)
    html = content(shown(client, "/agreements/"))
    assert titles(html) == ["New", "Old", "Undated"]
    assert "3 agreements" in html
    assert titles(shown(client, "/agreements/?sort=oldest")) == ["Old", "New", "Undated"]


def test_ended_ones_are_shown_when_they_are_asked_for(client: Client) -> None:
    titled("Running")
    titled("Over", ends_on="2022")
    titled("Stopped", terminated_on="2023")
    assert titles(shown(client, "/agreements/")) == ["Running"]
    assert titles(shown(client, "/agreements/?state=expired")) == ["Over"]
    assert titles(shown(client, "/agreements/?state=terminated")) == ["Stopped"]


def test_an_office_whose_agreements_have_all_ended_can_still_ask_for_them(client: Client) -> None:
    titled("Over", ends_on="2022")
    html = content(shown(client, "/agreements/"))
    assert "No agreements are listed yet." not in html
    assert 'name="state"' in html
    assert titles(shown(client, "/agreements/?state=expired")) == ["Over"]


def test_without_agreements_the_list_says_what_to_do(client: Client) -> None:
    html = content(shown(client, "/agreements/"))
    assert "No agreements are listed yet." in html
    assert "<form" not in html
    assert "/propose/" in links(html)


def test_the_filters(client: Client) -> None:
    exchange = Scope.objects.create(code="exchange", name={"en": "Exchange of students", "sr": "Размена студената"})
    polish = agreement(institution("Łódź", country="PL"), home(), title="Polish", kind="memorandum", number="12-3/2020")
    polish.scopes.add(exchange)
    titled("Austrian", ends_on="2999")
    for query in ("kind=memorandum", "scope=exchange", "country=PL", "q=polish", "q=12-3%2F2020", "q=1232020", "country=BA"):
        assert titles(shown(client, f"/agreements/?{query}")) == ["Polish"], query
    assert titles(shown(client, "/agreements/?sort=ending")) == ["Austrian", "Polish"]
    html = content(shown(client, "/agreements/?scope=exchange&country=PL"))
    assert in_order(html, "Scope: Exchange of students", "Country of a party: Poland")
    assert "Размена студената" in shown(client, "/sr/agreements/?scope=exchange")


@pytest.mark.parametrize("query", ["country=1'--", "state=evil", "kind=evil", "scope=evil", "sort=evil", "country=AT&country=evil"])
def test_nonsense_shows_everything_and_is_not_repeated(client: Client, query: str) -> None:
    titled("Old", signed_on="2003")
    titled("New", signed_on="2020")
    titled("Over", ends_on="2022")
    html = shown(client, f"/agreements/?{query}")
    assert titles(html) == ["New", "Old"]
    assert "everything is shown." in html
    assert "evil" not in html
    assert "1'--" not in html
    assert "1&#x27;--" not in html


def test_an_unknown_page_is_the_first_one(client: Client) -> None:
    titled("Only")
    html = shown(client, "/agreements/?page=9999&kind=cooperation")
    assert titles(html) == ["Only"]
    assert "There is no such page." in html


def test_pages_of_25_keep_the_filters(client: Client) -> None:
    party = institution()
    for number in range(26):
        agreement(party, title=f"A{number}")
    first = shown(client, "/agreements/?country=AT")
    assert len(titles(first)) == 25
    assert "?country=AT&page=2" in links(first)
    assert titles(shown(client, "/agreements/?country=AT&page=2")) == ["A0"]


def test_an_agreement_without_title_is_called_by_its_parties(client: Client) -> None:
    agreement(institution("Graz"), home(), institution("Oslo"), kind="memorandum")
    agreement(institution("Lublin"), title={"sr": "Споразум"})
    html = content(shown(client, "/agreements/"))
    assert "Memorandum of understanding with Graz, Oslo" in titles(html)
    assert "Споразум" in html


def test_more_rows_cost_no_more_queries(client: Client) -> None:
    ours, scope = home(), Scope.objects.create(code="a", name="A")
    agreement(institution("Graz"), ours)
    figure(subject="agreements_signed")
    one = cost(client, "/agreements/")
    for name in ("Oslo", "Lublin"):
        agreement(institution(name), ours, institution(f"{name} 2")).scopes.add(scope)
        figure(subject="agreements_signed")
    assert cost(client, "/agreements/") == one


def test_an_agreement_is_found_by_any_name_of_a_party_but_ours(client: Client) -> None:
    ours, theirs = home(name="Faculty of Zelengora"), institution("Medical University of Graz")
    InstitutionName(institution=theirs, kind="as_signed", text="Universität Gratz").save()
    agreement(ours, theirs, title="About surgery")
    assert "About surgery" in shown(client, "/agreements/?q=gratz+surgery")
    assert "About surgery" not in shown(client, "/agreements/?q=zelengora")


def test_agreements_of_a_year_are_those_signed_in_it_however_exactly_it_is_known(client: Client) -> None:
    for day in ("2003", "2003-10", "2004-01-01", ""):
        agreement(title=f"Signed {day or 'never'}", signed_on=day, starts_on="2005")
    assert sorted(titles(shown(client, "/agreements/?year=2003"))) == ["Signed 2003", "Signed 2003-10"]
    assert "Unknown value" in shown(client, "/agreements/?year=1999")
