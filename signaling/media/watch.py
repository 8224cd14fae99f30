"""Notices who fell silent, who is heard again, and whose consent to be sent to has lapsed."""

from collections.abc import Callable

from signaling.media.connection import Connection
from signaling.media.liveness import is_silent
from signaling.media.plane import Plane
from signaling.media.registry import Registry

Told = Callable[[Connection], None]


class Watch:
    """Over every connection of a node. Keys stay in any case: the same client may come back."""

    def __init__(self, plane: Plane, registry: Registry, *, heard: Told, silent: Told) -> None:
        self._plane = plane
        self._registry = registry
        self._heard = heard
        self._silent = silent

    def look(self, now: float) -> None:
        """At everybody; to be called twice a second."""
        for connection in self._registry.all():
            if connection.path.lapse(now):
                self._plane.set_addresses(connection.peer, ())
            silent = is_silent(self._plane.pulse(connection.peer), connection.path.consent_at, now)
            if silent:
                self.miss(connection)
            elif connection.path.addresses:
                self.meet(connection)

    def meet(self, connection: Connection) -> None:
        """A sign of the connection has come."""
        if not connection.heard:
            connection.heard = True
            self._heard(connection)

    def miss(self, connection: Connection) -> None:
        """None comes any more."""
        if connection.heard:
            connection.heard = False
            self._silent(connection)
