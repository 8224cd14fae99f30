"""Prepare, sign, close, certify: order, fields, what is refused, and what others' programs say of the result."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm

from agreements.authority import certificates
from agreements.ports import Rendered, SignerIdentity
from agreements.seal.adapters import as_asn1
from agreements.seal.fields import field_names
from agreements.seal.refusals import BrokenFile, NotSignable
from tests.agreements.seal.conftest import House
from tests.agreements.seal.judgement import faults, read
from tests.agreements.seal.papers import look, paper
from tests.agreements.seal.programs import ran

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
async def prepared(house: House) -> bytes:
    return await house.seals.prepared(paper(3))


@pytest.fixture(scope="module")
async def all_signed(house: House, prepared: bytes) -> bytes:
    return await house.signed(prepared, "party_2", "party_1", "party_3")


@pytest.fixture(scope="module")
async def closed(house: House, all_signed: bytes) -> bytes:
    return (await house.seals.closed(all_signed)).pdf


def overpainted(pdf: bytes) -> bytes:
    """A white box over the first page, as an incremental update."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=True)
    box = generic.StreamObject(stream_data=b"q 1 1 1 rg 0 0 600 600 re f Q")
    writer.add_stream_to_page(0, writer.add_object(box))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_all_fields_are_there_before_the_first_signature(prepared: bytes) -> None:
    names = field_names(read(prepared))
    assert names.signed == ("platform",)
    assert names.empty == ("party_1", "party_2", "party_3", "closing")


def test_the_platform_certifies_filling_only(prepared: bytes) -> None:
    (certification,) = read(prepared).embedded_signatures
    assert certification.field_name == "platform"
    assert certification.docmdp_level is MDPPerm.FILL_FORMS
    assert certification.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_fields_lie_where_the_paper_has_them_and_are_printed(prepared: bytes) -> None:
    found = [reference.get_object() for reference in read(prepared).root["/AcroForm"]["/Fields"]]
    widgets = {str(each["/T"]): each for each in found}
    for box in paper(3).boxes:
        rectangle = [float(value) for value in widgets[box.field]["/Rect"]]
        assert rectangle == pytest.approx([box.x1, box.y1, box.x2, box.y2], abs=0.01)
        assert "/N" in widgets[box.field]["/AP"]
    for widget in widgets.values():
        assert int(widget["/F"]) & 0b110 == 0b100, "printed and not hidden, or PDF/A breaks"
    assert [float(value) for value in widgets["platform"]["/Rect"]] == [0, 0, 0, 0]


def test_parties_sign_in_any_order_between_platform_and_closing(closed: bytes) -> None:
    order = [signature.field_name for signature in read(closed).embedded_signatures]
    assert order == ["platform", "party_2", "party_1", "party_3", "closing"]
    assert field_names(read(closed)).empty == ()


async def test_every_signature_is_timestamped_and_holds_under_the_root(house: House, closed: bytes) -> None:
    assert await faults(closed, house.roots, datetime.now(UTC) + MINUTE) == []


async def test_under_another_root_nothing_holds(house: House, closed: bytes) -> None:
    stranger = certificates.self_signed_root(certificates.fresh_key(), datetime.now(UTC))
    assert len(await faults(closed, [as_asn1(stranger)], datetime.now(UTC) + MINUTE)) == 5


async def test_the_revision_tells_its_time_and_its_certificate(house: House, prepared: bytes) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    revision = await house.seals.signed(prepared, "party_1", SignerIdentity("seat-1", "agreement-1"), look())
    certificate = read(revision.pdf).embedded_signatures[-1].signer_cert
    assert before <= revision.at <= datetime.now(UTC)
    assert revision.certificate_serial == f"{certificate.serial_number:x}"
    assert revision.certificate_sha256 == certificate.sha256.hex()
    assert "seat-1" in certificate.subject.human_friendly
    assert "agreement-1" in certificate.subject.human_friendly
    assert revision.pdf.startswith(prepared), "a revision only adds"


@pytest.mark.parametrize("field", ["party_4", "closing", "platform", ""])
async def test_a_field_that_is_not_a_persons_is_refused(house: House, prepared: bytes, field: str) -> None:
    with pytest.raises(NotSignable):
        await house.signed(prepared, field)


async def test_threat30_a_field_is_signed_once(house: House, prepared: bytes) -> None:
    once = await house.signed(prepared, "party_1")
    with pytest.raises(NotSignable):
        await house.signed(once, "party_1")


async def test_nobody_signs_before_the_platform_or_after_the_closing(house: House, closed: bytes) -> None:
    for pdf in (paper(3).pdf, closed):
        with pytest.raises(NotSignable):
            await house.signed(pdf, "party_1")


async def test_two_signers_of_one_head_make_two_files_and_the_second_signs_again(house: House, prepared: bytes) -> None:
    one, other = await asyncio.gather(house.signed(prepared, "party_1"), house.signed(prepared, "party_2"))
    assert field_names(read(one)).signed == ("platform", "party_1")
    assert field_names(read(other)).signed == ("platform", "party_2")
    both = await house.signed(one, "party_2", "party_3")
    assert await faults((await house.seals.closed(both)).pdf, house.roots, datetime.now(UTC) + MINUTE) == []


async def test_twenty_signers(house: House) -> None:
    fields = tuple(f"party_{number}" for number in range(1, 21))
    pdf = await house.signed(await house.seals.prepared(paper(20)), *fields)
    closed = (await house.seals.closed(pdf)).pdf
    assert field_names(read(closed)).signed == ("platform", *fields, "closing")
    assert await faults(closed, house.roots, datetime.now(UTC) + MINUTE) == []


async def test_a_file_is_closed_when_all_have_signed_and_once(house: House, prepared: bytes, closed: bytes) -> None:
    for pdf in (paper(3).pdf, prepared, await house.signed(prepared, "party_1", "party_2"), closed):
        with pytest.raises(NotSignable):
            await house.seals.closed(pdf)


def test_the_closing_covers_the_file_and_lists_lie_in_it(closed: bytes) -> None:
    reader = read(closed)
    timestamp = reader.embedded_signatures[-1]
    assert timestamp.sig_object["/Type"] == "/DocTimeStamp"
    store = reader.root["/DSS"]
    assert len(store["/Certs"]) == 7, "root, issuing, tsa, platform and three signers"
    assert len(store["/CRLs"]) == 2
    assert timestamp.byte_range[2] + timestamp.byte_range[3] == len(closed)


@pytest.mark.parametrize("signed", [(), ("party_1", "party_2", "party_3")])
async def test_at14_a_flipped_byte_is_noticed_before_the_closing(
    house: House, prepared: bytes, signed: tuple[str, ...]
) -> None:
    pdf = bytearray(await house.signed(prepared, *signed))
    place = pdf.index(b"stream\n") + 20
    pdf[place] ^= 1
    with pytest.raises((BrokenFile, NotSignable)):
        await house.seals.closed(bytes(pdf))


async def test_at14_a_white_box_is_noticed_before_the_closing(house: House, all_signed: bytes) -> None:
    with pytest.raises(BrokenFile, match="platform"):
        await house.seals.closed(overpainted(all_signed))


async def test_what_is_no_pdf_is_refused(house: House) -> None:
    for junk in (b"", b"%PDF-1.7\n", b"\x89PNG" * 100):
        with pytest.raises(BrokenFile):
            await house.seals.closed(junk)
        with pytest.raises(BrokenFile):
            await house.seals.prepared(Rendered(junk, 1, ()))


@pytest.mark.parametrize("change", ["page", "empty", "twice", "platform"])
async def test_a_box_that_cannot_be_a_field_is_refused(house: House, change: str) -> None:
    first, second, *rest = paper(3).boxes
    wrong = {
        "page": type(first)(first.field, 9, first.x1, first.y1, first.x2, first.y2),
        "empty": type(first)(first.field, 0, 10, 10, 10, 20),
        "twice": type(first)(second.field, 0, 10, 10, 20, 20),
        "platform": type(first)("platform", 0, 10, 10, 20, 20),
    }[change]
    with pytest.raises(NotSignable):
        await house.seals.prepared(Rendered(paper(3).pdf, paper(3).pages, (wrong, second, *rest)))


async def test_the_evidence_page_is_certified_and_closed_at_once(house: House) -> None:
    evidence = await house.seals.certified(paper(0).pdf)
    assert field_names(read(evidence.pdf)).signed == ("platform", "closing")
    assert await faults(evidence.pdf, house.roots, evidence.at + MINUTE) == []


async def test_openssl_checks_a_signed_manifest(house: House, tmp_path: Path) -> None:
    manifest, signature = tmp_path / "manifest.json", tmp_path / "manifest.p7s"
    manifest.write_bytes(b'{"files":{}}\n')
    signature.write_bytes(await house.seals.manifest_signature(manifest.read_bytes()))
    command = ("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", signature, "-content", manifest)
    trust = ("-CAfile", house.folder.certificate_path("root"))
    assert ran(*command, *trust).stdout == manifest.read_bytes()
    manifest.write_bytes(b'{"files":{"a":1}}\n')
    assert ran(*command, *trust).returncode != 0


def test_pdfsig_and_qpdf_find_nothing_wrong(closed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "closed.pdf"
    file.write_bytes(closed)
    assert ran("qpdf", "--check", file).returncode == 0
    said = ran("pdfsig", "-nocert", file).stdout.decode()
    signatures = said.split("Signature #")[1:]
    assert len(signatures) == 5
    assert all("Signature is Valid." in each for each in signatures[:4])
    assert ["Total document signed" in each.replace("Not total", "") for each in signatures] == [False] * 4 + [True]
    assert "测试" in said


def test_revisions_follow_each_other_without_a_gap(closed: bytes) -> None:
    ends = [int(each.byte_range[2]) + int(each.byte_range[3]) for each in read(closed).embedded_signatures]
    assert all(earlier < later for earlier, later in pairwise(ends))
    assert ends[-1] == len(closed)
    assert len(re.findall(rb"%%EOF", closed)) == len(ends) + 1, "the paper's own, and one for each signature"
