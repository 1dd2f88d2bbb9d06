"""From which end X-Forwarded-For is read, and how far."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from intlcoop.base import client


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer", "found"),
    [
        (0, "198.51.100.1", "203.0.113.7", "203.0.113.7"),
        (0, "", "", "::"),
        (1, "203.0.113.7", "10.0.0.1", "203.0.113.7"),
        (1, "198.51.100.1, 198.51.100.2, 203.0.113.7", "10.0.0.1", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.2", "10.0.0.1", "203.0.113.7"),
        (1, "", "203.0.113.7", "203.0.113.7"),
        (1, "nonsense", "10.0.0.1", "10.0.0.1"),
        (1, "203.0.113.7:5000", "10.0.0.1", "203.0.113.7"),
        (1, "[2001:DB8::1]:443", "10.0.0.1", "2001:db8::1"),
        (1, "203.0.113.7", "", "203.0.113.7"),
        (0, "", "::ffff:203.0.113.7", "203.0.113.7"),
        (0, "", "fe80::1%eth0", "fe80::1"),
    ],
)
def test_address(settings: Settings, proxies: int, forwarded: str, peer: str, found: str) -> None:
    settings.TRUSTED_PROXY_COUNT = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client.address(RequestFactory().get("/", REMOTE_ADDR=peer, **headers)) == found


@pytest.mark.parametrize(
    ("peer", "counted"), [("203.0.113.7", "203.0.113.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("2001:db8:1:2::9", "2001:db8:1:2::")]
)
def test_a_network_of_one_client_counts_as_one(settings: Settings, peer: str, counted: str) -> None:
    settings.TRUSTED_PROXY_COUNT = 0
    assert client.counted_address(RequestFactory().get("/", REMOTE_ADDR=peer)) == counted
