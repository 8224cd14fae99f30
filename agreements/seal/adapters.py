"""How the ports of agreements.authority look to pyHanko: a signer and a timestamper."""

from typing import Final

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from agreements.authority.ports import CertifiedKey, TimeStampAuthority
from agreements.authority.refusals import timestamps_away

DER = serialization.Encoding.DER
LONGEST_ECDSA: Final = 72
"""Bytes of a signature on P-256: two integers of at most 33 bytes."""


class PortTimeStamper(TimeStamper):
    """Asks a TimeStampAuthority; nonce and status are checked by pyHanko. An answer that is none is Away too."""

    def __init__(self, authority: TimeStampAuthority) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]  # pyHanko is typed in part
        self._authority = authority

    def anew(self) -> "PortTimeStamper":
        """The same authority asked afresh: pyHanko keeps each certificate it has seen, also those that ended since."""
        return PortTimeStamper(self._authority)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (TimestampRequestError, ValueError, TypeError, KeyError, AttributeError) as error:
            # The last four are how asn1crypto and pyHanko stumble over an answer that is not what it should be.
            raise timestamps_away(f"{type(error).__name__}: {error}") from error

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(await self._authority.answer(req.dump()), strict=True)


class KeySigner(Signer):
    """Signs with a key that may be in memory or in a token, and puts the certificates above it, but not the root."""

    def __init__(self, certified: CertifiedKey) -> None:
        self._key = certified.key
        super().__init__(
            signing_cert=as_asn1(certified.certificate),
            cert_registry=SimpleCertificateStore.from_certs(map(as_asn1, certified.above)),
            embed_roots=False,
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002  # pyHanko's signature
        """ECDSA, DER. A dry run asks how long it will be at most, and uses no key."""
        if dry_run:
            return bytes(LONGEST_ECDSA)
        return self._key.sign(data, ec.ECDSA(get_pyca_cryptography_hash(digest_algorithm)))


def as_asn1(certificate: x509.Certificate) -> asn1.Certificate:
    """The same certificate in pyHanko's library."""
    return asn1.Certificate.load(certificate.public_bytes(DER))
