"""How a stranger with the root certificate, the file, a clock and no network judges it, by pyHanko.

The timestamps must hold at the time of looking, the signer's certificate when it signed; the lists in the file may be
younger than the signatures, since they are made at the closing.
"""

from datetime import datetime
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko_certvalidator import ValidationContext

from agreements.seal.proof import signed_at


def read(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(pdf), strict=True)


async def faults(pdf: bytes, roots: list[x509.Certificate], at: datetime) -> list[str]:
    """Names of the fields whose signatures do not hold at `at`."""
    reader = read(pdf)
    wrong = []
    for signature in reader.embedded_regular_signatures:
        then, now = signed_at(signature), _context(reader, roots, at)
        signer = _context(reader, roots, then, lists_may_be_younger=True)
        # The certification comes first, so its judgement of what changed since is everyone's; others' would cost 0.5 s.
        others = signature.field_name != "platform"
        status = await async_validate_pdf_signature(signature, signer, ts_validation_context=now, skip_diff=others)
        if not (status.bottom_line and status.timestamp_validity is not None):
            wrong.append(signature.field_name)
    for timestamp in reader.embedded_timestamp_signatures:
        closing = await async_validate_pdf_timestamp(timestamp, _context(reader, roots, at))
        whole = closing.coverage is SignatureCoverageLevel.ENTIRE_FILE
        if not (closing.valid and closing.intact and closing.trusted and whole):
            wrong.append(timestamp.field_name)
    return wrong


def _context(
    reader: PdfFileReader, roots: list[x509.Certificate], at: datetime, *, lists_may_be_younger: bool = False
) -> ValidationContext:
    return DocumentSecurityStore.read_dss(reader).as_validation_context(
        {
            "trust_roots": roots,
            "moment": at,
            "allow_fetching": False,
            "revocation_mode": "require",
            "retroactive_revinfo": lists_may_be_younger,
        }
    )
