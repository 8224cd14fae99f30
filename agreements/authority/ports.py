"""What signing asks of those who vouch. A licensed provider is one class for each."""

from dataclasses import dataclass
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from agreements.ports import OrganisationSeal, SignerIdentity


@dataclass(frozen=True, slots=True)
class CertifiedKey:
    """A private key with its certificate and those above it, the root left out. A person's is used once and dropped."""

    key: ec.EllipticCurvePrivateKey
    """In memory, or one whose `sign` asks a token; nothing else is asked of it."""
    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...]


class CertificateAuthority(Protocol):
    """Vouches that a key belongs to a signer."""

    @property
    def root(self) -> x509.Certificate:
        """What everything it issues ends at."""

    async def certified(self, identity: SignerIdentity) -> CertifiedKey:
        """A fresh key for one signature of `identity`; raises Away("ca.away")."""

    async def revocations(self) -> tuple[x509.CertificateRevocationList, ...]:
        """Its lists as of now, one for each issuer below and including the root; raises Away("ca.away")."""


class SealKeeper(Protocol):
    """Holds the keys of organisations' seals."""

    async def seal(self, seal: OrganisationSeal) -> CertifiedKey:
        """The organisation's own key, the same each time; raises Away("ca.away")."""


class TimeStampAuthority(Protocol):
    """Vouches that bytes were there at a time, RFC 3161."""

    async def answer(self, request: bytes) -> bytes:
        """The DER TimeStampResp to a DER TimeStampReq; raises Away("tsa.away")."""
