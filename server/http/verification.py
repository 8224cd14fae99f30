"""The public check: anybody brings a PDF or a package and is told what holds. Nothing of the file is kept or logged."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Final, cast

from agreements.bundle.verifiers import published, sha256_of, verify_html, verify_py
from server.app_keys import CHECKS, LIMITS, STORES
from server.http.access import Call, Nobody
from server.http.bodies import Sentence
from server.http.check_lines import checks_of, signatures_of
from server.http.files import OCTETS, File
from server.http.paper_bodies import FormerVerifier, Verification, Verifier, VerifierList, VerifierName
from server.http.problems import refused
from server.http.source import neighbourhood, source
from server.papers.checks import Crowded

PROGRAMS: Final[Mapping[VerifierName, Callable[[], bytes]]] = {"verify.html": verify_html, "verify.py": verify_py}


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
        codes=report.codes,
        signatures=signatures_of(report),
        checks=checks_of(report),
        not_proved=tuple(Sentence.model_validate(sentence) for sentence in report.not_proved),
    )


async def programs(_: Call[Nobody, None]) -> VerifierList:
    """The programs of every bundle, and the sums by which to know them; those of older bundles likewise."""
    today = tuple(
        Verifier(name=name, sha256=sha256_of(program()), bytes=len(program())) for name, program in PROGRAMS.items()
    )
    known = {one.sha256 for one in today}
    older = (one for one in reversed(published()) if one.sha256 not in known)
    former = tuple(FormerVerifier(name=one.name, since=one.since, sha256=one.sha256) for one in older)
    return VerifierList(programs=today, former=former)


async def program(call: Call[Nobody, None]) -> File:
    """One of them, to be saved; the router lets no other name through."""
    name = cast("VerifierName", call.request.match_info["program"])
    return File(PROGRAMS[name](), OCTETS, name)
