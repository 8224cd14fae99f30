"""Who is connected: one `Connection` for each socket, at most one socket for each tab's session."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from rooms.chat import Channel
from rooms.ids import DeviceId, RoomId, SeatId, SessionId
from rooms.seen import RoomView
from signaling.contract.agreement_view import AgreementView
from signaling.contract.media_pushes import Audible, SeatLine, SideTime
from signaling.contract.minutes import MinutesView
from signaling.contract.proposing import ProposalsView

COMMANDS_PER_S = 20.0
COMMAND_BURST = 60.0


@dataclass(slots=True)
class Connection:
    """An authenticated socket. Everything a command is judged by comes from here, never from its payload."""

    sid: str
    session: SessionId
    room: RoomId
    seat: SeatId
    device: DeviceId
    chat_sent: dict[Channel, int]
    """Of each channel the highest sequence pushed on this socket, or held by the tab when it connected."""
    source: str
    """Network address of the handshake."""
    agent: str
    """Its user agent, shortened."""
    still_good: Callable[[], Awaitable[bool]]
    """Whether the token is neither void nor expired; asks the store."""
    catching_up: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while lines are pushed, so that two of them cannot cross."""
    checked_at: float = 0.0
    shown: RoomView | None = None
    """The view pushed last."""
    views_shown: int = 0
    """How many were pushed: the only number a tab is told. The room's own would betray what is none of its business."""
    agreement_shown: AgreementView | None = None
    """The agreement as pushed last."""
    proposals_shown: ProposalsView | None = None
    """A mediator's proposals as pushed last."""
    minutes_shown: MinutesView | None = None
    """The whole minutes as far as they were pushed."""
    minutes_told: int = 0
    """How many of their views were pushed, the number that a tab is told."""
    lines_shown: tuple[SeatLine, ...] | None = None
    """How lines carry, as pushed last."""
    speaking_shown: tuple[SeatId, ...] = ()
    """Who speaks, as pushed last."""
    audience_shown: tuple[Audible, ...] = ()
    """Who receives this tab's seat, as pushed last."""
    sides_shown: tuple[SideTime, ...] = ()
    """The sides' times, as pushed last."""
    refusals: set[tuple[str, str]] = field(default_factory=set)
    """`(event, code)` of forbidden acts that are on record already: each once for a socket."""
    tokens: float = COMMAND_BURST
    refilled_at: float = 0.0

    def may_speak(self, now: float) -> bool:
        """Take one token of this socket's bucket (T19). `now` is of `time.monotonic`."""
        refill = (now - self.refilled_at) * COMMANDS_PER_S
        self.tokens = min(COMMAND_BURST, self.tokens + refill)
        self.refilled_at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class Connections:
    """All sockets of this node."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Connection] = {}
        self._by_session: dict[SessionId, Connection] = {}

    def add(self, connection: Connection) -> Connection | None:
        """Register; returns the tab's former socket, which the caller must close."""
        former = self._by_session.get(connection.session)
        if former is not None:
            del self._by_sid[former.sid]
        self._by_sid[connection.sid] = connection
        self._by_session[connection.session] = connection
        return former

    def remove(self, sid: str) -> None:
        """Forget a socket that closed; one that was replaced is forgotten already."""
        connection = self._by_sid.pop(sid, None)
        if connection is not None:
            del self._by_session[connection.session]

    def at(self, sid: str) -> Connection | None:
        """The connection of a socket."""
        return self._by_sid.get(sid)

    def of(self, session: SessionId) -> Connection | None:
        """The socket of a tab's session, if one is open."""
        return self._by_session.get(session)

    def __iter__(self) -> Iterator[Connection]:
        return iter(tuple(self._by_sid.values()))

    def __len__(self) -> int:
        return len(self._by_sid)
