"""An authority of the past, by the same profiles, whose clocks the test sets: what it makes has truly aged.

Its timestamps are pyHanko's, which take their time from the caller; that authority is known to sign with RSA only.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import cms, core, keys, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from agreements.authority import certificates
from agreements.authority.certificates import Issuer
from agreements.authority.ports import CertifiedKey
from agreements.ports import OrganisationSeal, SignerIdentity
from agreements.seal.adapters import PortTimeStamper, as_asn1
from agreements.seal.proof import Anchors
from agreements.seal.sealing import Seals


@dataclass(slots=True)
class Clock:
    now: datetime


@dataclass(frozen=True, slots=True)
class AgedCertificates:
    """A CertificateAuthority at the time of `clock`."""

    issuing: Issuer
    root: x509.Certificate
    root_list: x509.CertificateRevocationList
    clock: Clock

    async def certified(self, identity: SignerIdentity) -> CertifiedKey:
        key = certificates.fresh_key()
        certificate = certificates.signer(identity, key.public_key(), self.issuing, self.clock.now)
        return CertifiedKey(key, certificate, (self.issuing.certificate,))

    async def revocations(self) -> tuple[x509.CertificateRevocationList, ...]:
        until = self.clock.now + certificates.LIST_LIFETIME
        return (self.root_list, certificates.empty_revocation_list(self.issuing, self.clock.now, until))


@dataclass(frozen=True, slots=True)
class AgedSeals:
    """A SealKeeper of one organisation at the time of `clock`."""

    issuing: Issuer
    key: ec.EllipticCurvePrivateKey
    clock: Clock

    async def seal(self, seal: OrganisationSeal) -> CertifiedKey:
        certificate = certificates.organisation(seal, self.key.public_key(), self.issuing, self.clock.now)
        return CertifiedKey(self.key, certificate, (self.issuing.certificate,))


class _Stamper(DummyTimeStamper):
    """Names its certificate by SHA-256 (RFC 5035), as those of today do; pyHanko's own does by SHA-1."""

    def _sign_tst_info(self, tst_info_data: bytes, md_algorithm: str, dt: datetime) -> tuple[bytes, cms.CMSAttributes]:
        assert md_algorithm == "sha256"
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(dt)})),
                simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self.tsa_cert)),
                simple_cms_attribute("message_digest", hashlib.sha256(tst_info_data).digest()),
            ]
        )
        key = serialization.load_der_private_key(self.tsa_key.dump(), password=None)
        assert isinstance(key, rsa.RSAPrivateKey)
        return key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256()), attributes


@dataclass(frozen=True, slots=True)
class AgedTimestamps:
    """A TimeStampAuthority at the time of `clock`."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey
    clock: Clock

    async def answer(self, request: bytes) -> bytes:
        plain = self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        key = keys.PrivateKeyInfo.load(plain)
        stamper = _Stamper(as_asn1(self.certificate), key, fixed_dt=self.clock.now)
        return bytes(stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump())


@dataclass(frozen=True, slots=True)
class AgedHouse:
    seals: Seals
    clock: Clock


@dataclass(slots=True)
class ShortTimestamps:
    """A TimeStampAuthority whose certificates last `life` each; the next is there when the last one is over."""

    root: Issuer
    clock: Clock
    life: timedelta
    current: AgedTimestamps | None = None

    async def answer(self, request: bytes) -> bytes:
        if self.current is None or self.current.certificate.not_valid_after_utc <= self.clock.now:
            key, now = rsa.generate_private_key(65537, 2048), self.clock.now
            certificate = certificates.timestamp_authority(key.public_key(), self.root, now, now + self.life)
            self.current = AgedTimestamps(certificate, key, self.clock)
        return await self.current.answer(request)


def aged_house(made: datetime, *, stamps_last: timedelta | None = None) -> AgedHouse:
    """A whole authority as if made at `made`; the certificates of its timestamps as it, or `stamps_last`."""
    clock = Clock(made)
    keys_of = {name: certificates.fresh_key() for name in ("root", "issuing", "platform")}
    root = Issuer(certificates.self_signed_root(keys_of["root"], made), keys_of["root"])
    issuing = Issuer(certificates.issuing_authority(keys_of["issuing"].public_key(), root, made), keys_of["issuing"])
    platform = certificates.platform(keys_of["platform"].public_key(), root, made)
    root_list = certificates.empty_revocation_list(root, made, root.certificate.not_valid_after_utc)
    authority = AgedCertificates(issuing, root.certificate, root_list, clock)
    life = stamps_last or root.certificate.not_valid_after_utc - made
    stamper = PortTimeStamper(ShortTimestamps(root, clock, life))
    anchors = Anchors((root.certificate,), fetches=False)
    keeper = AgedSeals(issuing, certificates.fresh_key(), clock)
    own = CertifiedKey(keys_of["platform"], platform, ())
    return AgedHouse(Seals(authority, keeper, own, stamper, anchors, lambda: clock.now), clock)
