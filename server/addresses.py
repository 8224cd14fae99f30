"""The addresses by which others can reach this machine."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address

import ifaddr

Address = IPv4Address | IPv6Address


def _addresses() -> Iterator[Address]:
    for adapter in ifaddr.get_adapters():
        for each in adapter.ips:
            yield ip_address(each.ip if isinstance(each.ip, str) else each.ip[0])


def interface_addresses() -> tuple[Address, ...]:
    """Every address of every interface, loopback included, IPv4 first; link-local ones mean nothing to others."""
    found = {address for address in _addresses() if not address.is_link_local}
    return tuple(sorted(found, key=lambda address: (address.version, int(address))))
