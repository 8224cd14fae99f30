"""AT-56 on whole agreements of exactly 1, 2, 37 and 60 pages, signed by all and sealed: its strips, its last page."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image, ImageChops

from agreements import render
from agreements.document import Document, Section, SignatureField
from agreements.ports import OrganisationSeal, Rendered, SealLook
from agreements.seal.strips import SEAL_HEIGHT, slices
from agreements.verify.confinement import confined
from tests.agreements.render import worked_case
from tests.agreements.render.reading import copied, lines
from tests.agreements.render.samples import printed, sample_document
from tests.agreements.seal.conftest import House

SEAL = OrganisationSeal("org-1", "测试0000000001")
FIELDS = ("party_1", "party_2", "mediator")
AGREED = {1: ("双方再无争议。", 0), 2: ("双方再无争议。", 4), 37: ("", 430), 60: ("", 700)}
"""Pages, and what fills so many: the text of the one term, and further sections of two lines."""
SCALE = 2.0
"""Pixels for a point."""
NEARLY_WHITE = 64
"""What antialiasing at a cut may differ, of 255."""


def agreed(text: str, sections: int) -> Document:
    base = sample_document()
    house = SignatureField("organisation", "organisation", "调解组织（印章）", "org-1", base.organisation, "")
    return replace(
        base,
        opening="双方因劳动报酬发生争议，经本组织调解。",
        parties=tuple(replace(each, sentence=f"{each.name}。", representative="") for each in base.parties),
        facts=Section("facts", "", ()),
        terms=(replace(base.terms[3], text=text),),
        performance=(),
        closing_sections=tuple(Section("more", "约定", ("双方确认以上内容。" * 3,)) for _ in range(sections)),
        fields=(*base.fields, house),
    )


async def sealed(house: House, paper: Rendered, seal: bytes) -> bytes:
    signed = await house.signed(await house.seals.prepared(paper), *FIELDS)
    pressed = await house.seals.organisation_sealed(signed, "organisation", SEAL, seal)
    return (await house.seals.closed(pressed.pdf)).pdf


def edges(pdf: bytes) -> list[Image.Image]:
    """The strips of each group of pages side by side, as a person lays the pages fanned out."""
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        wholes: list[Image.Image] = []
        for page, cut in zip(document, slices(len(document)), strict=True):
            width, height = page.get_size()
            low, wide = (height - SEAL_HEIGHT) / 2, SEAL_HEIGHT / cut.of
            crop = (width - wide, low, 0, height - low - SEAL_HEIGHT)
            strip = page.render(scale=SCALE, crop=crop).to_pil().convert("RGB")
            if cut.number == 0:
                wholes.append(Image.new("RGB", (round(SEAL_HEIGHT * SCALE), strip.height), "white"))
            wholes[-1].paste(strip, (round(cut.number * wide * SCALE), 0))
        return wholes


def picture(pdf: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        drawn: Image.Image = document[0].render(scale=SCALE).to_pil().convert("RGB")
        return drawn


def far_apart(one: Image.Image, other: Image.Image) -> float:
    """Part of the pixels that differ by more than the edge of a cut explains."""
    difference = ImageChops.difference(one, other.resize(one.size)).convert("L")
    return sum(difference.histogram()[NEARLY_WHITE:]) / (one.width * one.height)


@pytest.mark.parametrize("pages", AGREED)
async def test_at56_every_page_has_its_strip_and_none_only_signatures(house: House, pages: int) -> None:
    seal = render.seal(SealLook("滨江市劳动人事争议联合调解中心", SEAL.serial))
    begun = time.perf_counter()
    paper = printed(agreed(*AGREED[pages]))
    at = time.perf_counter()
    pdf = await sealed(house, paper, seal)
    print(f"{pages} pages: printed in {at - begun:.1f} s, 4 signatures and closing {time.perf_counter() - at:.1f} s, "
          f"{len(pdf) / 1000:.0f} KB")  # fmt: skip
    assert paper.pages == pages
    (last,) = {box.page for box in paper.boxes}
    assert last == pages - 1
    texts = lines(paper.pdf)
    assert next(n for n, line in enumerate(texts[last]) if "签名）" in line) >= 3  # two lines and （以下无正文）
    assert [f"第{n}页共{pages}页" in "".join(page[-1].split()) for n, page in enumerate(texts, 1)]
    wholes = edges(pdf) if pages > 1 else []
    assert len(wholes) == (0 if pages == 1 else -(-pages // 20))
    assert all(far_apart(whole, picture(seal)) < 0.03 for whole in wholes)


def test_the_seal_is_42_mm_and_covers_name_and_date() -> None:
    """骑年盖月: the middle of the seal is on the date's line or the name's, and the date lies inside."""
    paper = printed(agreed(*AGREED[1]))
    box = next(each for each in paper.boxes if each.field == "organisation")
    assert (box.x2 - box.x1, box.y2 - box.y1) == pytest.approx((SEAL_HEIGHT, SEAL_HEIGHT), abs=0.1)
    with pypdfium2.PdfDocument(paper.pdf) as document:
        page = document[box.page].get_textpage()
        under = page.get_text_bounded(box.x1, box.y1, box.x2, box.y2)
    assert "2026年11月22日" in under
    assert "争议联合" in under


async def test_the_worked_case_of_the_docs_adds_up_and_our_verifier_finds_it_whole(house: House) -> None:
    """Wages in six instalments and severance, as docs/worked-case.md shows it page by page."""
    pdf = await worked_case.finished(house.seals)
    text = copied(pdf)
    assert text.count("人民币6,100.00元（大写：陆仟壹佰元整）") == 6
    for said in ("共计人民币36,600.00元（大写：叁万陆仟陆佰元整），分6期", "人民币30,600.00元（大写：叁万零陆佰元整）"):
        assert said in text, said
    roots = tuple(root.public_bytes(Encoding.PEM) for root in house.seals.anchors.roots)
    report = await asyncio.to_thread(confined, pdf, trust=roots, at=datetime.now(UTC))
    assert [line for line in report.lines if line.result != "holds"] == []
    assert report.verdict == "holds"
