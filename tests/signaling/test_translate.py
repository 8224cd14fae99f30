"""No field is lost between the room and the wire."""

from dataclasses import fields
from typing import Any

import pytest

from rooms import chat, seen, views
from rooms.document import Shown
from rooms.ids import DeviceId, RoomId
from signaling import translate
from signaling.connections import Connection
from signaling.contract import pushes
from signaling.contract.commands import COMMANDS, AnyCommand, Beat
from signaling.contract.drafting import AgreementCommand
from signaling.contract.session import MediaPrefer
from signaling.contract.wire import Wire
from signaling.translate_session import Course, Order, PrivateTalk, WayIn, Words
from tests.rooms.stories import MEDIATOR, NOON, WORKER, after, everyone_at_the_table, said, session

GROUPS = (WayIn, PrivateTalk, Course, Order, Words)


async def good() -> bool:
    return True


CONNECTION = Connection(
    sid="sid",
    session=session(MEDIATOR),
    room=RoomId("room"),
    seat=MEDIATOR,
    device=DeviceId("device"),
    chat_sent={},
    source="",
    agent="",
    still_good=good,
)


FIELDS: dict[str, Any] = {"channel": "joint", "how": "document", "seats": ("something",)}


def made(command: type[AnyCommand]) -> AnyCommand:
    """One with something in every field; what may stand there is the contract's to judge."""
    values: dict[str, Any] = {name: FIELDS.get(name, "something") for name in command.model_fields}
    return command.model_construct(**values)


def names(kind: type) -> set[str]:
    return {one.name for one in fields(kind)}


def test_views_and_lines_have_the_same_fields_on_both_sides() -> None:
    pairs: list[tuple[type, type[Wire]]] = [
        (seen.RoomView, pushes.RoomView),
        (seen.SeatView, pushes.SeatView),
        (seen.PersonView, pushes.PersonView),
        (seen.PersonGate, pushes.PersonGate),
        (seen.DeskRow, pushes.DeskRow),
        (seen.CaucusView, pushes.CaucusView),
        (seen.InvitationView, pushes.InvitationView),
        (seen.Call, pushes.Call),
        (seen.PrivateTalk, pushes.PrivateTalk),
        (seen.ChannelView, pushes.ChannelView),
        (seen.DocumentCard, pushes.DocumentCard),
        (seen.FactView, pushes.FactView),
        (seen.DisclosureView, pushes.DisclosureView),
        (seen.InterruptionView, pushes.InterruptionView),
        (Shown, pushes.ShownPage),
        (chat.ChatLine, pushes.ChatLine),
    ]
    told_besides: dict[type[Wire], set[str]] = {pushes.ChatLine: {"name"}}
    for inner, wire in pairs:
        assert names(inner) | told_besides.get(wire, set()) == set(wire.model_fields), wire


def test_a_view_arrives_value_for_value_under_a_number_of_its_own() -> None:
    room = after([*everyone_at_the_table(), said(WORKER)])
    seat = room.seat(MEDIATOR)
    assert seat is not None
    view = views.view_for(room, seat)
    pushed = translate.shown(view, 7)
    assert (pushed.version, view.version) == (7, room.version)
    assert [one.name for one in pushed.seats] == [one.name for one in view.seats]
    assert [row.identity for row in pushed.desk] == [row.identity for row in view.desk]
    assert [(one.channel, one.seq) for one in pushed.channels if one.channel == "joint"] == [("joint", 1)]


COMMANDS_OF_THE_ROOM = [
    command
    for command in COMMANDS.values()
    if command in (*translate.Basic.__args__, *(kind for group in GROUPS for kind in group.__args__))
]


@pytest.mark.parametrize("command", COMMANDS_OF_THE_ROOM)
def test_every_command_of_the_room_becomes_an_input_of_its_sender(command: type[AnyCommand]) -> None:
    """Whatever the fields say: who speaks is whom the connection speaks for."""
    said = translate.spoken(made(command), CONNECTION, NOON)  # type: ignore[arg-type]
    assert (said.seat, said.session) == (CONNECTION.seat, CONNECTION.session)
    acting = getattr(said.said, "by", None) or said.said.seat  # type: ignore[union-attr]
    assert acting == CONNECTION.seat
    assert said.said.at == NOON


def test_no_command_is_left_out() -> None:
    elsewhere = {MediaPrefer, Beat, *AgreementCommand.__args__}
    minutes = {command for command in COMMANDS.values() if command.event.startswith("minutes.")}
    assert set(COMMANDS_OF_THE_ROOM) | elsewhere | minutes == set(COMMANDS.values())


def test_threat5_no_command_has_a_field_for_its_sender() -> None:
    for command in COMMANDS.values():
        assert not {"by", "from", "sender", "role", "room", "session"} & set(command.model_fields)
