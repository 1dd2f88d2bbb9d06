"""What was done for an objective stands under it, and names only what a visitor can open."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from intlcoop.office.models import Policy
from intlcoop.profile.models import Profile
from tests import builders
from tests.forms import filled
from tests.pages import content, cost, in_order, links, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy() -> Policy:
    builders.office(languages=["en", "sr"])
    return builders.policy(("main_goal", "A faculty open to the world"), ("objective", "More exchange"), ("objective", "More projects"))


def test_evidence_stands_under_its_objective_newest_first(client: Client, policy: Policy) -> None:
    exchange = policy.objectives.get(order=1)
    builders.evidence(exchange, "12 students went to Graz.", year=2024)
    builders.evidence(exchange, "24 students went to Vienna.", year=2025)
    html = content(shown(client, "/policy/"))
    assert in_order(html, "More exchange", "2025:", "24 students", "2024:", "12 students", "More projects")
    assert html.count('class="evidence"') == 1


def test_a_record_is_a_link_only_while_it_is_public(client: Client, policy: Policy) -> None:
    objective = policy.objectives.get(order=2)
    project, event = builders.project("Pain medicine"), builders.event("Summer school", is_published=False)
    builders.evidence(objective, "", project=project)
    builders.evidence(objective, "", event=event)
    html = content(shown(client, "/policy/"))
    assert project.get_absolute_url() in links(html)
    assert "Summer school" not in html
    assert html.count("<li>") == 3
    project.stage = "idea"
    project.save()
    assert "Pain medicine" not in content(shown(client, "/policy/"))


def test_a_section_that_is_off_is_linked_from_nowhere(client: Client, policy: Policy) -> None:
    builders.evidence(policy.objectives.get(order=2), "Two projects began.", project=builders.project("Pain medicine"))
    office = Profile.objects.get()
    office.sections = ["policy"]
    office.save()
    html = content(shown(client, "/policy/"))
    assert "Two projects began." in html
    assert "/projects/" not in html


def test_evidence_says_something(policy: Policy) -> None:
    with pytest.raises(ValidationError, match="Write what was done"):
        builders.evidence(policy.objectives.get(order=1), "")


def test_the_policy_costs_the_same_for_one_and_for_three(client: Client, policy: Policy) -> None:
    objective = policy.objectives.get(order=1)
    builders.evidence(objective, project=builders.project())
    before = cost(client, "/policy/")
    for _number in range(2):
        builders.evidence(objective, project=builders.project(), event=builders.event())
        builders.evidence(policy.objectives.get(order=2), event=builders.event())
    assert cost(client, "/policy/") == before


def test_staff_enter_evidence(admin_client: Client, policy: Policy) -> None:
    form = shown(admin_client, "/admin/office/policyevidence/add/")
    sent = filled(
        form, objective=str(policy.objectives.get(order=1).pk), year="2025", text_en="A term abroad", text_sr="Семестар у иностранству"
    )
    assert admin_client.post("/admin/office/policyevidence/add/", sent).status_code == 302
    assert "Семестар у иностранству" in content(shown(admin_client, "/sr/policy/"))
