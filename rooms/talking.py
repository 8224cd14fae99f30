"""What a seat does by itself where it is: its switches, its peer connection, its lines."""

from dataclasses import replace
from typing import Final

from law.plain_text import in_line
from rooms.audibility import attended, may_say
from rooms.chat import JOINT, LINE_LIMIT, Channel, ChannelKind, ChatLine, Conversation
from rooms.effects import Effect, RecordFact, StoreLine
from rooms.facts import LineStored
from rooms.inputs import ChatReceived, ChatSent, MediaOffered, MediaSet
from rooms.outcome import Step
from rooms.permissions import require
from rooms.refusals import NotPermitted, Refusal, Unfit, Unmet
from rooms.rights import Right
from rooms.room import MEDIATORS, Place, Room, Seat

REMEMBERED_LINES = 64
"""Message ids kept per author; a client holds back further lines while this many are unanswered."""

RIGHTS: Final = {ChannelKind.NOTES: Right.NOTE, ChannelKind.WHISPER: Right.WHISPER}
"""Channels with a right of their own; all others are chat."""


def set_media(room: Room, event: MediaSet) -> Step:
    """The own switches; the relay obeys them whatever the client goes on sending. Nobody opens another's microphone."""
    seat = require(room, event.seat, Right.SET_MEDIA)
    if event.microphone and seat.muted:
        raise Unmet("media.muted")
    if event.screen and not seat.screen:
        _may_share(room, require(room, event.seat, Right.SHARE_SCREEN))
    switched = replace(
        seat,
        microphone=event.microphone,
        camera=event.camera,
        screen=event.screen,
        unmute_asked=None if event.microphone else seat.unmute_asked,
    )
    return Step(room.with_seat(switched))


def _may_share(room: Room, seat: Seat) -> None:
    if not seat.may_share and seat.role not in MEDIATORS:
        raise NotPermitted("screen.not_allowed")
    if any(other.screen and not room.apart(seat.id, other.id) for other in room.present(*seat.spot)):
        raise Unmet("screen.taken")


def offer_media(room: Room, event: MediaOffered) -> Step:
    """Whether this seat may have a peer connection now; raises if not."""
    require(room, event.seat, Right.OFFER_MEDIA)
    return Step(room)


def say(room: Room, event: ChatSent) -> Step:
    """Number the line within its channel and keep it; the same line sent again is the same line."""
    seat = require(room, event.seat, RIGHTS.get(event.channel.kind, Right.CHAT))
    if event.id in seat.recent:
        return Step(room)
    conversation = open_to(room, seat, event.channel)
    line = ChatLine(
        seq=conversation.seq + 1,
        id=event.id,
        author=seat.id,
        zone=event.channel.zone,
        at=event.at,
        text=_said(event.text),
        channel=event.channel,
        tag=event.tag,
    )
    spoke = room.with_seat(replace(seat, recent=(*seat.recent, event.id)[-REMEMBERED_LINES:]))
    further = replace(conversation, seq=line.seq).keeping_from(room.parted(seat.id), line.seq)
    return Step(spoke.with_conversation(further), _kept(line))


def _kept(line: ChatLine) -> tuple[Effect, ...]:
    """A private line leaves no trace in the audit, not even that it was said."""
    if line.channel.private:
        return (StoreLine(line),)
    return (StoreLine(line), RecordFact(LineStored(line.author, line.seq, line.zone)))


def open_to(room: Room, seat: Seat, channel: Channel) -> Conversation:
    """The conversation, for a seat that may add to it now: a line, a document or a page that is shown."""
    conversation = room.conversation(channel)
    reader = conversation.reader(seat.id)
    if not may_say(room, seat, channel) or reader is None or reader.until is not None:
        raise _shut(room, seat, channel)
    return conversation


def _shut(room: Room, seat: Seat, channel: Channel) -> Refusal:
    if not attended(room, seat.spot):
        if channel == JOINT and seat.place is Place.JOINT:
            return Unmet("chat.joint_paused")
        if channel.kind is ChannelKind.CAUCUS and seat.inside == channel.of:
            return Unmet("chat.caucus_paused")
    return NotPermitted("chat.channel")


def _said(text: str) -> str:
    if not text.strip():
        raise Unfit("chat.empty")
    if len(text) > LINE_LIMIT:
        raise Unfit("chat.too_long", limit=LINE_LIMIT)
    if hidden := in_line(text):
        raise Unfit("text.control_characters", characters=" ".join(hidden))
    return text


def acknowledge(room: Room, event: ChatReceived) -> Step:
    """The client has all of that channel up to its own number `seq`; one from the future counts as the newest."""
    seat = require(room, event.seat, Right.ACKNOWLEDGE_CHAT)
    conversation = room.conversation(event.channel)
    reader = conversation.reader(seat.id)
    if reader is None:
        raise NotPermitted("chat.channel")
    newest = conversation.seq if reader.until is None else reader.until
    held = conversation.line(seat.id, min(event.seq, conversation.number(seat.id, newest))) or 0
    has = replace(reader, received=max(reader.received, held))
    readers = tuple(has if one == reader else one for one in conversation.readers)
    return Step(room if has == reader else room.with_conversation(replace(conversation, readers=readers)))
