"""What the court clerk takes away: one ZIP with both papers, their data, the audit proof, and a signed list of it all.

The same input gives the same bytes but for the signature: members in a fixed order, stored without compression, dated
1980. `verify` puts the ZIP together again from its members and compares; it shares no code with this module.
"""

import hashlib
import io
import zipfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

import rfc8785
from cryptography.hazmat.primitives import hashes

SCHEMA: Final = "mediation-package/1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
README: Final = "README_验证说明.txt"
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP can say."""
UNIX: Final = 3
READABLE: Final = 0o100644
"""An ordinary file, as unpacking on Unix makes it."""

READING: Final = """\
验证说明

本压缩包是一份调解协议书的完整材料：
  agreement.pdf        调解协议书，含各方与调解员的电子签名、平台认证和时间戳
  evidence.pdf         签署证据页
  agreement.json       协议内容（规范 JSON）；其 SHA-256 即协议上印的核对码
  proof/events.jsonl   本案审计记录的哈希链；不得外传的记录只有哈希
  proof/head.json      哈希链末端及服务器的签名
  proof/root.pem       出具方的根证书，仅供对照，不作为信任依据
  manifest.json        文件清单（SHA-256 与 SM3）
  manifest.sig         平台对清单的签名（CMS）

如何验证（无需联网）：
  mediation-room verify 本文件.zip --trust 根证书.pem
根证书请从法院信任的渠道取得，不要用压缩包里的那一份。
请保持压缩包原样：解压后重新压缩，验证会报告形式不符。

标有“测试”字样的证书和时间戳由平台自建，不能对平台自身起证明作用。


How to verify

Offline: mediation-room verify THIS.zip --trust ROOT.pem
Take the root certificate from a source you trust, not from this package. Keep the package as it is: once unpacked and
packed again it no longer has the form that is checked. Certificates and timestamps marked 测试 (test) are those of the
platform itself and prove nothing against it.
"""


@dataclass(frozen=True, slots=True)
class ChainRecord:
    """One audit record. `body` (canonical JSON text) and `salt` (hex) only where the record may leave the house.

    `hash` = SHA-256 of the canonical JSON of {case, seq, at, kind, v, body_digest, prev}; `body_digest` = SHA-256 of
    salt and body. `at` is UTC with microseconds.
    """

    case: str
    seq: int
    at: str
    kind: str
    v: int
    body_digest: str
    prev: str
    hash: str
    salt: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The node's signed word where the chain ends: Ed25519 (hex) over the canonical JSON of the first five fields."""

    case: str
    seq: int
    hash: str
    at: str
    key_id: str
    signature: str
    public_key: str
    """Raw, 64 hex digits."""


@dataclass(frozen=True, slots=True)
class PackageInput:
    """What goes in. `events` is the whole chain of the case from its first record to the one `head` names."""

    agreement_id: str
    case_no: str
    agreement_pdf: bytes
    evidence_pdf: bytes
    agreement_json: bytes
    events: Sequence[ChainRecord]
    head: ChainHead
    root_pem: bytes


DetachedSigner = Callable[[bytes], Awaitable[bytes]]
"""Gives the platform's CMS (DER, detached, with a signature timestamp) over the bytes; raises ports.Away."""


async def build(package: PackageInput, sign: DetachedSigner) -> bytes:
    """The ZIP. Raises what `sign` raises."""
    members = _members(package)
    manifest = _manifest(package, members)
    return stored({**members, MANIFEST: manifest, SIGNATURE: await sign(manifest)})


def _members(package: PackageInput) -> dict[str, bytes]:
    """Everything that the manifest lists, in the order of the ZIP."""
    return {
        README: READING.encode(),
        "agreement.json": package.agreement_json,
        "agreement.pdf": package.agreement_pdf,
        "evidence.pdf": package.evidence_pdf,
        "proof/events.jsonl": b"".join(_line(record) for record in package.events),
        "proof/head.json": rfc8785.dumps(asdict(package.head)),
        "proof/root.pem": package.root_pem,
    }


def _line(record: ChainRecord) -> bytes:
    told = {name: value for name, value in asdict(record).items() if value is not None}
    return rfc8785.dumps(told) + b"\n"


TYPES: Final = {
    "json": "application/json",
    "jsonl": "application/jsonl",
    "pdf": "application/pdf",
    "pem": "application/x-pem-file",
    "txt": "text/plain; charset=utf-8",
}


def _manifest(package: PackageInput, members: dict[str, bytes]) -> bytes:
    files = [_entry(path, content) for path, content in members.items()]
    named = {"schema": SCHEMA, "agreement": package.agreement_id, "case_no": package.case_no}
    return rfc8785.dumps({**named, "files": files})


def _entry(path: str, content: bytes) -> dict[str, str | int]:
    return {
        "path": path,
        "sha256": hashlib.sha256(content).hexdigest(),
        "sm3": _sm3(content),
        "size": len(content),
        "mime": TYPES[path.rpartition(".")[2]],
    }


def _sm3(content: bytes) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()


def stored(members: Mapping[str, bytes]) -> bytes:
    """A ZIP of these members by path, the same bytes for the same members."""
    archive = io.BytesIO()
    # Not deflated: the same bytes come out of every zlib, and a reader needs no decompression.
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as file:
        for path, content in members.items():
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.create_system = UNIX
            entry.external_attr = READABLE << 16
            file.writestr(entry, content)
    return archive.getvalue()
