"""The address from which a request came: what throttles count by, and what the audit log notes."""

from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "::"  # behind a Unix socket there is no address
NETWORK_OF_ONE_CLIENT = 64


def address(request: HttpRequest) -> str:
    """The client's own address, or UNKNOWN.

    X-Forwarded-For is what the client wrote, plus one entry by each proxy. So it is read from the right, and only as far
    as there are proxies of our own (TRUSTED_PROXY_COUNT); whatever stands further left was made up or does not matter.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    if not settings.TRUSTED_PROXY_COUNT:
        return _clean(peer) or UNKNOWN
    told = [part for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    chain = [*told, peer]
    return _clean(chain[max(-len(chain), -1 - settings.TRUSTED_PROXY_COUNT)]) or _clean(peer) or UNKNOWN


def counted_address(request: HttpRequest) -> str:
    """The address by which attempts are counted: with IPv6 a client owns a whole network and could change within it."""
    known = ip_address(address(request))
    if isinstance(known, IPv6Address):
        return str(IPv6Network((known, NETWORK_OF_ONE_CLIENT), strict=False).network_address)
    return str(known)


def is_unlimited(request: HttpRequest) -> bool:
    """Whether it comes from a network that no throttle counts, such as the office's own."""
    known = ip_address(address(request))
    return any(known in ip_network(network) for network in settings.UNLIMITED_NETWORKS)


def _clean(written: str) -> str:
    """In one spelling, without port, brackets or zone; "" for what is no address."""
    text = written.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        known = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(known, "ipv4_mapped", None) or known)
