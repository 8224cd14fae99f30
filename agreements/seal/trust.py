"""How the ports of agreements.authority look to pyHanko: a signer, a timestamper, and what they are checked against."""

from collections.abc import Iterable

from asn1crypto import crl, keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from agreements.authority.ports import CertifiedKey, TimeStampAuthority

DER = serialization.Encoding.DER


class PortTimeStamper(TimeStamper):
    """Asks a TimeStampAuthority; nonce and status are checked by pyHanko."""

    def __init__(self, authority: TimeStampAuthority) -> None:
        super().__init__(include_nonce=True)
        self._authority = authority

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


def validation_context(
    roots: Iterable[x509.Certificate], lists: Iterable[x509.CertificateRevocationList], *, allow_fetching: bool
) -> ValidationContext:
    """Trusts `roots` only, wants revocation data for every certificate below them."""
    return ValidationContext(
        trust_roots=[as_asn1(root) for root in roots],
        crls=[crl.CertificateList.load(each.public_bytes(DER)) for each in lists],
        allow_fetching=allow_fetching,
        revocation_mode="require",
    )


def as_asn1(certificate: x509.Certificate) -> asn1.Certificate:
    """The same certificate in pyHanko's library."""
    return asn1.Certificate.load(certificate.public_bytes(DER))
