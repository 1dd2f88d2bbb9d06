"""Annexes and successors: links only to what is public, no circles, nothing replaced by what is older."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given, settings, strategies as st

from partners.models import Agreement
from tests.builders import agreement, institution, office
from tests.pages import content, cost, shown

pytestmark = pytest.mark.django_db
DATES = ["", "2003", "2003-10", "2003-10-29", "2003-11", "2004", "2004-01-01"]


@pytest.fixture(autouse=True)
def with_office() -> None:
    office(languages=["en", "sr"])


def facts(client: Client, made: Agreement) -> dict[str, str]:
    html = content(shown(client, made.get_absolute_url()))
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html, re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]+>", " ", text).split()).replace(" )", ")") for name, text in pairs}


def test_each_says_how_it_belongs_to_the_others(client: Client) -> None:
    graz = institution("Graz")
    frame, old = agreement(graz, title="Frame", signed_on="1999"), agreement(graz, title="Old", signed_on="2003")
    made = agreement(graz, title="New", signed_on="2020", umbrella=frame, predecessor=old)
    untitled = agreement(graz, signed_on="2021", umbrella=frame)
    assert facts(client, made)["Annex to"] == "Frame (signed 1999)"
    assert facts(client, made)["Replaces"] == "Old (signed 2003)"
    assert facts(client, old)["Replaced by"] == "New (signed 2020)"
    assert facts(client, frame)["Annexes"] == "Cooperation agreement with Graz (signed 2021) New (signed 2020)"
    assert {"Annex to", "Annexes", "Replaces", "Replaced by"} & facts(client, untitled).keys() == {"Annex to"}
    shown(client, f"/sr{made.get_absolute_url()}")


def test_drafts_are_not_linked(client: Client) -> None:
    frame, old = agreement(title="Frame", is_published=False), agreement(title="Old", is_published=False)
    made = agreement(title="New", umbrella=frame, predecessor=old)
    agreement(title="Next", predecessor=made, is_published=False)
    agreement(title="Annex", umbrella=made, is_published=False)
    assert not {"Annex to", "Annexes", "Replaces", "Replaced by"} & facts(client, made).keys()


@pytest.mark.parametrize("link", ["umbrella", "predecessor"])
def test_no_circles(link: str) -> None:
    first = agreement(title="First")
    second = agreement(title="Second", **{link: first})
    third = agreement(title="Third", **{link: second})
    for other in (second, third):
        setattr(first, link, other)
        with pytest.raises(ValidationError) as said:
            first.full_clean()
        assert list(said.value.message_dict) == [link]
    setattr(third, link, third)
    with pytest.raises(ValidationError, match="itself"):
        third.full_clean()


def test_a_circle_that_came_another_way_does_not_hang_the_form() -> None:
    first, second, third = (agreement(title=title) for title in ("A", "B", "C"))
    Agreement.objects.filter(pk=first.pk).update(umbrella=second)
    Agreement.objects.filter(pk=second.pk).update(umbrella=first)
    third.umbrella = Agreement.objects.get(pk=first.pk)
    third.full_clean()


def test_an_older_agreement_does_not_replace_a_newer_one() -> None:
    with pytest.raises(ValidationError, match="begins after this one"):
        agreement(signed_on="2003", predecessor=agreement(signed_on="2004"))
    agreement(signed_on="2003", predecessor=agreement(signed_on="2003-10"))


@given(mine=st.sampled_from(DATES), theirs=st.sampled_from(DATES), signed=st.sampled_from(DATES))
@settings(max_examples=60, deadline=None)
def test_later_is_what_cannot_have_begun_on_the_same_day_or_before(mine: str, theirs: str, signed: str) -> None:
    one, other = Agreement(starts_on=mine, signed_on=signed), Agreement(starts_on=theirs)
    certain = bool((mine or signed) and theirs) and (mine or signed) > theirs and not (mine or signed).startswith(theirs)
    assert one.is_later_than(other) is certain
    assert not (one.is_later_than(other) and other.is_later_than(one))


def test_the_words_of_the_queries() -> None:
    frame = agreement(title="Frame")
    annex = agreement(title="Annex", umbrella=frame)
    after = agreement(title="After", predecessor=annex)
    agreement(title="Alone")
    assert list(Agreement.objects.linked_with(frame)) == [annex]
    assert set(Agreement.objects.linked_with(annex)) == {frame, after}
    assert list(Agreement.objects.linked_with(after)) == [annex]


def test_more_annexes_cost_no_more_queries(client: Client) -> None:
    def page_with(rows: int) -> int:
        frame = agreement(institution(f"Frame {rows}"))
        for number in range(rows):
            agreement(institution(f"Graz {rows} {number}"), umbrella=frame)
        return cost(client, frame.get_absolute_url())

    assert page_with(1) == page_with(3)
