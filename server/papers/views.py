"""The views that seats at the table are sent, each made once for each state of things."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from agreements.agreement import Agreement, Drafting
from agreements.draft import Draft
from agreements.ids import SignerId
from law.beijing import day_of
from rooms.ids import RoomId, SeatId
from rooms.room import MEDIATORS, Room
from server.papers.basis import OwnBasis
from server.papers.deliveries import deliveries
from server.papers.dossier import Dossiers
from server.papers.keeper import AgreementKeeper, RoomsKept
from server.papers.opening import with_identities
from server.papers.screening import apart_from, signatures_seen, without
from server.papers.view import NONE_YET, Delivery, own_view, shared_view
from server.storage.messages import MessageStore
from signaling.contract.agreement_view import AgreementView


@dataclass(slots=True)
class _Shown:
    """Views of one state: the agreement as everybody is known now, on that day, and what of it all see alike.

    `stored`, `room`: what that was put together from.
    """

    stored: Agreement
    room: Room
    agreement: Agreement
    of: tuple[date, bool]
    """The day, and whether it was known what can be printed."""
    shared: AgreementView
    views: dict[tuple[SeatId, frozenset[tuple[SignerId, Delivery]]], AgreementView] = field(default_factory=dict)


class AgreementViews:
    """Makes views and keeps the newest of each room."""

    def __init__(
        self,
        keeper: AgreementKeeper,
        rooms: RoomsKept,
        basis: OwnBasis,
        dossiers: Dossiers,
        messages: MessageStore,
        clock: Callable[[], datetime],
    ) -> None:
        self._keeper = keeper
        self._basis = basis
        self._dossiers = dossiers
        self._rooms = rooms
        self._messages = messages
        self._clock = clock
        self._shown: dict[RoomId, _Shown] = {}

    async def view(self, room: RoomId, seat: SeatId) -> AgreementView | None:
        """What this seat may see, the very same object as long as nothing changed; None: it takes no part."""
        agreement, now = await self._keeper.agreement(room), await self._rooms.room(room)
        if now is None or now.seat(seat) is None:
            return None
        if agreement is None:
            return NONE_YET
        shown = await self._state(room, agreement, now)
        sent = await deliveries(self._messages, shown.agreement, self._clock())
        key = (seat, frozenset(sent.items()))
        if key not in shown.views:
            leads = any(each.id == seat and each.role in MEDIATORS for each in now.seats)
            shown.views[key] = own_view(shown.shared, shown.agreement, SignerId(seat), sent, leads=leads)
        return _without_those_apart(shown.views[key], shown.agreement, now, seat)

    def shown(self) -> tuple[RoomId, ...]:
        """Rooms whose agreement somebody was shown."""
        return tuple(self._shown)

    async def _state(self, room: RoomId, stored: Agreement, now: Room) -> _Shown:
        if isinstance(stored.stage, Drafting):
            self._basis.faces.wanted()
        shown, of = self._shown.get(room), (day_of(self._clock()), self._basis.faces.known)
        if shown is not None and shown.stored is stored and shown.room is now and shown.of == of:
            return shown
        for over in [each for each in self._shown if self._rooms.peek(each) is None]:
            del self._shown[over]
        agreement = with_identities(stored, now)
        if shown is None or shown.agreement != agreement or shown.of != of:
            shown = _Shown(stored, now, agreement, of, await self._shared(shown, agreement, of[0]))
        else:
            shown.stored, shown.room = stored, now
        self._shown[room] = shown
        return shown

    async def _shared(self, shown: _Shown | None, agreement: Agreement, today: date) -> AgreementView:
        basis = await self._basis.now()
        shared = shared_view(
            agreement,
            today=today,
            basis=basis,
            before=_before(shown, agreement),
            dossier=await self._dossiers.of(agreement, today),
            means=self._basis.means(basis),
        )
        return shared if shown is None else shared.model_copy(update=_kept(shown.shared, shared))


def _kept(before: AgreementView, now: AgreementView) -> dict[str, object]:
    """What stands in both, as it was: each tab then sees at a glance that it has it already.

    A remark or a signature changes something else: what the last change of the draft moved stays to be seen.
    """
    same = {name: was for name, was in before if was == getattr(now, name)}
    return same | ({"moved": before.moved} if before.draft_version == now.draft_version else {})


def _before(shown: _Shown | None, agreement: Agreement) -> Draft | None:
    """The draft that was shown last, if both are being written."""
    if shown is None or not isinstance(shown.agreement.stage, Drafting) or not isinstance(agreement.stage, Drafting):
        return None
    return shown.agreement.stage.draft


def _without_those_apart(view: AgreementView, agreement: Agreement, room: Room, seat: SeatId) -> AgreementView:
    """What somebody may see who is screened from one of its people."""
    hidden = apart_from(room, seat, agreement)
    return without(view, hidden, signatures_seen(agreement, hidden)) if hidden else view
