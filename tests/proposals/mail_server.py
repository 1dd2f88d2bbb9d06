"""A real mail server inside the test process: it can be down, silent, busy, unwilling, and come back at the same port."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import aiosmtpd
from aiosmtpd.controller import Controller

CERTIFICATES = Path(aiosmtpd.__file__).parent / "tests" / "certs"


def unknown_certificate() -> ssl.SSLContext:
    """Of a server that signed itself: the library's own for its tests, so that no key stands here."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "server.crt", CERTIFICATES / "server.key")
    return context


class MailServer:
    """`answer` is what it says to a recipient; `inbox` what it has taken; `taken` is called before it says so."""

    def __init__(self) -> None:
        self.taken: Callable[[], object] = lambda: None
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
        self.taken()
        return "250 Taken"

    def start(self, answer: str = "", **options: Any) -> "MailServer":
        """With `ssl_context` it speaks TLS from the first byte, with `tls_context` after STARTTLS."""
        self.stop()
        self.answer = answer
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)
        self.controller.start()
        return self

    def swallow(self) -> "MailServer":
        """A network that takes the connection and never says a word."""
        self.stop()
        self.hole = socket.create_server(("127.0.0.1", self.port))
        return self

    def stall_in_tls(self) -> "MailServer":
        """Offers STARTTLS, agrees to it, and then never says a word."""
        self.swallow()
        hole = self.hole
        assert hole

        def speak() -> None:
            with suppress(OSError):
                there, _address = hole.accept()
                with there:
                    for said in (b"220 here\r\n", b"250-here\r\n250 STARTTLS\r\n", b"220 go on\r\n"):
                        there.sendall(said)
                        there.recv(1000)
                    while there.recv(1000):
                        pass

        threading.Thread(target=speak, daemon=True).start()
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
