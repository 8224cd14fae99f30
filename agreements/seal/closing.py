"""The last revision: validation data for every signature, under a timestamp over the entire file. Both or neither.

So that a copy verifies offline years later (PAdES B-LTA, ETSI EN 319 142-1), the store holds every chain and every
revocation list, the timestamp authority's own included. Nothing may follow the timestamp: whatever is appended to the
file is then seen, since the timestamp no longer covers it all.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from cryptography import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation import DocumentSecurityStore

from agreements.seal.adapters import PortTimeStamper
from agreements.seal.fields import CLOSING, PLATFORM
from agreements.seal.form import require_canonical_contents
from agreements.seal.proof import Anchors, require_signature, signed_at


async def closing_revision(
    pdf: bytes, timestamper: PortTimeStamper, anchors: Anchors, lists: Sequence[x509.CertificateRevocationList]
) -> bytes:
    """`pdf` with its closing revision; raises BrokenFile where a signature in it does not hold, and Away."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=True)
    for signature in PdfFileReader(BytesIO(pdf), strict=True).embedded_regular_signatures:
        require_canonical_contents(pdf, signature)
        context = anchors.strict_context(signed_at(signature), lists)
        # The certification comes first and forbids all but filling, so its judgement of what changed is everyone's.
        paths = await require_signature(signature, context, with_changes=signature.field_name == PLATFORM)
        DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=paths, validation_context=context)
    now = anchors.strict_context(datetime.now(UTC), lists)
    own = [path async for path in timestamper.validation_paths(now)]  # type: ignore[no-untyped-call]
    DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=own, validation_context=now)
    # No validation context here: with one, pyHanko would append a revision after the timestamp.
    result = await PdfTimeStamper(timestamper, CLOSING).async_timestamp_pdf(writer, "sha256", validation_context=None)
    return bytes(result.getvalue())
