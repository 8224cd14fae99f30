"""The minutes as one seat may see them, on the wire's terms.

All at the table see all, as it was said before all; but for those whom a screen keeps from each other.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from agreements.agreement import Agreement, Drafting
from agreements.ceremony import slot_of
from agreements.ids import SignerId
from law.beijing import day_of
from rooms.chat import Channel, ChannelKind
from rooms.ids import PersonId, RoomId, SeatId
from rooms.minutes.closing import remaining, unsettled
from rooms.minutes.minutes import Entry, EntryId, Fall, Frozen, Minutes, Open
from rooms.permissions import HOLDERS
from rooms.rights import Right, extent
from rooms.room import Room, Seat
from server.minutes.keeper import MinutesKeeper, RoomsKept
from server.minutes.roll import Attendant, persons_of, roll
from server.papers.deliveries import deliveries
from server.papers.screening import FELL, apart_from, without
from server.papers.view import Delivery, own_view, shared_view
from server.storage.agreement_json import stage_name
from server.storage.messages import MessageStore
from server.storage.minutes import KeptMinutes
from signaling.contract import minutes as wire
from signaling.contract.agreement_view import AgreementView
from signaling.contract.answers import Message

NOT_PRINTED: Final = "The text could not be printed; see the Chinese sentence for the characters."


class MinutesViews:
    """Makes views."""

    def __init__(
        self, keeper: MinutesKeeper, rooms: RoomsKept, messages: MessageStore, clock: Callable[[], datetime]
    ) -> None:
        self._keeper = keeper
        self._rooms = rooms
        self._messages = messages
        self._clock = clock

    async def view(self, room_id: RoomId, seat_id: SeatId) -> wire.MinutesView | None:
        """What this seat may see; None: nothing."""
        kept, room = await self._keeper.kept(room_id), await self._rooms.room(room_id)
        seat = room.seat(seat_id) if room else None
        if kept is None or room is None or seat is None:
            return None
        now = self._clock()
        return view_of(kept, room, seat, day_of(now), await deliveries(self._messages, kept.paper, now))


Delivered = Mapping[SignerId, Delivery]


def view_of(kept: KeptMinutes, room: Room, seat: Seat, today: date, delivered: Delivered) -> wire.MinutesView:
    """The minutes for this seat, whole. `delivered`: the codes that are on their way."""
    minutes, hidden = kept.minutes, withheld(kept.minutes, room, seat)
    everybody = tuple(one for one in roll(room) if not room.apart(seat.id, one.seat))
    names = {one.person: one.name for one in everybody}
    signer = signer_of(kept.paper, seat)
    keeps = extent(HOLDERS[seat.role], Right.KEEP_MINUTES) is not None
    seen = tuple(each for each in minutes.entries if each.id not in hidden)
    paper = _paper(kept.paper, signer, today, delivered)
    return wire.MinutesView(
        # Counts of what anybody does are the keepers' alone.
        version=kept.version if keeps else 0,
        text_version=minutes.version if keeps else 0,
        stage=_stage(kept.paper),
        number=kept.paper.matter.number,
        whole=True,
        entries=tuple(_entry(number, each, names) for number, each in enumerate(seen, start=1)),
        offered=sum(each.id not in hidden for each in minutes.entries[: minutes.offered]),
        focus=minutes.focus,
        result=minutes.result,
        people=tuple(_person(minutes, one, hidden | withheld_from(minutes, room, one)) for one in everybody),
        may_keep=keeps,
        fall=_fall(room, seat, minutes.stage.fall, names)
        if isinstance(minutes.stage, Open) and minutes.stage.fall
        else None,
        signer=signer,
        paper=without(paper, apart_from(room, seat.id, kept.paper)) if paper else None,
    )


def withheld(minutes: Minutes, room: Room, seat: Seat) -> frozenset[EntryId]:
    """Entries that are about, or of, whom a screen keeps from this seat: for its eyes only on the paper itself."""
    apart = {*room.parted(seat.id), *room.parted_persons(seat.id)}
    if not apart:
        return frozenset()
    talks = (Channel(ChannelKind.CAUCUS, caucus.id) for caucus in room.caucuses)
    private = {talk.of for talk in talks if any(one.seat in apart for one in room.conversation(talk).readers)}
    about = {str(each) for each in (*apart, *private)}
    return frozenset(each.id for each in minutes.entries if {str(each.speaker), each.subject} & about)


def withheld_from(minutes: Minutes, room: Room, one: Attendant) -> frozenset[EntryId]:
    """The same for somebody who takes part."""
    seat = room.seat(one.seat)
    return withheld(minutes, room, seat) if seat else frozenset()


def signer_of(paper: Agreement, seat: Seat) -> SignerId | None:
    """Whose turn it is in that seat: the first person who has not signed; after all of them, the last."""
    slots = [slot for person in persons_of(seat) if (slot := slot_of(paper, SignerId(person)))]
    open_ones = [slot for slot in slots if slot.activation is None]
    return next((slot.signer for slot in (*open_ones, *reversed(slots))), None)


def _paper(paper: Agreement, signer: SignerId | None, today: date, delivered: Delivered) -> AgreementView | None:
    """The ceremony in the agreement's own terms; who made former rounds fall is told by the minutes.

    None where there is no ceremony: nothing is fixed, or the session ended and nobody signs.
    """
    if isinstance(paper.stage, Drafting) or not paper.members:
        return None
    shared = shared_view(replace(paper, voids=()), today=today)
    return own_view(shared, paper, signer, delivered) if signer else shared


def _stage(paper: Agreement) -> wire.MinutesStage:
    stages: Mapping[str, wire.MinutesStage] = {
        "drafting": "open",
        "freezing": "freezing",
        "signing": "signing",
        "closing": "closing",
        "sealed": "sealed",
    }
    return stages[stage_name(paper.stage)]


def _entry(number: int, entry: Entry, names: Mapping[PersonId, str]) -> wire.MinutesEntry:
    return wire.MinutesEntry(
        number=number,
        id=entry.id,
        at=entry.at,
        kind=entry.kind,
        mark=entry.mark,
        text=entry.text,
        speaker=entry.speaker,
        speaker_name=_name(names, entry.speaker),
        revision=entry.revision,
        history=tuple(
            wire.OldWords(text=old.text, speaker=_name(names, old.speaker), until=old.until, by=_name(names, old.by))
            for old in entry.history
            if old.speaker is None or old.speaker in names
        ),
        struck=entry.struck.reason if entry.struck else None,
        confirmed=tuple(sorted(person for person in entry.confirmed if person in names)),
        dissents=tuple(
            wire.DissentNote(
                person=note.person, name=_name(names, note.person), at=note.at, text=note.text, revision=note.revision
            )
            for note in entry.dissents
            if note.person in names
        ),
    )


def _person(minutes: Minutes, one: Attendant, hidden: frozenset[EntryId]) -> wire.MinutesPerson:
    stage = minutes.stage
    signs = one.person in stage.signers if isinstance(stage, Frozen) else bool(remaining(minutes, (one.person,)))
    return wire.MinutesPerson(
        person=one.person,
        seat=one.seat,
        name=one.name,
        label=one.capacity,
        signs=signs and one.signs,
        excuse=next((each.reason for each in minutes.excuses if each.person == one.person), ""),
        unsettled=unsettled(minutes, one.person, hidden) if one.signs else 0,
    )


def _fall(room: Room, seat: Seat, fall: Fall, names: Mapping[PersonId, str]) -> wire.MinutesFall:
    """Behind a screen all of them read the same: one that is told otherwise would be the other's."""
    if room.parted(seat.id):
        return wire.MinutesFall(by="", reason=Message(zh=FELL.zh, en=FELL.en), at=fall.at, signatures=0)
    reason = Message(zh=fall.reason, en=fall.reason if fall.by else NOT_PRINTED)
    return wire.MinutesFall(by=_name(names, fall.by), reason=reason, at=fall.at, signatures=fall.signed)


def _name(names: Mapping[PersonId, str], who: PersonId | None) -> str:
    return names.get(who, "") if who else ""
