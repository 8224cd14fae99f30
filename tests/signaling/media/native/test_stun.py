"""The reader of checks in C against aioice, which makes them, and RFC 5769."""

import ctypes
from collections.abc import Callable
from typing import NamedTuple
from zlib import crc32

import pytest
from aioice import stun
from hypothesis import given
from hypothesis import strategies as st

PASSWORD = b"the password of the one we are"
RFC_5769_2_1 = bytes.fromhex(
    "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74"
    "002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020"
    "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf"
)
USERNAME, INTEGRITY, FINGERPRINT, PRIORITY, INTEGRITY_SHA256 = 0x0006, 0x0008, 0x8028, 0x0024, 0x001C


class _Check(ctypes.Structure):
    _fields_ = (("ufrag", ctypes.c_void_p), ("ufrag_length", ctypes.c_size_t), ("integrity_at", ctypes.c_size_t))


class Check(NamedTuple):
    ufrag: bytes
    integrity_at: int
    is_signed: bool
    """Under PASSWORD, or the one asked for."""


class Reader:
    """The functions of stun.h."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._read, self._is_signed = library.stun_read_check, library.stun_is_signed
        self._read.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.POINTER(_Check))
        self._is_signed.argtypes = (ctypes.c_void_p, ctypes.POINTER(_Check), ctypes.c_char_p, ctypes.c_size_t)
        self._read.restype = self._is_signed.restype = ctypes.c_bool

    def __call__(self, datagram: bytes, password: bytes = PASSWORD) -> Check | None:
        """None: it is no check."""
        held, check = ctypes.create_string_buffer(datagram, len(datagram) or 1), _Check()
        begin = ctypes.addressof(held)
        if not self._read(begin, len(datagram), check):
            return None
        at = check.ufrag - begin
        ufrag = held.raw[at : at + check.ufrag_length]
        signed = bool(self._is_signed(begin, check, password, len(password)))
        assert held.raw[: len(datagram)] == datagram
        return Check(ufrag, check.integrity_at, signed)


@pytest.fixture(scope="module")
def read(library: ctypes.CDLL) -> Reader:
    return Reader(library)


def check(*, username: str = "ours:them", fingerprint: bool = True, **more: object) -> bytes:
    """As aioice makes it."""
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, transaction_id=b"transaction!")
    message.attributes["USERNAME"] = username
    message.attributes |= {"PRIORITY": 1853824767, "ICE-CONTROLLING": 9, "USE-CANDIDATE": None} | more
    message.add_message_integrity(PASSWORD)
    octets = bytes(message)
    return octets if fingerprint else _with_length(octets[:-8])


def _with_length(message: bytes) -> bytes:
    return message[:2] + (len(message) - 20).to_bytes(2) + message[4:]


def attribute(kind: int, value: bytes) -> bytes:
    return kind.to_bytes(2) + len(value).to_bytes(2) + value + bytes(-len(value) % 4)


def message(*attributes: bytes) -> bytes:
    """A binding request of these attributes, whatever they are."""
    body = b"".join(attributes)
    return b"\x00\x01" + len(body).to_bytes(2) + stun.COOKIE.to_bytes(4) + b"transaction!" + body


def with_fingerprint(request: bytes) -> bytes:
    return _with_length(request + attribute(FINGERPRINT, stun.message_fingerprint(request).to_bytes(4)))


def with_fingerprint_and(request: bytes, more: bytes) -> bytes:
    """The fingerprint is right for the whole message's length, but is not its end."""
    told = request[:2] + (len(request) - 20 + 8 + len(more)).to_bytes(2) + request[4:]
    return told + attribute(FINGERPRINT, (crc32(told) ^ 0x5354554E).to_bytes(4)) + more


NAMED = attribute(USERNAME, b"ours:them")
SEALED = attribute(INTEGRITY, bytes(20))

ufrags = st.text(st.sampled_from("abcXYZ019+/"), min_size=1, max_size=32)


@given(ours=ufrags, theirs=st.text(st.sampled_from("abcXYZ019+/"), min_size=4, max_size=200), fingerprint=st.booleans())
def test_a_check_of_aioice_is_read_and_signed(read: Reader, ours: str, theirs: str, *, fingerprint: bool) -> None:
    datagram = check(username=f"{ours}:{theirs}", fingerprint=fingerprint)
    at = len(datagram) - 24 - 8 * fingerprint
    assert read(datagram) == Check(ours.encode(), at, is_signed=True)
    assert read(datagram, b"another password") == Check(ours.encode(), at, is_signed=False)


def test_the_request_of_rfc_5769_2_1_is_signed_by_its_password(read: Reader) -> None:
    assert read(RFC_5769_2_1, b"VOkJxbRl1RmTxUk/WvJxBt") == Check(b"evtj", 76, is_signed=True)
    assert read(RFC_5769_2_1, b"VOkJxbRl1RmTxUk/WvJxBT") == Check(b"evtj", 76, is_signed=False)


@given(data=st.data(), fingerprint=st.booleans())
def test_threat15_a_check_changed_in_one_bit_is_no_signed_check(
    read: Reader, data: st.DataObject, *, fingerprint: bool
) -> None:
    datagram = check(fingerprint=fingerprint)
    bit = data.draw(st.integers(0, 8 * len(datagram) - 1))
    found = read((int.from_bytes(datagram) ^ 1 << bit).to_bytes(len(datagram)))
    assert found is None or not found.is_signed
    assert not (fingerprint and found)


@given(data=st.data())
def test_threat15_a_check_cut_or_longer_is_none(read: Reader, data: st.DataObject) -> None:
    datagram = check()
    assert read(datagram[: data.draw(st.integers(0, len(datagram) - 1))]) is None
    assert read(datagram + data.draw(st.binary(min_size=1, max_size=64))) is None


@given(garbage=st.binary(max_size=600) | st.lists(st.binary(max_size=40), max_size=12).map(lambda said: message(*said)))
def test_threat15_garbage_is_no_check(read: Reader, garbage: bytes) -> None:
    assert read(garbage) is None


@given(said=st.lists(st.tuples(st.sampled_from((6, 8, 0x24, 0x8028, 0xC057)), st.binary(max_size=24)), max_size=8))
def test_a_check_that_is_read_is_one_for_aioice_too(read: Reader, said: list[tuple[int, bytes]]) -> None:
    datagram = message(NAMED, *(attribute(kind, value) for kind, value in said), SEALED)
    if read(datagram):
        assert [kind for kind, _ in said if kind in {USERNAME, INTEGRITY, FINGERPRINT}] == []


REFUSED: dict[str, Callable[[], bytes]] = {
    "no user name": lambda: message(SEALED),
    "two user names": lambda: message(NAMED, NAMED, SEALED),
    "user name behind the integrity": lambda: message(SEALED, NAMED),
    "user name without colon": lambda: message(attribute(USERNAME, b"ours"), SEALED),
    "user name without ours": lambda: message(attribute(USERNAME, b":them"), SEALED),
    "user name without theirs": lambda: message(attribute(USERNAME, b"ours:"), SEALED),
    "ours longer than 32": lambda: message(attribute(USERNAME, b"o" * 33 + b":them"), SEALED),
    "empty user name": lambda: message(attribute(USERNAME, b""), SEALED),
    "no integrity": lambda: message(NAMED),
    "no attribute": message,
    "short integrity": lambda: message(NAMED, attribute(INTEGRITY, bytes(16))),
    "long integrity": lambda: message(NAMED, attribute(INTEGRITY, bytes(24))),
    "two integrities": lambda: message(NAMED, SEALED, SEALED),
    "something behind the integrity": lambda: message(NAMED, SEALED, attribute(PRIORITY, bytes(4))),
    "another integrity behind it": lambda: message(NAMED, SEALED, attribute(INTEGRITY_SHA256, bytes(32))),
    "wrong fingerprint": lambda: message(NAMED, SEALED, attribute(FINGERPRINT, bytes(4))),
    "short fingerprint": lambda: message(NAMED, SEALED, attribute(FINGERPRINT, b"")),
    "fingerprint before the integrity": lambda: message(NAMED, attribute(FINGERPRINT, bytes(4)), SEALED),
    "two fingerprints": lambda: with_fingerprint(with_fingerprint(message(NAMED, SEALED))),
    "something behind the fingerprint": lambda: with_fingerprint_and(
        message(NAMED, SEALED), attribute(0xC057, bytes(4))
    ),
    "attribute longer than the message": lambda: message(NAMED, b"\x00\x24\x00\x40" + bytes(4)),
    "half an attribute": lambda: message(NAMED, SEALED, b"\x80\x28"),
    "length of another message": lambda: message(NAMED, SEALED)[:2] + b"\x00\x04" + message(NAMED, SEALED)[4:],
    "a response": lambda: b"\x01\x01" + message(NAMED, SEALED)[2:],
    "an indication": lambda: b"\x00\x11" + message(NAMED, SEALED)[2:],
    "another cookie": lambda: message(NAMED, SEALED)[:4] + bytes(4) + message(NAMED, SEALED)[8:],
    "longer than 548": lambda: message(attribute(0x8022, bytes(488)), NAMED, SEALED),
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("datagram", REFUSED.values(), ids=REFUSED)
def test_threat15_it_is_refused(read: Reader, datagram: Callable[[], bytes]) -> None:
    assert read(datagram()) is None


def test_what_the_refused_differ_from_is_read(read: Reader) -> None:
    assert read(message(NAMED, SEALED)) is not None
    assert read(with_fingerprint(message(NAMED, SEALED))) is not None
    assert with_fingerprint_and(message(NAMED, SEALED), b"") == with_fingerprint(message(NAMED, SEALED))
    longest = message(attribute(0x8022, bytes(484)), NAMED, SEALED)
    assert len(longest) == 548
    assert read(longest) is not None
