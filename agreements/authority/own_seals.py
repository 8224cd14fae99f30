"""Organisations' seals (测试): one key for each, made at first use, certified by the in-house authority.

The key lies in the token where there is one, else encrypted in the folder; only the signing process opens it.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from agreements.authority import certificates
from agreements.authority.certificates import Issuer, seal_words
from agreements.authority.folder import AuthorityFolder
from agreements.authority.places import AuthorityFault
from agreements.authority.ports import CertifiedKey
from agreements.authority.refusals import certificates_away
from agreements.ports import OrganisationSeal


@dataclass(frozen=True, slots=True)
class OwnSealKeeper:
    """Away only where a key or the token does not open."""

    folder: AuthorityFolder
    issuing: Issuer

    async def seal(self, seal: OrganisationSeal) -> CertifiedKey:
        name = _name(seal.organisation)
        try:
            if not self.folder.has(name):
                key = self.folder.make_key(name)
                return self._certified(name, seal, key)
            key, certificate = self.folder.key(name), self.folder.certificate(name)
        except AuthorityFault as fault:
            raise certificates_away(str(fault)) from fault
        (unit,) = certificate.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATIONAL_UNIT_NAME)
        if unit.value != seal_words(seal):
            return self._certified(name, seal, key)
        return CertifiedKey(key, certificate, (self.issuing.certificate,))

    def _certified(self, name: str, seal: OrganisationSeal, key: ec.EllipticCurvePrivateKey) -> CertifiedKey:
        now = datetime.now(UTC).replace(microsecond=0)
        certificate = certificates.organisation(seal, key.public_key(), self.issuing, now)
        self.folder.keep_certificate(name, certificate)
        return CertifiedKey(key, certificate, (self.issuing.certificate,))


def _name(organisation: str) -> str:
    """Fit for a file, whatever the id is made of."""
    return f"seal-{hashlib.sha256(organisation.encode()).hexdigest()[:32]}"
