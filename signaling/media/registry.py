"""Which connection is whose: by seat, by plane number, by ICE user name, by room. One for each seat at most."""

from rooms.ids import RoomId, SeatId
from signaling.media.connection import Connection
from signaling.media.plane import Address


class Registry:
    """The connections of a node. A stranger's datagram finds nothing here and adds nothing."""

    def __init__(self) -> None:
        self._by_seat: dict[SeatId, Connection] = {}
        self._by_peer: dict[int, Connection] = {}
        self._by_ufrag: dict[str, Connection] = {}
        self._by_room: dict[RoomId, dict[SeatId, Connection]] = {}

    def __len__(self) -> int:
        return len(self._by_seat)

    def all(self) -> list[Connection]:
        """Every connection."""
        return list(self._by_seat.values())

    def of_seat(self, seat: SeatId) -> Connection | None:
        """The seat's connection."""
        return self._by_seat.get(seat)

    def of_peer(self, peer: int) -> Connection | None:
        """The connection with this number in the plane."""
        return self._by_peer.get(peer)

    def of_ufrag(self, ufrag: str | None) -> Connection | None:
        """The connection that was given this ICE user fragment."""
        return self._by_ufrag.get(ufrag) if ufrag is not None else None

    def holder_of(self, address: Address) -> Connection | None:
        """The connection that has proved this address. Goes through all: ask only for one that is new to its peer."""
        return next((connection for connection in self._by_seat.values() if address in connection.path), None)

    def in_room(self, room: RoomId) -> dict[SeatId, Connection]:
        """The connections of a room by seat."""
        return dict(self._by_room.get(room, {}))

    def shard_of(self, room: RoomId) -> int | None:
        """The shard of the plane that serves the room; None while nobody of it is connected."""
        return next((connection.shard for connection in self._by_room.get(room, {}).values()), None)

    def rooms(self) -> list[RoomId]:
        """The rooms that have connections."""
        return list(self._by_room)

    def add(self, connection: Connection) -> None:
        """Enters a connection; also after new ICE credentials."""
        self._by_seat[connection.seat] = connection
        self._by_peer[connection.peer] = connection
        self._by_ufrag[connection.ice.ufrag] = connection
        self._by_room.setdefault(connection.room, {})[connection.seat] = connection

    def move(self, connection: Connection, room: RoomId) -> None:
        """The seat is in another room now."""
        self._leave_room(connection)
        connection.room = room
        self._by_room.setdefault(room, {})[connection.seat] = connection

    def retire_ice(self, connection: Connection) -> None:
        """Forgets credentials that a restart has replaced."""
        if connection.retired_ice is not None:
            self._by_ufrag.pop(connection.retired_ice.ufrag, None)
            connection.retired_ice = None

    def remove(self, connection: Connection) -> None:
        """Forgets every name of a connection."""
        self.retire_ice(connection)
        self._leave_room(connection)
        del self._by_seat[connection.seat], self._by_peer[connection.peer], self._by_ufrag[connection.ice.ufrag]

    def _leave_room(self, connection: Connection) -> None:
        del self._by_room[connection.room][connection.seat]
        if not self._by_room[connection.room]:
            del self._by_room[connection.room]
