"""Who writes in the draft besides the host: the room's co-mediators, as long as the room lets them."""

from dataclasses import replace

from agreements.agreement import Editor
from agreements.editors import is_editor, name_in, speaker
from agreements.ids import SignerId
from rooms.ids import SeatId
from rooms.room import Role, Side
from server.papers.opening import with_identities
from server.storage.agreement_json import agreement_from, agreement_text
from tests.agreements.core.stories import HEAD as HEAD_PART
from tests.agreements.core.stories import MEDIATOR, WORKER, after, agreement, put
from tests.server.storage.office import planned_room

CO = SignerId("co")


def test_a_co_mediator_writes_and_what_was_written_keeps_the_name() -> None:
    room = planned_room()
    seat = replace(room.seats[0], id=SeatId(CO), role=Role.CO_MEDIATOR, side=Side.NEUTRAL)
    beside = replace(room, seats=(*room.seats, seat))
    now = with_identities(agreement(), beside)
    assert [one.id for one in now.editors] == [CO]
    assert with_identities(now, beside) is now
    written = after([put(HEAD_PART, "facts", "协助调解员写的", by=CO)], now)
    assert agreement_from(agreement_text(written)) == written
    gone = with_identities(written, room)
    assert name_in(gone, CO) == seat.name
    assert is_editor(gone, MEDIATOR)


def test_a_seat_speaks_for_itself_or_for_the_party_whose_agent_it_is() -> None:
    now = agreement()
    members = tuple(replace(one, seat=SignerId("agent")) if one.id == WORKER else one for one in now.members)
    represented = replace(now, members=members, editors=(Editor(CO, "赵协"),))
    assert [speaker(represented, SignerId(seat)) for seat in ("agent", WORKER, CO, "stranger")] == [
        WORKER,
        WORKER,
        CO,
        "stranger",
    ]
