"""Whether strangers could reach this server: demo people must never be there for them."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from server.addresses import interface_addresses
from server.config import Config
from server.config_values import ANY_ADDRESS

LOCAL_NAMES = (".localhost", ".local", ".lan", ".internal", ".test", ".home.arpa")
"""Names the public DNS does not have (RFC 6761, 6762, 8375; ICANN's .internal)."""


def public_way_in(config: Config) -> str | None:
    """A name or address by which the internet may reach this server; None: there is none that we can see."""
    if config.proxy_hops:
        # Whom a proxy lets in cannot be seen from here.
        return f"proxy_hops = {config.proxy_hops}"
    for origin in (config.address, *config.allowed_origins):
        host = urlsplit(origin).hostname or ""
        if _is_public(host):
            return host
    if config.bind_host not in ANY_ADDRESS:
        return config.bind_host if _is_public(config.bind_host) else None
    return next((str(each) for each in interface_addresses() if each.is_global), None)


def _is_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(LOCAL_NAMES)
