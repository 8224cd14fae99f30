"""The organisation's seal: last, with its 骑缝章 strips in one revision, by a key of its own that stays the same."""

import io
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from cryptography import x509
from PIL import Image, ImageChops
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature

from agreements import render
from agreements.authority.own_seals import OwnSealKeeper
from agreements.ports import OrganisationSeal, SealLook, SignerIdentity
from agreements.seal.proof import signed_at
from agreements.seal.refusals import NotSignable
from agreements.seal.strips import MOST_PAGES, SEAL_HEIGHT, slices, strip_names
from tests.agreements.seal.conftest import House
from tests.agreements.seal.judgement import read
from tests.agreements.seal.papers import look, paper
from tests.agreements.seal.programs import ran

PAGES = 3
NAME = "滨江市劳动人事争议联合调解中心"
SEAL = OrganisationSeal("org-1", "测试0000000001")
WHO = SignerIdentity("seat-1", "agreement-1")
SCALE = 4.0
"""Pixels for a point."""
NEARLY_WHITE = 64
"""What antialiasing at a cut may differ, of 255."""


@pytest.fixture(scope="module")
def seal() -> bytes:
    return render.seal(SealLook(NAME, SEAL.serial))


@pytest.fixture(scope="module")
async def signed(house: House) -> bytes:
    return await house.signed(
        await house.seals.prepared(paper(2, pages=PAGES, organisation=True)), "party_1", "party_2"
    )


@pytest.fixture(scope="module")
async def sealed(house: House, signed: bytes, seal: bytes) -> bytes:
    return (await house.seals.organisation_sealed(signed, "organisation", SEAL, seal)).pdf


@pytest.fixture(scope="module")
async def closed(house: House, sealed: bytes) -> bytes:
    return (await house.seals.closed(sealed)).pdf


def edges(pdf: bytes) -> Image.Image:
    """The strips of all pages side by side, as a person lays the pages fanned out."""
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        width, height = document[0].get_size()
        wide = SEAL_HEIGHT / len(document)
        low = (height - SEAL_HEIGHT) / 2
        cuts = [
            page.render(scale=SCALE, crop=(width - wide, low, 0, height - low - SEAL_HEIGHT)).to_pil().convert("RGB")
            for page in document
        ]
    whole = Image.new("RGB", (sum(cut.width for cut in cuts), cuts[0].height))
    for number, cut in enumerate(cuts):
        whole.paste(cut, (sum(each.width for each in cuts[:number]), 0))
    return whole


def picture(pdf: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        drawn: Image.Image = document[0].render(scale=SCALE).to_pil().convert("RGB")
        return drawn


def far_apart(one: Image.Image, other: Image.Image) -> float:
    """Part of the pixels that differ by more than the edge of a cut explains."""
    difference = ImageChops.difference(one, other.resize(one.size)).convert("L")
    return sum(difference.histogram()[NEARLY_WHITE:]) / (one.width * one.height)


def test_at56_the_strips_recombine_to_one_whole_seal(closed: bytes, seal: bytes) -> None:
    assert far_apart(edges(closed), picture(seal)) < 0.02


def test_at56_before_the_seal_the_edges_are_white(signed: bytes) -> None:
    assert edges(signed).getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize(
    ("pages", "groups"), [(2, [2]), (20, [20]), (21, [11, 10]), (37, [19, 18]), (60, [20, 20, 20])]
)
def test_at56_many_pages_share_seals_in_groups(pages: int, groups: list[int]) -> None:
    cuts = slices(pages)
    assert [cut.of for cut in cuts if cut.number == 0] == groups
    assert [cut.number for cut in cuts] == [number for group in groups for number in range(group)]
    assert max(groups) <= MOST_PAGES
    assert len(strip_names(pages)) == pages


def test_at56_a_single_page_has_no_edge_to_share() -> None:
    assert strip_names(1) == ()


async def test_it_is_one_revision_which_others_call_filling_a_form(house: House, signed: bytes, closed: bytes) -> None:
    assert closed.startswith(signed)
    reader = read(closed)
    ends = [match.signed_revision for match in reader.embedded_signatures]
    assert all(later - earlier == 1 for earlier, later in pairwise(ends[:-1]))
    for signature in reader.embedded_regular_signatures:
        status = await async_validate_pdf_signature(signature, house.seals.anchors.context(signed_at(signature)))
        assert status.bottom_line
        assert status.docmdp_ok
        assert status.modification_level in (ModificationLevel.FORM_FILLING, ModificationLevel.LTA_UPDATES)


def test_pdfsig_calls_all_valid(closed: bytes, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(closed)
    assert ran("pdfsig", "-nocert", tmp_path / "paper.pdf").stdout.count(b"Signature is Valid.") == 4


def test_strips_are_as_pdf_a_wants_buttons(signed: bytes, closed: bytes) -> None:
    """ISO 19005-3 §6.3: an appearance of states, printed, no action; nothing left for the reader to draw."""
    for data in (signed, closed):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            form = pdf.Root.AcroForm
            assert "/NeedAppearances" not in form
            strips = [each for each in form.Fields if str(each.T).startswith("strip_")]
            assert len(strips) == PAGES
            for strip in strips:
                assert list(strip.AP.keys()) == ["/N"]
                assert strip.AS in strip.AP.N
                assert int(strip.F) == 4
                assert not {"/A", "/AA"} & set(strip.keys())
                assert strip.objgen in [each.objgen for each in strip.P.Annots]


def test_the_seal_locks_its_strips(closed: bytes) -> None:
    with pikepdf.open(io.BytesIO(closed)) as pdf:
        field = next(each for each in pdf.Root.AcroForm.Fields if each.T == "organisation")
        assert [str(name) for name in field.Lock.Fields] == list(strip_names(PAGES))


async def test_it_comes_last_and_only_as_a_seal(house: House, signed: bytes, sealed: bytes, seal: bytes) -> None:
    half = await house.signed(await house.seals.prepared(paper(2, pages=PAGES, organisation=True)), "party_1")
    for pdf, field in ((half, "organisation"), (sealed, "organisation"), (half, "party_2")):
        with pytest.raises(NotSignable):
            await house.seals.organisation_sealed(pdf, field, SEAL, seal)
    with pytest.raises(NotSignable):
        await house.seals.signed(signed, "organisation", WHO, look())
    with pytest.raises(NotSignable):
        await house.seals.closed(signed)


async def test_each_organisation_keeps_its_own_key(house: House) -> None:
    keeper = house.seals.keeper
    first, again, other = [await keeper.seal(each) for each in (SEAL, SEAL, OrganisationSeal("org-2", "测试2"))]
    assert first.certificate == again.certificate
    assert first.key.public_key() == again.key.public_key() != other.key.public_key()
    reopened = OwnSealKeeper(house.folder, house.folder.issuer("issuing"))
    assert (await reopened.seal(SEAL)).certificate == first.certificate
    renumbered = await reopened.seal(OrganisationSeal("org-2", "测试3"))
    assert renumbered.key.public_key() == other.key.public_key()
    units = renumbered.certificate.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATIONAL_UNIT_NAME)
    assert [each.value for each in units] == ["测试 机构印章 测试3"]
