"""Who reads what, against situations worked by hand from the sources before the code (tests/rooms/golden).

The data name spans of readers; whoever was never one reads nothing. Papers of the case (Z1, Z3, Z6) are no channel's:
they are in the view itself, and tested there.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from rooms.audibility import reads, sees
from rooms.chat import Channel, ChatLine, Conversation, Reader, channel_from
from rooms.document import Document
from rooms.ids import DocumentId, MessageId, SeatId
from rooms.room import Room
from tests.rooms.test_hearing import NOON, situation

ALL: Final[list[dict[str, Any]]] = json.loads(
    (Path(__file__).parent / "golden" / "reading_cases.json").read_text(encoding="utf-8")
)
LINES: Final = [case for case in ALL if case["kind"] == "chat"]
PAPERS: Final = [case for case in ALL if case["kind"] == "document" and case["channel"] != "case"]


def channel_of(case: dict[str, Any]) -> Channel:
    return channel_from(case["channel"])


def told(case: dict[str, Any]) -> Room:
    """The room of a case, with its readers."""
    base = situation(
        {**case, "sound": [], "seats": [{**seat, "mic": False, "camera": False} for seat in case["seats"]]}
    )
    readers = tuple(
        Reader(SeatId(seat), span["after"], span["until"]) for seat, spans in case["readers"].items() for span in spans
    )
    last = max(item["seq"] for item in case["items"])
    return replace(base, conversations=(Conversation(channel_of(case), last, readers),))


@pytest.mark.parametrize("case", LINES, ids=[case["id"] for case in LINES])
def test_threat1_lines_are_read_by_exactly_whom_the_sources_say(case: dict[str, Any]) -> None:
    now, channel = told(case), channel_of(case)
    may: dict[str, list[int]] = {seat: [] for seat in case["may_read"]}
    for item in case["items"]:
        line = ChatLine(
            item["seq"], MessageId(f"m{item['seq']}"), SeatId(item["author"]), channel.zone, NOON, "话", channel
        )
        for reader in reads(now, line):
            may[reader].append(item["seq"])
    assert may == case["may_read"], case["why"]


@pytest.mark.parametrize("case", PAPERS, ids=[case["id"] for case in PAPERS])
def test_threat1_documents_are_seen_by_exactly_whom_the_sources_say(case: dict[str, Any]) -> None:
    now, channel = told(case), channel_of(case)
    may: dict[str, list[int]] = {seat: [] for seat in case["may_read"]}
    for item in case["items"]:
        seq = item["seq"]
        readers = frozenset(seat.id for seat in now.seats if now.conversation(channel).readable(seat.id, seq))
        brought = Document(DocumentId(f"d{seq}"), "证据", SeatId(item["author"]), "", 1, "", 1, NOON, channel, readers)
        for seat in sees(now, brought):
            may[seat].append(seq)
    assert may == case["may_read"], case["why"]
