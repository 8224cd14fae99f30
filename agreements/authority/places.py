"""Where keys lie: encrypted files in the authority's folder, or a PKCS#11 token; and what is said of it.

Nothing here knows PKCS#11: the server passes places on, and never opens one.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric import ec


class AuthorityFault(Exception):
    """Keys or certificates cannot be used; the message is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """A PKCS#11 token: the vendor's module, the token's label, and the file whose first line is the user PIN."""

    module: Path
    label: str
    pin: Path


class KeyHolder(Protocol):
    """Keeps private keys by name, and gives something that signs with them."""

    def made(self, name: str) -> ec.EllipticCurvePrivateKey:
        """A new key on P-256; raises AuthorityFault."""

    def opened(self, name: str, public: ec.EllipticCurvePublicKey) -> ec.EllipticCurvePrivateKey:
        """The one of that name that belongs to `public`; raises AuthorityFault."""
