"""Signature values (CMS, RFC 5652) in DER, in their one form."""

from __future__ import annotations

import hashlib
from datetime import datetime, timezone
from typing import Any, NamedTuple

from agreements.bundle.program.form import Broken

OID_DATA, OID_TST = bytes.fromhex("06092a864886f70d010701"), bytes.fromhex("060b2a864886f70d0109100104")
OID_SIGNED, OID_DIGEST = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010904")
OID_CN = bytes.fromhex("0603550403")
OID_STAMP, OID_ESS = bytes.fromhex("060b2a864886f70d010910020e"), bytes.fromhex("060b2a864886f70d010910022f")
HASHES = {bytes.fromhex(f"060960864801650304020{n}"): f"sha{size}" for n, size in ((1, 256), (2, 384), (3, 512))}


def parts(data: bytes) -> list[bytes]:
    """The elements of a constructed value, each with its head; Broken unless they are definite and exact."""
    found, at = [], 0
    while at < len(data):
        octets = data[at + 1] - 0x80 if at + 1 < len(data) and data[at + 1] > 0x80 else 0
        size = (
            int.from_bytes(data[at + 2 : at + 2 + octets], "big") if octets else (data[at + 1 : at + 2] or b"\xff")[0]
        )
        end = at + 2 + octets + size
        if end > len(data) or octets > 4:
            raise Broken("cms.form", "签名值不完整。", "A signature value is cut off.")
        found.append(data[at:end])
        at = end
    return found


def value(element: bytes) -> bytes:
    """What stands behind its head."""
    return element[2 + (element[1] - 0x80 if element[1] > 0x80 else 0) :]


def tlv(tag: int, *inside: bytes) -> bytes:
    """One element, its length in as few octets as there can be (X.690 §8.1)."""
    body = b"".join(inside)
    octets = b"" if len(body) < 0x80 else len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 + len(octets) if octets else len(body))) + octets + body


class Cms(NamedTuple):
    """A signature value in its one form."""

    der: bytes
    certificates: list[bytes]
    signer: bytes
    attributes: dict[bytes, bytes]
    digest: str
    signature: bytes
    content: bytes
    token: Any
    """The Cms of the signature's timestamp, or None."""

    @property
    def at(self) -> int:
        """Seconds since 1970 by its timestamp."""
        if self.token:
            return int(self.token.at)
        stamp = next(each for each in parts(value(self.content)) if each[0] == 0x18)
        moment = datetime.strptime(value(stamp)[:14].decode(), "%Y%m%d%H%M%S")  # noqa: DTZ007
        return int(moment.replace(tzinfo=timezone.utc).timestamp())  # noqa: UP017


def names(certificate: bytes) -> tuple[bytes, bytes, bytes]:
    """Issuer and serial number as one element, subject, public key."""
    body = [each for each in parts(value(parts(value(certificate))[0])) if each[0] != 0xA0]
    return tlv(0x30, body[2], body[0]), body[4], body[5]


def common_name(subject: bytes) -> str:
    """The CN of a name; empty where it has none."""
    pairs = (parts(value(pair)) for each in parts(value(subject)) for pair in parts(value(each)))
    return next((value(text).decode("utf-8", "replace") for kind, text in pairs if kind == OID_CN), "")


def cms(der: bytes) -> Cms:
    """Taken apart and put together again: what differs in one byte is not what the signer made (RFC 5652 §5)."""
    try:
        found = _cms(der)
    except (IndexError, ValueError, KeyError, StopIteration) as fault:
        raise Broken("cms.form", "签名值无法读取。", "A signature value cannot be read.") from fault
    if found is None:
        raise Broken("cms.form", "签名值的形式不合规范。", "A signature value is not in its one form.")
    return found


def _cms(der: bytes) -> Cms | None:
    _, _, _, encapsulated, certificates, infos = _signed(der)
    info = parts(value(parts(value(infos))[0]))
    listed_ = parts(value(certificates))
    inside = parts(value(encapsulated))
    content = value(parts(value(inside[1]))[0]) if len(inside) > 1 else b""
    signer = next(each for each in listed_ if names(each)[0] == info[1])
    attributes = {parts(value(each))[0]: parts(value(each))[1] for each in parts(value(info[3]))}
    token, rest = None, b""
    if len(info) > 6:
        kind, held = parts(value(parts(value(info[6]))[0]))
        token = cms(parts(value(held))[0])
        rest = tlv(0xA1, tlv(0x30, OID_STAMP, tlv(0x31, token.der)))
        if kind != OID_STAMP or token.token or not token.content:
            return None
    kinds = tlv(0x30, OID_TST, tlv(0xA0, tlv(0x04, content))) if content else tlv(0x30, OID_DATA)
    digest = HASHES[parts(value(info[2]))[0]]
    again = tlv(0x30, bytes.fromhex("020101"), info[1], info[2], tlv(0xA0, value(info[3])), info[4],
                tlv(0x04, value(info[5])), *([rest] if rest else []))  # fmt: skip
    number = bytes.fromhex("020103") if content else bytes.fromhex("020101")
    body = tlv(0x30, number, tlv(0x31, info[2]), kinds, tlv(0xA0, *listed_), tlv(0x31, again))
    ess = attributes.get(OID_ESS, b"")
    named = any(hashlib.new(name, signer).digest() in ess for name in HASHES.values())
    if tlv(0x30, OID_SIGNED, tlv(0xA0, body)) != der or not named:
        return None
    return Cms(der, listed_, signer, attributes, digest, value(info[5]), content, token)


def _signed(der: bytes) -> list[bytes]:
    kind, held = parts(value(der))
    return [kind, *parts(value(parts(value(held))[0]))]


def covers(found: Cms, content: bytes) -> bool:
    """Whether the signature, or the timestamp, is one over these bytes: digests only."""
    if not found.content:
        said = value(parts(value(found.attributes[OID_DIGEST]))[0])
        return hashlib.new(found.digest, content).digest() == said
    said = value(parts(value(found.attributes[OID_DIGEST]))[0])
    imprint = parts(value(parts(value(found.content))[2]))
    name = HASHES[parts(value(imprint[0]))[0]]
    whole = hashlib.new(found.digest, found.content).digest() == said
    return whole and hashlib.new(name, content).digest() == value(imprint[1])
