"""Certificates: each one in a file is signed by another one there or is a trusted root, and paths lead to such roots.

Roots in the file never count as trusted. A path is judged at one moment, with the revocation lists that the file
carries: lists made after that moment count too, since a file gathers them when it is closed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from asn1crypto import x509
from cryptography import x509 as certificates
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import ValidationContext

TEST_MARK: Final = "测试"
"""In the names of everything that our own authority made."""


class NoCertificate(Exception):
    """A file of trusted roots has no certificate in it that can be read."""


@dataclass(frozen=True, slots=True)
class Material:
    """What paths may be built of: the reader's roots, and the certificates and revocation lists of the file (DER)."""

    roots: tuple[bytes, ...]
    certificates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()

    def joined(self, certificates: Iterable[bytes], lists: Iterable[bytes]) -> "Material":
        """With more from the file."""
        more = dict.fromkeys((*self.certificates, *certificates))
        return Material(self.roots, tuple(more), tuple(dict.fromkeys((*self.lists, *lists))))

    def context(self, moment: datetime) -> ValidationContext:
        """For one judgement at `moment`, nothing fetched, revocation known for every certificate but the root."""
        return ValidationContext(
            trust_roots=[x509.Certificate.load(root) for root in self.roots],
            other_certs=[x509.Certificate.load(each) for each in self.certificates],
            crls=list(self.lists),
            moment=moment,
            revocation_mode="require",
            retroactive_revinfo=True,
        )


def roots_of(given: Iterable[bytes]) -> tuple[bytes, ...]:
    """The certificates (DER) of PEM files; raises NoCertificate for a file without any, or with a damaged one."""
    try:
        found = [root for text in given for root in certificates.load_pem_x509_certificates(text)]
    except ValueError as error:
        raise NoCertificate(str(error)) from error
    return tuple(root.public_bytes(Encoding.DER) for root in found)


def is_test(*names: x509.Name) -> bool:
    """Whether one of these says 测试."""
    return any(TEST_MARK in str(said) for name in names for said in name.native.values())


def root_is_test(root: bytes) -> bool:
    """Whether a root (DER) calls itself 测试."""
    return is_test(x509.Certificate.load(root).subject)


def common_name(name: x509.Name) -> str:
    """The name's CN; empty where it has none."""
    return str(name.native.get("common_name", ""))


def unsigned(found: Iterable[bytes], roots: tuple[bytes, ...]) -> dict[bool, list[str]]:
    """Names of the certificates in a file that nobody vouches for.

    True: forged, for the issuer is at hand (a self-signed one is its own) and did not sign it. False: the issuer is
    nowhere to be seen.
    """
    pool = {der: certificates.load_der_x509_certificate(der) for der in dict.fromkeys((*found, *roots))}
    doubtful: dict[bool, list[str]] = {}
    for der, each in pool.items():
        issuers = [other for other in pool.values() if other.subject == each.issuer]
        if der not in roots and not any(_issued(each, issuer) for issuer in issuers):
            doubtful.setdefault(bool(issuers), []).append(each.subject.rfc4514_string())
    return doubtful


def _issued(certificate: certificates.Certificate, issuer: certificates.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
