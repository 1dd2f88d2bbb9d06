"""Many proposals at one moment, sent to a running server, also to one that is killed meanwhile: for tests and for `make bench`."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
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
        return server.propose(opened, *_different(place))

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


def _different(place: int) -> tuple[dict[str, Any], str, str]:
    """Answers, key and stamp of one writer of many."""
    answers = ANSWERS | {"email": f"v{place}@example.org", "text": f"{ANSWERS['text']} Number {place}."}
    ticket = Ticket.issue(renewed=True)  # with the key of the tests, which is also that of the server
    return answers, str(ticket.key), ticket.stamp


@dataclass
class Killed:
    """What came of proposals whose server was killed: the tokens that it confirmed, and how many times a writer had no answer."""

    tokens: set[str] = field(default_factory=set)
    unanswered: int = 0
    refused: dict[int, int] = field(default_factory=dict)
    seconds: float = 0


def burst_with_kills(server: Server, number: int, *, kills: int = 3, writers: int = 16) -> Killed:
    """SIGKILL to the server's whole group again and again while so many write; who gets no answer sends the same form again."""
    done, counting, opened, begun = Killed(), Lock(), server.open_form(), time.monotonic()

    def send(place: int) -> None:
        form = _different(place)
        while time.monotonic() < begun + 300:
            try:
                answer = server.propose(opened, *form)
            except (OSError, http.client.HTTPException):
                with counting:
                    done.unanswered += 1
                time.sleep(0.02)
                continue
            with counting:
                if answer.status == 302:
                    done.tokens.add(answer.headers["Location"].split("/")[-2])
                else:
                    done.refused[answer.status] = done.refused.get(answer.status, 0) + 1
            return

    with ThreadPoolExecutor(writers) as pool:
        sent = [pool.submit(send, place) for place in range(number)]
        for kill in range(kills):
            while len(done.tokens) < number * (kill + 1) // (kills + 1):
                time.sleep(0.005)
            server.stop()
            server.start()
        for one in sent:
            one.result()
    done.seconds = time.monotonic() - begun
    return done
