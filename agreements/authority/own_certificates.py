"""The in-house certificate authority (测试), on the folder's issuing key."""

from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509

from agreements.authority import certificates
from agreements.authority.certificates import Issuer
from agreements.authority.folder import AuthorityFolder
from agreements.authority.ports import CertifiedKey
from agreements.ports import SignerIdentity


@dataclass(frozen=True, slots=True)
class OwnCertificateAuthority:
    """Holds the issuing key for as long as it lives; never away."""

    root: x509.Certificate
    issuing: Issuer
    root_list: x509.CertificateRevocationList

    async def certified(self, identity: SignerIdentity) -> CertifiedKey:
        key = certificates.fresh_key()
        certificate = certificates.signer(identity, key.public_key(), self.issuing, _now())
        return CertifiedKey(key, certificate, (self.issuing.certificate,))

    async def revocations(self) -> tuple[x509.CertificateRevocationList, ...]:
        """The root's list from the folder, and the issuing authority's made now: newer than every signature so far."""
        at = _now()
        return (self.root_list, certificates.empty_revocation_list(self.issuing, at, at + certificates.LIST_LIFETIME))


def own_certificate_authority(folder: AuthorityFolder) -> OwnCertificateAuthority:
    """Raises AuthorityFault."""
    return OwnCertificateAuthority(folder.certificate("root"), folder.issuer("issuing"), folder.root_list())


def own_platform(folder: AuthorityFolder) -> CertifiedKey:
    """The platform's own key, which certifies files and signs manifests; raises AuthorityFault."""
    return CertifiedKey(folder.key("platform"), folder.certificate("platform"), ())


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
