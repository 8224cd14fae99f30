"""Signed heads: the node's word that a chain had come this far. They show a cut-off tail and a rewritten chain.

A head counts for outsiders once a copy has left the machine; inside it only shows changes made without the node key.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from server.audit.chain import Break, Fault, Record, Tail, canonical, instant, verify_chain


@dataclass(frozen=True, slots=True)
class Head:
    """`signature` (Ed25519, RFC 8032) covers the other fields as canonical JSON."""

    case: str
    seq: int
    hash: str
    at: datetime
    key_id: str
    """First 16 hex digits of SHA-256 of the raw public key."""
    signature: bytes


class NodeKey:
    """The node's signing key, made from 32 secret bytes."""

    def __init__(self, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._private.public_key().public_bytes_raw()

    def sign(self, case: str, tail: Tail, at: datetime) -> Head:
        """The head of a chain that ends with `tail`."""
        known = key_id(self.public)
        signature = self._private.sign(_signed_bytes(case, tail.seq, tail.hash, at, known))
        return Head(case, tail.seq, tail.hash, at, known, signature)


def key_id(public: bytes) -> str:
    """How heads name the key that signed them."""
    return hashlib.sha256(public).hexdigest()[:16]


def verify_heads(records: Sequence[Record], heads: Sequence[Head], public: bytes) -> list[Break]:
    """Every break of one chain in stored order, by itself and against its heads; an empty list: all holds."""
    hashes = {record.seq: record.hash for record in records}
    case = records[0].case if records else None
    breaks = verify_chain(records)
    for head in heads:
        if not _holds(head, public) or (case is not None and head.case != case):
            breaks.append(Break(head.seq, Fault.SIGNATURE))
        elif hashes.get(head.seq) != head.hash:
            breaks.append(Break(head.seq, Fault.HEAD))
    return breaks


def _holds(head: Head, public: bytes) -> bool:
    signed = _signed_bytes(head.case, head.seq, head.hash, head.at, head.key_id)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(head.signature, signed)
    except InvalidSignature:
        return False
    return head.key_id == key_id(public)


def _signed_bytes(case: str, seq: int, digest: str, at: datetime, known: str) -> bytes:
    return canonical({"case": case, "seq": seq, "hash": digest, "at": instant(at), "key_id": known}).encode()
