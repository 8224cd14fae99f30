"""Rooms as they were stored when a seat was one person and all talk was at the joint table, in today's shape.

What cannot be known any more is what changes nothing: when somebody first came to the table counts as the planned time.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

Json = dict[str, Any]

JOINT: Final = {"kind": "joint", "of": ""}
PERSONS: Final = '"persons":'
"""Is in every room of today, and in no old one: within a text its quotes would be escaped."""
OF_PERSON: Final = ("name", "on_behalf_of", "has_id_tail", "tries_left", "consents")
OF_TALK: Final = ("reads_after", "received")


def migrated(text: str) -> str:
    """The stored room as today's types have it; one of today comes back as it is."""
    if PERSONS in text:
        return text
    old: Json = json.loads(text)
    seats: list[Json] = old["seats"]
    shown = old.pop("shown", None)
    room = old | {
        "seats": [_seat(seat, old["scheduled_at"]) for seat in seats],
        "documents": [_document(document) for document in old.get("documents", ())],
        "shown": [shown] if shown else [],
        "conversations": [_joint(old.pop("chat_seq", 0), seats), *_private(seats)],
    }
    return json.dumps({name: value for name, value in room.items() if name != "chat_seq"}, ensure_ascii=False)


def _seat(old: Json, scheduled_at: str) -> Json:
    identity = old.get("identity", "unconfirmed")
    person: Json = {name: old[name] for name in OF_PERSON if name in old}
    person |= {"id": old["id"], "proofs": [] if identity == "unconfirmed" else [identity]}
    kept = {name: value for name, value in old.items() if name not in {*OF_PERSON, *OF_TALK, "identity"}}
    seated = scheduled_at if old.get("reads_after") is not None else None
    return kept | {"persons": [person], "cleared_at": seated, "admitted_at": seated}


def _document(old: Json) -> Json:
    return {name: value for name, value in old.items() if name != "zone"} | {"channel": JOINT}


def _joint(seq: int, seats: list[Json]) -> Json:
    """Who was ever admitted reads from then on."""
    readers = [
        {"seat": seat["id"], "after": seat["reads_after"], "received": seat.get("received", 0)}
        for seat in seats
        if seat.get("reads_after") is not None
    ]
    return {"channel": JOINT, "seq": seq, "readers": readers}


def _private(seats: list[Json]) -> Iterator[Json]:
    """Conversations that begin with a place, for those who have it already: of a side, of a waiting person, notes."""
    hosts = [seat["id"] for seat in seats if seat["role"] == "mediator" and seat.get("reads_after") is not None]
    yield _conversation("notes", "", hosts)
    yield _conversation("whisper", "", hosts)
    for side in ("applicant", "respondent"):
        members = [seat["id"] for seat in seats if seat["side"] == side and seat.get("reads_after") is not None]
        yield _conversation("side", side, members)
    for seat in seats:
        if seat.get("place") == "lobby":
            yield _conversation("lobby", seat["id"], [seat["id"], *hosts])


def _conversation(kind: str, of: str, readers: list[str]) -> Json:
    return {"channel": {"kind": kind, "of": of}, "seq": 0, "readers": [{"seat": one, "after": 0} for one in readers]}
