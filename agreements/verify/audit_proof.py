"""The audit chain that travels in a bundle, recomputed line by line, so that the first broken record has a number.

`hash = SHA-256(canonical {case, seq, at, kind, v, body_digest, prev})`; `body_digest = SHA-256(salt | body)`. A record
that may not leave the house comes as its place and its hash, which the next one names as its `prev`; in bundles of the
first version (`FIRST`) it may come with all but salt and body. The tree over the records' hashes is that of
RFC 9162. The head is the node's Ed25519 signature (RFC 8032) over where the chain ends, so that a cut-off tail shows.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import TypeAdapter, ValidationError

from agreements.verify.limits import EVENTS
from agreements.verify.report import Line, Result, broken, holds
from agreements.verify.revisions import Malformed, TooMuch

GENESIS: Final = "0" * 64
FIRST: Final = "court-bundle/1"
"""The version made until 2026-11-23, in which a record that stays may have kind and time (`Shut`)."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a record is hashed from, and its hash."""

    case: str
    seq: int
    at: str
    kind: str
    v: int
    body_digest: str
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Event(Named):
    """One line of events.jsonl that is told in full."""

    salt: str
    body: str


@dataclass(frozen=True, slots=True)
class Shut(Named):
    """One of which only the body is withheld: so until 2026-11-23, when kind and time of a private talk stood there."""


@dataclass(frozen=True, slots=True)
class Bare:
    """One of which nothing is told."""

    seq: int
    hash: str


AnyEvent = Event | Shut | Bare


@dataclass(frozen=True, slots=True)
class Head:
    """The node's word where the chain ends."""

    case: str
    seq: int
    hash: str
    at: str
    key_id: str
    signature: str
    public_key: str


@dataclass(frozen=True, slots=True)
class Tree:
    """merkle.json: root over the records' hashes, and the signed end."""

    schema: str
    size: int
    root: str
    head: Head


TREE: Final = "audit-tree/1"
Value = TypeVar("Value", AnyEvent, Tree)


def chain(lines: bytes, tree: bytes, version: str) -> Iterator[Line]:
    """The chain, the tree and its head in a bundle of this version; raises Malformed where unreadable, TooMuch."""
    events, end = _events(lines), _value(tree, TypeAdapter(Tree), "proof/merkle.json")
    index, fault = next(_faults(events, version), (0, ""))
    withheld = sum(not isinstance(event, Event) for event in events)
    if index:
        yield broken(
            "audit.chain",
            f"审计链在第{index}条断裂（{fault}）。",
            f"The audit chain is broken at record {index} ({fault}).",
        )
    else:
        yield holds(
            "audit.chain",
            f"审计链{len(events)}条逐条相符，其中{withheld}条只有哈希。",
            f"All {len(events)} audit records follow from one another; {withheld} are told as hashes only.",
        )
    yield (ending := _end(events, end.head))
    if not index and ending.result is Result.HOLDS:
        yield _tree(events, end)


def _tree(events: tuple[AnyEvent, ...], tree: Tree) -> Line:
    root = _root([bytes.fromhex(event.hash) for event in events]).hex()
    if (tree.schema, tree.size, tree.root) == (TREE, len(events), root):
        return holds("audit.tree", "审计记录与默克尔树根相符。", "The audit records give the root of the tree.")
    return broken("audit.tree", "审计记录与默克尔树根不符。", "The audit records do not give the root of the tree.")


def _root(leaves: list[bytes]) -> bytes:
    """Level by level, as RFC 9162 §2.1.1 has it: who has no neighbour goes up alone."""
    row = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(row) > 1:
        odd = row[len(row) & ~1 :]
        row = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(row[::2], row[1::2], strict=False)] + odd
    return row[0]


def _events(lines: bytes) -> tuple[AnyEvent, ...]:
    if lines.count(b"\n") > EVENTS:
        raise TooMuch(f"审计记录超过{EVENTS}条。", f"More than {EVENTS} audit records.")
    if not lines.endswith(b"\n"):
        raise Malformed("审计链不完整。", "The audit chain is cut off.")
    adapter: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
    return tuple(
        _value(line, adapter, f"proof/events.jsonl:{number}") for number, line in enumerate(lines[:-1].split(b"\n"), 1)
    )


def _value(raw: bytes, adapter: TypeAdapter[Value], place: str) -> Value:
    try:
        if rfc8785.dumps(json.loads(raw)) == raw:
            return adapter.validate_json(raw, strict=True, extra="forbid")
    except (ValueError, rfc8785.CanonicalizationError, ValidationError):
        raise Malformed(f"{place} 无法读取。", f"{place} cannot be read.") from None
    raise Malformed(f"{place} 不是规范形式。", f"{place} is not in canonical form.")


def _faults(events: tuple[AnyEvent, ...], version: str) -> Iterator[tuple[int, str]]:
    """Index (from 1) and kind of each break; that of a bare record shows in the one after it, or in the head."""
    case, before = _case(events), GENESIS
    for index, event in enumerate(events, 1):
        if event.seq != index:
            yield index, "sequence"
        elif isinstance(event, Shut) and version != FIRST:
            yield index, "form"
        elif isinstance(event, Named) and event.prev != before:
            yield index, "link"
        elif isinstance(event, Named) and not (event.case == case and _holds(event)):
            yield index, "content"
        before = event.hash


def _case(events: tuple[AnyEvent, ...]) -> str:
    """Whose chain it is; empty where nothing of it is told."""
    return next((event.case for event in events if isinstance(event, Named)), "")


def _holds(event: Named) -> bool:
    return event.hash == _hash(event) and (not isinstance(event, Event) or _body_holds(event))


def _hash(event: Named) -> str:
    told: dict[str, str | int] = {
        "case": event.case,
        "seq": event.seq,
        "at": event.at,
        "kind": event.kind,
        "v": event.v,
        "body_digest": event.body_digest,
        "prev": event.prev,
    }
    return hashlib.sha256(rfc8785.dumps(told)).hexdigest()


def _body_holds(event: Event) -> bool:
    try:
        salt = bytes.fromhex(event.salt)
    except ValueError:
        return False
    return hashlib.sha256(salt + event.body.encode()).hexdigest() == event.body_digest


def _end(events: tuple[AnyEvent, ...], head: Head) -> Line:
    last = events[-1]
    if (head.case, head.seq, head.hash) != (_case(events), last.seq, last.hash):
        return broken(
            "audit.head", "审计链的末端与签名记录不符。", "The audit chain does not end where its signed head says."
        )
    told: dict[str, str | int] = {
        "case": head.case,
        "seq": head.seq,
        "hash": head.hash,
        "at": head.at,
        "key_id": head.key_id,
    }
    try:
        key = bytes.fromhex(head.public_key)
        Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(head.signature), rfc8785.dumps(told))
    except (InvalidSignature, ValueError):
        return broken("audit.head", "审计链末端的签名无效。", "The signature of the audit chain's head is not valid.")
    if head.key_id != hashlib.sha256(key).hexdigest()[:16]:
        return broken("audit.head", "审计链末端的密钥编号不符。", "The audit chain's head names another key.")
    return holds(
        "audit.head",
        f"服务器已为审计链第{last.seq}条末端签名。",
        f"The server signed the chain's end at record {last.seq}.",
    )


def mentions(lines: bytes, digest: str) -> bool:
    """Whether an event that is told in full names this digest."""
    return any(digest in event.body for event in _events(lines) if isinstance(event, Event))


def bodies(lines: bytes, kind: str) -> list[dict[str, Any]]:
    """What the events of this kind say; raises ValueError where one says nothing."""
    told = (event for event in _events(lines) if isinstance(event, Event) and event.kind == kind)
    return [dict(json.loads(event.body)) for event in told]
