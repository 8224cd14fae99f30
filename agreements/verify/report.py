"""What was found: one line for each thing that was looked at, and the verdict that follows from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from law.sentence import Sentence


class Kind(StrEnum):
    """What sort of file it is, by its content."""

    AGREEMENT = "agreement"
    EVIDENCE = "evidence"
    MINUTES = "minutes"
    APPLICATION = "application"
    SERVICE_ADDRESS = "service_address"
    CERTIFICATE = "certificate"
    RIGHTS_NOTICE = "rights_notice"
    CONSENT_SCAN = "consent_scan"
    UNDISPUTED = "undisputed_facts"
    TERMINATION = "termination"
    PACKAGE = "package"
    UNKNOWN = "unknown"


class Result(StrEnum):
    """What became of one check."""

    HOLDS = "holds"
    BROKEN = "broken"
    """The file is not what was sealed."""
    UNTRUSTED = "untrusted"
    """Intact, but nobody whom the reader trusts stands behind it, or no longer."""
    UNCHECKED = "unchecked"
    """Not looked at, because of a limit or because an earlier check failed."""


class Verdict(StrEnum):
    """The whole, in one word."""

    HOLDS = "holds"
    BROKEN = "broken"
    UNTRUSTED = "untrusted"


EXIT_CODES: Final = {Verdict.HOLDS: 0, Verdict.BROKEN: 1, Verdict.UNTRUSTED: 2}
"""architecture.md §6."""


@dataclass(frozen=True, slots=True)
class Line:
    """One check. `id` is stable: `pdf.form`, `signature.party_1`; in a package `agreement.pdf:signature.party_1`."""

    id: str
    result: Result
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class SeenSignature:
    """A signature as the file has it; whether it holds, the lines say."""

    file: str
    """Member of the package; empty for a single PDF."""
    field: str
    signer: str
    """Name of the person as the embedded JSON has it; of the platform or timestamp authority as in its certificate."""
    on_behalf_of: str
    at: datetime
    """From the RFC 3161 timestamp."""
    issuer: str
    test: bool
    """Its certificates say 测试."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found. A check that found nothing wrong has a line too."""

    kind: Kind
    lines: tuple[Line, ...]
    signatures: tuple[SeenSignature, ...] = ()
    not_proved: tuple[Sentence, ...] = ()
    papers: tuple[str, ...] = ()
    """SHA-256 of each PDF that was looked at: itself, or those of the package."""
    codes: tuple[str, ...] = ()
    """What their pages must bear, by the data inside; whether they do, `pdf.code` says."""

    @property
    def verdict(self) -> Verdict:
        """Broken outweighs untrusted, and what was not checked is not trusted."""
        results = {line.result for line in self.lines}
        if Result.BROKEN in results:
            return Verdict.BROKEN
        if results == {Result.HOLDS}:
            return Verdict.HOLDS
        return Verdict.UNTRUSTED

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.verdict]

    @property
    def test(self) -> bool:
        """Whether anything in it was made with 测试 certificates."""
        return any(signature.test for signature in self.signatures)


def holds(check: str, zh: str, en: str) -> Line:
    """The check found what it should."""
    return Line(check, Result.HOLDS, Sentence(zh, en))


def broken(check: str, zh: str, en: str) -> Line:
    """The file is not what was sealed."""
    return Line(check, Result.BROKEN, Sentence(zh, en))


def untrusted(check: str, zh: str, en: str) -> Line:
    """Intact, but not vouched for by a root the reader named."""
    return Line(check, Result.UNTRUSTED, Sentence(zh, en))


def unchecked(check: str, zh: str, en: str) -> Line:
    """Could not be looked at."""
    return Line(check, Result.UNCHECKED, Sentence(zh, en))


def any_broken(lines: Iterable[Line]) -> bool:
    """Whether going on would only read what somebody forged."""
    return any(line.result is Result.BROKEN for line in lines)
