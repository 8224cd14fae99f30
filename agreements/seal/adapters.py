"""How the ports of agreements.authority look to pyHanko: a signer and a timestamper."""

from asn1crypto import cms, keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from agreements.authority.ports import CertifiedKey, TimeStampAuthority
from agreements.authority.refusals import timestamps_away

DER = serialization.Encoding.DER


class PortTimeStamper(TimeStamper):
    """Asks a TimeStampAuthority; nonce and status are checked by pyHanko. An answer that is none is Away too."""

    def __init__(self, authority: TimeStampAuthority) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]  # pyHanko is typed in part
        self._authority = authority

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (TimestampRequestError, ValueError, TypeError, KeyError, AttributeError) as error:
            # The last four are how asn1crypto and pyHanko stumble over an answer that is not what it should be.
            raise timestamps_away(f"{type(error).__name__}: {error}") from error

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(await self._authority.answer(req.dump()), strict=True)


def signer_of(certified: CertifiedKey) -> SimpleSigner:
    """Signs with `certified` and puts the certificates above it into the signature, but not the root."""
    plain = certified.key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return SimpleSigner(
        signing_cert=as_asn1(certified.certificate),
        signing_key=keys.PrivateKeyInfo.load(plain),
        cert_registry=SimpleCertificateStore.from_certs(map(as_asn1, certified.above)),
        embed_roots=False,
    )


def as_asn1(certificate: x509.Certificate) -> asn1.Certificate:
    """The same certificate in pyHanko's library."""
    return asn1.Certificate.load(certificate.public_bytes(DER))
