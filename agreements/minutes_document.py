"""The 调解笔录 as data, as it is frozen: everything that will be printed, in the order of domain.md §3.3.

All values are strings, integers, lists and objects of these, so that the canonical JSON is one; its SHA-256 is what
everybody signs.
"""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

import rfc8785

from agreements.document import SignatureField
from agreements.ids import Digest

SCHEMA = "mediation-minutes/1"
"""Name and version of this shape."""


@dataclass(frozen=True, slots=True)
class PrintedAttendant:
    """Who took part. `how`: 在线视频 and from when to when; `identity`: how it was checked."""

    capacity: str
    name: str
    on_behalf_of: str
    how: str
    identity: str


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """One entry under the number it had while it was read back. `notes`: corrections, strikes and dissents, whole."""

    number: int
    at: str
    """`14:05`."""
    who: str
    """`张三（申请人）`; empty for the room's own events."""
    text: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedFact:
    """An undisputed fact in the exact words that each party confirmed."""

    text: str
    confirmed: str
    """`张三、李四于14:20确认`."""


@dataclass(frozen=True, slots=True)
class MinutesDocument:
    """The whole paper."""

    schema: str
    minutes: str
    """Id of the paper."""
    round: int
    number: str
    case_no: str
    organisation: str
    title: str
    """调解笔录"""
    time: str
    """From when to when, with the breaks."""
    place: str
    method: str
    cause: str
    mediators: str
    recorder: str
    attendants: tuple[PrintedAttendant, ...]
    told: tuple[PrintedEntry, ...]
    """告知事项 and the answers."""
    statements: tuple[PrintedEntry, ...]
    focus: str
    undisputed: tuple[PrintedFact, ...]
    course: tuple[PrintedEntry, ...]
    result: str
    unsigned: tuple[str, ...]
    """Who does not sign, and why, one line each."""
    fields: tuple[SignatureField, ...]
    frozen_on: str
    """Local ISO date."""
    exact: tuple[str, ...]
    """Names: printed as they are, or the paper is refused (AT-55)."""


def minutes_bytes(document: MinutesDocument) -> bytes:
    """RFC 8785 JSON."""
    plain: dict[str, Any] = asdict(document)
    return rfc8785.dumps(plain)


def minutes_digest(content: bytes) -> Digest:
    """SHA-256 of these bytes."""
    return Digest(hashlib.sha256(content).hexdigest())
