"""No field is lost between the room and the wire."""

from dataclasses import fields

from rooms import chat, views
from signaling import translate
from signaling.contract import pushes
from signaling.contract.commands import COMMANDS
from signaling.contract.wire import Wire
from tests.rooms.stories import MEDIATOR, WORKER, after, everyone_at_the_table, said


def names(kind: type) -> set[str]:
    return {one.name for one in fields(kind)}


def test_views_and_lines_have_the_same_fields_on_both_sides() -> None:
    pairs: list[tuple[type, type[Wire]]] = [
        (views.RoomView, pushes.RoomView),
        (views.SeatView, pushes.SeatView),
        (views.DeskRow, pushes.DeskRow),
        (chat.ChatLine, pushes.ChatLine),
    ]
    told_besides: dict[type[Wire], set[str]] = {pushes.ChatLine: {"name"}}
    for inner, wire in pairs:
        assert names(inner) | told_besides.get(wire, set()) == set(wire.model_fields), wire


def test_a_view_arrives_value_for_value() -> None:
    room = after([*everyone_at_the_table(), said(WORKER)])
    seat = room.seat(MEDIATOR)
    assert seat is not None
    view = views.view_for(room, seat)
    pushed = translate.shown(view)
    assert pushed.model_dump()["version"] == view.version
    assert [one.name for one in pushed.seats] == [one.name for one in view.seats]
    assert [row.identity for row in pushed.desk] == [row.identity for row in view.desk]
    assert pushed.chat_seq == 1


def test_threat5_no_command_has_a_field_for_its_sender() -> None:
    for command in COMMANDS.values():
        assert not {"by", "from", "sender", "role", "room", "session"} & set(command.model_fields)
