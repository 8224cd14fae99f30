"""IP addresses as this server names them, and whom one stands for."""

import socket

MAPPED = "::ffff:"
"""How a socket for both families names an IPv4 address (RFC 4291 §2.5.5.2)."""
NETWORK_BYTES = 8
"""A household or a phone has a whole /64 of IPv6 and may use a new address for each packet."""


def plain_ip(ip: str) -> str:
    """As a socket says it, without an IPv4 address's IPv6 clothing and without a scope."""
    return ip.removeprefix(MAPPED) if "." in ip else ip.partition("%")[0]


def source_of(ip: str) -> str:
    """Whom budgets count: the IPv4 address, or the /64 of the IPv6 one."""
    if ":" not in ip:
        return ip
    return socket.inet_pton(socket.AF_INET6, plain_ip(ip))[:NETWORK_BYTES].hex()
