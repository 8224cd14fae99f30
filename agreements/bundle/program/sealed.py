"""Sealed papers: the bytes that signatures cover, the data inside, and whether everything tells one story."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from agreements.bundle.program.form import CASE, Broken, Report, canonical
from agreements.bundle.program.hands import by_hand
from agreements.bundle.program.values import Cms, cms, covers, names

RANGE = re.compile(rb"/ByteRange\s*\[\s*0 +(\d{1,10}) +(\d{1,10}) +(\d{1,10})\s*\]")
SEAL = "机构印章".encode()


class Signed(NamedTuple):
    """One signature of a PDF: the bytes it covers, and how far they go."""

    cms: Cms
    covered: bytes
    end: int


def signatures(pdf: bytes, check: str) -> list[Signed]:
    """In the order of signing; Broken unless each leaves out its own value alone and the last covers all the rest."""
    ranges = sorted(
        (tuple(map(int, each.groups())) for each in RANGE.finditer(pdf)), key=lambda each: each[1] + each[2]
    )
    found, before = [], 0
    for start, end, rest in ranges:
        hexed = pdf[start + 1 : end - 1]
        one_case = not hexed.translate(None, b"0123456789abcdef") or not hexed.translate(None, b"0123456789ABCDEF")
        framed = pdf[start : start + 1] + pdf[end - 1 : end] == b"<>" and pdf[:start].rstrip().endswith(b"/Contents")
        if not (framed and one_case and before <= start < end) or not pdf[: end + rest].rstrip().endswith(b"%%EOF"):
            raise Broken(check, "签名的覆盖范围不合规范。", "A byte range is not in its one form.")
        padded = bytes.fromhex(hexed.decode())
        size = 2 + (padded[1] - 0x80 if padded[1] > 0x80 else 0)
        der = padded[: size + int.from_bytes(padded[2:size], "big")] if size > 2 else padded[: 2 + padded[1]]
        if padded[len(der) :].strip(b"\0"):
            raise Broken(check, "签名值的填充不是零。", "The padding of a signature value is not zeros.")
        found.append(Signed(cms(der), pdf[:start] + pdf[end : end + rest], end + rest))
        before = end + rest
    if len(found) < 2 or before != len(pdf) or pdf.count(b"/ByteRange") != len(found) or not found[-1].cms.content:
        raise Broken(
            check, "封存时间戳之后文件又有改动，或没有封存。", "It was changed after its closing, or never closed."
        )
    if not all(covers(each.cms, each.covered) for each in found):
        raise Broken(check, "所签的内容被改动。", "What was signed was changed.")
    return found


def embedded(pdf: bytes, check: str) -> tuple[bytes, dict[str, Any]]:
    """The data inside a paper: its only attached file."""
    at = [each.end() for each in re.finditer(rb"/Type\s*/EmbeddedFile\b", pdf)]
    if len(at) != 1:
        raise Broken(check, "内嵌数据不是恰好一份。", "There is not exactly one attached file.")
    begin = re.compile(rb"stream\r?\n").search(pdf, at[0])
    if begin is None:
        raise Broken(check, "内嵌数据无法读取。", "The attached file cannot be read.")
    raw = pdf[begin.end() : pdf.index(b"endstream", begin.end())]
    try:
        raw = zlib.decompressobj().decompress(raw, 1 << 23)
    except zlib.error:
        raw = raw.rstrip(b"\r\n")
    return raw, canonical(raw, check)


def paper(found: dict[str, bytes], told: dict[str, Any], report: Report) -> Iterator[tuple[str, Signed]]:
    """A sealed paper with its evidence page: form, data, signers; gives every signature with a name for it."""
    path, stamp = told["path"], "proof/timestamps/{}.tsr"
    signed, (raw, data) = signatures(found[path], path), embedded(found[path], path)
    persons = [each for each in signed[1:] if not each.cms.content]
    closing = signed[len(persons) + 1]
    page = embedded(found[told["evidence"]], told["evidence"])[1] if told["evidence"] else {}
    fields = [each for each in data.get("fields", ()) if each["kind"] != "platform"]
    here = [each for each in fields if each["name"] not in page.get("left_empty", ())]
    if any(not each.cms.content for each in signed[len(persons) + 1 :]) or (fields and len(here) != len(persons)):
        raise Broken(path, "签名不是应有的那些。", "The signatures are not those that must be there.")
    yield from ((path, each) for each in signed)
    if str(data.get("schema", "")).startswith("mediation-application/"):
        applied(found, data, path)
    of_case(found, data, page, path)
    if told["evidence"]:
        evidence = signatures(found[told["evidence"]], told["evidence"])
        first = hashlib.sha256(found[path][: closing.end]).hexdigest()
        if (page["digest"], page["agreement_pdf_sha256"]) != (hashlib.sha256(raw).hexdigest(), first):
            raise Broken(path, "签署证据页说的是另一份文书。", "The evidence page speaks of another paper.")
        signers = sorted(hashlib.sha256(each.cms.signer).hexdigest() for each in persons)
        if sorted(filter(None, (each["certificate_sha256"] for each in page["signers"]))) != signers:
            raise Broken(path, "签名人的证书与签署证据页不符。", "The signers' certificates are not those of the page.")
        for field in here:
            words = [field["signer"].encode(), SEAL if field["kind"] == "organisation" else page["agreement"].encode()]
            if not any(all(word in names(each.cms.signer)[1] for word in words) for each in persons):
                raise Broken(path, "证书不属于签名人。", f"No certificate of {field['signer_name']}.")
        by_hand(found, path, fields, page, report)
        yield from ((told["evidence"], each) for each in evidence)
    for each in filter(None, (path, told["evidence"])):
        name = stamp.format(each[:-4].replace("/", "_"))
        if found.get(name) != signatures(found[each], each)[-1].cms.der:
            raise Broken(name, "时间戳不是文书里的那一个。", "It is not the timestamp of the paper.")
    report.say("holds", path, f"{path} 未被改动，{len(signed)}个签名依次覆盖全文。",
               f"{path} is unchanged; its {len(signed)} signatures cover it in turn.")  # fmt: skip


def of_case(found: dict[str, bytes], data: dict[str, Any], page: dict[str, Any], path: str) -> None:
    """The evidence page and the organisation's certificate are of the bundle's own case."""
    case = canonical(found["data/case.json"], "data/case.json")
    certified = str(data.get("schema", "")).startswith("mediation-certificate/")
    own = [case["case_no"], case["organisation"]]
    if (page and page["case_no"] != own[0]) or (certified and [data["number"], data["organisation"]] != own):
        raise Broken(path, "文书或其签署证据页是另一案件的。", "The paper or its evidence page is of another case.")


def applied(found: dict[str, bytes], data: dict[str, Any], path: str) -> None:
    """The application is for the bundle's own route, and of its agreement."""
    if data["route"] != canonical(found["manifest.json"], "manifest")["route"]:
        raise Broken(path, "申请书是为另一途径制作的。", "The application is for another route.")
    # Online the data was signed, on paper the scan is on file.
    rests = "data/agreement.json" if data["origin"] == "online" else "02_agreement."
    if data["agreement_sha256"] not in {
        hashlib.sha256(found[each]).hexdigest() for each in found if each.startswith(rests)
    }:
        raise Broken(path, "申请书说的是另一份协议。", "The application speaks of another agreement.")


def story(found: dict[str, bytes], manifest: dict[str, Any], route: str | None) -> list[dict[str, Any]]:
    """Papers by slot, after what the list, the data and the chain say of the case was compared."""
    case = canonical(found["data/case.json"], "data/case.json")
    keys = ("case_no", "day", "lane", "route", "agreement")
    rows = [row for slot in case["slots"] for row in slot["papers"]]
    paths = [path for row in rows for path in (row["path"], row["evidence"]) if path]
    others = {path for path in found if re.match(r"(0[1-9]|10)_", path)}
    if case["schema"] != CASE or [case[key] for key in keys] != [manifest[key] for key in keys]:
        raise Broken("story", "清单与案件数据不一致。", "The manifest and the case's data disagree.")
    if route and route != case["route"]:
        raise Broken(
            "route", f"材料包是为{case['route']}制作的。", f"It was made for {case['route']}, not for {route}."
        )
    if [slot["number"] for slot in case["slots"]] != list(range(1, 11)) or set(paths) != others:
        raise Broken("story", "卷内文书与案件数据不一致。", "The papers are not those of the case's data.")
    raw = found["data/agreement.json"]
    agreement = canonical(raw, "data/agreement.json")
    if str(agreement.get("schema", "")).startswith("mediation-agreement/"):
        sealed = [row for row in rows if row["path"] == "02_agreement.pdf" and row["sealed"] and row["evidence"]]
        same = sealed and embedded(found["02_agreement.pdf"], "02_agreement.pdf")[0] == raw
        told = (agreement["agreement"], agreement["case_no"]) == (manifest["agreement"], manifest["case_no"])
        digest = hashlib.sha256(raw).hexdigest().encode()
        if not (same and told and any(digest in line for line in found["proof/events.jsonl"].split(b"\n"))):
            raise Broken("story", "协议书、数据和审计链不一致。", "Agreement, data and audit chain disagree.")
    return [row for row in rows if row["sealed"]]
