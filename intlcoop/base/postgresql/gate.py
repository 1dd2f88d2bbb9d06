"""A door in front of the pool: first come, first served.

The pool's own queue cannot be left and entered again without losing one's place, so that whoever looks around while waiting
might never come in. Here a visitor looks around and keeps the place.
"""

import threading
from collections import deque
from collections.abc import Callable


class Gate:
    """As many may be in as there are connections."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: deque[threading.Event] = deque()
        self._lock = threading.Lock()

    def enter(self, look: Callable[[], None], every: float) -> None:
        """Waits for a place; calls `look` after each `every` seconds, and whatever it raises ends the wait."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            turn = threading.Event()
            self._waiting.append(turn)
        try:
            while not turn.wait(every):
                look()
        except BaseException:
            with self._lock:
                came = turn not in self._waiting
                if not came:
                    self._waiting.remove(turn)
            if came:  # at the last moment
                self.leave()
            raise

    def leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1
