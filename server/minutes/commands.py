"""What tabs ask of the minutes: the room's table first, then the minutes' own step; answered at once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, Protocol

from agreements.acts import CodeSent
from agreements.ceremony import slot_of
from agreements.ids import Digest, SignerId
from agreements.minutes_document import minutes_bytes, minutes_digest
from law.beijing import day_of
from law.people import Party
from law.refusal import SpokenRefusal
from rooms.ids import PersonId, RoomId, SeatId
from rooms.minutes.acts import FreezeAsked
from rooms.minutes.minutes import Open
from rooms.minutes.refusals import Unfit, Unmet
from rooms.permissions import require_tab
from rooms.refusals import Refusal as RoomRefusal
from rooms.rights import Right
from rooms.room import Role, Room
from server.minutes.desk import MinutesDesk, members_of
from server.minutes.document import document_of, letterhead, signers_of
from server.minutes.ending import MinutesEnding
from server.minutes.keeper import MinutesKeeper, Permit
from server.minutes.moves import Change, Move, frozen, signed, written
from server.minutes.roll import persons_of, roll
from server.minutes.sentences import told
from server.minutes.translate import Signed, Written, signed_act, written_act
from server.minutes.view import withheld_from
from server.papers.codes import Codes
from server.papers.ink_links import InkLinks, Wanted
from server.papers.translate import ink_of, sign_act
from server.storage.minutes import KeptMinutes
from signaling.contract import minutes as wire
from signaling.contract.answers import Accepted, Answer, Refused
from signaling.contract.drafting import AgreementSign
from signaling.ports import Tab

RIGHTS: Final[Mapping[type[wire.MinutesCommand], Right]] = {
    wire.MinutesWrite: Right.KEEP_MINUTES,
    wire.MinutesCorrect: Right.KEEP_MINUTES,
    wire.MinutesStrike: Right.KEEP_MINUTES,
    wire.MinutesHead: Right.KEEP_MINUTES,
    wire.MinutesOffer: Right.KEEP_MINUTES,
    wire.MinutesExcuse: Right.KEEP_MINUTES,
    wire.MinutesFreeze: Right.KEEP_MINUTES,
    wire.MinutesReopen: Right.KEEP_MINUTES,
    wire.MinutesConfirm: Right.CONFIRM_MINUTES,
    wire.MinutesDissent: Right.CONFIRM_MINUTES,
    wire.MinutesRefuse: Right.CONFIRM_MINUTES,
    wire.MinutesRead: Right.CONFIRM_MINUTES,
    wire.MinutesAffirm: Right.CONFIRM_MINUTES,
    wire.MinutesCode: Right.CONFIRM_MINUTES,
    wire.MinutesSign: Right.CONFIRM_MINUTES,
}
"""What the room's table is asked for each command."""


class RoomsKept(Protocol):
    """Where rooms are."""

    async def room(self, room: RoomId) -> Room | None: ...


class MinutesCommands:
    """The `Minutes` of the dispatch point."""

    def __init__(
        self,
        keeper: MinutesKeeper,
        desk: MinutesDesk,
        codes: Codes,
        ink_links: InkLinks,
        rooms: RoomsKept,
        clock: Callable[[], datetime],
        ending: MinutesEnding,
    ) -> None:
        self._keeper = keeper
        self._desk = desk
        self._codes = codes
        self._ink_links = ink_links
        self._rooms = rooms
        self._clock = clock
        self._ending = ending

    async def submit(self, sender: Tab, command: wire.MinutesCommand) -> Answer:
        """Durable on return where accepted. Raises the room's Refusal for what its table forbids."""
        try:
            await self._done(sender, command)
        except RoomRefusal:
            raise
        except SpokenRefusal as refusal:
            return told(refusal)
        return Accepted()

    async def end(self, sender: Tab, reason: str | None) -> Refused | None:
        """Why the session must not end now; None: it may, and minutes not signed by all are ended for that reason."""
        try:
            await self._ending.by_tab(sender, reason)
        except RoomRefusal:
            raise
        except SpokenRefusal as refusal:
            return told(refusal)
        return None

    async def _done(self, tab: Tab, command: wire.MinutesCommand) -> None:
        room = await self._rooms.room(tab.room)
        if room is None:
            raise Unmet("minutes.none")
        require_tab(room, tab.seat, tab.session, RIGHTS[type(command)])
        by, now = _person(room, tab, command), self._clock()
        match command:
            case wire.MinutesFreeze():
                people = await self._desk.people(room.id)
                await self._change(tab, command, lambda kept: _freeze(kept, room, people, command.saw, by, now))
            case wire.MinutesCode():
                await self._send_code(tab, command, by, now)
            case wire.MinutesSign():
                wanted = Wanted("minutes", tab.room, SignerId(by))
                phone = self._ink_links.source_of(tab.session, wanted, ink_of(command.ink))
                await self._change(tab, command, lambda kept: _signed(kept, tab, command, by, now, phone))
            case wire.MinutesRead() | wire.MinutesAffirm() | wire.MinutesRefuse() | wire.MinutesReopen():
                await self._change(tab, command, _ceremony(command, by, now))
            case _:
                await self._change(tab, command, _writing(command, room, by, now))

    async def _send_code(self, tab: Tab, command: wire.MinutesCode, by: PersonId, now: datetime) -> None:
        kept = await self._keeper.kept(tab.room)
        if kept is None:
            raise Unmet("minutes.none")
        signer, digest = SignerId(by), Digest(command.digest)
        issued = await self._codes.issue(tab.room, _fixed(kept).paper, signer, digest, now)
        await self._change(tab, command, lambda now_kept: signed(now_kept, CodeSent(now, signer, digest, issued.kept)))
        await self._codes.post(issued)

    async def _change(self, tab: Tab, command: wire.MinutesCommand, move: Move) -> None:
        refusal = await self._keeper.change(tab.room, _permit(tab, command), move)
        if refusal is not None:
            raise refusal


def _permit(tab: Tab, command: wire.MinutesCommand) -> Permit:
    """The room's table, for the tab that speaks for its seat."""
    right = RIGHTS[type(command)]
    return lambda room: require_tab(room, tab.seat, tab.session, right)


def _person(room: Room, tab: Tab, command: wire.MinutesCommand) -> PersonId:
    """Who acts: the person named, who must be one of the sender's seat; a keeper's act is its first person's."""
    seat = room.seat(tab.seat)
    persons = persons_of(seat) if seat else ()
    own = not isinstance(command, wire.MinutesExcuse)
    named = getattr(command, "person", None) if own else None
    if named is None:
        return persons[0]
    if named not in persons:
        raise Unfit("minutes.person")
    return PersonId(named)


def _writing(command: Written, room: Room, by: PersonId, now: datetime) -> Move:
    """An act of the minutes; people named in it take part in the session."""
    known = {one.person for one in roll(room)}
    match command:
        case wire.MinutesWrite(speaker=str(who)) | wire.MinutesCorrect(speaker=str(who)) if who not in known:
            raise Unfit("minutes.speaker")
        case wire.MinutesExcuse(person=who) if who not in known:
            raise Unfit("minutes.person")
        case _:
            act = written_act(command, by, now)
            return lambda kept: written(kept, act)


def _ceremony(command: Signed, by: PersonId, now: datetime) -> Move:
    act = signed_act(command, by, now)
    return lambda kept: signed(_fixed(kept), act)


def _signed(kept: KeptMinutes, tab: Tab, command: wire.MinutesSign, by: PersonId, now: datetime, phone: str) -> Change:
    said = AgreementSign(id=command.id, digest=command.digest, code=command.code, ink=command.ink)
    slot = slot_of(kept.paper, SignerId(by))
    # What is bound into the evidence is the person who signs; a seat may hold several.
    pressed = replace(tab, seat=SeatId(by))
    return signed(_fixed(kept), sign_act(said, pressed, now, slot.code if slot else None, phone))


def _fixed(kept: KeptMinutes) -> KeptMinutes:
    """Raises Unmet where there is nothing to sign."""
    if isinstance(kept.minutes.stage, Open):
        raise Unmet("minutes.not_frozen")
    return kept


def _freeze(
    kept: KeptMinutes, room: Room, people: Mapping[SeatId, Party], saw: int, by: PersonId, now: datetime
) -> Change:
    """The document as it is now, and who signs it."""
    everybody = roll(room)
    signers = signers_of(kept.minutes, everybody)
    content = minutes_bytes(document_of(kept.minutes, room, letterhead(kept.paper), at=now, today=day_of(now)))
    act = FreezeAsked(
        at=now,
        by=by,
        saw=saw,
        digest=minutes_digest(content),
        signers=tuple((one.person, one.name) for one in everybody if one.signs),
        mediator=next(one.person for one in everybody if one.role is Role.MEDIATOR),
        withheld={one.person: withheld_from(kept.minutes, room, one) for one in everybody},
    )
    return frozen(kept, act, members_of(signers, people), content)
