"""The signed list of a bundle's files, laid beside them both ways; which files there must be and may be (§3.13)."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives import hashes
from pydantic import TypeAdapter, ValidationError

from agreements.verify.audit_proof import FIRST
from agreements.verify.contents import canonical
from agreements.verify.report import Line, broken, holds
from agreements.verify.revisions import Malformed

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
VERSION: Final = "data/schema_version"
READING: Final = "README_验证说明.pdf"
NEEDED: Final = frozenset(
    {
        *("00_index.pdf", "data/case.json", "data/agreement.json", VERSION, READING, "verify.html", "verify.py"),
        *("proof/events.jsonl", "proof/merkle.json", "proof/certs/root.pem"),
    }
)
"""Whatever the case is."""
PAPER: Final = re.compile(
    r"0[1235678]_[a-z_]+(_\d{1,2})?(_evidence)?\.pdf|02_agreement(_\d{1,2})?\.(jpg|png)"
    r"|(04_identity|09_attachments|10_other)/\d{2,3}_[a-z0-9_]+\.(pdf|jpg|png)",
    re.ASCII,
)
STAMP: Final = re.compile(r"proof/timestamps/[a-z0-9_]+\.tsr", re.ASCII)
SCHEMAS: Final = frozenset({FIRST, "court-bundle/2"})
MIMES: Final = {
    "html": "text/html; charset=utf-8",
    "jpg": "image/jpeg",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "pdf": "application/pdf",
    "pem": "application/x-pem-file",
    "png": "image/png",
    "py": "text/x-python; charset=utf-8",
    "tsr": "application/timestamp-reply",
}
PLAIN: Final = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Listed:
    """A file in the manifest."""

    path: str
    sha256: str
    sm3: str
    size: int
    mime: str
    signer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """manifest.json."""

    schema: str
    made_at: str
    case_no: str
    day: str
    lane: str
    route: str
    agreement: str
    files: tuple[Listed, ...]


def unfolded(found: Mapping[str, bytes]) -> tuple[str, dict[str, bytes]]:
    """The one folder, and the members without it; raises Malformed where there is another."""
    folders = {path.partition("/")[0] for path in found}
    if len(folders) != 1:
        raise Malformed("压缩包的成员不在同一个文件夹里。", "The members do not lie in one folder.")
    return folders.pop(), {path.partition("/")[2]: content for path, content in found.items()}


def right_folder(folder: str, manifest: Manifest) -> None:
    """Raises Malformed unless it is named after the case and its day."""
    shown = "".join(char if char.isalnum() or char in "（）〔〕" else "_" for char in manifest.case_no)
    if folder != f"{shown[:60]}_{manifest.day.replace('-', '')}":
        raise Malformed("文件夹名与案号、日期不符。", "The folder is not named after the case and its day.")


def manifest_of(found: Mapping[str, bytes]) -> Manifest:
    """The list; raises Malformed where it cannot be read, or the bundle lacks a file or has a strange one."""
    others = set(found) - NEEDED - {MANIFEST, SIGNATURE}
    if not {*NEEDED, MANIFEST, SIGNATURE} <= set(found) or not all(map(_may_be, others)):
        raise Malformed("压缩包的成员不全或有多余。", "The package has not exactly the members it must have.")
    raw = found[MANIFEST]
    try:
        manifest = TypeAdapter(Manifest).validate_json(raw, strict=True, extra="forbid")
    except ValidationError:
        raise Malformed("清单无法读取。", "The manifest cannot be read.") from None
    if not canonical(raw) or manifest.schema not in SCHEMAS or found[VERSION] != f"{manifest.schema}\n".encode():
        raise Malformed("清单不是规范形式。", "The manifest is not in canonical form, or of an unknown version.")
    return manifest


def _may_be(path: str) -> bool:
    return PAPER.fullmatch(path) is not None or STAMP.fullmatch(path) is not None


def listed(found: Mapping[str, bytes], manifest: Manifest) -> Iterator[Line]:
    """Each file is in the list, in the same order, and each entry has its file."""
    if (*(entry.path for entry in manifest.files), MANIFEST, SIGNATURE) != tuple(found):
        yield broken("manifest.files", "清单与成员不对应。", "The manifest does not list exactly the members.")
        return
    changed = [entry.path for entry in manifest.files if not _is_so(entry, found[entry.path])]
    for path in changed:
        yield broken(f"manifest.{path}", f"{path} 与清单不符。", f"{path} is not what the manifest says.")
    if not changed:
        count = len(manifest.files)
        yield holds("manifest.files", f"清单所列{count}个文件齐全且相符。", f"All {count} files are as listed.")


def _is_so(entry: Listed, content: bytes) -> bool:
    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(content)
    found = (hashlib.sha256(content).hexdigest(), sm3.finalize().hex(), len(content))
    name, dot, ending = entry.path.rpartition("/")[2].rpartition(".")
    mime = MIMES.get(ending) if name and dot else PLAIN
    return (entry.sha256, entry.sm3, entry.size, entry.mime) == (*found, mime)
