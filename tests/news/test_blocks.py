"""Events on the pages of a joint centre, a project, an institution and a visiting professor."""

from typing import Any

import pytest
from django.test import Client

from intlcoop.base import blocks
from intlcoop.profile.models import Profile
from news.models import Event
from tests import builders
from tests.pages import content, cost, shown
from visitors.models import Appointment

pytestmark = pytest.mark.django_db


def owner(kind: str) -> Any:
    builders.office()
    made = {
        "centre": lambda: builders.centre(name="Centre of Oncology"),
        "project": lambda: builders.project("Medical Physics"),
        "organiser": lambda: builders.institution("Medical University of Graz"),
        "appointment": lambda: Appointment.objects.create(person=builders.person("Vera Vasić"), is_published=True),
    }
    return made[kind]()


HEADINGS = {
    "centre": "Events under its patronage",
    "project": "<h2>Events</h2>",
    "organiser": "<h2>Events</h2>",
    "appointment": "Lectures and consultations",
}


def page(client: Client, thing: Any) -> str:
    return content(shown(client, thing.get_absolute_url()))


@pytest.mark.parametrize("kind", HEADINGS)
def test_the_page_lists_its_published_events(client: Client, kind: str) -> None:
    thing = owner(kind)
    assert HEADINGS[kind] not in page(client, thing)
    builders.event("Draft", is_published=False, **{kind: thing})
    builders.event("Somebody else's event")
    assert HEADINGS[kind] not in page(client, thing)
    event = builders.event("Days of Cardiology", starts_on="2019-10", **{kind: thing})
    shown = page(client, thing)
    assert HEADINGS[kind] in shown
    assert f'href="{event.get_absolute_url()}"' in shown
    assert "October 2019" in shown
    assert "Draft" not in shown
    assert "Somebody" not in shown


@pytest.mark.parametrize("kind", HEADINGS)
def test_an_office_without_events_shows_none(client: Client, kind: str) -> None:
    thing = owner(kind)
    builders.event("Days of Cardiology", **{kind: thing})
    Profile.objects.update(sections=["partners", "centres", "projects", "visiting_professors"])
    assert "Days of Cardiology" not in page(client, thing)
    assert HEADINGS[kind] not in page(client, thing)


@pytest.mark.parametrize("kind", HEADINGS)
def test_a_block_costs_the_same_for_any_number_of_events(client: Client, kind: str) -> None:
    thing, costs = owner(kind), []
    for rows in (1, 2):
        for _row in range(rows):
            builders.event(**{kind: thing})
        costs.append(cost(client, thing.get_absolute_url()))
    assert Event.objects.count() == 3
    assert costs[0] == costs[1]


def test_a_professors_events_of_hidden_terms_stay_hidden() -> None:
    term = owner("appointment")
    hidden = Appointment.objects.create(person=term.person, is_published=False)
    builders.event("Lecture of a hidden term", appointment=hidden)
    assert blocks.blocks_of(term.person, ["events"]) == []
    builders.event("Lecture", appointment=term)
    assert [str(event) for block in blocks.blocks_of(term.person, ["events"]) for event in block.rows] == ["Lecture"]
