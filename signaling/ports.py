"""What signaling needs of the server around it; the server's classes fit by shape."""

from collections.abc import Awaitable, Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from aiohttp import web

from rooms.chat import Channel, ChatLine
from rooms.hearing import Hearing
from rooms.ids import DeviceId, RoomId, SeatId, SessionId
from rooms.inputs import Input
from rooms.room import Room
from signaling.contract.agreement_view import AgreementView
from signaling.contract.answers import Answer, Refused
from signaling.contract.drafting import AgreementCommand
from signaling.contract.minutes import MinutesCommand, MinutesView
from signaling.contract.proposing import ProposalsView
from signaling.media.routing import Preference

FindSource = Callable[[web.Request], str]
"""The network address a handshake came from, as far as it can be believed."""

Clock = Callable[[], datetime]
"""Server time, aware UTC."""


class SeatSession(Protocol):
    """Whom a token speaks for."""

    @property
    def id(self) -> SessionId: ...
    @property
    def room(self) -> RoomId: ...
    @property
    def seat(self) -> SeatId: ...
    @property
    def device(self) -> DeviceId: ...


@dataclass(frozen=True, slots=True)
class Tab:
    """Who sends a command, as the server knows it."""

    room: RoomId
    seat: SeatId
    session: SessionId
    device: DeviceId
    source: str
    """Network address."""
    agent: str
    """User agent, shortened."""


class Rooms(Protocol):
    """The one writer of each room."""

    async def submit(self, room: RoomId, event: Input) -> None:
        """Durable on return and its effects done; raises Refusal."""

    async def room(self, room: RoomId) -> Room | None:
        """The current value."""

    def peek(self, room: RoomId) -> Room | None:
        """The current value where the room is in memory."""

    async def lines(self, room: RoomId, channel: Channel, after: int) -> tuple[ChatLine, ...]:
        """Stored lines of that channel with `seq > after`, in order; the first of them, where they are many."""


class TooManyTries(Exception):
    """Too many wrong tokens from one address."""


FindSession = Callable[[str, web.Request], Awaitable[SeatSession | None]]
"""`(token, handshake request)` to the live session or None; raises TooManyTries."""


RecordRefusal = Callable[[RoomId, SeatId, str, str], Awaitable[None]]
"""Put on record that this seat of this room asked for `event` and was refused with `code`."""


FindAgreement = Callable[[RoomId, SeatId], Awaitable[AgreementView | None]]
"""The agreement as this seat may see it now; None: nothing. The very same object as long as nothing changed."""


class Agreements(Protocol):
    """What the room agrees on; it has a writer of its own."""

    async def submit(self, sender: Tab, command: AgreementCommand) -> Answer:
        """Durable on return where accepted; what follows from it comes by view. Raises the room's Refusal."""

    async def keep_open(self, room: RoomId) -> Refused | None:
        """Why the session must not end now; None: it may."""


FindProposals = Callable[[RoomId, SeatId], Awaitable[ProposalsView | None]]
"""The mediators' proposals this seat may read; None: none."""


FindMinutes = Callable[[RoomId, SeatId], Awaitable[MinutesView | None]]
"""The whole minutes as this seat may see them now; None: there are none, or none for this seat."""


class Minutes(Protocol):
    """What is written down of the session; it has a writer of its own."""

    async def submit(self, sender: Tab, command: MinutesCommand) -> Answer:
        """Durable on return where accepted; what follows from it comes by view. Raises the room's Refusal."""

    async def end(self, sender: Tab, reason: str | None) -> Refused | None:
        """Before the session ends: why it must not now; None: it may. `reason`: why those not signing do not."""


class Media(Protocol):
    """The control side of the relay."""

    async def answer(self, room: RoomId, seat: SeatId, offer_sdp: str) -> str:
        """The SDP answer; raises SdpRefused, or RerouteFailed."""

    def reroute(self, room: RoomId, hears: frozenset[Hearing], moving: AbstractSet[SeatId] = frozenset()) -> None:
        """When it returns nothing passes but what `hears` holds.

        Raises RerouteFailed: its `seats`, those `moving` and perhaps others, are cut off and hear nobody.
        """

    def prefer(self, seat: SeatId, preference: Preference) -> None:
        """What a listener wants less or more of, until it is dropped."""

    def forwarding(self, room: RoomId) -> frozenset[Hearing]:
        """Who can receive whom at this moment, by the forwarding table."""

    def spoken_by_place(self, room: RoomId) -> Mapping[tuple[SeatId, str], timedelta]:
        """How long each seat has spoken since the process began, apart for each place it was in."""

    def drop(self, seat: SeatId) -> None: ...
    def tell_again(self, seat: SeatId) -> None:
        """Reports once more who is in the seat's slots and who speaks."""

    def last_heard(self, seat: SeatId) -> float | None:
        """When the last authenticated packet of this seat came, by `time.monotonic`; None: no connection."""
