"""A sealed PDF taken apart: its signatures in order, each with its CMS in the one form, and what is attached."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from asn1crypto import cms, tsp
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from agreements.verify.cms_form import Checked, Purpose, checked
from agreements.verify.limits import ATTACHMENT_BYTES
from agreements.verify.revisions import (
    Gap,
    Malformed,
    TooMuch,
    closing_gap,
    der_size,
    embedded,
    gap,
    in_order,
    opened,
    revision_ends,
    signature_value,
)

DOCUMENT_TIMESTAMP: Final = "/DocTimeStamp"


@dataclass(frozen=True, slots=True)
class Signed:
    """One filled signature field."""

    field: str
    embedded: EmbeddedPdfSignature
    gap: Gap
    cms: Checked

    @property
    def is_timestamp(self) -> bool:
        """A document timestamp and not somebody's signature."""
        return bool(self.embedded.sig_object_type == DOCUMENT_TIMESTAMP)


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF whose form is right. `signed` in the order of signing, never empty."""

    data: bytes
    reader: PdfFileReader
    signed: tuple[Signed, ...]

    @property
    def stamps(self) -> tuple[Signed, ...]:
        """The document timestamps at the end: the closing one, then those of renewals. Never empty."""
        first = next((at for at in range(len(self.signed), 0, -1) if not self.signed[at - 1].is_timestamp), 0)
        return self.signed[first:] or self.signed[-1:]

    @property
    def closing(self) -> Signed:
        """The first of them, which ended the signing."""
        return self.stamps[0]

    @property
    def persons(self) -> tuple[Signed, ...]:
        """All before it, the platform's among them."""
        return self.signed[: -len(self.stamps)]

    @property
    def first_generation(self) -> bytes:
        """The file as it was closed, before any renewal."""
        return self.data[: self.closing.gap.covered]


def taken_apart(data: bytes) -> Paper:
    """Reads the bytes; raises Malformed, TooMuch, or whatever the strict reader finds wrong."""
    reader = opened(data)
    ends = revision_ends(data, reader)
    signed = tuple(_signed(data, each, ends) for each in embedded(reader))
    if not signed:
        raise Malformed("文件没有任何电子签名。", "The file has no signature at all.")
    if not in_order([each.gap for each in signed]):
        raise Malformed("签名没有依次覆盖。", "The signatures do not cover one another in turn.")
    if signed[-1].gap != closing_gap(data):
        raise Malformed("封存时间戳不是最后一个签名。", "The closing timestamp is not the last signature.")
    return Paper(data, reader, signed)


def closing_holds(data: bytes) -> bool:
    """Whether the bytes are those of the closing timestamp: one hash, before any reader sees the file.

    Raises Malformed, or ValueError and the like where the timestamp cannot be read.
    """
    where = closing_gap(data)
    value = bytes.fromhex(data[where.start + 1 : where.end - 1].decode())
    content = cms.ContentInfo.load(value[: der_size(value)])["content"]["encap_content_info"]["content"]
    return _stamped(content.parsed, data, where)


def _signed(data: bytes, each: EmbeddedPdfSignature, ends: tuple[int, ...]) -> Signed:
    stamped = each.sig_object_type == DOCUMENT_TIMESTAMP
    where = gap(data, each, ends)
    value = checked(signature_value(each), Purpose.TIMESTAMP if stamped else Purpose.SIGNATURE)
    return Signed(str(each.field_name), each, where, value)


def altered(paper: Paper) -> list[str]:
    """Fields whose bytes are no longer those that were signed: the cheap half of what a signature says."""
    return [each.field for each in paper.signed if not _covers(paper.data, each)]


def _covers(data: bytes, each: Signed) -> bool:
    info = each.cms.signed["signer_infos"][0]
    said = {attribute["type"].native: attribute["values"][0].native for attribute in info["signed_attrs"]}
    algorithm = info["digest_algorithm"]["algorithm"].native
    if not each.is_timestamp:
        return bool(said["message_digest"] == _digest(algorithm, *_covered(data, each.gap)))
    content = each.cms.signed["encap_content_info"]["content"]
    stamped = _stamped(content.parsed, data, each.gap)
    return stamped and bool(said["message_digest"] == _digest(algorithm, bytes(content)))


def _stamped(content: tsp.TSTInfo, data: bytes, where: Gap) -> bool:
    imprint = content["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    return bool(imprint["hashed_message"].native == _digest(algorithm, *_covered(data, where)))


def _covered(data: bytes, where: Gap) -> tuple[bytes, bytes]:
    return data[: where.start], data[where.end : where.covered]


def _digest(algorithm: str, *parts: bytes) -> bytes:
    digest = hashlib.new(algorithm)
    for part in parts:
        digest.update(part)
    return digest.digest()


def attachments(paper: Paper) -> dict[str, bytes]:
    """Name to content of the embedded files; raises Malformed where they are not one flat list, TooMuch."""
    try:
        names = paper.reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    except KeyError:
        raise Malformed("文件没有内嵌数据。", "The file has no embedded data.") from None
    found = dict(_attachment(str(names[at]), names[at + 1]) for at in range(0, len(names), 2))
    if len(found) * 2 != len(names):
        raise Malformed("内嵌文件重名。", "Two embedded files have one name.")
    return found


def _attachment(name: str, specification: generic.DictionaryObject) -> tuple[str, bytes]:
    stream = specification["/EF"]["/F"]
    content: bytes = stream.data
    if len(content) > ATTACHMENT_BYTES:
        raise TooMuch(f"内嵌文件 {name} 过大。", f"The embedded file {name} is too large.")
    return name, content


def store(reader: PdfFileReader) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Certificates and revocation lists (DER) of the file's document security store; both empty where it has none."""
    try:
        kept = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return (), ()
    return tuple(each.dump() for each in kept.load_certs()), tuple(_streams(kept))


def _streams(kept: DocumentSecurityStore) -> Iterator[bytes]:
    for reference in kept.crls:
        yield reference.get_object().data
