"""The server is killed while people write: what was acknowledged is there, and the next start needs nobody's help (4.28, F22)."""

import itertools
import threading
import uuid
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest
from django.db import connection

from tests import builders
from tests.places import Place, Server, place, served
from tests.proposals.visitor import ANSWERS

pytestmark = pytest.mark.django_db(transaction=True)

KILLS, POSTS, WRITERS = 2, 60, 4
TOKENS = "from intlcoop.proposals.models import Proposal; print(*Proposal.objects.values_list('token', flat=True))"
SOUND = "from django.db import connection; print(connection.cursor().execute('PRAGMA integrity_check').fetchone()[0])"


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Place]:
    builders.office()
    with place(tmp_path / "there", connection.vendor, migrated=True) as there:
        yield there


def test_every_acknowledged_proposal_survives_kills(there: Place) -> None:
    acknowledged: list[str] = []
    with served(there) as server:
        for _kill in range(KILLS):
            enough = len(acknowledged) + POSTS // 2
            writers = [threading.Thread(target=write, args=(server, acknowledged)) for _number in range(WRITERS)]
            for writer in writers:
                writer.start()
            while len(acknowledged) < enough and any(writer.is_alive() for writer in writers):
                writers[0].join(0.005)
            server.stop()
            for writer in writers:
                writer.join()
            assert len(acknowledged) >= enough, server.log()
            server.start()
            assert server.get("/").status == 200
            assert server.propose(server.open_form(), ANSWERS).status == 302
    assert set(acknowledged) <= set(there.ask(TOKENS).split())
    if connection.vendor == "sqlite":
        assert there.ask(SOUND) == "ok"


def write(server: Server, acknowledged: list[str]) -> None:
    """Until the server is gone."""
    with suppress(OSError, HTTPException):
        opened = server.open_form()
        for key in (str(uuid.uuid4()) for _post in itertools.count()):
            answer = server.propose(opened, ANSWERS, key)
            assert answer.status == 302, answer.text
            acknowledged.append(answer.headers["Location"].split("/")[-2])
