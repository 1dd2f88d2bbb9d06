"""Many proposals at one moment, sent to a running server: for tests and for `make bench`."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from intlcoop.proposals.spam import Ticket
from tests.places import Server
from tests.proposals.visitor import ANSWERS


@dataclass
class Burst:
    """What came of it."""

    seconds: float = 0
    statuses: dict[int, int] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    slowest_home: float = 0


def burst(server: Server, number: int, *, writers: int = 64) -> Burst:
    """Send so many different proposals, all as fast as they go, while somebody reads the home page again and again."""
    done, over = Burst(), Event()
    opened = server.open_form()

    def read() -> None:
        while not over.is_set():
            answer = server.get("/")
            done.slowest_home = max(done.slowest_home, answer.seconds)
            assert answer.status == 200
            over.wait(0.1)

    def send(place: int) -> Any:
        answers = ANSWERS | {"email": f"v{place}@example.org", "text": f"{ANSWERS['text']} Number {place}."}
        ticket = Ticket.issue(renewed=True)  # with the key of the tests, which is also that of the server
        return server.propose(opened, answers, str(ticket.key), ticket.stamp)

    reader = Thread(target=read)
    reader.start()
    begun = time.monotonic()
    with ThreadPoolExecutor(writers) as pool:
        for answer in pool.map(send, range(number)):
            done.statuses[answer.status] = done.statuses.get(answer.status, 0) + 1
            if answer.status == 302:
                done.tokens.add(answer.headers["Location"].split("/")[-2])
    done.seconds = time.monotonic() - begun
    over.set()
    reader.join()
    return done
