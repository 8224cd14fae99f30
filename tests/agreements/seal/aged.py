"""An authority of the past, by the same profiles, whose clocks the test sets: what it makes has truly aged.

Its timestamps are pyHanko's, which take their time from the caller; that authority is known to sign with RSA only.
"""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import keys, tsp
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
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
        stamper = DummyTimeStamper(as_asn1(self.certificate), key, fixed_dt=self.clock.now)
        return bytes(stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump())


@dataclass(frozen=True, slots=True)
class AgedHouse:
    seals: Seals
    clock: Clock


def aged_house(made: datetime) -> AgedHouse:
    """A whole authority as if made at `made`."""
    clock = Clock(made)
    keys_of = {name: certificates.fresh_key() for name in ("root", "issuing", "platform")}
    root = Issuer(certificates.self_signed_root(keys_of["root"], made), keys_of["root"])
    issuing = Issuer(certificates.issuing_authority(keys_of["issuing"].public_key(), root, made), keys_of["issuing"])
    platform = certificates.platform(keys_of["platform"].public_key(), root, made)
    root_list = certificates.empty_revocation_list(root, made, root.certificate.not_valid_after_utc)
    authority = AgedCertificates(issuing, root.certificate, root_list, clock)
    stamping = rsa.generate_private_key(65537, 2048)
    tsa = certificates.timestamp_authority(stamping.public_key(), root, made)
    stamper = PortTimeStamper(AgedTimestamps(tsa, stamping, clock))
    anchors = Anchors((root.certificate,), fetches=False)
    keeper = AgedSeals(issuing, certificates.fresh_key(), clock)
    return AgedHouse(Seals(authority, keeper, CertifiedKey(keys_of["platform"], platform, ()), stamper, anchors), clock)
