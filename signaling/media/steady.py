"""A plane whose orders take effect even when a shard falls meanwhile: it is revived, and told again.

Counts the falls, times the acknowledgements of a move, and remembers what an operator should be told.
"""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from signaling.media.plane import (
    Address,
    ControlHandler,
    Intake,
    Outlet,
    Plane,
    PlaneStalled,
    Profile,
    Pulse,
    Readings,
    Route,
)
from signaling.media.tally import Tally

log = logging.getLogger(__name__)

ACKNOWLEDGEMENT_BOUNDS: Final = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5)
"""Seconds; the promise is the last."""
REMEMBERED_SECONDS: Final = 600.0
"""So long an alarm stands: a check every few minutes must see it."""
RESTARTED, STALLED = "media_shard_restarted", "media_shard_stalled"

Result = TypeVar("Result")


class SteadyPlane:
    """Implements `plane.Plane` around another one."""

    def __init__(self, plane: Plane) -> None:
        self._plane = plane
        self._alarms: dict[str, float] = {}
        self.revived = 0
        self.acknowledged = Tally(ACKNOWLEDGEMENT_BOUNDS)

    def tend(self) -> None:
        """Makes fallen shards read again, with an alarm for each. To be called often. Raises PlaneStalled."""
        for shard in self._plane.fallen():
            try:
                self._plane.revive(shard)
            except OSError as fault:
                self.alarm(STALLED)
                raise PlaneStalled("a fallen shard cannot be revived") from fault
            self.revived += 1
            self.alarm(RESTARTED)
            log.error("media: ALARM: shard %d had fallen and reads again", shard)

    def alarms(self) -> list[str]:
        """What has gone wrong of late, as stable codes."""
        since = time.monotonic() - REMEMBERED_SECONDS
        return sorted(code for code, at in self._alarms.items() if at >= since)

    def alarm(self, code: str) -> None:
        """Remembers that this has gone wrong now."""
        self._alarms[code] = time.monotonic()

    def _obeyed(self, order: Callable[[], Result]) -> Result:
        """Once more where a shard had fallen; one that hangs has had its time, and so has who waits for it."""
        try:
            return order()
        except PlaneStalled:
            if not self._plane.fallen():
                self.alarm(STALLED)
                raise
            self.tend()
        try:
            return order()
        except PlaneStalled:
            self.alarm(STALLED)
            raise

    # The port

    @property
    def ports(self) -> tuple[int, ...]:
        return self._plane.ports

    def start(self, host: str, port: int, on_control: ControlHandler) -> None:
        self._plane.start(host, port, on_control)

    def close(self) -> None:
        self._plane.close()

    def add_peer(self, peer: int, shard: int, intakes: Sequence[Intake], outlets: Sequence[Outlet]) -> None:
        self._obeyed(lambda: self._plane.add_peer(peer, shard, intakes, outlets))

    def set_credentials(self, peer: int, credentials: Sequence[tuple[str, str]]) -> None:
        self._obeyed(lambda: self._plane.set_credentials(peer, credentials))

    def set_addresses(self, peer: int, addresses: Sequence[Address]) -> None:
        self._obeyed(lambda: self._plane.set_addresses(peer, addresses))

    def adopt(self, peer: int, descriptor: int, address: Address) -> None:
        # Once only: whatever became of the order, the descriptor is the plane's. The client connects anew.
        self._plane.adopt(peer, descriptor, address)

    def set_keys(self, peer: int, profile: Profile, *, receive: bytes, send: bytes) -> None:
        self._obeyed(lambda: self._plane.set_keys(peer, profile, receive=receive, send=send))

    def remove_peer(self, peer: int) -> None:
        self._obeyed(lambda: self._plane.remove_peer(peer))

    def reroute(self, gone: Sequence[tuple[int, int]], new: Sequence[Route]) -> None:
        began = time.perf_counter()
        self._obeyed(lambda: self._plane.reroute(gone, new))
        self.acknowledged.add(time.perf_counter() - began)

    def sever(self, peer: int) -> None:
        self._plane.sever(peer)

    def send_control(self, peer: int, address: Address, datagram: bytes) -> None:
        self._obeyed(lambda: self._plane.send_control(peer, address, datagram))

    def probe(self, peer: int, octets: int) -> None:
        self._obeyed(lambda: self._plane.probe(peer, octets))

    def levels(self) -> dict[int, int]:
        return self._obeyed(self._plane.levels)

    def readings(self) -> Readings:
        return self._obeyed(self._plane.readings)

    def routes(self, listeners: Sequence[int]) -> list[Route]:
        return self._obeyed(lambda: self._plane.routes(listeners))

    def pulse(self, peer: int) -> Pulse:
        return self._plane.pulse(peer)

    def stats(self) -> dict[str, int]:
        return self._plane.stats() | {"shards_revived": self.revived}

    def fallen(self) -> list[int]:
        return self._plane.fallen()

    def revive(self, shard: int) -> None:
        self._plane.revive(shard)
