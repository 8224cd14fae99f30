"""At the table: switches, the peer connection, chat."""

from dataclasses import replace

from law.plain_text import in_line
from rooms.chat import LINE_LIMIT, ChatLine, Zone
from rooms.effects import RecordFact, StoreLine
from rooms.facts import LineStored
from rooms.inputs import ChatReceived, ChatSent, MediaOffered, MediaSet
from rooms.outcome import Step
from rooms.permissions import require
from rooms.refusals import Unfit
from rooms.rights import Right
from rooms.room import Room

REMEMBERED_LINES = 64
"""Message ids kept per author; a client holds back further lines while this many are unanswered."""


def set_media(room: Room, event: MediaSet) -> Step:
    """The own switches; the relay obeys them whatever the client goes on sending."""
    seat = require(room, event.seat, Right.SET_MEDIA)
    return Step(room.with_seat(replace(seat, microphone=event.microphone, camera=event.camera)))


def offer_media(room: Room, event: MediaOffered) -> Step:
    """Whether this seat may have a peer connection now; raises if not."""
    require(room, event.seat, Right.OFFER_MEDIA)
    return Step(room)


def say(room: Room, event: ChatSent) -> Step:
    """Number the line and keep it; the same line sent again is the same line."""
    seat = require(room, event.seat, Right.CHAT)
    if event.id in seat.recent:
        return Step(room)
    line = ChatLine(room.chat_seq + 1, event.id, seat.id, Zone.JOINT, event.at, _said(event.text))
    spoke = replace(seat, recent=(*seat.recent, event.id)[-REMEMBERED_LINES:])
    fact = LineStored(seat.id, line.seq, line.zone)
    return Step(
        replace(room.with_seat(spoke), chat_seq=line.seq),
        (StoreLine(line), RecordFact(fact)),
    )


def _said(text: str) -> str:
    if not text.strip():
        raise Unfit("chat.empty")
    if len(text) > LINE_LIMIT:
        raise Unfit("chat.too_long", limit=LINE_LIMIT)
    if hidden := in_line(text):
        raise Unfit("text.control_characters", characters=" ".join(hidden))
    return text


def acknowledge(room: Room, event: ChatReceived) -> Step:
    """The client has all up to `seq`; a number from the future counts as the newest."""
    seat = require(room, event.seat, Right.ACKNOWLEDGE_CHAT)
    received = max(seat.received, min(event.seq, room.chat_seq))
    return Step(room.with_seat(replace(seat, received=received)))
