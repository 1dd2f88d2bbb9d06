"""A real mail server inside the test process: it can be down, silent, busy, unwilling, and come back at the same port."""

import socket
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class MailServer:
    """`answer` is what it says to a recipient; `inbox` what it has taken."""

    def __init__(self) -> None:
        self.inbox: list[EmailMessage] = []
        self.answer = ""
        self.port = free_port()
        self.controller: Controller | None = None
        self.hole: socket.socket | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail: Any = message_from_bytes(envelope.content, policy=policy.default)
        mail["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.inbox.append(mail)
        return "250 Taken"

    def start(self, answer: str = "") -> "MailServer":
        self.stop()
        self.answer = answer
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()
        return self

    def swallow(self) -> "MailServer":
        """A network that takes the connection and never says a word."""
        self.stop()
        self.hole = socket.create_server(("127.0.0.1", self.port))
        return self

    def stop(self) -> None:
        if self.controller:
            with suppress(OSError):
                self.controller.stop()
        if self.hole:
            self.hole.close()
        self.controller = self.hole = None

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.inbox if mail["X-Envelope-To"] == address]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
