"""Whether signatures hold under the roots: asked before anything is handed out, and once more at the closing.

Each signature is judged at the time of its own timestamp. A signer's certificate lives for a day, and the others may
take longer; so revocation lists may be younger than the signature they speak of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl, tsp
from cryptography import x509
from pyhanko.sign.general import CMSExtractionError, find_unique_cms_attribute
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers import Fetchers
from pyhanko_certvalidator.path import ValidationPath

from agreements.seal.adapters import DER, as_asn1
from agreements.seal.refusals import BrokenFile, Untrusted


@dataclass(frozen=True, slots=True)
class Sources:
    """Where revocation data comes from: lists at hand, and the network, None: never asked."""

    lists: Sequence[x509.CertificateRevocationList]
    fetchers: Fetchers | None


@dataclass(frozen=True, slots=True)
class Anchors:
    """What signatures are judged by."""

    roots: tuple[x509.Certificate, ...]
    fetches: bool
    """Whether revocation data is fetched from where certificates say (a remote timestamp authority's)."""

    def context(self, at: datetime) -> ValidationContext:
        """Chains only, as of `at`."""
        return ValidationContext(trust_roots=[as_asn1(root) for root in self.roots], moment=at)

    def strict_context(self, at: datetime, sources: Sources) -> ValidationContext:
        """Also wants to know of every certificate below the roots that it was not revoked."""
        return ValidationContext(
            trust_roots=[as_asn1(root) for root in self.roots],
            crls=[crl.CertificateList.load(each.public_bytes(DER)) for each in sources.lists],
            moment=at,
            allow_fetching=sources.fetchers is not None,
            fetchers=sources.fetchers,
            revocation_mode="require",
            retroactive_revinfo=True,
        )


def signed_at(signature: EmbeddedPdfSignature) -> datetime:
    """Time in the signature's RFC 3161 token; for a document timestamp, its own. Raises BrokenFile."""
    try:
        if signature.sig_object_type == "/DocTimeStamp":
            token = signature.signed_data
        else:
            attributes = signature.signer_info["unsigned_attrs"]
            token = find_unique_cms_attribute(attributes, "signature_time_stamp_token")["content"]
        content: tsp.TSTInfo = token["encap_content_info"]["content"].parsed
        at: datetime = content["gen_time"].native
    except (CMSExtractionError, ValueError, TypeError, KeyError) as error:
        raise BrokenFile(f"the signature in {signature.field_name} has no timestamp") from error
    return at


async def require_signature(
    signature: EmbeddedPdfSignature, context: ValidationContext, *, with_changes: bool
) -> tuple[ValidationPath, ...]:
    """Chains of the signer and of the timestamp; raises Untrusted where one does not hold, BrokenFile for all else.

    `with_changes`: also judges what was done to the file after it (about 20 ms).
    """
    status = await async_validate_pdf_signature(signature, context, skip_diff=not with_changes)
    timestamp = status.timestamp_validity
    if timestamp is not None and status.intact and status.valid and not (status.trusted and timestamp.trusted):
        raise Untrusted(f"a chain of the signature in {signature.field_name} does not hold: {status.summary()}")
    if not status.bottom_line or timestamp is None:
        raise BrokenFile(f"the signature in {signature.field_name} does not hold: {status.summary()}")
    return tuple(path for path in (status.validation_path, timestamp.validation_path) if path is not None)


async def require_closing(timestamp: EmbeddedPdfSignature, context: ValidationContext) -> ValidationPath:
    """Its chain; raises BrokenFile where the document timestamp does not hold or does not cover the entire file."""
    status = await async_validate_pdf_timestamp(timestamp, context, skip_diff=True)
    whole = timestamp.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE
    path = status.validation_path
    if path is None or not (status.valid and status.intact and status.trusted and whole):
        raise BrokenFile(f"the closing timestamp does not hold: {status.summary()}, entire file: {whole}")
    return path
