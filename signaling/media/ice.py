"""ICE-lite (RFC 8445 §2.5): we only answer checks. Who cannot sign one leaves no trace here.

Order for each STUN datagram: budget of its source, form, our user name, MESSAGE-INTEGRITY; only then is an address
believed. A check is also the peer's consent to be sent to (RFC 7675); it lapses after 30 s.
"""

import secrets
from base64 import b64encode
from collections import OrderedDict
from dataclasses import dataclass, field

from aioice import stun

from signaling.media.plane import Address

CONSENT_SECONDS = 30.0
ADDRESSES_PER_PEER = 8
REMEMBERED_CHECKS = 64
LONGEST_CHECK_BYTES = 548
"""RFC 8489 §6.1: what is safe without knowing the path; checks of browsers are about 100 bytes."""
HEADER_BYTES = 20
USERNAME = 0x0006
ROLE_CONFLICT = (487, "Role Conflict")

_BINDING_REQUEST = b"\x00\x01"
_COOKIE = stun.COOKIE.to_bytes(4)


@dataclass(frozen=True, slots=True)
class Credentials:
    """User fragment and password of one side (RFC 8445 §5.3)."""

    ufrag: str
    password: str


def new_credentials() -> Credentials:
    """Ours for one connection: 96 bits name it, 192 bits sign for it."""
    return Credentials(_characters(12), _characters(24))


def _characters(octets: int) -> str:
    """Random ice-chars (RFC 8839 §5.4), four for three octets."""
    return b64encode(secrets.token_bytes(octets)).decode()


def parse_check(datagram: bytes) -> stun.Message | None:
    """A binding request, or None. The only place where a stranger's STUN is parsed."""
    if len(datagram) > LONGEST_CHECK_BYTES or datagram[:2] != _BINDING_REQUEST or datagram[4:8] != _COOKIE:
        return None
    try:
        return stun.parse_message(datagram)
    except Exception:  # noqa: BLE001 - the parser raises ValueError, struct.error, IndexError, UnicodeDecodeError
        return None


def claimed_ufrag(datagram: bytes) -> bytes:
    """Our half of USERNAME as a stranger claims it, read without parsing the rest; empty when there is none."""
    end = len(datagram) if len(datagram) <= LONGEST_CHECK_BYTES else 0
    at = HEADER_BYTES
    while at + 4 <= end:
        kind, size = int.from_bytes(datagram[at : at + 2]), int.from_bytes(datagram[at + 2 : at + 4])
        if kind == USERNAME:
            return datagram[at + 4 : at + 4 + size].partition(b":")[0]
        at += 4 + size + (-size % 4)
    return b""


def own_ufrag(check: stun.Message) -> str | None:
    """Our half of USERNAME `server:client`, or None when there is no such form."""
    ours, colon, _ = str(check.attributes.get("USERNAME", "")).partition(":")
    return ours if colon else None


def is_signed(check: stun.Message, password: str) -> bool:
    """Whether MESSAGE-INTEGRITY holds."""
    return check.check_message_integrity(password.encode())


def reply(check: stun.Message, address: Address, password: str) -> bytes:
    """The success response; or 487 to a client that believes we lead, which a lite agent never does (§7.3.1.1)."""
    if "ICE-CONTROLLED" in check.attributes:
        answer = stun.Message(stun.Method.BINDING, stun.Class.ERROR, transaction_id=check.transaction_id)
        answer.attributes["ERROR-CODE"] = ROLE_CONFLICT
    else:
        answer = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, transaction_id=check.transaction_id)
        answer.attributes["XOR-MAPPED-ADDRESS"] = (address.ip.partition("%")[0], address.port)
    answer.add_message_integrity(password.encode())
    return bytes(answer)


@dataclass(slots=True)
class Path:
    """The addresses a peer has proved, and its consent. Times in seconds of the caller's clock."""

    consent_at: float = 0.0
    nominated: bool = False
    _proved: dict[Address, float] = field(default_factory=dict)
    _checks: OrderedDict[bytes, Address] = field(default_factory=OrderedDict)

    @property
    def addresses(self) -> list[Address]:
        """All the peer may send from; the first is sent to."""
        return list(self._proved)

    def __contains__(self, address: Address) -> bool:
        """Whether the peer has proved this address."""
        return address in self._proved

    def holds(self, address: Address, now: float) -> bool:
        """Whether consent to this address is fresh: as long as it is, nobody else can have it.

        A check is signed but its source is not: anyone with a connection of its own can sign one and send it in
        another's name. So the first who proved an address keeps it.
        """
        at = self._proved.get(address)
        return at is not None and now - at < CONSENT_SECONDS

    def release(self, address: Address) -> None:
        """The address is another peer's now."""
        self._proved.pop(address, None)
        self.nominated = self.nominated and bool(self._proved)

    def confirm(self, check: stun.Message, address: Address, now: float) -> bool:
        """Takes in a signed check; False for one that was seen from elsewhere (someone on the way replays it).

        A nominated address is sent to from now on, the others stay valid to receive from.
        """
        if self._checks.setdefault(check.transaction_id, address) != address:
            return False
        if len(self._checks) > REMEMBERED_CHECKS:
            self._checks.popitem(last=False)
        self.consent_at = now
        if "ICE-CONTROLLED" in check.attributes:
            return True
        self._proved[address] = now
        if len(self._proved) > ADDRESSES_PER_PEER:
            del self._proved[self.addresses[1]]
        if "USE-CANDIDATE" in check.attributes:
            self.nominated = True
            self._put_first(address)
        return True

    def prefer(self, address: Address) -> None:
        """The client sends from here: until it nominates, so do we.

        A check alone does not show that our reply gets back: on a host with several addresses it may leave from
        another one than the client asked, and then the client discards it.
        """
        if not self.nominated and address in self._proved:
            self._put_first(address)

    def _put_first(self, address: Address) -> None:
        self._proved = {address: self._proved.pop(address)} | self._proved

    def lapse(self, now: float) -> bool:
        """Whether consent has just run out; then no address is valid any more until the next signed check."""
        if not self._proved or now - self.consent_at < CONSENT_SECONDS:
            return False
        self._proved.clear()
        self.nominated = False
        return True


class SourceBudget:
    """How many bad datagrams a source address may send: a fixed table, so that strangers cost no memory.

    Sources share buckets by a salted hash: nobody can aim at another's bucket, and nothing grows.
    """

    BUCKETS = 4096
    # Many people behind one address (a court, a mobile network) may all send stale checks after a restart.
    BAD_PER_SECOND = 500.0
    BAD_AT_ONCE = 1000.0

    def __init__(self) -> None:
        self._salt = secrets.token_hex(8)
        self._left = [self.BAD_AT_ONCE] * self.BUCKETS
        self._at = [0.0] * self.BUCKETS

    def allows(self, source: str, now: float) -> bool:
        """Whether a datagram of this source is looked at (see `sources.source_of`)."""
        index = hash((self._salt, source)) % self.BUCKETS
        left = self._left[index] + (now - self._at[index]) * self.BAD_PER_SECOND
        self._left[index], self._at[index] = min(left, self.BAD_AT_ONCE), now
        return self._left[index] >= 1

    def charge(self, source: str) -> None:
        """It was bad."""
        self._left[hash((self._salt, source)) % self.BUCKETS] -= 1
