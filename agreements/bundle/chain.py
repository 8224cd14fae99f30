"""The proof of what happened: the case's audit chain, the tree over it, and the signed end (domain.md §2.9, §3.13).

`events.jsonl`: one line for each record; of those that may not leave the house, place and hash alone. Their hashes can
be guessed by nobody: what is hashed holds a digest of the body under a secret salt.
`merkle.json`: root of the RFC 9162 tree whose leaves are the records' hashes, and the node's signed word on the end, so
that a single record can be shown to somebody together with its path to the root, and no tail can be cut off.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

import rfc8785

MERKLE: Final = "audit-tree/1"


@dataclass(frozen=True, slots=True)
class ChainRecord:
    """An audit record that may leave the house. `body` is canonical JSON text, `salt` hex.

    `hash` = SHA-256 of the canonical JSON of {case, seq, at, kind, v, body_digest, prev}; `body_digest` = SHA-256 of
    salt and body. `at` is UTC with microseconds.
    """

    case: str
    seq: int
    at: str
    kind: str
    v: int
    body_digest: str
    prev: str
    hash: str
    salt: str
    body: str


@dataclass(frozen=True, slots=True)
class BareRecord:
    """One that stays: neither its kind nor its time is told."""

    seq: int
    hash: str


AnyRecord = ChainRecord | BareRecord


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The node's signed word where the chain ends: Ed25519 (hex) over the canonical JSON of the first five fields."""

    case: str
    seq: int
    hash: str
    at: str
    key_id: str
    signature: str
    public_key: str
    """Raw, 64 hex digits."""


def lines_of(events: Sequence[AnyRecord]) -> bytes:
    """events.jsonl."""
    return b"".join(rfc8785.dumps(asdict(record)) + b"\n" for record in events)


def tree_of(events: Sequence[AnyRecord], head: ChainHead) -> bytes:
    """merkle.json."""
    root = merkle_root([bytes.fromhex(record.hash) for record in events]).hex()
    return rfc8785.dumps({"schema": MERKLE, "size": len(events), "root": root, "head": asdict(head)})


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """RFC 9162 §2.1.1; of no leaves: SHA-256 of nothing."""
    if len(leaves) <= 1:
        return hashlib.sha256(b"\x00" + leaves[0] if leaves else b"").digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + merkle_root(leaves[:half]) + merkle_root(leaves[half:])).digest()
