"""SRTP in C against the RFCs' vectors, against their formulas over `cryptography`, and against libsrtp, both ways."""

import ctypes
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import pylibsrtp
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

CM, GCM = 0x0001, 0x0007
PROFILES = (CM, GCM)
MASTER_KEY = bytes.fromhex("e1f97a0d3e018be0d64fa32c06de4139")
MASTER_SALT = bytes.fromhex("0ec675ad498afeebb6960b3aabe6")
MASTER = {CM: MASTER_KEY + MASTER_SALT, GCM: MASTER_KEY + MASTER_SALT[:12]}
TAG = {CM: 10, GCM: 16}
RTP, RTCP = 0, 3
"""Where the labels of RFC 3711 §4.3.1 begin: cipher, authentication, salt."""
FENCE = b"\xa5" * 64
"""What stands behind every buffer that is written to, and must still stand there."""
MASK_48 = (1 << 48) - 1


@dataclass(frozen=True, slots=True)
class Opened:
    """What srtcp_open tells."""

    compound: bytes
    index: int


class Srtp:
    """The functions of srtp.h. What they refuse is None here."""

    def __init__(self, library: ctypes.CDLL) -> None:
        octets, size, word = ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint32
        self._new = library.srtp_key_new
        self._new.argtypes, self._new.restype = (ctypes.c_int, octets, size), ctypes.c_void_p
        self._free = library.srtp_key_free
        self._free.argtypes, self._free.restype = (ctypes.c_void_p,), None
        self._derive = library.srtp_derive
        self._derive.argtypes, self._derive.restype = (octets, octets, ctypes.c_uint8, octets, size), ctypes.c_bool
        self._seal = library.srtp_seal
        self._seal.argtypes = (ctypes.c_void_p, octets, octets, size, octets, size, word, ctypes.c_uint64)
        self._open = library.srtp_open
        self._open.argtypes = (ctypes.c_void_p, octets, size, size, word, ctypes.c_uint64)
        self._seal_rtcp = library.srtcp_seal
        self._seal_rtcp.argtypes = (ctypes.c_void_p, octets, size, size, word)
        self._open_rtcp = library.srtcp_open
        self._open_rtcp.argtypes = (ctypes.c_void_p, octets, size, ctypes.POINTER(word))
        for counted in (self._seal, self._open, self._seal_rtcp, self._open_rtcp):
            counted.restype = size

    def key(self, profile: int, master: bytes) -> int | None:
        key: int | None = self._new(profile, master, len(master))
        return key

    def free(self, key: int | None) -> None:
        self._free(key)

    def derive(self, key: bytes, salt: bytes, label: int, length: int) -> bytes:
        out = _fenced(b"", length)
        assert self._derive(key, salt, label, out, length)
        return _within(out, length, length)

    def seal(self, key: int, head: bytes, body: bytes, ssrc: int, index: int) -> bytes | None:
        room = len(head) + len(body) + 16
        out = _fenced(b"", room)
        return _within(out, self._seal(key, out, head, len(head), body, len(body), ssrc, index), room) or None

    def open(self, key: int, packet: bytes, head: int, ssrc: int, index: int) -> bytes | None:
        held = _fenced(packet, len(packet))
        return _within(held, self._open(key, held, len(packet), head, ssrc, index), len(packet)) or None

    def seal_rtcp(self, key: int, compound: bytes, index: int, *, room: int | None = None) -> bytes | None:
        room = len(compound) + 20 if room is None else room
        held = _fenced(compound, room)
        return _within(held, self._seal_rtcp(key, held, len(compound), room, index), room) or None

    def open_rtcp(self, key: int, packet: bytes) -> Opened | None:
        held, index = _fenced(packet, len(packet)), ctypes.c_uint32()
        compound = _within(held, self._open_rtcp(key, held, len(packet), ctypes.byref(index)), len(packet))
        return Opened(compound, index.value) if compound else None


def _fenced(octets: bytes, room: int) -> "ctypes.Array[ctypes.c_char]":
    return ctypes.create_string_buffer(octets.ljust(room, b"\0") + FENCE, room + len(FENCE))


def _within(buffer: "ctypes.Array[ctypes.c_char]", length: int, room: int) -> bytes:
    assert length <= room
    assert buffer.raw[room:] == FENCE
    return buffer.raw[:length]


@pytest.fixture(scope="module")
def srtp(library: ctypes.CDLL) -> Srtp:
    return Srtp(library)


@pytest.fixture(scope="module")
def keys(srtp: Srtp) -> Iterator[dict[int, int]]:
    made = {profile: srtp.key(profile, MASTER[profile]) for profile in PROFILES}
    yield {profile: key for profile, key in made.items() if key is not None}
    for key in made.values():
        srtp.free(key)


class SessionKeys(NamedTuple):
    cipher: bytes
    auth: bytes
    salt: bytes


class Formula(Protocol):
    """The RFC's way to seal with session keys: from clear head, body, SSRC and index."""

    def __call__(self, keys: SessionKeys, head: bytes, body: bytes, *, ssrc: int, index: int) -> bytes: ...


def session_keys(srtp: Srtp, profile: int, label: int) -> SessionKeys:
    salt = MASTER[profile][16:].ljust(14, b"\0")
    sizes = (16, 20, 12 if profile == GCM else 14)
    return SessionKeys(*(srtp.derive(MASTER_KEY, salt, label + nth, size) for nth, size in enumerate(sizes)))


def xored(one: bytes, other: int) -> bytes:
    return (int.from_bytes(one) ^ other).to_bytes(len(one))


def cm_crypted(keys: SessionKeys, body: bytes, *, ssrc: int, index: int) -> bytes:
    iv = xored(keys.salt + b"\0\0", ssrc << 64 ^ index << 16)
    encryptor = Cipher(algorithms.AES(keys.cipher), modes.CTR(iv)).encryptor()
    return encryptor.update(body) + encryptor.finalize()


def cm_rtp(keys: SessionKeys, head: bytes, body: bytes, *, ssrc: int, index: int) -> bytes:
    """RFC 3711 §4.1.1, §4.2."""
    packet = head + cm_crypted(keys, body, ssrc=ssrc, index=index)
    return packet + hmac.digest(keys.auth, packet + (index >> 16).to_bytes(4), "sha1")[:10]


def gcm_rtp(keys: SessionKeys, head: bytes, body: bytes, *, ssrc: int, index: int) -> bytes:
    """RFC 7714 §8."""
    return head + AESGCM(keys.cipher).encrypt(xored(keys.salt, ssrc << 48 ^ index), body, head)


def cm_rtcp(keys: SessionKeys, head: bytes, body: bytes, *, ssrc: int, index: int) -> bytes:
    """RFC 3711 §3.4; an index without its E bit leaves the body clear."""
    clear = not index >> 31
    body = body if clear else cm_crypted(keys, body, ssrc=ssrc, index=index & 0x7FFFFFFF)
    packet = head + body + index.to_bytes(4)
    return packet + hmac.digest(keys.auth, packet, "sha1")[:10]


def gcm_rtcp(keys: SessionKeys, head: bytes, body: bytes, *, ssrc: int, index: int) -> bytes:
    """RFC 7714 §9."""
    word, iv = index.to_bytes(4), xored(keys.salt, ssrc << 48 ^ index & 0x7FFFFFFF)
    if index >> 31:
        return head + AESGCM(keys.cipher).encrypt(iv, body, head + word) + word
    return head + body + AESGCM(keys.cipher).encrypt(iv, b"", head + body + word) + word


RTP_FORMULA: dict[int, Formula] = {CM: cm_rtp, GCM: gcm_rtp}
RTCP_FORMULA: dict[int, Formula] = {CM: cm_rtcp, GCM: gcm_rtcp}

rfc_7714_keys = SessionKeys(bytes(range(16)), b"", b"Quid pro quo")


def test_the_formula_of_gcm_meets_the_vector_of_rfc_7714_16_1_1() -> None:
    head, body = bytes.fromhex("8040f17b8041f8d35501a0b2"), b"Gallia est omnis divisa in partes tres"
    sealed = gcm_rtp(rfc_7714_keys, head, body, ssrc=0x5501A0B2, index=0xF17B)
    assert sealed[12:].hex() == (
        "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce"
    )


def test_the_formula_of_gcm_meets_the_vector_of_rfc_7714_17_1() -> None:
    compound = (
        bytes.fromhex("81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61") + b"\xde\xad\xbe\xef" * 5
    )
    sealed = gcm_rtcp(rfc_7714_keys, compound[:8], compound[8:], ssrc=0x4D617273, index=0x800005D4)
    assert sealed.hex() == (
        "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda"
        "4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4"
    )


def test_keys_are_derived_as_in_rfc_3711_b_3(srtp: Srtp) -> None:
    cipher, auth, salt = (srtp.derive(MASTER_KEY, MASTER_SALT, label, n) for label, n in ((0, 16), (1, 94), (2, 14)))
    assert cipher.hex() == "c61e7a93744f39ee10734afe3ff7a087"
    assert salt.hex() == "30cbbc08863d8c85d49db34a9ae1"
    assert auth.hex() == (
        "cebe321f6ff7716b6fd4ab49af256a156d38baa48f0a0acf3c34e2359e6cdbce"
        "e049646c43d9327ad175578ef72270986371c10c9a369ac2f94a8c5fbcdddc25"
        "6d6e919a48b610ef17c2041e474035766b68642c59bbfc2f34db60dbdfb2"
    )


def test_libsrtps_reference_packets_come_out_octet_for_octet(srtp: Srtp, keys: dict[int, int]) -> None:
    """Of its test driver, test/srtp_driver.c: made from the same master key."""
    head, body = bytes.fromhex("800f1234decafbadcafebabe"), b"\xab" * 16
    sealed = srtp.seal(keys[CM], head, body, 0xCAFEBABE, 0x1234)
    assert sealed == head + bytes.fromhex("4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb")
    compound = bytes.fromhex("81c8000bcafebabe") + b"\xab" * 16
    assert srtp.seal_rtcp(keys[CM], compound, 1) == bytes.fromhex(
        "81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798"
    )


@pytest.mark.parametrize(
    ("profile", "length"), [(CM, 28), (CM, 29), (CM, 31), (CM, 0), (GCM, 30), (GCM, 27), (0x0002, 30), (0x0008, 44)]
)
def test_no_key_is_made_of_another_profile_or_length(srtp: Srtp, profile: int, length: int) -> None:
    assert srtp.key(profile, bytes(length)) is None


def test_nothing_is_freed_without_a_key(srtp: Srtp) -> None:
    srtp.free(None)


octets = st.binary(max_size=1200)
ssrcs = st.integers(0, 0xFFFFFFFF)


@st.composite
def heads(draw: st.DrawFn, sequence: int = 0, ssrc: int = 0) -> bytes:
    """An RTP header with CSRCs and an extension block of any profile, or without."""
    csrcs = draw(st.lists(st.binary(min_size=4, max_size=4), max_size=15))
    block = draw(st.none() | st.tuples(st.binary(min_size=2, max_size=2), st.binary(max_size=60)))
    first = 0x80 | len(csrcs) | (0x10 if block else 0)
    fixed = bytes((first, draw(st.integers(0, 0xFF)))) + sequence.to_bytes(2) + draw(st.binary(min_size=4, max_size=4))
    head = fixed + ssrc.to_bytes(4) + b"".join(csrcs)
    if not block:
        return head
    profile, content = block
    words = len(content) // 4
    return head + profile + words.to_bytes(2) + content[: 4 * words]


@given(profile=st.sampled_from(PROFILES), head=heads(), body=octets, ssrc=ssrcs, index=st.integers(0, MASK_48))
def test_rtp_is_sealed_as_the_formula_says_and_opens(
    srtp: Srtp, keys: dict[int, int], profile: int, head: bytes, body: bytes, ssrc: int, index: int
) -> None:
    sealed = srtp.seal(keys[profile], head, body, ssrc, index)
    assert sealed == RTP_FORMULA[profile](session_keys(srtp, profile, RTP), head, body, ssrc=ssrc, index=index)
    assert srtp.open(keys[profile], sealed, len(head), ssrc, index) == head + body


@given(
    profile=st.sampled_from(PROFILES),
    head=st.binary(min_size=8, max_size=8),
    body=octets,
    index=st.integers(0, 2**31 - 1),
)
def test_rtcp_is_sealed_as_the_formula_says_and_opens(
    srtp: Srtp, keys: dict[int, int], profile: int, head: bytes, body: bytes, index: int
) -> None:
    sealed = srtp.seal_rtcp(keys[profile], head + body, index)
    formula, ssrc = RTCP_FORMULA[profile], int.from_bytes(head[4:])
    assert sealed == formula(session_keys(srtp, profile, RTCP), head, body, ssrc=ssrc, index=1 << 31 | index)
    assert srtp.open_rtcp(keys[profile], sealed) == Opened(head + body, index)


@given(
    profile=st.sampled_from(PROFILES),
    head=st.binary(min_size=8, max_size=8),
    body=octets,
    index=st.integers(0, 2**31 - 1),
)
def test_rtcp_that_is_only_signed_opens_too(
    srtp: Srtp, keys: dict[int, int], profile: int, head: bytes, body: bytes, index: int
) -> None:
    session = session_keys(srtp, profile, RTCP)
    signed = RTCP_FORMULA[profile](session, head, body, ssrc=int.from_bytes(head[4:]), index=index)
    assert srtp.open_rtcp(keys[profile], signed) == Opened(head + body, index)


@given(profile=st.sampled_from(PROFILES), head=heads(), body=octets, data=st.data())
def test_threat15_rtp_changed_in_one_bit_is_refused(
    srtp: Srtp, keys: dict[int, int], profile: int, head: bytes, body: bytes, data: st.DataObject
) -> None:
    sealed = srtp.seal(keys[profile], head, body, 7, 70_000)
    assert sealed is not None
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    assert srtp.open(keys[profile], xored(sealed, 1 << bit), len(head), 7, 70_000) is None
    for roll_over in (0, 2, 1 << 31):
        assert srtp.open(keys[profile], sealed, len(head), 7, roll_over << 16 | 70_000 & 0xFFFF) is None
    shorter = data.draw(st.integers(0, len(sealed) - 1))
    assert srtp.open(keys[profile], sealed[:shorter], len(head), 7, 70_000) is None


@pytest.mark.parametrize("profile", PROFILES)
def test_threat15_a_head_that_would_reach_into_the_tag_is_refused(
    srtp: Srtp, keys: dict[int, int], profile: int
) -> None:
    sealed = srtp.seal(keys[profile], bytes(20), b"", 7, 1)
    assert sealed is not None
    assert srtp.open(keys[profile], sealed, 20, 7, 1) == bytes(20)
    for head in (21, len(sealed), len(sealed) + 1, 1 << 40):
        assert srtp.open(keys[profile], sealed, head, 7, 1) is None


@given(profile=st.sampled_from(PROFILES), compound=st.binary(min_size=8, max_size=1200), data=st.data())
def test_threat15_rtcp_changed_in_one_bit_is_refused(
    srtp: Srtp, keys: dict[int, int], profile: int, compound: bytes, data: st.DataObject
) -> None:
    sealed = srtp.seal_rtcp(keys[profile], compound, 9)
    assert sealed is not None
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    assert srtp.open_rtcp(keys[profile], xored(sealed, 1 << bit)) is None
    assert srtp.open_rtcp(keys[profile], sealed[: data.draw(st.integers(0, len(sealed) - 1))]) is None


@pytest.mark.parametrize("profile", PROFILES)
def test_rtcp_is_sealed_only_where_it_fits_and_its_index_lasts(srtp: Srtp, keys: dict[int, int], profile: int) -> None:
    compound, tail = bytes(20), 4 + TAG[profile]
    assert srtp.seal_rtcp(keys[profile], compound, 1, room=20 + tail) is not None
    assert srtp.seal_rtcp(keys[profile], compound, 1, room=20 + tail - 1) is None
    assert srtp.seal_rtcp(keys[profile], compound[:7], 1) is None
    assert srtp.seal_rtcp(keys[profile], compound, 1 << 31) is None


@pytest.mark.parametrize("profile", PROFILES)
def test_what_no_datagram_can_hold_is_refused(srtp: Srtp, keys: dict[int, int], profile: int) -> None:
    huge = bytes(70_000)
    assert srtp.seal(keys[profile], bytes(12), huge, 1, 1) is None
    assert srtp.seal(keys[profile], huge, bytes(12), 1, 1) is None
    assert srtp.open(keys[profile], huge, 12, 1, 1) is None
    assert srtp.seal_rtcp(keys[profile], huge, 1) is None
    assert srtp.open_rtcp(keys[profile], huge) is None


# libsrtp

LIBSRTP_PROFILE = {
    CM: pylibsrtp.Policy.SRTP_PROFILE_AES128_CM_SHA1_80,
    GCM: pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_128_GCM,
}


def libsrtp(profile: int, direction: int) -> pylibsrtp.Session:
    policy = pylibsrtp.Policy(MASTER[profile], direction, srtp_profile=LIBSRTP_PROFILE[profile])
    policy.window_size = 1024
    return pylibsrtp.Session(policy)


@dataclass(frozen=True, slots=True)
class Told:
    """One packet of a stream whose numbers roll over."""

    index: int
    head: bytes
    body: bytes


@st.composite
def streams(draw: st.DrawFn, ssrc: int) -> list[Told]:
    """Up to 12 packets, each ahead of the one before by less than half a turn."""
    index = draw(st.integers(0, 0xFFFF))
    told = []
    for step in draw(st.lists(st.sampled_from((1, 2, 1000, 0x7000, 0x7FFF)), min_size=1, max_size=12)):
        told.append(Told(index, draw(heads(index & 0xFFFF, ssrc)), draw(st.binary(max_size=1000))))
        index += step
    return told


@settings(max_examples=50)
@given(profile=st.sampled_from(PROFILES), stream=streams(0x1234ABCD))
def test_libsrtp_opens_the_rtp_we_seal(srtp: Srtp, keys: dict[int, int], profile: int, stream: list[Told]) -> None:
    peer = libsrtp(profile, pylibsrtp.Policy.SSRC_ANY_INBOUND)
    for told in stream:
        sealed = srtp.seal(keys[profile], told.head, told.body, 0x1234ABCD, told.index)
        assert sealed is not None
        assert peer.unprotect(sealed) == told.head + told.body


@settings(max_examples=50)
@given(profile=st.sampled_from(PROFILES), stream=streams(0x1234ABCD))
def test_we_open_the_rtp_libsrtp_seals(srtp: Srtp, keys: dict[int, int], profile: int, stream: list[Told]) -> None:
    peer = libsrtp(profile, pylibsrtp.Policy.SSRC_ANY_OUTBOUND)
    for told in stream:
        packet = told.head + told.body
        assert srtp.open(keys[profile], peer.protect(packet), len(told.head), 0x1234ABCD, told.index) == packet


compounds = st.lists(
    st.binary(max_size=600).map(lambda rest: b"\x80\xc9\x00\x01\xca\xfe\xba\xbe" + rest), min_size=1, max_size=5
)


@settings(max_examples=50)
@given(profile=st.sampled_from(PROFILES), sent=compounds)
def test_rtcp_goes_both_ways_with_libsrtp(srtp: Srtp, keys: dict[int, int], profile: int, sent: list[bytes]) -> None:
    receiver = libsrtp(profile, pylibsrtp.Policy.SSRC_ANY_INBOUND)
    sender = libsrtp(profile, pylibsrtp.Policy.SSRC_ANY_OUTBOUND)
    for nth, compound in enumerate(sent, start=1):
        sealed = srtp.seal_rtcp(keys[profile], compound, nth)
        assert sealed is not None
        assert receiver.unprotect_rtcp(sealed) == compound
        assert srtp.open_rtcp(keys[profile], sender.protect_rtcp(compound)) == Opened(compound, nth)
