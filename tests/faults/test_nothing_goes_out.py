"""The portal never opens an address that somebody typed: a link is shown, not followed (faults.md 4.18)."""

import socket
from collections.abc import Iterator

import pytest
from django.db.models import Model
from django.test import Client

from tests.faults.portal import ask, change_page, own_addresses, web_fields
from tests.forms import filled


class Listener:
    """A server of this machine that counts who comes."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.3)
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"

    def visits(self) -> int:
        count = 0
        while True:
            try:
                connection, _address = self.socket.accept()
            except TimeoutError:
                return count
            connection.close()
            count += 1


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.socket.close()


def test_saving_and_reading_an_address_opens_no_connection(
    client: Client, admin_client: Client, rows: list[Model], listener: Listener
) -> None:
    saved = 0
    for row in rows:
        names = [field.name for field in web_fields(type(row))]
        if (path := change_page(row)) and names and row._meta.label != "proposals.Proposal":
            html = admin_client.get(path).content.decode()
            assert admin_client.post(path, filled(html, **dict.fromkeys(names, listener.address))).status_code == 302, path
            assert listener.address in admin_client.get(path).content.decode()
            saved += 1
    assert saved >= 9
    pages = [ask(client, path) for row in rows if web_fields(type(row)) for path in own_addresses(row)]
    assert sum(listener.address.encode() in page.content for page in pages if not page.streaming) >= 6
    assert listener.visits() == 0
    socket.create_connection(("127.0.0.1", listener.socket.getsockname()[1])).close()
    assert listener.visits() == 1  # the listener does count
