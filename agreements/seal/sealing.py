"""The acts on a PDF, each giving a whole new file or nothing: prepare, sign, close, certify; and signed manifests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Final

from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.stamp import StaticStampStyle

from agreements.authority.ports import CertificateAuthority, CertifiedKey, SealKeeper
from agreements.authority.refusals import timestamps_away
from agreements.ports import ClosedFile, OrganisationSeal, Rendered, SignedRevision, SignerIdentity
from agreements.seal.adapters import KeySigner, PortTimeStamper
from agreements.seal.appearance import stamp_style, whole_page
from agreements.seal.closing import closing_revision, renewing_revision
from agreements.seal.fields import CLOSING, ORGANISATION, PLATFORM, RENEWAL, FieldNames, append_fields, field_names
from agreements.seal.form import require_canonical_contents, require_canonical_end
from agreements.seal.proof import Anchors, require_closing, require_signature, signed_at
from agreements.seal.refusals import BrokenFile, NotSignable
from agreements.seal.strips import fill_strips

DIGEST: Final = "sha256"


def utc_now() -> datetime:
    """Of this machine."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Seals:
    """Everything that signs, and what its work is judged by."""

    authority: CertificateAuthority
    keeper: SealKeeper
    platform: CertifiedKey
    timestamper: PortTimeStamper
    anchors: Anchors
    clock: Callable[[], datetime] = utc_now
    """Of this machine: when chains have to hold that a closing or a renewal rests on."""

    async def prepared(self, rendered: Rendered) -> bytes:
        """`rendered` with all its fields, certified by the platform (PAdES B-T, DocMDP: fill only).

        Raises NotSignable where the fields cannot be made, BrokenFile, and Away.
        """
        writer = _writer(rendered.pdf)
        append_fields(writer, rendered.boxes, pages=rendered.pages)
        metadata = PdfSignatureMetadata(
            PLATFORM, DIGEST, certify=True, docmdp_permissions=MDPPerm.FILL_FORMS, subfilter=SigSeedSubFilter.PADES
        )
        pdf, _ = await self._signed(writer, metadata, KeySigner(self.platform), None)
        return pdf

    async def signed(self, pdf: bytes, field: str, identity: SignerIdentity, appearance: bytes) -> SignedRevision:
        """`pdf` with the person's signature in `field` (PAdES B-T), looking like the first page of `appearance`.

        Raises NotSignable where the field is unknown or signed, or the file not certified or closed; BrokenFile; Away.
        """
        writer = _writer(pdf)
        _require_turn(field_names(writer), field, last=False)
        certified = await self.authority.certified(identity)
        with stamp_style(appearance) as style:
            return await self._revised(writer, field, certified, style)

    async def organisation_sealed(
        self, pdf: bytes, field: str, seal: OrganisationSeal, appearance: bytes
    ) -> SignedRevision:
        """`pdf` with the organisation's seal and, in the same revision, its 骑缝章 strips (PAdES B-T).

        Raises NotSignable where it is not the last field to be signed; BrokenFile; Away.
        """
        writer = _writer(pdf)
        _require_turn(field_names(writer), field, last=True)
        certified = await self.keeper.seal(seal)
        with stamp_style(appearance) as style:
            fill_strips(writer, whole_page(style))
            return await self._revised(writer, field, certified, style)

    async def _revised(
        self, writer: IncrementalPdfFileWriter, field: str, certified: CertifiedKey, style: StaticStampStyle
    ) -> SignedRevision:
        metadata = PdfSignatureMetadata(field, DIGEST, subfilter=SigSeedSubFilter.PADES)
        revision, signature = await self._signed(writer, metadata, KeySigner(certified), style)
        serial = f"{certified.certificate.serial_number:x}"
        fingerprint = certified.certificate.fingerprint(hashes.SHA256()).hex()
        return SignedRevision(revision, signed_at(signature), serial, fingerprint)

    async def closed(self, pdf: bytes, *, by_hand: bool = False) -> ClosedFile:
        """`pdf`, signed by all, with validation data and the closing timestamp over the entire file.

        `by_hand`: who has not signed it signed its print, and those fields stay empty. Raises NotSignable where
        somebody has not signed or the file is closed, BrokenFile, and Away.
        """
        names = field_names(_reader(pdf))
        ready = CLOSING in names.empty if by_hand else names.empty == (CLOSING,)
        if not ready or PLATFORM not in names.signed:
            raise NotSignable(f"the file cannot be closed; signed are {names.signed}, empty are {names.empty}")
        lists = await self.authority.revocations()
        result = await closing_revision(pdf, self.timestamper.anew(), self.anchors, lists, self.clock())
        newest = _newest(result, CLOSING)
        at = signed_at(newest)
        await require_closing(newest, self.anchors.context(at))
        return ClosedFile(result, at)

    async def renewed(self, pdf: bytes) -> ClosedFile:
        """`pdf`, closed before, with one archival timestamp more over the entire file.

        Raises NotSignable where the file was never closed, BrokenFile where its newest timestamp does not hold; Away.
        """
        names = field_names(_reader(pdf))
        if CLOSING not in names.signed:
            raise NotSignable(f"the file was never closed; signed are {names.signed}, empty are {names.empty}")
        number = 1 + sum(name.startswith(RENEWAL) for name in names.signed)
        lists = await self.authority.revocations()
        field = f"{RENEWAL}{number}"
        result = await renewing_revision(pdf, field, self.timestamper.anew(), self.anchors, lists, self.clock())
        newest = _newest(result, field)
        at = signed_at(newest)
        await require_closing(newest, self.anchors.context(at))
        return ClosedFile(result, at)

    async def certified(self, pdf: bytes) -> ClosedFile:
        """A file nobody but the platform signs, certified and closed at once."""
        pages = int(_reader(pdf).root["/Pages"]["/Count"])
        return await self.closed(await self.prepared(Rendered(pdf, pages, ())))

    async def manifest_signature(self, manifest: bytes) -> bytes:
        """Detached CMS of the platform over `manifest` with its timestamp, DER; raises Away.

        For `openssl cms -verify -binary -content`.
        """
        signer = KeySigner(self.platform)
        message = await signer.async_sign_general_data(manifest, DIGEST, detached=True, timestamper=self.timestamper)
        return bytes(message.dump())

    async def _signed(
        self,
        writer: IncrementalPdfFileWriter,
        metadata: PdfSignatureMetadata,
        signer: Signer,
        style: StaticStampStyle | None,
    ) -> tuple[bytes, EmbeddedPdfSignature]:
        pdf_signer = PdfSigner(metadata, signer, timestamper=self.timestamper, stamp_style=style)
        result = await pdf_signer.async_sign_pdf(writer, existing_fields_only=True)
        revision = bytes(result.getvalue())
        newest = _newest(revision, str(metadata.field_name))
        try:
            await require_signature(newest, self.anchors.context(signed_at(newest)), with_changes=False)
        except BrokenFile as error:
            # Our own part is right, so the timestamp is not: a wrong clock, or an authority under another root.
            raise timestamps_away(str(error)) from error
        return revision, newest


def _require_turn(names: FieldNames, field: str, *, last: bool) -> None:
    """That `field` can be signed now; `last`: behind all others, and only the organisation's seal comes last."""
    open_ = PLATFORM in names.signed and CLOSING in names.empty and field in names.empty and field != CLOSING
    in_turn = (field == ORGANISATION) is last and (not last or set(names.empty) == {ORGANISATION, CLOSING})
    if not (open_ and in_turn):
        raise NotSignable(f"{field} cannot be signed; signed are {names.signed}, empty are {names.empty}")


def _newest(pdf: bytes, field: str) -> EmbeddedPdfSignature:
    """The signature just made in `field`, found to be in canonical form. The others were when they were the newest."""
    reader = _reader(pdf)
    name, _, place = next(enumerate_sig_fields(reader, filled_status=True, with_name=field))
    signature = EmbeddedPdfSignature(reader, place, name)
    require_canonical_end(pdf)
    require_canonical_contents(pdf, signature)
    return signature


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    try:
        return IncrementalPdfFileWriter(BytesIO(pdf), strict=True)
    except PdfReadError as error:
        raise BrokenFile("not a PDF that can be read strictly") from error


def _reader(pdf: bytes) -> PdfFileReader:
    try:
        return PdfFileReader(BytesIO(pdf), strict=True)
    except PdfReadError as error:
        raise BrokenFile("not a PDF that can be read strictly") from error
