"""`verify_file`: one file of unknown origin in, a report out. It never raises on a file, however strange."""

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from agreements.verify.by_hand import HAND_SIGNED
from agreements.verify.certificates import roots_of
from agreements.verify.limits import FILE_BYTES, MEGABYTE
from agreements.verify.parcel import read_parcel
from agreements.verify.policy import UNSIGNED
from agreements.verify.report import Kind, Line, Report, Verdict, broken, holds, unchecked
from agreements.verify.revisions import Malformed, TooMuch
from agreements.verify.schemas import PAPERS
from agreements.verify.sealed_paper import Reading, codes_of, read_paper
from law.sentence import Sentence

PDF_MARK: Final = b"%PDF-"
ZIP_MARK: Final = b"PK\x03\x04"

NOT_PROVED: Final = (
    Sentence(
        "协议内容是否真实、合法、自愿，不在验证范围内。",
        "Whether what was agreed is true, lawful and of free will.",
    ),
    Sentence(
        "签名人身份取决于签署时的核验方式，见签署证据页。",
        "Who the signers are: that rests on how they were identified, see the evidence page.",
    ),
    Sentence(
        "文件封存之后才公布的证书吊销，离线无法得知。",
        "That no certificate was revoked after the file was closed: offline nobody can know.",
    ),
)
NO_REGISTRY: Final = Sentence(
    "未与平台登记的文件比对，不能证明没有另一份已封存的文件。",
    "That this is the only sealed file: it was not compared with the platform's registry.",
)
BY_HAND: Final = Sentence(
    "打印件上的亲笔签名是否为本人所签，未经电子核验；平台只核对了扫描件的页码和校验码。",
    "Whose the signatures by hand on the print are: the platform compared nothing but the marks of the scan's pages.",
)
OWN_AUTHORITY: Final = Sentence(
    "证书和时间戳标有“测试”，由平台自建机构签发，不能对平台自身起证明作用。",
    "Anything against the platform itself: certificates and timestamps are 测试 (test), made by its own authority.",
)
ALONE: Final = {each.kind: each.alone for each in PAPERS if each.alone}


def verify_file(
    data: bytes, *, trust: tuple[bytes, ...], at: datetime, known_sha256: frozenset[str] | None = None
) -> Report:
    """Checks an agreement, an evidence page or a clerk's package.

    `trust`: PEM texts of the roots that count; those inside the file never do. `at`: aware; the reader's own time.
    `known_sha256`: of all sealed files, where the platform's registry is at hand. Raises NoCertificate
    for a root that is none. Not for a running event loop: there use `confinement.confined` in a thread.
    """
    roots = roots_of(trust)
    report = asyncio.run(_guarded(data, roots, at))
    if known_sha256 is not None:
        return with_registry(report, known_sha256)
    return replace(report, not_proved=tuple(_not_proved(report, compared=False)))


def with_registry(report: Report, known_sha256: frozenset[str]) -> Report:
    """The same, its papers compared with the registry of sealed files: whether each is one of its generations."""
    if report.papers and known_sha256.issuperset(report.papers):
        report = replace(report, lines=tuple(map(_closed_so, report.lines)))
    if report.verdict is not Verdict.BROKEN:
        report = replace(report, lines=(*report.lines, _registered(report, known_sha256)))
    return replace(report, not_proved=tuple(_not_proved(report, compared=True)))


def _closed_so(line: Line) -> Line:
    """The platform itself closed this file without those signatures: who signed the print, its evidence page says."""
    if line.id != UNSIGNED:
        return line
    return unchecked(
        UNSIGNED,
        f"{line.sentence.zh}平台登记的文件就是这样封存的；是否在打印件上亲笔签名，须与签署证据页和扫描件一并核验（法院材料包）。",
        f"{line.sentence.en} The platform closed it so: whether its print was signed by hand shows beside the evidence "
        "page and the scan, in the court's bundle.",
    )


def _registered(report: Report, known: frozenset[str]) -> Line:
    if report.papers and known.issuperset(report.papers):
        return holds("registry", "与平台登记的文件完全相同。", "It is the very file in the platform's registry.")
    return broken("registry", "不是平台登记的文件。", "It is not a file of the platform's registry.")


async def _guarded(data: bytes, roots: tuple[bytes, ...], at: datetime) -> Report:
    try:
        return await _read(data, roots, at)
    except Malformed as fault:
        return _only(broken("file.form", fault.zh, fault.en))
    except TooMuch as fault:
        return _only(unchecked("file.size", fault.zh, fault.en))
    except MemoryError:
        return _only(unchecked("file.size", "读取文件所需内存超过上限。", "Reading the file takes too much memory."))
    except Exception as fault:  # noqa: BLE001  # four libraries read hostile bytes; each fails in its own ways
        kind = type(fault).__name__
        return _only(broken("file.form", f"文件结构无法读取（{kind}）。", f"The file cannot be read ({kind})."))


async def _read(data: bytes, roots: tuple[bytes, ...], at: datetime) -> Report:
    if len(data) > FILE_BYTES:
        limit = FILE_BYTES // MEGABYTE
        raise TooMuch(f"文件超过{limit} MB，未作验证。", f"The file is larger than {limit} MB and was not looked at.")
    if data.startswith(PDF_MARK):
        return _paper(await read_paper(data, roots, at), hashlib.sha256(data).hexdigest())
    if data.startswith(ZIP_MARK):
        return await read_parcel(data, roots, at)
    raise Malformed("文件既不是 PDF，也不是材料压缩包。", "The file is neither a PDF nor a package.")


def _paper(reading: Reading, sha256: str) -> Report:
    return Report(reading.kind, reading.lines, reading.signatures, papers=(sha256,), codes=codes_of(reading))


def _only(line: Line) -> Report:
    return Report(Kind.UNKNOWN, (line,))


def _not_proved(report: Report, *, compared: bool) -> Iterator[Sentence]:
    if report.verdict is Verdict.BROKEN:
        return
    if report.test:
        yield OWN_AUTHORITY
    yield from NOT_PROVED
    if any(line.id == HAND_SIGNED for line in report.lines):
        yield BY_HAND
    if report.kind in ALONE:
        yield ALONE[report.kind]
    if not compared:
        yield NO_REGISTRY
