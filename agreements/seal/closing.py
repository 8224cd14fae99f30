"""The last revision: validation data for every signature, under a timestamp over the entire file. Both or neither.

So that a copy verifies offline years later (PAdES B-LTA, ETSI EN 319 142-1), the store holds every chain and every
revocation list, the timestamp authority's own included. Nothing may follow the timestamp: whatever is appended to the
file is then seen, since the timestamp no longer covers it all.
"""

from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation import DocumentSecurityStore, EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.path import ValidationPath

from agreements.seal.fields import CLOSING
from agreements.seal.refusals import BrokenFile
from agreements.seal.trust import PortTimeStamper


async def closed(pdf: bytes, timestamper: PortTimeStamper, context: ValidationContext) -> bytes:
    """`pdf` with its closing revision; raises BrokenFile where a signature in it does not hold, and Away."""
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    paths = [path async for path in timestamper.validation_paths(context)]
    for signature in reader.embedded_regular_signatures:
        paths += await _paths(signature, context)
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=True)
    DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=paths, validation_context=context)
    # No validation context here: with one, pyHanko would append a revision after the timestamp.
    result = await PdfTimeStamper(timestamper, CLOSING).async_timestamp_pdf(writer, "sha256", validation_context=None)
    return bytes(result.getvalue())


async def _paths(signature: EmbeddedPdfSignature, context: ValidationContext) -> list[ValidationPath]:
    """Chains of the signer and of the signature's timestamp, both proved first."""
    status = await async_validate_pdf_signature(signature, context)
    timestamp = status.timestamp_validity
    if not status.bottom_line or timestamp is None:
        raise BrokenFile(f"the signature in {signature.field_name} does not hold: {status.summary()}")
    return [path for path in (status.validation_path, timestamp.validation_path) if path is not None]
