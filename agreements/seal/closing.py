"""The last revision: validation data for every signature, under a timestamp over the entire file. Both or neither.

So that a copy verifies offline years later (PAdES B-LTA, ETSI EN 319 142-1), the store holds every chain and every
revocation list, the timestamp authority's own included. Nothing may follow the timestamp: whatever is appended to the
file is then seen, since the timestamp no longer covers it all.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from cryptography import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from agreements.authority.refusals import timestamps_away
from agreements.seal.adapters import PortTimeStamper
from agreements.seal.fields import CLOSING, PLATFORM
from agreements.seal.form import require_canonical_contents
from agreements.seal.proof import Anchors, Sources, require_closing, require_signature, signed_at
from agreements.seal.refusals import BrokenFile, Untrusted


async def closing_revision(
    pdf: bytes,
    timestamper: PortTimeStamper,
    anchors: Anchors,
    lists: Sequence[x509.CertificateRevocationList],
    at: datetime,
) -> bytes:
    """`pdf` with its closing revision; raises BrokenFile where a signature in it does not hold, and Away."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=True)
    async with AIOHttpFetcherBackend() as fetchers:  # connects to nobody before it is asked to
        sources = Sources(lists, fetchers if anchors.fetches else None)
        try:
            await _gather(pdf, writer, timestamper, anchors, sources, at)
        except (Untrusted, PathError, ValidationError) as error:
            if not anchors.fetches:
                raise BrokenFile(f"a chain does not hold: {error}") from error
            # Ours need no fetching; so it is the remote authority's revocation data that is out of reach.
            raise timestamps_away(f"no revocation data for a timestamp: {error}") from error
    # No validation context here: with one, pyHanko would append a revision after the timestamp.
    result = await PdfTimeStamper(timestamper, CLOSING).async_timestamp_pdf(writer, "sha256", validation_context=None)
    return bytes(result.getvalue())


async def renewing_revision(
    pdf: bytes,
    field: str,
    timestamper: PortTimeStamper,
    anchors: Anchors,
    lists: Sequence[x509.CertificateRevocationList],
    at: datetime,
) -> bytes:
    """`pdf` with one archival timestamp more, in a new field; raises BrokenFile where the newest no longer holds; Away.

    Does what pyHanko's `async_update_archival_timestamp_chain` does, but puts all it knows before the new timestamp:
    that function appends validation data after it, which the timestamp then does not cover.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=True)
    async with AIOHttpFetcherBackend() as fetchers:
        sources = Sources(lists, fetchers if anchors.fetches else None)
        try:
            await _gather_chain(pdf, writer, timestamper, anchors.strict_context(at, sources))
        except (PathError, ValidationError) as error:
            raise timestamps_away(f"no revocation data for a timestamp: {error}") from error
    result = await PdfTimeStamper(timestamper, field).async_timestamp_pdf(writer, "sha256", validation_context=None)
    return bytes(result.getvalue())


async def _gather_chain(
    pdf: bytes, writer: IncrementalPdfFileWriter, timestamper: PortTimeStamper, now: ValidationContext
) -> None:
    """What it takes to check the newest timestamp of `pdf`, which must hold now, and the one that comes."""
    newest = PdfFileReader(BytesIO(pdf), strict=True).embedded_timestamp_signatures[-1]
    require_canonical_contents(pdf, newest)
    path = await require_closing(newest, now)
    own = [each async for each in timestamper.validation_paths(now)]  # type: ignore[no-untyped-call]
    DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=[path, *own], validation_context=now)


async def _gather(
    pdf: bytes,
    writer: IncrementalPdfFileWriter,
    timestamper: PortTimeStamper,
    anchors: Anchors,
    sources: Sources,
    at: datetime,
) -> None:
    """Put into `writer` what it takes to check every signature of `pdf`, and the timestamp that comes."""
    for signature in PdfFileReader(BytesIO(pdf), strict=True).embedded_regular_signatures:
        require_canonical_contents(pdf, signature)
        context = anchors.strict_context(signed_at(signature), sources)
        # The certification comes first and forbids all but filling, so its judgement of what changed is everyone's.
        paths = await require_signature(signature, context, with_changes=signature.field_name == PLATFORM)
        DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=paths, validation_context=context)
    now = anchors.strict_context(at, sources)
    own = [path async for path in timestamper.validation_paths(now)]  # type: ignore[no-untyped-call]
    DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=own, validation_context=now)
