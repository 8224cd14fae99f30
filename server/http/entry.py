"""The last step to a seat, for parties and mediators alike: a token for this tab, or why there is none."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from agreements.agreement import Closing, Sealed
from rooms.ids import DeviceId, SeatId
from rooms.permissions import HOLDERS, permitted
from rooms.refusals import NotPermitted, Unmet
from rooms.rights import Right, extent
from rooms.room import Phase, Place, Room, Seat
from server.app_keys import CLOCK, CONFIG, LIMITS, STORES
from server.audit.facts import SessionOpened
from server.http.bodies import NextStep
from server.http.notice import is_decided
from server.http.source import source
from server.invites import secret_sha256
from server.minutes.roll import persons_of
from server.stores import Stores
from server.tokens import new_token


@dataclass(frozen=True, slots=True)
class Entry:
    """A tab that may have a token: for which seat, from which device."""

    room: Room
    seat: Seat
    device: DeviceId


def require_open(room: Room, seat: Seat) -> None:
    """Raises Unmet for somebody who was removed, NotPermitted once the session is over for who has no case behind it.

    A party has: its case goes on without the room and tells it things (AT-45), which only its seat reads.
    """
    if seat.place is Place.REMOVED:
        raise Unmet("seat.removed")
    if room.phase is Phase.CLOSED and extent(HOLDERS[seat.role], Right.OWN_CASE_NOTICES) is None:
        raise NotPermitted("not_permitted.phase")


async def next_step(app: web.Application, room: Room, seat: Seat) -> NextStep:
    """What a party's token is for now."""
    if room.phase is Phase.CLOSED:
        stores = app[STORES]
        kept = await keeps_papers(stores, room, seat) or await keeps_minutes(stores, room, seat)
        return "papers" if kept else "case"
    # Staff and guests are bound by nothing they could consent to.
    asked = extent(HOLDERS[seat.role], Right.CONSENT) is not None
    return "consents" if asked and not is_decided(seat, app[CONFIG].local_day(app[CLOCK]())) else "enter"


async def keeps_papers(stores: Stores, room: Room, seat: Seat) -> bool:
    """Whether the session is over and this seat, once let in, is one of those who signed what it left."""
    if seat.admitted_at is None or not permitted(room, seat, Right.KEEP_PAPERS):
        return False
    kept = await stores.agreements.load_of_room(room.id)
    if kept is None or not isinstance(kept.agreement.stage, Closing | Sealed):
        return False
    return any(SeatId(slot.signer) == seat.id for slot in kept.agreement.stage.slots)


async def keeps_minutes(stores: Stores, room: Room, seat: Seat) -> bool:
    """The same for the 笔录: this seat is one of those who signed it."""
    if seat.admitted_at is None or not permitted(room, seat, Right.KEEP_PAPERS):
        return False
    kept = await stores.minutes.load(room.id)
    if kept is None or not isinstance(kept.paper.stage, Closing | Sealed):
        return False
    return {str(slot.signer) for slot in kept.paper.stage.slots}.intersection(persons_of(seat)) != set()


async def open_session(
    request: web.Request, entry: Entry, look_again: Callable[[], Awaitable[tuple[Room, Seat]]]
) -> tuple[str, Seat]:
    """A token, and the seat as it is now; raises Refusal, TooMany, and what `look_again` raises.

    `look_again` gives the room and the seat as they are after the token was made: what ended the way in while we made
    it (a withdrawn link, a removal, the close) found no token of ours to void.
    """
    app, now = request.app, request.app[CLOCK]()
    require_open(entry.room, entry.seat)
    # Strangers who hold the link must not use up the turns of the person whose seat it is.
    app[LIMITS].entries.spend(f"{entry.seat.id}|{entry.device == entry.seat.device}")
    token, expires_at = new_token(), now + timedelta(hours=app[CONFIG].seat_session_hours)
    sessions, room, seat = app[STORES].seat_sessions, entry.room, entry.seat
    session = await sessions.open(
        room.id, seat.id, entry.device, secret_sha256(token), now, expires_at, speaking=seat.session
    )
    try:
        room, seat = await look_again()
        _require_still_open(entry, room, seat)
    except Exception:
        await sessions.void(session)
        raise
    fact = SessionOpened(room.id, seat.id, session, entry.device, source(request))
    await app[STORES].audit.append(room.case, now, fact)
    return token, seat


def _require_still_open(entry: Entry, room: Room, seat: Seat) -> None:
    # The end voids what was made before it: the link has to be opened once more, for what is left.
    if room.phase is Phase.CLOSED and entry.room.phase is not Phase.CLOSED:
        raise NotPermitted("not_permitted.phase")
    require_open(room, seat)
