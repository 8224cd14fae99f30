"""AT-4, AT-48: our verifier, `verify.py` and `verify.html` each find every tampering, and pass what is whole."""

import ast
import asyncio
import hashlib
import os
import random
import secrets
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import rfc8785

from agreements import render
from agreements.bundle.bundle import Bundle, Paper
from agreements.bundle.contents import Held
from agreements.bundle.slots import Slot
from agreements.bundle.verifiers import verify_html, verify_py
from agreements.joint.documents import court_paper_bytes
from agreements.joint.writing import application_of
from agreements.render.court_paper_sheet import court_paper
from law.zone import Zone
from tests.agreements.joint.stories import MATTER, REACHED, TODAY, petition
from tests.agreements.verify.mutations import Mutation, insiders, outsiders, relisted, strangers
from tests.agreements.verify.readers import by_page, by_python
from tests.agreements.verify.sealed import SealedCase, certificate, evidence_of, signed_by

SAMPLE = 40
"""Of the list for our own verifier, which opens every page; `verify.py` and the page take all of it."""


def by_ours(case: SealedCase, bundles: Sequence[bytes]) -> list[int]:
    return [case.verify(each).exit_code for each in bundles]


def mutations(case: SealedCase, small_case: SealedCase, stranger: SealedCase) -> list[Mutation]:
    seed = secrets.randbits(30)
    print(f"seed {seed}")
    whole = [*outsiders(case, small_case, seed), *relisted(case), *insiders(case, small_case)]
    return [*whole, *strangers(case, stranger)]


@pytest.fixture(scope="module")
def altered(case: SealedCase, small_case: SealedCase, stranger: SealedCase) -> list[Mutation]:
    return mutations(case, small_case, stranger)


def may_say(name: str) -> set[int]:
    """A bundle that another house made from end to end is whole: nobody whom the reader trusts stands behind it."""
    return {1, 2} if name == "papers of a stranger" else {1}


@pytest.mark.parametrize("program", ["verify.py", "verify.html"])
def test_at4_at48_every_tampering_of_the_list_is_found(
    case: SealedCase, altered: list[Mutation], program: str, tmp_path: Path
) -> None:
    bundles = [case.package, *(content for _, content in altered)]
    read = by_python if program == "verify.py" else by_page
    judge(program, altered, read(case.house.root, bundles, tmp_path))


def judge(program: str, altered: Sequence[Mutation], codes: list[int]) -> None:
    """`codes`: of the whole bundle first."""
    assert codes[0] == 0
    unseen = [(name, code) for (name, _), code in zip(altered, codes[1:], strict=True) if code not in may_say(name)]
    print(f"{program}: {len(altered) - len(unseen)} of {len(altered)} tamperings found")
    assert unseen == []


def test_at4_at48_our_own_verifier_finds_a_sample_of_the_same_list(case: SealedCase, altered: list[Mutation]) -> None:
    seed = secrets.randbits(30)
    print(f"seed {seed}")
    some = random.Random(seed).sample(altered, SAMPLE)  # noqa: S311  # a failure must be thrown again
    judge("mediation-room verify", some, by_ours(case, [case.package, *(content for _, content in some)]))


@pytest.mark.long
def test_at4_at48_our_own_verifier_finds_the_whole_list(case: SealedCase, altered: list[Mutation]) -> None:
    judge("mediation-room verify", altered, by_ours(case, [case.package, *(content for _, content in altered)]))


def test_at4_the_bundle_verifies_in_a_clean_directory_with_no_network(case: SealedCase, tmp_path: Path) -> None:
    """As a court's clerk does: unpacked and as a ZIP, no environment, no network where this machine can cut it."""
    (tmp_path / "bundle.zip").write_bytes(case.package)
    (tmp_path / "root.pem").write_bytes(case.house.root)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as file:
        file.extractall(tmp_path / "unpacked")
    [folder] = (tmp_path / "unpacked").iterdir()
    alone = ["unshare", "-n"] if _can_cut_the_network() else []
    python = [*alone, sys.executable, "-I", "-S", "verify.py"]
    for place in ("../../bundle.zip", "."):
        ended = _run([*python, place, "--trust", "../../root.pem"], folder)
        assert (ended.returncode, "全部成立" in ended.stdout) == (0, True), ended.stdout + ended.stderr
    nobody = _run(python, folder)
    assert (nobody.returncode, "vouches for nobody" in nobody.stdout) == (2, True), nobody.stdout
    other = _run([*python, "--route", "court_paper"], folder)
    assert (other.returncode, "not for court_paper" in other.stdout) == (1, True), other.stdout
    (folder / "data" / "case.json").write_bytes(b"{}")
    assert _run(python, folder).returncode == 1


def _can_cut_the_network() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode == 0


def _run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(
        command, cwd=folder, env=kept, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60
    )


def test_at4_without_openssl_it_says_that_signatures_were_not_checked(case: SealedCase, tmp_path: Path) -> None:
    (tmp_path / "verify.py").write_bytes(verify_py())
    (tmp_path / "bundle.zip").write_bytes(case.package)
    ended = _run([sys.executable, "-I", "-S", "verify.py", "bundle.zip"], tmp_path, PATH=str(tmp_path))
    assert (ended.returncode, "signatures NOT checked" in ended.stdout) == (2, True), ended.stdout


def test_verify_py_can_be_read_by_an_old_python() -> None:
    compile(verify_py(), "verify.py", "exec")
    ast.parse(verify_py(), feature_version=(3, 9))


def test_both_programs_load_nothing_from_anywhere() -> None:
    for program in (verify_py(), verify_html()):
        assert b"http://" not in program
        assert b"https://" not in program
    page = verify_html().decode()
    assert "default-src 'none'" in page
    assert page.count("<script") == page.count("</script>") == 1
    assert not any(word in page for word in (" src=", " href=", "import(", "fetch(", "XMLHttpRequest", "innerHTML"))


async def test_at4_at19_a_certificate_of_this_very_case_holds_for_all_three(case: SealedCase, tmp_path: Path) -> None:
    own = await certificate(case.house, case.document, case.document.case_no)
    whole = await case.packed(replace(case.given, papers=(*case.given.papers, own)))
    assert await asyncio.to_thread(by_ours, case, [whole]) == [0]
    assert by_python(case.house.root, [whole], tmp_path) == by_page(case.house.root, [whole], tmp_path) == [0]


@pytest.fixture(scope="module")
async def applied(case: SealedCase) -> Bundle:
    """The same with a joint application, signed by both, of this agreement and for judicial confirmation."""
    digest = hashlib.sha256(case.given.agreement_json).hexdigest()
    matter = replace(MATTER, case_no=case.document.case_no, organisation=case.document.organisation)
    asked = replace(petition(reached=replace(REACHED, digest=digest)), matter=matter)
    document = application_of(asked, TODAY)
    raw = court_paper_bytes(document)
    own = hashlib.sha256(raw).hexdigest()
    pdf = await case.house.seals.prepared(court_paper(document, canonical=raw, digest=own))
    signed = []
    for field in (each for each in document.fields if each.kind != "platform"):
        revision = await signed_by(case.house, pdf, field, document.paper)
        signed.append((field, revision))
        pdf = revision.pdf
    closed = (await case.house.seals.closed(pdf)).pdf
    told = replace(
        evidence_of(case.document, own, closed, signed),
        agreement=document.paper,
        number=document.printed.number,
        case_no=document.printed.case_no,
        organisation=document.printed.organisation,
    )
    page = render.evidence(told, canonical=rfc8785.dumps(asdict(told)))
    evidence = Held((await case.house.seals.certified(page.pdf)).pdf)
    names = tuple(field.signer_name for field, _ in signed)
    paper = Paper(
        Slot.APPLICATION,
        "司法确认申请书",
        Zone.CASE,
        Held(closed),
        3,
        signers=names,
        sealed=True,
        evidence=evidence,
        evidence_pages=1,
    )
    return replace(case.given, papers=(*case.given.papers, paper))


async def test_at53b_an_application_for_one_route_in_a_bundle_for_another_is_found_by_all_three(
    case: SealedCase, applied: Bundle, tmp_path: Path
) -> None:
    other = replace(applied, facts=replace(applied.facts, route="court_paper", route_title="出具调解书"))
    stranger = replace(applied, papers=applied.papers[1:], agreement_json=rfc8785.dumps({"schema": "paper/1"}))
    bundles = [await case.packed(each) for each in (applied, other, stranger)]
    for name, codes in {
        "ours": await asyncio.to_thread(by_ours, case, bundles),
        "verify.py": by_python(case.house.root, bundles, tmp_path),
        "verify.html": by_page(case.house.root, bundles, tmp_path),
    }.items():
        assert codes == [0, 1, 1], name
