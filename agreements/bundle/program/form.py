"""The ZIP, its list, and the audit chain: everything that digests alone can tell."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

FIRST, BUNDLE, TREE, CASE = "court-bundle/1", "court-bundle/2", "audit-tree/1", "court-case/1"
FIXED = ("00_index.pdf", "data/case.json", "data/agreement.json", "data/schema_version", "proof/events.jsonl",
         "proof/merkle.json", "proof/certs/root.pem", "verify.html", "verify.py", "README_验证说明.pdf")  # fmt: skip
LAST = ("manifest.json", "manifest.sig")
NAME = re.compile(r"(?:[a-z0-9_]+/){0,2}[A-Za-z0-9_]+(?:\.[a-z0-9]+)?", re.ASCII)
MARKS = {"holds": "✓", "broken": "✗", "untrusted": "!", "unchecked": "?"}
MODE, FIRST_DAY, UTF8 = 0o100644 << 16, 0x21, 0x800


class Broken(Exception):
    """What does not hold: check, Chinese, English."""


class Report:
    """Lines as they are found."""

    def __init__(self) -> None:
        self.results: list[str] = []

    def say(self, result: str, check: str, zh: str, en: str) -> None:
        self.results.append(result)
        sys.stdout.write(f"{MARKS[result]} [{check}] {zh} {en}\n")

    def code(self) -> int:
        return 1 if "broken" in self.results else int(set(self.results) != {"holds"}) * 2


def members(data: bytes) -> dict[str, bytes]:
    """Path to content; Broken unless the bytes are the one form of exactly these, in one folder."""
    found: dict[str, bytes] = {}
    at = 0
    while data[at : at + 4] == b"PK\x03\x04" and at + 30 <= len(data):
        size, name_size, extra = struct.unpack_from("<I2H", data, at + 22)
        begin = at + 30 + name_size + extra
        name = data[at + 30 : at + 30 + name_size].decode("utf-8", "replace")
        if name in found:
            raise Broken("zip.form", "压缩包有重名文件。", "Two members have one name.")
        found[name], at = data[begin : begin + size], begin + size
    folders = {name.partition("/")[0] for name in found}
    if len(folders) != 1 or written(found) != data:
        raise Broken("zip.form", "压缩包的字节与其成员不完全对应。", "The bytes are not exactly those of its members.")
    inside = {name.partition("/")[2]: content for name, content in found.items()}
    if folders != {folder_of(canonical(inside.get("manifest.json", b""), "manifest"))}:
        raise Broken("zip.form", "文件夹名与案号、日期不符。", "The folder is not named after the case and its day.")
    return inside


def folder_of(manifest: dict[str, Any]) -> str:
    """The one folder of the ZIP: number of the case and ISO day, no sign in it that some system forbids."""
    shown = "".join(char if char.isalnum() or char in "（）〔〕" else "_" for char in manifest["case_no"])
    return f"{shown[:60]}_{manifest['day'].replace('-', '')}"


def written(found: dict[str, bytes]) -> bytes:
    """The one form of a ZIP with these members: stored, dated 1980, nothing else (PKWARE APPNOTE 4.3)."""
    local, central = bytearray(), bytearray()
    for path, content in found.items():
        name, size = path.encode(), len(content)
        flags = 0 if path.isascii() else UTF8
        same = (20, flags, 0, 0, FIRST_DAY, zlib.crc32(content), size, size, len(name), 0)
        central += struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 788, *same, 0, 0, 0, MODE, len(local)) + name
        local += struct.pack("<4s5H3I2H", b"PK\x03\x04", *same) + name + content
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(found), len(found), len(central), len(local), 0)
    return bytes(local + central + end)


def read(place: Path) -> dict[str, bytes]:
    """Of a ZIP, or of the folder it was unpacked to."""
    if not place.is_dir():
        return members(place.read_bytes())
    files = (file for file in sorted(place.rglob("*")) if file.is_file())
    return {file.relative_to(place).as_posix(): file.read_bytes() for file in files}


def canonical(raw: bytes, check: str) -> Any:  # noqa: ANN401  # what JSON can say
    """The value; Broken unless `raw` is its RFC 8785 form (our values: strings, integers, lists, objects)."""
    try:
        value = json.loads(raw)
        again = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (ValueError, RecursionError):
        value, again = None, ""
    if value is None or again.encode("utf-8", "replace") != raw:
        raise Broken(check, "不是规范形式的 JSON。", "It is not JSON in canonical form.")
    return value


def sm3(content: bytes) -> str | None:
    """Hex; None where this Python cannot (the list's own signature still vouches for it)."""
    return hashlib.new("sm3", content).hexdigest() if "sm3" in hashlib.algorithms_available else None


def listed(found: dict[str, bytes], report: Report, *, ordered: bool) -> dict[str, Any]:
    """The manifest, each of its lines laid beside its file."""
    manifest: dict[str, Any] = canonical(found.get("manifest.json", b""), "manifest")
    files = manifest["files"]
    paths = [each["path"] for each in files]
    here = [path for path in found if path not in LAST]
    # A folder has no order, and Windows sorts names its own way.
    same = paths == here if ordered else sorted(paths) == sorted(here)
    if manifest["schema"] not in (FIRST, BUNDLE) or len(found) != len(here) + 2 or not same:
        raise Broken("manifest", "清单与文件不对应。", "The manifest does not list exactly the files.")
    if set(FIXED) - set(paths) or not all(NAME.fullmatch(path) or path == FIXED[-1] for path in paths):
        raise Broken("manifest", "缺少必有的文件，或文件名不合规范。", "A file is missing, or a name is not allowed.")
    if found["data/schema_version"] != f"{manifest['schema']}\n".encode():
        raise Broken("manifest", "清单与版本文件不一致。", "The manifest and the version's file disagree.")
    for each in files:
        content = found[each["path"]]
        same = (each["sha256"], each["size"]) == (hashlib.sha256(content).hexdigest(), len(content))
        if not same or each["sm3"] != (sm3(content) or each["sm3"]):
            raise Broken("manifest", f"{each['path']} 与清单不符。", f"{each['path']} is not what the manifest says.")
    which = "SHA-256 与 SM3" if sm3(b"") else "SHA-256（本机 Python 不能计算 SM3）"
    report.say(
        "holds", "manifest", f"{len(files)}个文件与清单相符（{which}）。", f"All {len(files)} files are as listed."
    )
    return manifest


def chained(found: dict[str, bytes], version: str, report: Report) -> dict[str, Any]:
    """The audit chain of a bundle of this version line by line, then the tree; gives merkle.json."""
    lines = found["proof/events.jsonl"].split(b"\n")
    events = [canonical(line, "audit.chain") for line in lines[:-1]]
    before, case = "0" * 64, next((event["case"] for event in events if "case" in event), "")
    for number, event in enumerate(events, 1):
        # Of what stays in the house there is the hash alone; the record after it names it, in the end the signed head.
        bare = set(event) == {"seq", "hash"}
        follows = bare or ((event["prev"], event["case"]) == (before, case) and told_so(event, version))
        if event["seq"] != number or not follows:
            raise Broken("audit.chain", f"审计链在第{number}条断裂。", f"The audit chain is broken at record {number}.")
        before = event["hash"]
    tree: dict[str, Any] = canonical(found["proof/merkle.json"], "audit.tree")
    head, root = tree["head"], merkle([bytes.fromhex(event["hash"]) for event in events]).hex()
    if (tree["schema"], tree["size"], tree["root"]) != (TREE, len(events), root) or lines[-1]:
        raise Broken("audit.tree", "审计记录与默克尔树根不符。", "The audit records do not give the root of the tree.")
    if (head["case"], head["seq"], head["hash"]) != (case, len(events), before):
        raise Broken("audit.head", "审计链的末端与签名记录不符。", "The audit chain does not end where its head says.")
    if head["key_id"] != hashlib.sha256(bytes.fromhex(head["public_key"])).hexdigest()[:16]:
        raise Broken("audit.head", "审计链末端的密钥编号不符。", "The audit chain's head names another key.")
    hashes = sum("body" not in event for event in events)
    report.say("holds", "audit.chain", f"审计链{len(events)}条逐条相符，其中{hashes}条只有哈希。",
               f"All {len(events)} audit records follow from one another; {hashes} are hashes only.")  # fmt: skip
    return tree


def told_so(event: dict[str, Any], version: str) -> bool:
    """Whether a record that is told has the hash of what it says, and nothing more.

    In a bundle of the first version, made until 2026-11-23, one that stays has all but salt and body.
    """
    told = {name: event[name] for name in ("case", "seq", "at", "kind", "v", "body_digest", "prev")}
    whole = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    right: bool = hashlib.sha256(whole).hexdigest() == event["hash"]
    if version == FIRST and set(event) == {*told, "hash"}:
        return right
    body = bytes.fromhex(event["salt"]) + event["body"].encode()
    right = right and hashlib.sha256(body).hexdigest() == event["body_digest"]
    return right and set(event) == {*told, "hash", "salt", "body"}


def bodies(found: dict[str, bytes], kind: str) -> list[dict[str, Any]]:
    """What the records of one kind say that are told."""
    events = [json.loads(line) for line in found["proof/events.jsonl"].splitlines()]
    return [json.loads(event["body"]) for event in events if event.get("kind") == kind and "body" in event]


def merkle(leaves: list[bytes]) -> bytes:
    """RFC 9162 §2.1.1."""
    if len(leaves) < 2:
        return hashlib.sha256(b"\0" + leaves[0] if leaves else b"").digest()
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + merkle(leaves[:half]) + merkle(leaves[half:])).digest()
