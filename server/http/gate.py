"""The way to the table over HTTP: the notice, declarations and one-time codes, person by person (规则 §7, §17)."""

from typing import TypeVar

from rooms.ids import PersonId, SeatId
from rooms.inputs import CodeProved, DeclarationMade, Input, NoticeFinished, NoticeOpened
from rooms.permissions import require_tab
from rooms.person import Person
from rooms.refusals import NotPermitted
from rooms.rights import Right
from rooms.room import Seat
from server.app_keys import CLOCK, CONFIG, GATE_CODES, KEEPER
from server.gate_codes import Asked, CodeSpent, CodeTooSoon, CodeWrong
from server.http.access import Call, Seated
from server.http.bodies import Body, SessionState
from server.http.gate_bodies import (
    CodeAnswer,
    CodeRequest,
    CodeSent,
    DeclarationRequest,
    NoticeAct,
    SpokenCode,
    SpokenCodeRequest,
)
from server.http.notice import notice_of
from server.http.own_room import Leader, led_room
from server.http.problems import refused
from server.http.seat_session import state_of

B = TypeVar("B", bound=Body)


async def notice(call: Call[Seated, NoticeAct]) -> SessionState:
    """Before the eyes, or at its end; the text in force only."""
    app, said, seat = call.request.app, call.body, call.caller.seat
    if said.version != notice_of(app[CONFIG].local_day(app[CLOCK]())).version:
        raise refused("notice.outdated", field="version")
    person = PersonId(said.person)
    if said.act == "opened":
        return await _told(call, NoticeOpened(app[CLOCK](), seat.id, person))
    return await _told(call, NoticeFinished(app[CLOCK](), seat.id, person, said.version, said.aloud))


async def declaration(call: Call[Seated, DeclarationRequest]) -> SessionState:
    """One thing a person says for themselves."""
    said, seat = call.body, call.caller.seat
    event = DeclarationMade(call.request.app[CLOCK](), seat.id, PersonId(said.person), said.what, said.text)
    return await _told(call, event)


async def code(call: Call[Seated, CodeRequest]) -> CodeSent:
    """A code on its way to what is on file."""
    asked = _asked(call, call.body.person)
    try:
        delivered, expires = await call.request.app[GATE_CODES].send(asked)
    except CodeTooSoon as soon:
        raise refused("gate_code.too_soon", wait_s=soon.wait_s) from None
    return CodeSent(target_masked=delivered.target_masked, simulated=delivered.simulated, expires_at=expires)


async def code_answer(call: Call[Seated, CodeAnswer]) -> SessionState:
    """The right code identifies the person."""
    app, asked = call.request.app, _asked(call, call.body.person)
    try:
        by = app[GATE_CODES].check(asked, call.body.code)
    except CodeWrong as wrong:
        raise refused("gate_code.wrong", field="code", tries_left=wrong.left) from None
    except CodeSpent:
        raise refused("gate_code.spent", field="code") from None
    return await _told(call, CodeProved(app[CLOCK](), asked.seat, asked.person, by))


async def spoken_code(call: Call[Leader, SpokenCodeRequest]) -> SpokenCode:
    """A code for the mediator to read out, once the voice was known (domain.md §4.8)."""
    led = await led_room(call)
    seat = led.row.room.seat(SeatId(call.request.match_info["seat"]))
    person = seat.person(PersonId(call.body.person)) if seat else None
    if seat is None or person is None:
        raise refused("seat.unknown")
    code, expires = call.request.app[GATE_CODES].speak(Asked(led.row.room.id, seat.id, person.id), led.by)
    return SpokenCode(code=code, expires_at=expires)


def _asked(call: Call[Seated, B], person_id: str) -> Asked:
    """Somebody of this very seat, from the tab that may say who sits there."""
    seat = call.caller.seat
    person = _person(seat, person_id)
    _require_own_tab(call)
    return Asked(call.caller.room.id, seat.id, person.id)


def _person(seat: Seat, person_id: str) -> Person:
    person = seat.person(PersonId(person_id))
    if person is None:
        raise NotPermitted("person.unknown")
    return person


async def _told(call: Call[Seated, B], event: Input) -> SessionState:
    """The room hears it; the answer is how far the seat is then."""
    app, caller = call.request.app, call.caller
    _require_own_tab(call)
    await app[KEEPER].submit(caller.room.id, event)
    room = await app[KEEPER].room(caller.room.id)
    return await state_of(call, (room and room.seat(caller.seat.id)) or caller.seat)


def _require_own_tab(call: Call[Seated, B]) -> None:
    """Raises NotPermitted for a page that another has taken over from, or that waits for the mediator's nod."""
    room, seat, session = call.caller.room, call.caller.seat, call.caller.session
    if seat.session is not None:
        require_tab(room, seat.id, session.id, Right.DECLARE)
    elif seat.device not in {None, session.device}:
        raise NotPermitted("session.stale")
