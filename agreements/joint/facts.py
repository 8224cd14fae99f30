"""What the audit log keeps of the form; signing its papers leaves the facts of every paper (`agreements.facts`).

Stored as JSON: changing a class here is a migration (raise `v`, keep reading the old one). Ids, hashes and closed
lists; no words and no addresses.
"""

from dataclasses import dataclass
from typing import ClassVar

from agreements.ids import Digest, SignerId


@dataclass(frozen=True, slots=True)
class ApplicationChosen:
    """Route, court and ground of competence were chosen; `by` is the account."""

    kind: ClassVar[str] = "application.chosen"
    v: ClassVar[int] = 1
    route: str
    court: str
    basis: str
    by: SignerId


@dataclass(frozen=True, slots=True)
class AddressGiven:
    """A party filled in its service address; `sha256` is of its canonical JSON."""

    kind: ClassVar[str] = "application.address_given"
    v: ClassVar[int] = 1
    participant: SignerId
    sha256: Digest


Fact = ApplicationChosen | AddressGiven
