"""Papers signed by hand on their print: evidence page, scan and audit chain must say the same of it."""

from __future__ import annotations

import hashlib
from typing import Any

from agreements.bundle.program.form import Broken, Report, bodies, canonical


def by_hand(found: dict[str, bytes], path: str, fields: list[dict[str, Any]], page: dict[str, Any],
            report: Report) -> None:  # fmt: skip
    """A line for each who did; Broken where a missing signature may be one that somebody took away."""
    left, scan = set(page.get("left_empty", ())), page.get("scan_sha256", "")
    told = sorted((one["name"], one["on_behalf_of"]) for one in page["signers"] if not one["certificate_sha256"])
    if not (left or scan or told):
        return
    hands = [one for one in fields if one["name"] in left and one["kind"] != "organisation"]
    slots = canonical(found["data/case.json"], "data/case.json")["slots"]
    files = [row["path"] for slot in slots if slot["number"] == 10 for row in slot["papers"]]
    scans = [each for each in files if hashlib.sha256(found[each]).hexdigest() == scan]
    this = [page["agreement"], page["digest"], scan]
    filed = [sorted(said["signed"]) for said in bodies(found, "agreement.paper_filed")
             if [said["agreement"], said["digest"], said["scan"]] == this]  # fmt: skip
    signed = {said["field"] for said in bodies(found, "agreement.signed") if said["digest"] == page["digest"]}
    if not (
        hands
        and scans
        and left <= {one["name"] for one in fields}
        and told == sorted((one["signer_name"], one["on_behalf_of"]) for one in hands)
        and filed == [sorted(one["signer"] for one in hands)]
        and not signed & left
    ):
        raise Broken(path, "缺少签名，或亲笔签名没有签署证据页、扫描件和审计记录一致证明。",
                     "A signature is missing, or page, scan and record do not agree that it is by hand.")  # fmt: skip
    for name in (one["signer_name"] for one in hands):
        report.say("holds", "by_hand", f"{name}在打印件上亲笔签名，见{scans[0]}（SHA-256 {scan}）；未经电子核验。",
                   f"{name} signed by hand on the scan with SHA-256 {scan}; not electronically verified.")  # fmt: skip
    for name in (one["signer_name"] for one in fields if one["name"] in left and one not in hands):
        report.say("holds", "unsealed", f"{name}没有在此文件上加盖电子印章。", f"{name} put no electronic seal on it.")
