"""The hash chain of one case: how a record is sealed to the one before it, and where a chain is broken.

Theory: `hash = SHA-256(canonical {case, seq, at, kind, v, body_digest, prev})` and
`body_digest = SHA-256(salt | body)`, `body` being canonical JSON. The salt lets hashes be shown to others without
giving away a body that could be guessed. A cut-off tail and a chain rewritten from end to end are consistent in
themselves: only a signed head (heads.py) shows them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

SERVER_CHAIN: Final = "server"
"""The chain of what belongs to no case."""

SALT_BYTES: Final = 16
GENESIS: Final = "0" * 64
"""`prev` of a chain's first record."""
EXACT_INTEGER: Final = 2**53
"""From here on JSON numbers are not the same everywhere (RFC 8785 §3.2.2.3)."""


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of a chain so far; an empty one is `Tail(0, GENESIS)`."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Record:
    """One sealed fact. `body` is canonical JSON as text; hashes are lower-case hex."""

    case: str
    seq: int
    at: datetime
    kind: str
    v: int
    body: str
    salt: bytes
    prev: str
    hash: str


class Fault(StrEnum):
    """What is wrong at a record."""

    CONTENT = "content"
    """Its fields do not give its hash."""
    LINK = "link"
    """It does not continue the record before it."""
    SEQUENCE = "sequence"
    """Its number is not the next one."""
    HEAD = "head"
    """A signed head names a record that is not there, or another hash for it."""
    SIGNATURE = "signature"
    """A head's signature does not hold."""


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold."""

    seq: int
    fault: Fault


def canonical(value: object) -> str:
    """JSON with sorted keys and no whitespace, as RFC 8785 has it for our value types; raises ValueError on others."""
    _require_canonical(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _require_canonical(value: object) -> None:
    match value:
        case None | bool():
            return
        case int():
            if abs(value) >= EXACT_INTEGER:
                raise ValueError("canonical JSON takes integers below 2^53 only")
        case str():
            value.encode()  # a lone surrogate has no UTF-8
        case list() | tuple():
            for item in value:
                _require_canonical(item)
        case Mapping():
            for key, item in value.items():
                # Python sorts by code point and RFC 8785 by UTF-16 unit: the same within ASCII.
                if not (isinstance(key, str) and key.isascii()):
                    raise ValueError("canonical JSON takes ASCII keys only")
                _require_canonical(item)
        case _:
            raise ValueError(f"canonical JSON has no {type(value).__name__}")


def sealed(case: str, tail: Tail, at: datetime, *, kind: str, v: int, body: str, salt: bytes) -> Record:
    """The record that continues `tail`. `salt` are SALT_BYTES of chance, new for each record."""
    seq = tail.seq + 1
    digest = _record_hash(case, seq, at, kind=kind, v=v, body=body, salt=salt, prev=tail.hash)
    return Record(case, seq, at, kind, v, body, salt, tail.hash, digest)


def verify_chain(records: Sequence[Record]) -> list[Break]:
    """Every break of one chain, given in stored order; an empty list: it holds."""
    return list(_breaks(records))


def _breaks(records: Sequence[Record]) -> Iterable[Break]:
    tail = Tail(0, GENESIS)
    for record in records:
        if record.seq != tail.seq + 1:
            yield Break(record.seq, Fault.SEQUENCE)
        if record.prev != tail.hash:
            yield Break(record.seq, Fault.LINK)
        if record.hash != _hash_of(record) or record.case != records[0].case:
            yield Break(record.seq, Fault.CONTENT)
        tail = Tail(record.seq, record.hash)


def _hash_of(record: Record) -> str:
    return _record_hash(
        record.case,
        record.seq,
        record.at,
        kind=record.kind,
        v=record.v,
        body=record.body,
        salt=record.salt,
        prev=record.prev,
    )


def _record_hash(case: str, seq: int, at: datetime, *, kind: str, v: int, body: str, salt: bytes, prev: str) -> str:
    sealed_fields = {
        "case": case,
        "seq": seq,
        "at": instant(at),
        "kind": kind,
        "v": v,
        "body_digest": body_digest(salt, body),
        "prev": prev,
    }
    return hashlib.sha256(canonical(sealed_fields).encode()).hexdigest()


def body_digest(salt: bytes, body: str) -> str:
    """What stands for a body in its record's hash."""
    return hashlib.sha256(salt + body.encode()).hexdigest()


def instant(at: datetime) -> str:
    """UTC with microseconds, so that one moment has one spelling."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
