"""Where a request came from, as far as that can be believed, and where it went, as far as that may be told."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

from aiohttp import web

from server.app_keys import CONFIG

NEIGHBOURS_BITS: Final = 64
"""One IPv6 customer has at least this much of an address in common, and all that is behind it to choose from."""


def source(request: web.Request) -> str:
    """The client's address: the peer, or behind `proxy_hops` proxies the address the outermost of them saw."""
    hops = request.app[CONFIG].proxy_hops
    peer = _plain(request.remote or "") or "unknown"
    if not hops:
        return peer
    seen = [part.strip() for value in request.headers.getall("X-Forwarded-For", ()) for part in value.split(",")]
    return (_plain(seen[-hops]) if len(seen) >= hops else None) or peer


def neighbourhood(address: str) -> str:
    """What a limit on `address` counts: the address itself, or the /64 of an IPv6 one."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Network((int(found), NEIGHBOURS_BITS), strict=False)) if found.version == 6 else address


def _plain(text: str) -> str | None:
    """An address in one spelling; an IPv4 one also where a socket for both kinds wrote it as IPv6."""
    try:
        found: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return None
    return str((found.ipv4_mapped if isinstance(found, IPv6Address) else None) or found)


def is_this_machine(request: web.Request) -> bool:
    """Whether the client sits on the server itself; what a proxy passed on does not count."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    peer = _plain(request.remote or "")
    return peer is not None and ip_address(peer).is_loopback


def template(request: web.Request) -> str:
    """The route as it is written in the table; what matched nothing is one and the same. A path may hold a secret."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unmatched"
