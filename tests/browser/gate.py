"""People who have been through the gate already, for tests whose subject is what comes after it.

Walking through takes the ten seconds in which the notice is read: one test does it as people do (test_story), the
others begin with a room as it is stored after that.
"""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from law.beijing import day_of
from law.notice import notice
from rooms.person import Consent, Consents, Declaration, Declared, Identity, NoticeRead, Person
from rooms.room import Role, Room, Seat
from server.storage.room_json import room_from, room_text


def clear(data: Path, room_id: str) -> None:
    """Everybody in the stored room is identified, has read, declared and consented, and was cleared.

    The server must not have taken the room up yet: it goes on from what is stored then.
    """
    with closing(sqlite3.connect(data / "mediation-room.sqlite3", timeout=10)) as database, database:
        (stored,) = database.execute("SELECT state FROM rooms WHERE id = ?", (room_id,)).fetchone()
        state = room_text(_cleared(room_from(stored)))
        database.execute("UPDATE rooms SET state = ? WHERE id = ?", (state, room_id))


def _cleared(room: Room) -> Room:
    now = datetime.now(UTC)
    seats = (seat if seat.role is Role.MEDIATOR else _through(seat, now) for seat in room.seats)
    return replace(room, seats=tuple(seats))


def _through(seat: Seat, now: datetime) -> Seat:
    informed = tuple(_informed(person, now) for person in seat.persons)
    return replace(seat, persons=informed, papers_seen=seat.role is Role.AGENT, cleared_at=now)


def _informed(person: Person, now: datetime) -> Person:
    version = notice(day_of(now)).version
    return replace(
        person,
        proofs=person.proofs | {Identity.DOCUMENT},
        notice=NoticeRead(version, now, 60, aloud=False),
        consents=Consents(version, frozenset({Consent.ONLINE_MEDIATION, Consent.E_SIGNATURE}), now),
        declarations=tuple(Declaration(what, "", now) for what in Declared),
    )
