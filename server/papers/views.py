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
    """Views of one state: the agreement as everybody is known now, on that day, and what of it all see alike."""

    agreement: Agreement
    today: date
    by_faces: bool
    """Whether it was known what can be printed."""
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
        shown = await self._state(room, with_identities(agreement, now))
        sent = await deliveries(self._messages, shown.agreement, self._clock())
        key = (seat, frozenset(sent.items()))
        if key not in shown.views:
            leads = any(each.id == seat and each.role in MEDIATORS for each in now.seats)
            shown.views[key] = own_view(shown.shared, shown.agreement, SignerId(seat), sent, leads=leads)
        return _without_those_apart(shown.views[key], shown.agreement, now, seat)

    def shown(self) -> tuple[RoomId, ...]:
        """Rooms whose agreement somebody was shown."""
        return tuple(self._shown)

    async def _state(self, room: RoomId, agreement: Agreement) -> _Shown:
        today = day_of(self._clock())
        for over in [each for each in self._shown if self._rooms.peek(each) is None]:
            del self._shown[over]
        if isinstance(agreement.stage, Drafting):
            self._basis.faces.wanted()
        shown, by_faces = self._shown.get(room), self._basis.faces.known
        if shown is None or shown.agreement != agreement or (shown.today, shown.by_faces) != (today, by_faces):
            basis = await self._basis.now()
            shared = shared_view(
                agreement,
                today=today,
                basis=basis,
                before=_before(shown, agreement),
                dossier=await self._dossiers.of(agreement, today),
                means=self._basis.means(basis),
            )
            if shown is not None and shown.shared.draft_version == shared.draft_version:
                # A remark or a signature changed something else: what the last change moved stays to be seen.
                shared = shared.model_copy(update={"moved": shown.shared.moved})
            shown = self._shown[room] = _Shown(agreement, today, by_faces, shared)
        return shown


def _before(shown: _Shown | None, agreement: Agreement) -> Draft | None:
    """The draft that was shown last, if both are being written."""
    if shown is None or not isinstance(shown.agreement.stage, Drafting) or not isinstance(agreement.stage, Drafting):
        return None
    return shown.agreement.stage.draft


def _without_those_apart(view: AgreementView, agreement: Agreement, room: Room, seat: SeatId) -> AgreementView:
    """What somebody may see who is screened from one of its people."""
    hidden = apart_from(room, seat, agreement)
    return without(view, hidden, signatures_seen(agreement, hidden)) if hidden else view
