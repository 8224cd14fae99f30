"""A signature value (CMS, RFC 5652) in its one form: put together again from what was checked, it gives the same bytes.

A CMS has many bytes that its own signature does not cover: versions, algorithm names, who signed, the certificates.
So it is built anew from the signed parts, the certificates (each checked in certificates.py) and a fixed frame; what
differs in one byte is not what the signer made. Structures are read by asn1crypto; only the frame is written here.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from asn1crypto import cms, core, tsp, x509

from agreements.verify.revisions import Malformed, der_size

SEQUENCE: Final = 0x30
SET: Final = 0x31
OCTETS: Final = 0x04
CONTEXT: Final = 0xA0

DIGESTS: Final = frozenset(
    bytes.fromhex(spelling)
    for spelling in (
        "300b0609608648016503040201",  # SHA-256 without parameters (RFC 5754 §2)
        "300d06096086480165030402010500",  # with NULL, as OpenSSL writes it
        "300b0609608648016503040202",  # SHA-384
        "300d06096086480165030402020500",
        "300b0609608648016503040203",  # SHA-512
        "300d06096086480165030402030500",
    )
)
SIGNATURES: Final = frozenset(
    bytes.fromhex(spelling)
    for spelling in (
        "300a06082a8648ce3d040302",  # ecdsa-with-SHA256
        "300a06082a8648ce3d040303",  # ecdsa-with-SHA384
        "300a06082a8648ce3d040304",  # ecdsa-with-SHA512
        "300d06092a864886f70d0101010500",  # rsaEncryption
        "300d06092a864886f70d01010b0500",  # sha256WithRSAEncryption
        "300d06092a864886f70d01010c0500",  # sha384WithRSAEncryption
        "300d06092a864886f70d01010d0500",  # sha512WithRSAEncryption
    )
)
STRONG: Final = frozenset({"sha256", "sha384", "sha512"})


class Purpose(Enum):
    """What a CMS is for; each has its own frame."""

    SIGNATURE = "data"
    """Detached, with one signature timestamp (RFC 3161 appendix A) as its only unsigned attribute."""
    TIMESTAMP = "tst_info"
    """A timestamp token, without unsigned attributes."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A CMS in its one form. `certificates` in the order of the file, `signer` one of them."""

    der: bytes
    signed: cms.SignedData
    signer: x509.Certificate
    certificates: tuple[x509.Certificate, ...]
    token: "Checked | None"
    """The signature timestamp."""

    @property
    def at(self) -> datetime:
        """Time of the token: its own, or that of the signature timestamp."""
        if self.token:
            return self.token.at
        stamp: datetime = self.signed["encap_content_info"]["content"].parsed["gen_time"].native
        return stamp

    @property
    def all_certificates(self) -> tuple[x509.Certificate, ...]:
        return self.certificates + (self.token.certificates if self.token else ())


def checked(der: bytes, purpose: Purpose) -> Checked:
    """The CMS, if `der` is its one form; raises Malformed, or ValueError and the like where it cannot be read."""
    if der_size(der) != len(der):
        raise Malformed("签名值之后还有字节。", "There are bytes behind the signature value.")
    content = cms.ContentInfo.load(der, strict=True)
    signed: cms.SignedData = content["content"]
    _require(content["content_type"].native == "signed_data", "类型", "content type")
    _require(signed["encap_content_info"]["content_type"].native == purpose.value, "内容类型", "encapsulated type")
    _require(len(signed["signer_infos"]) == 1, "签名人数目", "number of signers")
    info: cms.SignerInfo = signed["signer_infos"][0]
    certificates = tuple(_certificate(choice) for choice in signed["certificates"])
    signer = _signer(info, certificates)
    _require_named(info, signer)
    token = _token(info) if purpose is Purpose.SIGNATURE else None
    found = Checked(der, signed, signer, certificates, token)
    _require(_frame(found, info, purpose) == der, "形式", "form")
    return found


def _require(condition: object, zh: str, en: str) -> None:
    if not condition:
        raise Malformed(f"签名值的{zh}不合规范。", f"The {en} of the signature value is not as it must be.")


def _certificate(choice: cms.CertificateChoices) -> x509.Certificate:
    _require(choice.name == "certificate", "证书类型", "kind of certificate")
    certificate: x509.Certificate = choice.chosen
    return certificate


def _signer(info: cms.SignerInfo, certificates: tuple[x509.Certificate, ...]) -> x509.Certificate:
    """The certificate that is named, byte for byte: comparing names as X.500 does would forgive letters' case."""
    _require(info["sid"].name == "issuer_and_serial_number", "签名人标识", "signer identifier")
    named = [each for each in certificates if _issuer_and_serial(each) == info["sid"].chosen.dump()]
    _require(len(named) == 1, "签名人证书", "signer's certificate")
    return named[0]


def _issuer_and_serial(certificate: x509.Certificate) -> bytes:
    body = certificate["tbs_certificate"]
    return _tlv(SEQUENCE, body["issuer"].dump(), body["serial_number"].dump())


def _require_named(info: cms.SignerInfo, signer: x509.Certificate) -> None:
    """The signed attributes name the certificate by its hash (RFC 5035): else another of the same key would do."""
    attributes = [each for each in info["signed_attrs"] if each["type"].native == "signing_certificate_v2"]
    _require(len(attributes) == 1 and len(attributes[0]["values"]) == 1, "证书声明", "signing certificate attribute")
    named: tsp.ESSCertIDv2 = attributes[0]["values"][0]["certs"][0]
    algorithm = named["hash_algorithm"]["algorithm"].native
    _require(algorithm in STRONG, "证书声明的算法", "digest of the signing certificate attribute")
    digest = hashlib.new(algorithm, signer.dump()).digest()
    _require(named["cert_hash"].native == digest, "证书声明", "signing certificate attribute")


def _token(info: cms.SignerInfo) -> Checked:
    attributes = info["unsigned_attrs"]
    _require(not isinstance(attributes, core.Void) and len(attributes) == 1, "未签名属性", "unsigned attributes")
    _require(attributes[0]["type"].native == "signature_time_stamp_token", "未签名属性", "unsigned attributes")
    _require(len(attributes[0]["values"]) == 1, "时间戳数目", "number of timestamps")
    return checked(attributes[0]["values"][0].dump(), Purpose.TIMESTAMP)


def _frame(found: Checked, info: cms.SignerInfo, purpose: Purpose) -> bytes:
    """The CMS as RFC 5652 §5.1 has it, around the checked parts."""
    digest, signature = info["digest_algorithm"].dump(), info["signature_algorithm"].dump()
    _require(digest in DIGESTS, "摘要算法", "digest algorithm")
    _require(signature in SIGNATURES, "签名算法", "signature algorithm")
    signer_info = _tlv(
        SEQUENCE,
        core.Integer(1).dump(),
        _issuer_and_serial(found.signer),
        digest,
        _tlv(CONTEXT, info["signed_attrs"].contents),
        signature,
        _tlv(OCTETS, info["signature"].native),
        _stamped(found),
    )
    signed = _tlv(
        SEQUENCE,
        core.Integer(1 if purpose is Purpose.SIGNATURE else 3).dump(),
        _tlv(SET, digest),
        _encapsulated(found, purpose),
        _tlv(CONTEXT, *(certificate.dump() for certificate in found.certificates)),
        _tlv(SET, signer_info),
    )
    return _tlv(SEQUENCE, cms.ContentType("signed_data").dump(), _tlv(CONTEXT, signed))


def _encapsulated(found: Checked, purpose: Purpose) -> bytes:
    kind = cms.ContentType(purpose.value).dump()
    if purpose is Purpose.SIGNATURE:
        return _tlv(SEQUENCE, kind)
    content = bytes(found.signed["encap_content_info"]["content"])
    return _tlv(SEQUENCE, kind, _tlv(CONTEXT, _tlv(OCTETS, content)))


def _stamped(found: Checked) -> bytes:
    if not found.token:
        return b""
    kind = cms.CMSAttributeType("signature_time_stamp_token").dump()
    return _tlv(CONTEXT + 1, _tlv(SEQUENCE, kind, _tlv(SET, found.token.der)))


def _tlv(tag: int, *parts: bytes) -> bytes:
    """One DER element (X.690 §8.1), its length in as few octets as there can be."""
    value = b"".join(parts)
    if len(value) < 0x80:
        return bytes((tag, len(value))) + value
    length = len(value).to_bytes((len(value).bit_length() + 7) // 8)
    return bytes((tag, 0x80 + len(length))) + length + value
