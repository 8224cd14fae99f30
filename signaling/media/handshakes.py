"""From a stranger's first datagram to keys: ICE checks prove the address, DTLS proves the certificate of the offer."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from aioice import stun

from signaling.media import ice
from signaling.media.connection import Connection
from signaling.media.dtls import DtlsState
from signaling.media.plane import Address, Plane
from signaling.media.registry import Registry
from signaling.media.sources import source_of


@dataclass(frozen=True, slots=True)
class Milestones:
    """Whom to tell what of a connection."""

    checked: Callable[[Connection], None]
    opened: Callable[[Connection], None]
    lost: Callable[[Connection], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """A check that one of our connections has signed, and the credentials it used."""

    connection: Connection
    check: stun.Message
    credentials: ice.Credentials


class Handshakes:
    """Answers STUN and DTLS for every connection of the node."""

    def __init__(self, plane: Plane, registry: Registry, milestones: Milestones, *, is_proxied: bool = False) -> None:
        self._plane = plane
        self._registry = registry
        self._milestones = milestones
        self._is_proxied = is_proxied
        self._budget = ice.SourceBudget()
        self._resends: dict[int, asyncio.TimerHandle] = {}
        self.drops: Counter[str] = Counter()

    def take_stun(self, datagram: bytes, address: Address, now: float) -> None:
        """Answers a signed check and believes its address; anything else is silence."""
        checked = self._checked(datagram, _one(address) if address.stream else source_of(address.ip), now)
        if checked is not None and self._believe(checked.connection, checked.check, address, now):
            self._reply(checked, address)

    def allows(self, ip: str, now: float) -> bool:
        """Whether a TCP connection from there is looked at."""
        return self._is_proxied or self._budget.allows(source_of(ip), now)

    def welcome(self, accepted: socket.socket, datagram: bytes, address: Address, now: float) -> bool:
        """Gives a TCP connection to the peer that signed its first frame, and answers; False: it is nobody's."""
        checked = self._checked(datagram, _one(address) if self._is_proxied else source_of(address.ip), now)
        if checked is None or not self._believe(checked.connection, checked.check, address, now):
            return False
        self._plane.adopt(checked.connection.peer, accepted.detach(), address)
        self._reply(checked, address)
        return True

    def _checked(self, datagram: bytes, source: str, now: float) -> Checked | None:
        if not self._budget.allows(source, now):
            self.drops["stun_budget"] += 1
            return None
        check = ice.parse_check(datagram)
        connection = self._registry.of_ufrag(ice.own_ufrag(check)) if check is not None else None
        if check is None or connection is None:
            self._budget.charge(source)
            self.drops["stun_stranger"] += 1
            return None
        credentials = _credentials(connection, ice.own_ufrag(check))
        if not ice.is_signed(check, credentials.password):
            self._budget.charge(source)
            self.drops["stun_unsigned"] += 1
            return None
        return Checked(connection, check, credentials)

    def _reply(self, checked: Checked, address: Address) -> None:
        connection, credentials = checked.connection, checked.credentials
        if credentials is connection.ice and connection.retired_ice is not None:
            self._registry.retire_ice(connection)
            self._plane.set_credentials(connection.peer, connection.credentials)
        self._plane.send_control(connection.peer, address, ice.reply(checked.check, address, credentials.password))
        self._milestones.checked(connection)

    def _believe(self, connection: Connection, check: stun.Message, address: Address, now: float) -> bool:
        """Takes in a signed check, unless its address is another's or it is a replay."""
        holder = self._registry.holder_of(address) if address not in connection.path else None
        if holder is not None and holder.path.holds(address, now):
            # Not charged to the source: whoever forges it would silence the one it belongs to after all.
            self.drops["stun_taken"] += 1
            return False
        before = connection.path.addresses
        if not connection.path.confirm(check, address, now):
            self.drops["stun_replayed"] += 1
            return False
        if holder is not None and address in connection.path:
            # First out of the one, then into the other: an address is never in two lists, so the plane's owner of it
            # is always the connection that holds it here.
            holder.path.release(address)
            self._plane.set_addresses(holder.peer, holder.path.addresses)
        if connection.path.addresses != before:
            self._plane.set_addresses(connection.peer, connection.path.addresses)
        return True

    def take_dtls(self, connection: Connection, datagram: bytes, address: Address) -> None:
        """Goes one step on in the handshake, or hears the goodbye. `address` is one the plane knows to be proved."""
        before = connection.dtls.state
        first = connection.path.addresses[:1]
        connection.path.prefer(address)
        if connection.path.addresses[:1] != first:
            self._plane.set_addresses(connection.peer, connection.path.addresses)
        self._send(connection, connection.dtls.receive(datagram))
        after = connection.dtls.state
        if after is DtlsState.SHAKING:
            self._schedule(connection)
            return
        self.forget(connection)
        if after is DtlsState.OPEN and before is DtlsState.SHAKING and connection.dtls.keys is not None:
            keys = connection.dtls.keys
            self._plane.set_keys(connection.peer, keys.profile, receive=keys.receive, send=keys.send)
            self._milestones.opened(connection)
        elif after is not before:
            self.drops[f"dtls_{after.value}"] += 1
            self._milestones.lost(connection)

    def release(self, connection: Connection, address: Address) -> None:
        """A stream has ended: its address is nobody's any more."""
        connection.path.release(address)
        self._plane.set_addresses(connection.peer, connection.path.addresses)

    def forget(self, connection: Connection) -> None:
        """Stops the retransmission timer of a connection."""
        timer = self._resends.pop(connection.peer, None)
        if timer is not None:
            timer.cancel()

    def _schedule(self, connection: Connection) -> None:
        self.forget(connection)
        seconds = connection.dtls.resend_in()
        if seconds is not None:
            loop = asyncio.get_running_loop()
            self._resends[connection.peer] = loop.call_later(max(0.01, seconds), self._resend, connection)

    def _resend(self, connection: Connection) -> None:
        self._send(connection, connection.dtls.resend())
        if connection.dtls.state is DtlsState.FAILED:
            self.forget(connection)
            self._milestones.lost(connection)
        else:
            self._schedule(connection)

    def _send(self, connection: Connection, datagrams: list[bytes]) -> None:
        if connection.path.addresses:
            for datagram in datagrams:
                self._plane.send_control(connection.peer, connection.path.addresses[0], datagram)


def _one(address: Address) -> str:
    """A TCP connection is charged by itself: all that a proxy brings come from the proxy."""
    return f"{address.ip} {address.port}"


def _credentials(connection: Connection, ufrag: str | None) -> ice.Credentials:
    retired = connection.retired_ice
    return retired if retired is not None and retired.ufrag == ufrag else connection.ice
