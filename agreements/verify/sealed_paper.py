"""One PDF against the whole policy, cheap checks first: what fails there is not given to the next, deeper reader."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pikepdf

from agreements.verify import policy, strips
from agreements.verify.certificates import Material, common_name, is_test, unsigned
from agreements.verify.contents import Contents, contents_of, is_printed, page_texts, running_text
from agreements.verify.paper import Paper, altered, attachments, closing_holds, store, taken_apart
from agreements.verify.report import Kind, Line, SeenSignature, any_broken, broken, holds, unchecked, untrusted
from agreements.verify.revisions import Malformed
from agreements.verify.schemas import schema_of
from agreements.verify.trust_paths import judged


@dataclass(frozen=True, slots=True)
class Reading:
    """How far one PDF was read, for those who lay it beside another. None: not that far."""

    kind: Kind
    lines: tuple[Line, ...]
    paper: Paper | None = None
    contents: Contents | None = None
    material: Material | None = None
    signatures: tuple[SeenSignature, ...] = ()


async def read_paper(
    data: bytes, roots: tuple[bytes, ...], at: datetime, *, file: str = "", left_empty: frozenset[str] = frozenset()
) -> Reading:
    """Every check of the policy on one PDF; raises Malformed, TooMuch, or what a reader raises on a strange file.

    `left_empty`: fields that its evidence page, checked beside it, says were signed by hand on the print.
    """
    if not closing_holds(data):
        return Reading(Kind.UNKNOWN, (broken("pdf.closing", *ALTERED),))
    paper = taken_apart(data)
    lines = [holds("pdf.form", "文件结构完整，没有多余字节。", "The file has its one form, without a stray byte.")]
    lines += _bytes(paper)
    if any_broken(lines):
        return Reading(Kind.UNKNOWN, tuple(lines), paper)
    in_file, lists = store(paper.reader)
    carried = [each.dump() for signed in paper.signed for each in signed.cms.all_certificates]
    material = Material(roots).joined((*in_file, *carried), lists)
    lines += _certificates(material)
    kind, contents = Kind.UNKNOWN, None
    try:
        contents = _contents(paper)
        kind = contents.schema.kind
        lines += _matter(paper, contents, left_empty)
    except Malformed as fault:
        lines.append(broken("pdf.data", fault.zh, fault.en))
    seen = tuple(_seen(paper, contents, file))
    names = {each.field: each.signer for each in seen}
    lines += [line async for line in judged(paper, names, material, at)]
    return Reading(kind, tuple(lines), paper, contents, material, seen)


def codes_of(*readings: Reading) -> tuple[str, ...]:
    """Of those that were read so far, each once."""
    return tuple(dict.fromkeys(reading.contents.code for reading in readings if reading.contents))


ALTERED = ("文件在封存之后被改动。", "The file was changed after it was closed.")


def _bytes(paper: Paper) -> Iterator[Line]:
    for field in altered(paper):
        yield broken(f"digest.{field}", f"{field} 所签的内容被改动。", f"What {field} signed was changed.")
    yield _second_reader(paper)


def _second_reader(paper: Paper) -> Line:
    """A file that two readers understand differently can show one thing and prove another."""
    check = "pdf.second_reader"
    try:
        with pikepdf.open(io.BytesIO(paper.data), attempt_recovery=False, suppress_warnings=True) as pdf:
            same = len(pdf.pages) == int(paper.reader.root["/Pages"]["/Count"]) and not pdf.get_warnings()
    except pikepdf.PdfError:
        same = False
    if same:
        return holds(check, "两种阅读程序读出的结构一致。", "Two independent readers agree on its structure.")
    return broken(check, "两种阅读程序读出的结构不一致。", "Two independent readers disagree on its structure.")


def _certificates(material: Material) -> Iterator[Line]:
    for forged, names in unsigned(material.certificates, material.roots).items():
        said = "；".join(names)
        if forged:
            yield broken(
                "pdf.certificates", f"证书被伪造或改动：{said}。", f"Certificates are forged or changed: {said}."
            )
        else:
            yield untrusted(
                "pdf.certificates", f"签发者未知的证书：{said}。", f"Nobody is known to have issued: {said}."
            )


def _contents(paper: Paper) -> Contents:
    found = attachments(paper)
    schema = schema_of(list(found))
    return contents_of(found[schema.attachment], schema, page_texts(paper.data))


def _matter(paper: Paper, contents: Contents, left_empty: frozenset[str]) -> Iterator[Line]:
    lines = list(policy.fields(paper, contents.paper, contents.persons, left_empty))
    yield from lines
    if not any_broken(lines):
        here = [one for one in contents.persons if one.name not in left_empty]
        yield from policy.persons(paper, contents.paper, here)
        yield from strips.filled(paper, contents.persons, left_empty)
    yield from _printed(contents)


def _printed(contents: Contents) -> Iterator[Line]:
    code = contents.code
    if not all(code in page for page in contents.pages):
        yield broken("pdf.code", f"并非每页都印有校验码 {code}。", f"Not every page bears the code {code}.")
    else:
        yield holds(
            "pdf.code",
            f"每页印有校验码 {code}，与内嵌数据一致。",
            f"Every page bears the code {code} of the embedded data.",
        )
    said = running_text(contents.pages)
    absent = [text for text in contents.schema.printed(contents.value) if not is_printed(text, said)]
    if absent:
        # Not proof of a forgery: text comes out of a PDF by guesses. A person has to compare.
        yield unchecked(
            "pdf.text",
            f"页面上没有找到数据中的这段文字，请人工核对：{absent[0][:40]}",
            f"This text of the data was not found on the pages, compare it by eye: {absent[0][:40]}",
        )
    else:
        yield holds("pdf.text", "数据中的文字都印在页面上。", "Every text of the data stands on the pages.")


def _seen(paper: Paper, contents: Contents | None, file: str) -> Iterator[SeenSignature]:
    persons = {field.name: field for field in contents.persons} if contents else {}
    for each in paper.signed:
        person = persons.get(each.field)
        issuer, subject = each.cms.signer.issuer, each.cms.signer.subject
        yield SeenSignature(
            file,
            each.field,
            person.signer_name if person else common_name(subject),
            person.on_behalf_of if person else "",
            each.cms.at,
            common_name(issuer),
            is_test(issuer, subject),
        )
