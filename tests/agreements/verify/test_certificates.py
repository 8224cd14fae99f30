"""Who counts: roots the reader names and nobody else, whatever the file brings along."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from agreements.verify.certificates import Material, NoCertificate, is_test, root_is_test, roots_of, unsigned
from agreements.verify.paper import store, taken_apart
from agreements.verify.report import Result, Verdict
from agreements.verify.trust_paths import judged
from tests.agreements.verify.der import Element, parsed
from tests.agreements.verify.sealed import House, SealedCase
from tests.agreements.verify.tampers import flipped


def test_a_house_of_the_same_name_is_not_trusted(small_case: SealedCase, stranger: SealedCase) -> None:
    for data in (stranger.agreement, stranger.evidence, stranger.package):
        report = small_case.verify(data)
        assert (report.verdict, report.exit_code) != (Verdict.HOLDS, 0)
        assert stranger.verify(data).verdict is Verdict.HOLDS


def test_every_certificate_is_signed_or_a_trusted_root(small_case: SealedCase) -> None:
    carried, _ = store(taken_apart(small_case.agreement).reader)
    roots = roots_of([small_case.house.root])
    assert unsigned(carried, ()) == {}
    assert unsigned(carried, roots) == {}
    for index, certificate in enumerate(carried):
        forged = flipped(certificate, len(certificate) - 5)
        others = carried[:index] + carried[index + 1 :]
        assert list(unsigned((*others, forged), roots)) == [True]


def test_a_certificate_with_another_algorithm_name_outside_its_signature_is_forged(small_case: SealedCase) -> None:
    carried, _ = store(taken_apart(small_case.agreement).reader)
    for index, certificate in enumerate(carried):
        altered = parsed(certificate)
        altered.parts[1].parts.append(Element(5, b"", []))
        with pytest.raises(ValueError, match="signature_alg"):  # the strict reader's; broken, to those who verify
            unsigned((*carried[:index], altered.bytes()), roots_of([small_case.house.root]))


def test_an_unknown_issuer_is_doubt_and_no_forgery(small_case: SealedCase) -> None:
    carried, _ = store(taken_apart(small_case.agreement).reader)
    [root] = roots_of([small_case.house.root])
    assert list(unsigned([each for each in carried if each != root], ())) == [False]


def revoked(house: House, serial: int, at: datetime) -> bytes:
    issuer = house.folder.issuer("issuing")
    entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at).build()
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(at).next_update(at + timedelta(days=9000)).add_revoked_certificate(entry)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize("withdrawn", ["party_1", "mediator"])
async def test_a_certificate_revoked_before_signing_breaks_and_one_unlisted_is_doubt(
    small_case: SealedCase, withdrawn: str
) -> None:
    paper = taken_apart(small_case.agreement)
    certificates, lists = store(paper.reader)
    at, root = datetime.now(UTC), roots_of([small_case.house.root])
    serial = next(each.cms.signer.serial_number for each in paper.signed if each.field == withdrawn)
    bad = revoked(small_case.house, serial, at - timedelta(hours=1))
    issuing = [each for each in lists if b"Issuing" in each or "签发".encode() in each]
    kept = tuple(each for each in lists if each not in issuing)
    for carried, expected in (((*kept, bad), Result.BROKEN), (kept, Result.UNTRUSTED)):
        material = Material(root, certificates, carried)
        found = {line.id: line.result async for line in judged(paper, {}, material, at)}
        assert found[f"signature.{withdrawn}"] is expected
        assert found["timestamp.closing"] is Result.HOLDS


def test_roots_are_read_from_pem(small_case: SealedCase) -> None:
    text = small_case.house.root
    assert len(roots_of([text, text + b"\n" + text])) == 3
    assert root_is_test(roots_of([text])[0])
    for bad in (b"", b"hello", text[:100], text.replace(b"A", b"-")):
        with pytest.raises(NoCertificate):
            roots_of([bad])


def test_material_keeps_each_once(small_case: SealedCase) -> None:
    material = Material((), (b"a",), (b"l",)).joined((b"a", b"b"), (b"l",))
    assert material == replace(material, certificates=(b"a", b"b"), lists=(b"l",))
    assert not is_test()
