"""Where a request came from, as far as that can be believed, and where it went, as far as that may be told."""

from ipaddress import ip_address

from aiohttp import web

from server.app_keys import CONFIG


def source(request: web.Request) -> str:
    """The client's address: the peer, or behind `proxy_hops` proxies the address the outermost of them saw."""
    hops = request.app[CONFIG].proxy_hops
    peer = request.remote or "unknown"
    if not hops:
        return peer
    seen = [part.strip() for value in request.headers.getall("X-Forwarded-For", ()) for part in value.split(",")]
    if len(seen) < hops:
        return peer
    try:
        return str(ip_address(seen[-hops]))
    except ValueError:
        return peer


def is_this_machine(request: web.Request) -> bool:
    """Whether the client sits on the server itself; what a proxy passed on does not count."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(request.remote or "").is_loopback
    except ValueError:
        return False


def template(request: web.Request) -> str:
    """The route as it is written in the table; what matched nothing is one and the same. A path may hold a secret."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unmatched"
