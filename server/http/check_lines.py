"""What the verifier found in both sealed files, put together for the clerk's page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from aiohttp import web

from agreements.agreement import Sealed
from agreements.canonical import short_code
from agreements.verify.report import Report, Result, Verdict
from server.app_keys import CHECKS, STORES
from server.http.bodies import Sentence
from server.http.paper_bodies import Check, CheckedSignature

FILES: Final = ("agreement.pdf", "evidence.pdf")


@dataclass(frozen=True, slots=True)
class Checked:
    """Both reports in one: what is broken in either is broken."""

    code: str
    verdict: Literal["holds", "broken", "untrusted"]
    signatures: tuple[CheckedSignature, ...]
    checks: tuple[Check, ...]
    not_proved: tuple[Sentence, ...]


async def checked(app: web.Application, sealed: Sealed) -> Checked:
    """Both files checked anew."""
    blobs = app[STORES].blobs
    reports = [
        (name, await app[CHECKS].report(digest, await blobs.get(digest)))
        for name, digest in zip(FILES, (sealed.pdf, sealed.evidence), strict=True)
    ]
    limits = dict.fromkeys(sentence for _, report in reports for sentence in report.not_proved)
    return Checked(
        code=short_code(sealed.frozen.digest),
        verdict=_worst(report for _, report in reports).value,
        signatures=tuple(_signatures(reports[0][1])),
        checks=tuple(
            Check(id=f"{name}:{line.id}", result=line.result.value, sentence=Sentence.model_validate(line.sentence))
            for name, report in reports
            for line in report.lines
        ),
        not_proved=tuple(Sentence.model_validate(sentence) for sentence in limits),
    )


def signatures_of(report: Report) -> tuple[CheckedSignature, ...]:
    """Every signature of the report, each with what its own line says."""
    return tuple(_signatures(report))


def checks_of(report: Report) -> tuple[Check, ...]:
    """Every line, as it goes out."""
    return tuple(
        Check(id=line.id, result=line.result.value, sentence=Sentence.model_validate(line.sentence))
        for line in report.lines
    )


def _worst(reports: Iterator[Report]) -> Verdict:
    found = {report.verdict for report in reports}
    return next(verdict for verdict in (Verdict.BROKEN, Verdict.UNTRUSTED, Verdict.HOLDS) if verdict in found)


def _signatures(report: Report) -> Iterator[CheckedSignature]:
    """Those of the agreement, each with what its own line says."""
    results = {line.id: line.result for line in report.lines}
    for seen in report.signatures:
        prefix = f"{seen.file}:" if seen.file else ""
        own = (f"{prefix}{kind}.{seen.field}" for kind in ("signature", "timestamp"))
        result = next((results[each] for each in own if each in results), Result.UNCHECKED)
        signer = f"{seen.signer}（{seen.on_behalf_of}）" if seen.on_behalf_of else seen.signer
        yield CheckedSignature(
            field=seen.field, signer=signer, at=seen.at, result=result.value, issuer=seen.issuer, test=seen.test
        )
