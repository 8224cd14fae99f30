"""What was found for a seat goes to it only while it sits where it may see it."""

from dataclasses import dataclass

from rooms import inputs
from rooms.ids import DeviceId, RoomId, SeatId
from server.papers.view import NONE_YET
from signaling.connections import Connection, Connections
from signaling.contract.agreement_view import AgreementView
from signaling.contract.minutes import MinutesView
from signaling.contract.proposing import ProposalsView
from signaling.pushes import Pushes
from tests.fakes import Heard, OneRoom
from tests.rooms.stories import LATER, MEDIATOR, WORKER, after, everyone_at_the_table

SEATED = tuple(everyone_at_the_table())


@dataclass
class Finder:
    """Finds papers; with `shown_out` the worker is back in the lobby before they are found."""

    rooms: OneRoom
    shown_out: bool

    def _found(self) -> None:
        if self.shown_out:
            self.rooms.value = after([*SEATED, inputs.SentToLobby(LATER, MEDIATOR, WORKER, "请稍等")])

    async def agreement(self, _room: RoomId, _seat: SeatId) -> AgreementView:
        self._found()
        return NONE_YET

    async def proposals(self, _room: RoomId, _seat: SeatId) -> ProposalsView:
        self._found()
        return ProposalsView(proposals=())

    async def minutes(self, _room: RoomId, _seat: SeatId) -> MinutesView | None:
        return None


async def told(what: str, *, shown_out: bool) -> list[str]:
    """The events that the worker's tab is sent."""
    rooms, sender, connections = OneRoom(after(SEATED)), Heard(), Connections()
    finder, seat = Finder(rooms, shown_out), rooms.value.seat(WORKER)
    assert seat
    assert seat.session

    async def good() -> bool:
        return True

    connections.add(Connection("tab", seat.session, rooms.value.id, WORKER, DeviceId("d"), {}, "", "", good))
    pushes = Pushes(sender, connections, rooms, finder.agreement, finder.minutes, finder.proposals)
    await getattr(pushes, what)(rooms.value.id)
    return [event for _, event in sender.sent]


async def test_threat1_who_was_sent_to_the_lobby_meanwhile_is_not_shown_the_agreement() -> None:
    assert await told("agreement", shown_out=False) == ["agreement.view"]
    assert await told("agreement", shown_out=True) == []


async def test_threat1_nor_that_there_are_proposals() -> None:
    assert await told("proposals", shown_out=False) == ["proposals.view"]
    assert await told("proposals", shown_out=True) == []
