"""The acts on a PDF, each giving a whole new file or nothing: prepare, sign, close, certify; and signed manifests."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Final

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle

from agreements.authority.ports import CertificateAuthority, CertifiedKey
from agreements.ports import ClosedFile, Rendered, SignedRevision, SignerIdentity
from agreements.seal.appearance import stamp_style
from agreements.seal.closing import closed
from agreements.seal.fields import CLOSING, PLATFORM, append_fields, field_names
from agreements.seal.form import require_canonical
from agreements.seal.refusals import NotSignable
from agreements.seal.trust import PortTimeStamper, signer_of, validation_context

DIGEST: Final = "sha256"


@dataclass(frozen=True, slots=True)
class Seals:
    """Everything that signs. `roots` are trusted when a file is closed: our own, and a remote timestamp authority's."""

    authority: CertificateAuthority
    platform: CertifiedKey
    timestamper: PortTimeStamper
    roots: tuple[x509.Certificate, ...]
    fetches: bool
    """Whether revocation data of a remote timestamp authority is fetched from where its certificates say."""

    async def prepared(self, rendered: Rendered) -> bytes:
        """`rendered` with all its fields, certified by the platform (PAdES B-T, DocMDP: fill only)."""
        writer = _writer(rendered.pdf)
        append_fields(writer, rendered.boxes, pages=rendered.pages)
        metadata = PdfSignatureMetadata(
            PLATFORM, DIGEST, certify=True, docmdp_permissions=MDPPerm.FILL_FORMS, subfilter=SigSeedSubFilter.PADES
        )
        return await self._signed(writer, metadata, signer_of(self.platform), None)

    async def signed(self, pdf: bytes, field: str, identity: SignerIdentity, appearance: bytes) -> SignedRevision:
        """`pdf` with the person's signature in `field` (PAdES B-T), looking like the first page of `appearance`.

        Raises NotSignable where the field is unknown or signed, or the file not certified or closed; and Away.
        """
        writer = _writer(pdf)
        names = field_names(writer)
        if field not in names.empty or field == CLOSING or PLATFORM not in names.signed or CLOSING in names.signed:
            raise NotSignable(f"{field} cannot be signed; signed are {names.signed}, empty are {names.empty}")
        certified = await self.authority.certified(identity)
        metadata = PdfSignatureMetadata(field, DIGEST, subfilter=SigSeedSubFilter.PADES)
        with stamp_style(appearance) as style:
            revision = await self._signed(writer, metadata, signer_of(certified), style)
        certificate = certified.certificate
        return SignedRevision(
            revision, _time(revision), f"{certificate.serial_number:x}", certificate.fingerprint(hashes.SHA256()).hex()
        )

    async def closed(self, pdf: bytes) -> ClosedFile:
        """`pdf`, signed by all, with validation data and the closing timestamp over the entire file.

        Raises NotSignable where somebody has not signed or the file is closed, BrokenFile, and Away.
        """
        names = field_names(_reader(pdf))
        if names.empty != (CLOSING,) or PLATFORM not in names.signed:
            raise NotSignable(f"the file cannot be closed; signed are {names.signed}, empty are {names.empty}")
        lists = await self.authority.revocations()
        context = validation_context(self.roots, lists, allow_fetching=self.fetches)
        result = await closed(pdf, self.timestamper, context)
        require_canonical(result, _reader(result))
        return ClosedFile(result, _time(result))

    async def certified(self, pdf: bytes) -> ClosedFile:
        """A file nobody but the platform signs, certified and closed at once."""
        pages = int(_reader(pdf).root["/Pages"]["/Count"])
        return await self.closed(await self.prepared(Rendered(pdf, pages, ())))

    async def manifest_signature(self, manifest: bytes) -> bytes:
        """Detached CMS of the platform over `manifest`, DER: for `openssl cms -verify -binary -content`."""
        message = await signer_of(self.platform).async_sign_general_data(manifest, DIGEST, detached=True)
        return bytes(message.dump())

    async def _signed(
        self,
        writer: IncrementalPdfFileWriter,
        metadata: PdfSignatureMetadata,
        signer: SimpleSigner,
        style: StaticStampStyle | None,
    ) -> bytes:
        pdf_signer = PdfSigner(metadata, signer, timestamper=self.timestamper, stamp_style=style)
        result = await pdf_signer.async_sign_pdf(writer, existing_fields_only=True)
        revision = bytes(result.getvalue())
        require_canonical(revision, _reader(revision))
        return revision


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    return IncrementalPdfFileWriter(BytesIO(pdf), strict=True)


def _reader(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(pdf), strict=True)


def _time(pdf: bytes) -> datetime:
    """When the newest signature was timestamped, or the document timestamp made."""
    newest = _reader(pdf).embedded_signatures[-1]
    if newest.sig_object_type == "/DocTimeStamp":
        token = newest.signed_data
    else:
        attributes = newest.signer_info["unsigned_attrs"]
        token = find_unique_cms_attribute(attributes, "signature_time_stamp_token")["content"]
    content: tsp.TSTInfo = token["encap_content_info"]["content"].parsed
    at: datetime = content["gen_time"].native
    return at
