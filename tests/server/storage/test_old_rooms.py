"""A room that an older version stored is today's room, with everything it held."""

from datetime import UTC, datetime
from pathlib import Path

from rooms.chat import JOINT, Channel, ChannelKind
from rooms.document import Shown
from rooms.ids import DocumentId, SeatId
from rooms.person import Consent, Identity
from rooms.room import Phase, Place
from server.storage.old_rooms import migrated
from server.storage.room_json import room_from, room_text

STORED = (Path(__file__).parent / "old_room.json").read_text()
"""As it was written then: mediator and worker at the table, the company's representative in the lobby."""
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def test_people_places_and_consents_are_what_they_were() -> None:
    room = room_from(STORED)
    mediator, worker, company = room.seats
    assert (room.phase, room.version) == (Phase.JOINT, 11)
    assert [seat.place for seat in room.seats] == [Place.JOINT, Place.JOINT, Place.LOBBY]
    assert [seat.name for seat in room.seats] == ["王敏", "张伟", "李静"]
    assert (worker.first.id, worker.identity, worker.has_id_tail) == ("worker", Identity.DIGITS, True)
    assert company.on_behalf_of == "南京某某电子有限公司"
    assert worker.consents is not None
    assert worker.consents.given == {Consent.ONLINE_MEDIATION}
    assert (worker.admitted_at, worker.cleared_at, mediator.admitted_at) == (NOON, NOON, NOON)
    assert (company.admitted_at, company.cleared_at) == (None, None)


def test_what_was_said_and_laid_on_the_table_is_read_by_the_same_people() -> None:
    room = room_from(STORED)
    joint = room.conversation(JOINT)
    assert (joint.seq, room.documents[0].channel) == (1, JOINT)
    assert joint.readable(SeatId("worker"), 1)
    assert not joint.readable(SeatId("company"), 1)
    reader = joint.reader(SeatId("mediator"))
    assert reader is not None
    assert reader.received == 1
    assert room.shown == (Shown(DocumentId("d-1"), 1, SeatId("worker")),)
    waiting = room.conversation(Channel(ChannelKind.LOBBY, "company"))
    assert {one.seat for one in waiting.readers} == {"company", "mediator"}
    assert [one.seat for one in room.conversation(Channel(ChannelKind.SIDE, "applicant")).readers] == ["worker"]


def test_what_is_stored_anew_is_left_as_it_is() -> None:
    text = room_text(room_from(STORED))
    assert migrated(text) == text
    assert room_from(text) == room_from(STORED)
