"""Profiles of the in-house 测试 authority (RFC 5280): who may issue whom, for what and how long. Pure but for chance.

    测试 root ─┬─▶ 测试 issuing CA ─┬─▶ 测试 signer (24 hours, one signature)
               │                    └─▶ 测试 seal of an organisation
               ├─▶ 测试 platform (certifies every file, signs manifests)
               └─▶ 测试 timestamp authority

No extended key usage but on the timestamp certificate, whose only use it is (RFC 3161 §2.3).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from agreements.ports import OrganisationSeal, SignerIdentity

ORGANISATION: Final = "测试 在线调解室"
LIFETIME: Final = timedelta(days=20 * 365)
"""Of everything but a signer's certificate: a file closed today is to be checked offline for years."""
SIGNER_LIFETIME: Final = timedelta(hours=24)
LIST_LIFETIME: Final = timedelta(minutes=10)
"""Of a list about signers, made for each closing. It ends before they do: AdES validation (EN 319 102-1 §5.6.2.1)
goes back to the last moment at which the list was fresh, and there the certificates must still be valid."""
EARLY: Final = timedelta(minutes=5)
"""Certificates begin this much before they are made, for clocks that are a little behind."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """A certificate with its key, able to issue."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def fresh_key() -> ec.EllipticCurvePrivateKey:
    """On P-256, made in a millisecond; RSA takes fifty."""
    return ec.generate_private_key(ec.SECP256R1())


def self_signed_root(key: ec.EllipticCurvePrivateKey, at: datetime) -> x509.Certificate:
    """Issues the issuing authority and the timestamp authority, then sleeps."""
    name = _name("测试 Root CA 根证书")
    builder = _builder(name, name, key.public_key(), at, at + LIFETIME)
    return _authority(builder, path_length=1).sign(key, hashes.SHA256())


def issuing_authority(public: ec.EllipticCurvePublicKey, root: Issuer, at: datetime) -> x509.Certificate:
    """Issues no further authority."""
    builder = _below(root, _name("测试 Issuing CA 签发证书"), public, at, None)
    return _authority(builder, path_length=0).sign(root.key, hashes.SHA256())


def timestamp_authority(
    public: CertificatePublicKeyTypes, root: Issuer, at: datetime, until: datetime | None = None
) -> x509.Certificate:
    """Stands right under the root, so that a token with this one certificate is checked against the root alone."""
    builder = _end(_below(root, _name("测试 TSA 时间戳"), public, at, until))
    only_timestamps = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return builder.add_extension(only_timestamps, critical=True).sign(root.key, hashes.SHA256())


def platform(public: ec.EllipticCurvePublicKey, root: Issuer, at: datetime) -> x509.Certificate:
    """Certifies files and signs manifests."""
    builder = _below(root, _name("测试 Platform 平台认证"), public, at, None)
    return _end(builder).sign(root.key, hashes.SHA256())


def signer(
    identity: SignerIdentity, public: ec.EllipticCurvePublicKey, issuing: Issuer, at: datetime
) -> x509.Certificate:
    """For one agreement. Names the person by the opaque id alone: DN tables know no rare characters."""
    subject = _name(
        f"测试 {identity.signer}",
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, f"测试 {identity.agreement}"),
    )
    builder = _below(issuing, subject, public, at, at + SIGNER_LIFETIME)
    return _end(builder).sign(issuing.key, hashes.SHA256())


def organisation(
    seal: OrganisationSeal, public: ec.EllipticCurvePublicKey, issuing: Issuer, at: datetime
) -> x509.Certificate:
    """For an organisation's seal, on any of its papers: names its opaque id and the seal's number."""
    subject = _name(
        f"测试 {seal.organisation}",
        # Not as serialNumber, which X.520 keeps to a few ASCII letters.
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, seal_words(seal)),
    )
    return _end(_below(issuing, subject, public, at, None)).sign(issuing.key, hashes.SHA256())


def seal_words(seal: OrganisationSeal) -> str:
    """What tells a seal's certificate from a person's: its unit."""
    return f"测试 机构印章 {seal.serial}"


def empty_revocation_list(issuer: Issuer, at: datetime, until: datetime) -> x509.CertificateRevocationList:
    """Says that nothing of `issuer` is revoked, good until `until`.

    Its number is the second it was made in, so numbers grow without a stored counter.
    """
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(at)
        .next_update(until)
        .add_extension(_authority_key(issuer), critical=False)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
        .sign(issuer.key, hashes.SHA256())
    )


def _name(common: str, *more: x509.NameAttribute[str]) -> x509.Name:
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "CN")
    organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION)
    return x509.Name([country, organisation, *more, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _below(
    issuer: Issuer, subject: x509.Name, public: CertificatePublicKeyTypes, at: datetime, until: datetime | None
) -> x509.CertificateBuilder:
    """Valid until `until`, None: as long as the issuer."""
    end = until or issuer.certificate.not_valid_after_utc
    builder = _builder(subject, issuer.certificate.subject, public, at, end)
    return builder.add_extension(_authority_key(issuer), critical=False)


def _builder(
    subject: x509.Name, issuer: x509.Name, public: CertificatePublicKeyTypes, at: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - EARLY)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _authority(builder: x509.CertificateBuilder, *, path_length: int) -> x509.CertificateBuilder:
    constraint = x509.BasicConstraints(ca=True, path_length=path_length)
    return builder.add_extension(constraint, critical=True).add_extension(_usage(issues=True), critical=True)


def _end(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    constraint = x509.BasicConstraints(ca=False, path_length=None)
    return builder.add_extension(constraint, critical=True).add_extension(_usage(issues=False), critical=True)


def _usage(*, issues: bool) -> x509.KeyUsage:
    """Certificates and lists for an authority, documents for everyone else."""
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues,
        key_cert_sign=issues,
        crl_sign=issues,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _authority_key(issuer: Issuer) -> x509.AuthorityKeyIdentifier:
    identifier = issuer.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)
