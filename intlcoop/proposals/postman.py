"""A thread that works once after it is called, and once more if it was called meanwhile. At most one in a process."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, InterfaceError, connection

logger = logging.getLogger(__name__)
_lock = threading.Lock()
_is_working = False
_is_called = False


def wake(work: Callable[[], Any]) -> None:
    """Returns at once. What fails here is left to `manage.py send_mail_queue`."""
    global _is_called, _is_working
    with _lock:
        _is_called = True
        if _is_working:
            return
        _is_working = True
    threading.Thread(target=_round, args=(work,), name="postman", daemon=True).start()


def _round(work: Callable[[], Any]) -> None:
    try:
        while _take_call():
            work()
    except (DatabaseError, InterfaceError):
        logger.exception("The mails wait for the next run of send_mail_queue.")
    finally:
        connection.close()


def _take_call() -> bool:
    global _is_called, _is_working
    with _lock:
        _is_working, _is_called = _is_called, False
        return _is_working
