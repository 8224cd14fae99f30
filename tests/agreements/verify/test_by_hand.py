"""What was signed by hand on a print: all three verifiers say so, and nobody passes off a missing signature for it."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.generic import NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from agreements.bundle.bundle import Bundle
from agreements.bundle.slots import Slot
from agreements.verify.report import Result, Verdict
from agreements.verify.verification import verify_file
from tests.agreements.verify.hands import HERE, SCAN, HandSigned, hand_signed, scan
from tests.agreements.verify.readers import by_page, by_python
from tests.agreements.verify.sealed import SealedCase
from tests.agreements.verify.tampers import updated
from tests.agreements.verify.test_bundle_programs import by_ours


@pytest.fixture(scope="module")
async def hand(case: SealedCase) -> HandSigned:
    return await hand_signed(case.house, case.document)


@pytest.fixture(scope="module")
async def small_hand(small_case: SealedCase) -> HandSigned:
    """As few bytes as there can be, for those who try much: no seal, two pages."""
    return await hand_signed(small_case.house, small_case.document)


@pytest.fixture(scope="module")
async def given(hand: HandSigned) -> Bundle:
    return hand.bundle(await hand.evidence())


async def test_at52_signing_by_hand_is_told_as_such_by_all_three(
    case: SealedCase, hand: HandSigned, given: Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = await case.packed(given)
    report = await asyncio.to_thread(case.verify, whole)
    assert [line for line in report.lines if line.result is not Result.HOLDS] == []
    digest = hashlib.sha256(SCAN).hexdigest()
    said = [line.sentence.en for line in report.lines if line.id == "package.by_hand"]
    assert len(said) == len(hand.hands) == 2
    assert all(digest in each and "not electronically verified" in each for each in said)
    assert [line.sentence.zh for line in report.lines if line.id == "package.unsealed"] == [
        f"{hand.document.organisation}没有在此文件上加盖电子印章。"
    ]
    assert any("亲笔签名" in each.zh for each in report.not_proved)
    assert [each.field for each in report.signatures if each.file == "02_agreement.pdf"] == [
        "platform",
        HERE,
        "closing",
    ]
    assert by_python(case.house.root, [whole], tmp_path) == by_page(case.house.root, [whole], tmp_path) == [0]
    assert f"signed by hand on the scan with SHA-256 {digest}; not electronically verified" in capsys.readouterr().out


async def tampered(case: SealedCase, hand: HandSigned, given: Bundle) -> AsyncIterator[tuple[str, Bundle]]:
    """By an accomplice at the platform who signs the list, and here and there the evidence page as well."""
    paper, filed = given.papers[0], hand.filed()
    people = [one.signer for one in hand.hands]

    def with_chain(name: str, filed: list[dict[str, Any]], signed: list[str]) -> tuple[str, Bundle]:
        events, head = hand.chain(filed=filed, signed=signed)
        return name, replace(given, events=events, head=head)

    async def with_page(name: str, **other: object) -> tuple[str, Bundle]:
        return name, replace(
            given,
            papers=(
                replace(paper, evidence=hand.bundle(await hand.evidence(**other)).papers[0].evidence),
                given.papers[1],
            ),
        )

    yield "no scan", replace(given, papers=(paper,))
    yield "another scan", replace(given, papers=(paper, scan(b"%PDF-1.4 another")))
    yield "scan in another slot", replace(given, papers=(paper, scan(slot=Slot.ATTACHMENTS)))
    yield "no evidence page", replace(given, papers=(replace(paper, evidence=None), given.papers[1]))
    yield with_chain("no record of it", [], [HERE])
    yield with_chain("record of another scan", [{**filed, "scan": "0" * 64}], [HERE])
    yield with_chain("record of another text", [{**filed, "digest": "0" * 64}], [HERE])
    yield with_chain("record of one person less", [{**filed, "signed": people[:1]}], [HERE])
    yield with_chain("a signature dropped that is on record", [filed], [HERE, hand.hands[0].name])
    left = hand.page.left_empty
    yield await with_page("a field less told", left_empty=left[1:])
    yield await with_page("a signed field told as empty", left_empty=(HERE, *left))
    yield await with_page("an unknown field told as empty", left_empty=(*left, "party_9"))
    yield await with_page("a scan and nothing empty", left_empty=())
    yield await with_page(
        "another name", signers=(*hand.page.signers[:-1], replace(hand.page.signers[-1], name="王五"))
    )
    yield await with_page("nobody by hand", signers=hand.page.signers[:1])
    yield await with_page("another case", case_no="（2026）别案")
    # Signed here by all, then rolled back to the first and closed anew: the page names the file that was closed.
    rolled = await hand_signed(case.house, case.document, change=lambda _: case.revisions[1])
    yield "a file rolled back", hand.bundle(await hand.evidence(), rolled.agreement)
    yield "a page of a paper that all signed here", hand.bundle(case.evidence, rolled.agreement)
    yield "a paper that all signed here", hand.bundle(await hand.evidence(), case.agreement)


async def test_at52_at48_nothing_missing_is_passed_off_as_signed_by_hand(
    small_case: SealedCase, small_hand: HandSigned, tmp_path: Path
) -> None:
    case, given = small_case, small_hand.bundle(await small_hand.evidence())
    made = [("", await case.packed(given))]
    made += [(name, await case.packed(each)) async for name, each in tampered(case, small_hand, given)]
    bundles = [content for _, content in made]
    codes = {
        "ours": await asyncio.to_thread(by_ours, case, bundles),
        "verify.py": by_python(case.house.root, bundles, tmp_path),
        "verify.html": by_page(case.house.root, bundles, tmp_path),
    }
    unseen = {
        who: [name for (name, _), code in zip(made, said, strict=True) if code != 1] for who, said in codes.items()
    }
    assert unseen == {who: [""] for who in codes}, "the whole one, and no other"


async def test_at14_alone_it_lacks_signatures_unless_the_platform_knows_that_it_closed_it_so(
    case: SealedCase, hand: HandSigned
) -> None:
    alone = await asyncio.to_thread(case.verify, hand.agreement)
    assert {line.id for line in alone.lines if line.result is Result.BROKEN} == {"pdf.unsigned"}
    known = frozenset({hashlib.sha256(hand.agreement).hexdigest()})

    def compared() -> tuple[Verdict, list[str]]:
        report = verify_file(hand.agreement, trust=(case.house.root,), at=datetime.now(UTC), known_sha256=known)
        return report.verdict, [line.id for line in report.lines if line.result is Result.UNCHECKED]

    assert await asyncio.to_thread(compared) == (Verdict.UNTRUSTED, ["pdf.unsigned"])


async def test_at14_a_strip_that_no_seal_filled_is_not_drawn_on(case: SealedCase) -> None:
    """Before the closing, by somebody whom the platform then believes: only a look into the file shows it."""

    def drawn(writer: IncrementalPdfFileWriter) -> None:
        fields = {str(each.get_object()["/T"]): each.get_object() for each in writer.root["/AcroForm"]["/Fields"]}
        fields["strip_1"][NameObject("/AP")] = fields[HERE]["/AP"]
        writer.update_container(fields["strip_1"])

    forged = await hand_signed(case.house, case.document, change=updated(drawn))
    whole = await case.packed(forged.bundle(await forged.evidence()))
    report = await asyncio.to_thread(case.verify, whole)
    assert {line.id for line in report.lines if line.result is Result.BROKEN} == {"02_agreement.pdf:pdf.blank"}
