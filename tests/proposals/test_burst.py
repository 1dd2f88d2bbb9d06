"""Many proposals at one moment, in a real server: none lost, none refused, the home page answers meanwhile (4.23), and kill -9 loses none (4.28)."""

from pathlib import Path

import pytest
from django.db import connection

from tests import builders
from tests.places import place, served
from tests.proposals.burst import burst, burst_with_kills

pytestmark = pytest.mark.django_db(transaction=True)
TOKENS = "from intlcoop.proposals.models import Proposal; print(*Proposal.objects.values_list('token', flat=True))"


def test_a_hundred_at_one_moment(tmp_path: Path) -> None:
    builders.office(email="office@example.edu")
    with place(tmp_path / "there", connection.vendor, migrated=True) as there:
        with served(there) as server:
            done = burst(server, 100)
        assert done.statuses == {302: 100}, server.log()
        assert done.tokens == set(there.ask(TOKENS).split())
    assert len(done.tokens) == 100
    assert done.slowest_home < 2


def test_a_server_that_is_killed_among_sixty_keeps_what_it_has_confirmed(tmp_path: Path) -> None:
    builders.office(email="office@example.edu")
    with place(tmp_path / "there", connection.vendor, migrated=True) as there:
        with served(there) as server:
            done = burst_with_kills(server, 60, kills=2)
        stored = there.ask(TOKENS).split()
    assert done.refused == {}
    assert done.unanswered, "it was killed while somebody waited"
    assert len(done.tokens) == 60, "who sends the same form again gets the same proposal"
    assert sorted(done.tokens) == sorted(stored)
