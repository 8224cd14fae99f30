"""Between the wire and the room: one function for each direction."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from rooms import chat, inputs, seen
from rooms.ids import DocumentId, MessageId, PersonId, SeatId
from rooms.person import Identity
from rooms.refusals import Refusal
from rooms.room import Room
from signaling.connections import Connection
from signaling.contract import commands, pushes
from signaling.contract.answers import Message, Refused
from signaling.ports import Tab
from signaling.translate_session import RoomsOwn, input_of

Basic = (
    commands.RoomEnter
    | commands.RoomLeave
    | commands.RoomClose
    | commands.SeatAdmit
    | commands.SeatHold
    | commands.SeatRemove
    | commands.DeviceAllow
    | commands.DeviceRefuse
    | commands.IdentityConfirm
    | commands.MediaSet
    | commands.MediaOffer
    | commands.ChatSend
    | commands.ChatReceived
    | commands.DocumentShow
    | commands.DocumentHide
)
RoomCommand = Basic | RoomsOwn
"""Commands the room decides on: all but the agreement's, the preference and the beat."""
SHOWN = {"document": Identity.DOCUMENT, "face": Identity.MEDIATOR}
"""What the mediator went by; the face alone is refused in the room, with the reason."""


def spoken(command: RoomCommand, connection: Connection, at: datetime) -> inputs.FromTab:
    """The command as the room's input, its sender taken from the connection."""
    said = input_of(command, connection.seat, at) if isinstance(command, RoomsOwn) else _basic(command, connection, at)
    return inputs.FromTab(connection.seat, connection.session, said)


def _basic(command: Basic, connection: Connection, at: datetime) -> inputs.Command:  # noqa: C901, PLR0911, PLR0912 - one line per command
    seat = connection.seat
    match command:
        case commands.RoomEnter(microphone=microphone, camera=camera):
            return inputs.EnterRequested(at, seat, connection.device, connection.session, microphone, camera)
        case commands.RoomLeave():
            return inputs.Left(at, seat)
        case commands.RoomClose():
            return inputs.Closed(at, seat)
        case commands.SeatAdmit():
            return inputs.Admitted(at, seat, SeatId(command.seat))
        case commands.SeatHold():
            return inputs.HeldBack(at, seat, SeatId(command.seat), command.reason)
        case commands.SeatRemove():
            return inputs.Removed(at, seat, SeatId(command.seat), command.reason)
        case commands.DeviceAllow():
            return inputs.DeviceAllowed(at, seat, SeatId(command.seat))
        case commands.DeviceRefuse():
            return inputs.DeviceRefused(at, seat, SeatId(command.seat))
        case commands.IdentityConfirm():
            person, paper = PersonId(command.person), DocumentId(command.paper) if command.paper else None
            return inputs.IdentityConfirmed(at, seat, SeatId(command.seat), person, SHOWN[command.how], paper)
        case commands.MediaSet():
            return inputs.MediaSet(at, seat, command.microphone, command.camera, command.screen)
        case commands.MediaOffer():
            return inputs.MediaOffered(at, seat)
        case commands.ChatSend():
            channel = chat.channel_from(command.channel)
            return inputs.ChatSent(at, seat, MessageId(command.id), command.text, channel, command.tag)
        case commands.ChatReceived():
            return inputs.ChatReceived(at, seat, command.seq, chat.channel_from(command.channel))
        case commands.DocumentShow():
            return inputs.DocumentShown(at, seat, DocumentId(command.document), command.page)
        case commands.DocumentHide():
            return inputs.DocumentHidden(at, seat)
        case _:
            assert_never(command)


def sender(connection: Connection) -> Tab:
    """Who speaks on this socket, for the agreement's evidence."""
    return Tab(
        room=connection.room,
        seat=connection.seat,
        session=connection.session,
        device=connection.device,
        source=connection.source,
        agent=connection.agent,
    )


def shown(view: seen.RoomView, version: int) -> pushes.RoomView:
    """A view as pushed, field for field, but for the number: the connection's own count of its views."""
    return pushes.RoomView.model_validate(replace(view, version=version))


def told(lines: tuple[chat.ChatLine, ...], room: Room, reader: SeatId) -> pushes.ChatLines:
    """Chat lines as pushed to that seat, with its own numbers.

    Authors come with their names: who has left is in nobody's view any more.
    """
    names = {seat.id: seat.name for seat in room.seats}
    return pushes.ChatLines(
        lines=tuple(
            pushes.ChatLine(
                channel=str(line.channel),
                seq=room.conversation(line.channel).number(reader, line.seq),
                id=line.id,
                author=line.author,
                name=names[line.author],
                zone=line.zone,
                at=line.at,
                text=line.text,
                tag=line.tag,
            )
            for line in lines
        )
    )


def refused(refusal: Refusal) -> Refused:
    """A refusal of the room as the answer on the wire."""
    return Refused(code=refusal.code, message=Message(zh=refusal.zh, en=refusal.en), data=dict(refusal.data))
