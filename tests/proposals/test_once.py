"""However often a form arrives, it is one proposal."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from intlcoop.proposals.models import OutgoingMail, Proposal
from intlcoop.proposals.spam import Ticket
from tests import builders
from tests.forms import filled
from tests.proposals.visitor import ANSWERS, Visitor, status
from tests.uploads import pdf, stored


def test_the_same_form_again_leads_to_the_same_confirmation(visitor: Visitor) -> None:
    hidden = visitor.open()
    first = visitor.wait(seconds=60).send(hidden)
    again = visitor.wait(hours=30).send(hidden, name="", text="")
    assert first["Location"] == again["Location"]
    assert Proposal.objects.get().name == ANSWERS["name"]


def test_two_forms_are_two_proposals(visitor: Visitor) -> None:
    assert visitor.propose()["Location"] != visitor.propose()["Location"]
    assert Proposal.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_are_one_proposal() -> None:
    builders.office(email="office@example.edu", proposal_extras=["file"])
    ticket = Ticket.issue(renewed=True)
    form = ANSWERS | {"key": str(ticket.key), "stamp": ticket.stamp}
    form |= filled(Client().post("/propose/", form | {"attachment": pdf()}).content.decode())  # a file waits with it

    def click(_number: int) -> tuple[int, str]:
        try:
            response = Client().post("/propose/", form | {"send": "yes"})
            return response.status_code, response.headers.get("Location", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(click, range(20)))
    assert answers == {(302, status(Proposal.objects.get()))}
    assert stored() == {Proposal.objects.get().attachment.name}
    assert OutgoingMail.objects.count() == 2  # the confirmation and the note to the office, once
