"""What is asked of the signing process and what it answers, over its two pipes: a length, then a pickled value.

Both ends are this program at the same version, and the pipes are known to nobody else. Nothing here knows pyHanko, so
the asking side does not load it.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from agreements.authority.places import TokenPlace
from agreements.ports import ClosedFile, OrganisationSeal, Rendered, SignedRevision, SignerIdentity
from law.sentence import Sentence

LENGTH_BYTES: Final = 8
"""Of the length before each value, big-endian."""


@dataclass(frozen=True, slots=True)
class Vouching:
    """Who vouches, and the first thing the process is told."""

    folder: Path
    """Of the in-house 测试 authority; made if it is not there. Its parent folder must be ours."""
    wrapping_key: bytes = field(repr=False)
    """32 bytes that the keys in the folder are encrypted under."""
    tsa_url: str | None = None
    """RFC 3161 timestamp authority; None: the in-house one, which proves nothing against the house."""
    tsa_roots: bytes = b""
    """PEM root certificates that timestamps from `tsa_url` end at."""
    token: TokenPlace | None = None
    """PKCS#11 token with the keys of CA, platform and organisations; None: encrypted files in the folder."""


@dataclass(frozen=True, slots=True)
class Prepare:
    """Gives the certified PDF's bytes."""

    rendered: Rendered


@dataclass(frozen=True, slots=True)
class Sign:
    """Gives a SignedRevision."""

    pdf: bytes
    field: str
    identity: SignerIdentity
    appearance: bytes


@dataclass(frozen=True, slots=True)
class SealOrganisation:
    """Gives a SignedRevision."""

    pdf: bytes
    field: str
    seal: OrganisationSeal
    appearance: bytes


@dataclass(frozen=True, slots=True)
class Close:
    """Gives a ClosedFile. `by_hand`: who has not signed here signed the print; those fields stay empty for good."""

    pdf: bytes
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Certify:
    """Gives a ClosedFile."""

    pdf: bytes


@dataclass(frozen=True, slots=True)
class Renew:
    """Gives a ClosedFile."""

    pdf: bytes


@dataclass(frozen=True, slots=True)
class SignManifest:
    """Gives the detached CMS, DER."""

    manifest: bytes


@dataclass(frozen=True, slots=True)
class Roots:
    """Gives the PEM of every root certificate; asked first, to learn that everything is in order."""


Request = Prepare | Sign | SealOrganisation | Close | Certify | Renew | SignManifest | Roots


@dataclass(frozen=True, slots=True)
class Done:
    """The request's own result."""

    value: bytes | SignedRevision | ClosedFile


@dataclass(frozen=True, slots=True)
class GoneAway:
    """An Away, in parts: exceptions with arguments of their own do not pickle."""

    code: str
    sentence: Sentence
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """`kind`: the class of refusals.SealFault, or AuthorityFault."""

    kind: str
    message: str


Answer = Done | GoneAway | Refused
