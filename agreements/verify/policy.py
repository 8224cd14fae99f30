"""What a paper's signatures must be together: which fields, in which order, by whose certificates.

The expected set stands in the embedded data: one signature fewer is a paper rolled back to an earlier time, one more is
one that nobody agreed to. Fields that the evidence page names as signed by hand on the print stay empty, those and no
others. What may follow the closing are archival timestamps, each with its number.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from asn1crypto import x509
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import read_certification_data

from agreements.document import SignatureField
from agreements.verify.certificates import common_name
from agreements.verify.paper import Paper
from agreements.verify.report import Line, broken, holds, untrusted
from agreements.verify.strips import strip_names

PLATFORM: Final = "platform"
CLOSING: Final = "closing"
PERSON_SUBFILTER: Final = "/ETSI.CAdES.detached"
STAMP_SUBFILTER: Final = "/ETSI.RFC3161"
MEDIATOR: Final = "mediator"
ORGANISATION: Final = "organisation"
LAST: Final = (MEDIATOR, ORGANISATION)
"""Kinds that sign behind all others, in this order."""
SEAL: Final = "机构印章"
"""Stands in an organisation's certificate and in no person's."""
UNSIGNED: Final = "pdf.unsigned"
"""The line of a paper that lacks signatures and is else in order."""


def fields(
    paper: Paper, agreement: str, persons: Sequence[SignatureField], left_empty: frozenset[str]
) -> Iterator[Line]:
    """The platform's certification first, then exactly these persons, the closing timestamp and its renewals last.

    `left_empty`: fields of theirs that the evidence page says nobody fills.
    """
    found = [each.field for each in paper.signed]
    stamps = [CLOSING, *(f"renewal_{number}" for number in range(1, len(paper.stamps)))]
    known = {person.name for person in persons}
    expected = {PLATFORM, *stamps, *(known - left_empty)}
    missing = sorted(expected - set(found))
    strange = sorted(_all_fields(paper) - expected - set(strip_names(paper, persons)) - known)
    if missing:
        names = "、".join(missing)
        yield broken(UNSIGNED, f"缺少签名：{names}。", f"Signatures are missing: {', '.join(missing)}.")
    elif strange or len(found) != len(expected):
        names = "、".join(strange)
        yield broken("pdf.fields", f"有不应有的域：{names}。", f"There are strange fields: {', '.join(strange)}.")
    elif found[0] != PLATFORM or found[-len(stamps) :] != stamps or _out_of_order(found, persons):
        yield broken("pdf.fields", "签名的先后次序不对。", "The signatures are not in their order.")
    else:
        yield holds("pdf.fields", f"应有的{len(found)}个签名齐全。", f"All {len(found)} expected signatures are there.")
    yield _certification(paper, agreement)
    yield from _times(paper)


def _all_fields(paper: Paper) -> set[str]:
    """Every field there is: an empty or a text field could be filled under the certification."""
    return {str(field.get_object()["/T"]) for field in paper.reader.root["/AcroForm"]["/Fields"]}


def _out_of_order(found: Sequence[str], persons: Sequence[SignatureField]) -> bool:
    """Whether a mediator signed before a party, or anybody after the organisation's seal."""
    kinds = {person.name: person.kind for person in persons}
    ranks = [LAST.index(kind) if (kind := kinds[name]) in LAST else -1 for name in found if name in kinds]
    return ranks != sorted(ranks)


def _certification(paper: Paper, agreement: str) -> Line:
    """DocMDP of the first signature allows filling fields and nothing more, and no other signature certifies.

    A person's certificate, which names the agreement, cannot stand in for the platform's.
    """
    first, *others = paper.signed
    named = read_certification_data(paper.reader)
    certifies = (
        named is not None
        and named.author_sig == first.embedded.sig_object
        and first.embedded.docmdp_level is MDPPerm.FILL_FORMS
        and all(each.embedded.docmdp_level is None for each in others)
    )
    kinds = [str(each.embedded.sig_object.get("/SubFilter")) for each in paper.signed]
    right = [PERSON_SUBFILTER] * len(paper.persons) + [STAMP_SUBFILTER] * len(paper.stamps)
    if certifies and kinds == right and agreement not in _words(first.cms.signer):
        name = common_name(first.cms.signer.subject)
        return holds(
            "pdf.certification",
            f"平台（{name}）已认证全文，此后只许签名。",
            f"The platform ({name}) certified it: only signing may follow.",
        )
    return broken(
        "pdf.certification", "平台对全文的认证缺失或不合规范。", "The platform's certification is missing or wrong."
    )


def _times(paper: Paper) -> Iterator[Line]:
    if any(earlier.cms.at > later.cms.at for earlier, later in pairwise(paper.signed)):
        yield untrusted(
            "pdf.times", "时间戳的先后与签名的先后不一致。", "The timestamps are not in the order of the signatures."
        )


def persons(paper: Paper, agreement: str, expected: Sequence[SignatureField]) -> Iterator[Line]:
    """Each person's certificate is of that person and this agreement, and of no other field's key.

    `expected`: those who signed here.
    """
    by_field = {each.field: each.cms.signer for each in paper.persons}
    for field in expected:
        words = _words(by_field[field.name])
        # A seal is for all papers of its organisation; a person's key for this one alone.
        right = {field.signer, SEAL} <= words if field.kind == ORGANISATION else {field.signer, agreement} <= words
        if not right or (SEAL in words) != (field.kind == ORGANISATION):
            yield broken(
                f"person.{field.name}",
                f"{field.label}处的证书不属于{field.signer_name}。",
                f"The certificate in {field.name} is not that of {field.signer_name}.",
            )
    keys = {certificate.public_key.dump() for certificate in by_field.values()}
    if len(keys) != len(by_field):
        yield broken("person.keys", "两个签名用了同一把密钥。", "Two signatures were made with one key.")


def _words(certificate: x509.Certificate) -> set[str]:
    """Of the subject's names; ids stand among them as words of their own."""
    return {word for value in certificate.subject.native.values() for word in str(value).split()}
