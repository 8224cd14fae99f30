"""What a paper's signatures must be together: which fields, in which order, by whose certificates.

The expected set stands in the embedded data: one signature fewer is a paper rolled back to an earlier time, one more is
one that nobody agreed to.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from asn1crypto import x509
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import read_certification_data

from agreements.document import Document, SignatureField
from agreements.verify.paper import Paper
from agreements.verify.report import Line, broken, holds, untrusted

PLATFORM: Final = "platform"
CLOSING: Final = "closing"
PERSON_SUBFILTER: Final = "/ETSI.CAdES.detached"
STAMP_SUBFILTER: Final = "/ETSI.RFC3161"


def fields(paper: Paper, agreement: str, persons: Sequence[SignatureField]) -> Iterator[Line]:
    """The platform's certification first, then exactly these persons, the closing timestamp last."""
    found = [each.field for each in paper.signed]
    expected = {PLATFORM, CLOSING, *(person.name for person in persons)}
    missing, strange = sorted(expected - set(found)), sorted(_all_fields(paper) - expected)
    if missing:
        names = "、".join(missing)
        yield broken("pdf.fields", f"缺少签名：{names}。", f"Signatures are missing: {', '.join(missing)}.")
    elif strange or len(found) != len(expected):
        names = "、".join(strange)
        yield broken("pdf.fields", f"有不应有的域：{names}。", f"There are strange fields: {', '.join(strange)}.")
    elif _out_of_order(found, persons):
        yield broken("pdf.fields", "签名的先后次序不对。", "The signatures are not in their order.")
    else:
        yield holds("pdf.fields", f"应有的{len(found)}个签名齐全。", f"All {len(found)} expected signatures are there.")
    yield _certification(paper, agreement)
    yield from _times(paper)


def _all_fields(paper: Paper) -> set[str]:
    """Every field there is: an empty or a text field could be filled under the certification."""
    return {str(field.get_object()["/T"]) for field in paper.reader.root["/AcroForm"]["/Fields"]}


def _out_of_order(found: Sequence[str], persons: Sequence[SignatureField]) -> bool:
    mediators = {person.name for person in persons if person.kind == "mediator"}
    last = found[-1 - len(mediators) : -1]
    return found[0] != PLATFORM or found[-1] != CLOSING or set(last) != mediators


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
    right = [PERSON_SUBFILTER] * (len(kinds) - 1) + [STAMP_SUBFILTER]
    if certifies and kinds == right and agreement not in _words(first.cms.signer):
        return holds(
            "pdf.certification", "平台已认证全文，此后只许签名。", "The platform certified it: only signing may follow."
        )
    return broken(
        "pdf.certification", "平台对全文的认证缺失或不合规范。", "The platform's certification is missing or wrong."
    )


def _times(paper: Paper) -> Iterator[Line]:
    if any(earlier.cms.at > later.cms.at for earlier, later in pairwise(paper.signed)):
        yield untrusted(
            "pdf.times", "时间戳的先后与签名的先后不一致。", "The timestamps are not in the order of the signatures."
        )


def persons(paper: Paper, document: Document) -> Iterator[Line]:
    """Each person's certificate is of that person and this agreement, and of no other field's key."""
    by_field = {each.field: each.cms.signer for each in paper.signed}
    for field in document.fields:
        if field.kind == PLATFORM:
            continue
        if not {field.signer, document.agreement} <= _words(by_field[field.name]):
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
