"""A signature value has one spelling: whatever its own signature does not cover is rebuilt and compared."""

import asyncio
from collections.abc import Callable

import pytest

from agreements.verify.cms_form import Purpose, checked
from agreements.verify.paper import taken_apart
from agreements.verify.revisions import Malformed
from tests.agreements.verify.der import Element, parsed
from tests.agreements.verify.sealed import SealedCase


def value(case: SealedCase, field: str) -> bytes:
    return next(each.cms.der for each in taken_apart(case.agreement).signed if each.field == field)


def edited(der: bytes, edit: Callable[[Element], None]) -> bytes:
    """`edit` gets the SignedData."""
    content = parsed(der)
    assert content.bytes() == der
    edit(content.parts[1].parts[0])
    assert content.bytes() != der
    return content.bytes()


def signer(signed: Element) -> Element:
    return signed.parts[-1].parts[0]


def version(signed: Element) -> None:
    signed.parts[0].value = b"\x04"


def signer_version(signed: Element) -> None:
    signer(signed).parts[0].value = b"\x03"


def digest_parameters(signed: Element) -> None:
    algorithm = signed.parts[1].parts[0]
    algorithm.parts = [algorithm.parts[0], Element(4, b"room for a message", [])]


def signature_parameters(signed: Element) -> None:
    signer(signed).parts[4].parts.append(Element(5, b"", []))


def further_digest(signed: Element) -> None:
    signed.parts[1].parts.append(parsed(bytes.fromhex("300b0609608648016503040203")))


def further_list(signed: Element) -> None:
    signed.parts.insert(4, Element(0xA1, b"", []))


def unsigned_attribute(signed: Element) -> None:
    attribute = parsed(bytes.fromhex("300a06032a030431030401ff"))
    attributes = signer(signed).parts
    if len(attributes) == 6:
        attributes.append(Element(0xA1, b"", []))
    attributes[6].parts.append(attribute)


def letter_case_of_the_issuer(signed: Element) -> None:
    """Two X.500 names that differ in this only are the same name."""
    for relative in signer(signed).parts[1].parts[0].parts:
        value = relative.parts[0].parts[1]
        value.value = value.value.swapcase()


def negative_serial(signed: Element) -> None:
    serial = signer(signed).parts[1].parts[1]
    serial.value = b"\0" + serial.value


EDITS = (
    version,
    signer_version,
    digest_parameters,
    signature_parameters,
    further_digest,
    further_list,
    unsigned_attribute,
    letter_case_of_the_issuer,
    negative_serial,
)


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize(("field", "purpose"), [("party_1", Purpose.SIGNATURE), ("closing", Purpose.TIMESTAMP)])
def test_what_no_signature_covers_may_not_differ(
    small_case: SealedCase, field: str, purpose: Purpose, edit: Callable[[Element], None]
) -> None:
    der = value(small_case, field)
    assert checked(der, purpose).der == der
    with pytest.raises((Malformed, ValueError)):
        checked(edited(der, edit), purpose)


def test_lengths_have_one_spelling(small_case: SealedCase) -> None:
    der = value(small_case, "closing")
    assert der[1] == 0x82
    with pytest.raises((Malformed, ValueError)):
        checked(b"\x30\x83\x00" + der[2:], Purpose.TIMESTAMP)
    with pytest.raises(Malformed):
        checked(der + b"\0", Purpose.TIMESTAMP)


def test_a_signature_is_no_timestamp_and_the_other_way_round(small_case: SealedCase) -> None:
    for field, purpose in (("party_1", Purpose.TIMESTAMP), ("closing", Purpose.SIGNATURE)):
        with pytest.raises(Malformed):
            checked(value(small_case, field), purpose)


def test_a_signature_without_a_timestamp_is_refused(small_case: SealedCase) -> None:
    def bare(signed: Element) -> None:
        del signer(signed).parts[6]

    with pytest.raises(Malformed):
        checked(edited(value(small_case, "party_1"), bare), Purpose.SIGNATURE)


def test_the_manifests_signature_has_the_same_form(small_case: SealedCase) -> None:
    der = asyncio.run(small_case.house.seals.manifest_signature(b"{}"))
    assert checked(der, Purpose.SIGNATURE).token
