"""The public check: anybody brings a PDF or a package and is told what holds. Nothing of the file is kept or logged."""

import hashlib

from server.app_keys import CHECKS, LIMITS, STORES
from server.http.access import Call, Nobody
from server.http.bodies import Sentence
from server.http.check_lines import checks_of, signatures_of
from server.http.paper_bodies import Verification
from server.http.problems import refused
from server.http.source import neighbourhood, source
from server.papers.checks import Crowded


async def checked(call: Call[Nobody, bytes]) -> Verification:
    """By the verifier that shares no code with those who sign, in a process that may not harm us."""
    app = call.request.app
    app[LIMITS].checks.spend(neighbourhood(source(call.request)))
    try:
        report = await app[CHECKS].of_a_stranger(call.body, app[STORES].sealed_files.knows)
    except Crowded:
        raise refused("verification.crowded") from None
    return Verification(
        kind=report.kind.value,
        verdict=report.verdict.value,
        registered=any(line.id == "registry" and line.result == "holds" for line in report.lines),
        test=report.test,
        sha256=hashlib.sha256(call.body).hexdigest(),
        signatures=signatures_of(report),
        checks=checks_of(report),
        not_proved=tuple(Sentence.model_validate(sentence) for sentence in report.not_proved),
    )
