import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pikepdf
import pytest
from pypdfium2 import PdfDocument
from zxingcpp import read_barcodes

from agreements import render
from agreements.canonical import short_code
from agreements.document import Document, Section
from agreements.ids import Digest
from agreements.ports import Box, Rendered, Unprintable
from tests.agreements.render.reading import copied, lines, solid
from tests.agreements.render.samples import CHECKED_AT, NAMES, RARE, canonical, digest_of, printed, sample_document

MM = 72 / 25.4
TYPE_AREA = (28 * MM, 35 * MM, (210 - 26) * MM, (297 - 37) * MM)


@pytest.fixture(scope="module")
def small() -> Rendered:
    return printed(sample_document())


@pytest.fixture(scope="module")
def crowded() -> Rendered:
    return printed(sample_document("long", signers=20))


def printed_texts(document: Document) -> list[str]:
    """Every sentence of the document that a reader must find on paper."""
    sections = (document.facts, *document.closing_sections)
    return [
        document.organisation,
        document.title,
        f"编号：{document.number}",
        *(party.sentence for party in document.parties),
        *(line for party in document.parties for line in party.representative.split("\n")),
        document.opening,
        *(text for section in sections for text in (section.heading, *section.paragraphs)),
        document.terms_lead,
        *(f"{term.number}、{term.heading}{solid(term.text)}" for term in document.terms),
        *(field.signer_name for field in document.fields),
    ]


def test_every_sentence_of_the_document_can_be_copied_out_of_the_paper() -> None:
    for document in (sample_document(), sample_document("long")):
        text = copied(printed(document).pdf)
        assert [sentence for sentence in printed_texts(document) if solid(sentence) not in text] == []


def test_a_code_on_each_page_leads_to_where_the_paper_is_checked(small: Rendered) -> None:
    code = short_code(Digest(digest_of(canonical(sample_document()))))
    with PdfDocument(small.pdf) as paper:
        # As a copier scans it: 150 dots an inch, grey.
        scans = [page.render(scale=150 / 72, grayscale=True).to_pil() for page in paper]
    assert [[each.text for each in read_barcodes(scan)] for scan in scans] == [[f"{CHECKED_AT}#{code}"]] * small.pages


def test_no_pack_of_objects_is_so_large_that_closing_the_paper_takes_minutes(crowded: Rendered) -> None:
    packs = [int(count) for count in re.findall(rb"/Type /ObjStm[^>]*/N (\d+)", crowded.pdf)]
    assert len(packs) > 5
    assert max(packs) <= 100


def test_at55_rare_names_print_whole_and_copy_out_unchanged(small: Rendered) -> None:
    text = copied(printed(sample_document(names=RARE)).pdf)
    for name, usual in zip(RARE, NAMES, strict=True):
        assert text.count(name) == copied(small.pdf).count(usual) > 0


def test_at55_pdftotext_reads_the_rare_names_too(tmp_path: Path) -> None:
    file = tmp_path / "agreement.pdf"
    file.write_bytes(printed(sample_document(names=RARE)).pdf)
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True).stdout.decode()
    assert all(name in solid(text) for name in RARE)


def test_at55_a_character_without_a_glyph_is_refused_by_name() -> None:
    with pytest.raises(Unprintable) as refused:
        printed(sample_document(names=("张\U0002a6a5", "滨江市😀有限公司", "李建国", "王敏")))
    assert refused.value.characters == ("\U0002a6a5 U+2A6A5", "😀 U+1F600")


def test_a_name_with_accents_and_a_middle_dot_copies_out_as_it_was_entered() -> None:
    names = ("阿依古丽·买买提", "Nguyê\u0303n José 有限公司", "Müller", "王敏")
    text = copied(printed(sample_document(names=names)).pdf)
    assert all(solid(name) in text for name in names)


def test_two_processes_print_the_same_bytes(small: Rendered, tmp_path: Path) -> None:
    program = (
        "import sys; from tests.agreements.render.samples import printed, sample_document;"
        "sys.stdout.buffer.write(printed(sample_document()).pdf)"
    )
    elsewhere = {"PYTHONHASHSEED": "7", "HOME": str(tmp_path), "TZ": "America/Lima", "LANG": "C", "PYTHONPATH": "."}
    printer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=elsewhere)
    assert printer.stdout == small.pdf


def test_the_canonical_json_is_attached_byte_for_byte(small: Rendered) -> None:
    with pikepdf.open(BytesIO(small.pdf)) as pdf:
        assert pdf.attachments["agreement.json"].get_file().read_bytes() == canonical(sample_document())
        assert [str(file.AFRelationship) for file in pdf.Root.AF] == ["/Data"]


def test_the_paper_calls_itself_pdf_a_3u_and_dates_itself_by_the_freeze(small: Rendered) -> None:
    with pikepdf.open(BytesIO(small.pdf)) as pdf:
        about = pdf.open_metadata()
        assert (about.pdfa_status, about["xmp:CreateDate"]) == ("3U", "2026-11-22T00:00:00+08:00")
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261122000000+08")
        assert bytes(pdf.trailer.ID[0]).hex() == digest_of(canonical(sample_document()))


def test_fonts_are_embedded_as_subsets_and_the_file_is_small(small: Rendered, crowded: Rendered) -> None:
    for paper, most in ((small, 150_000), (crowded, 250_000)):
        with pikepdf.open(BytesIO(paper.pdf)) as pdf:
            fonts = [font for font in pdf.objects if isinstance(font, pikepdf.Dictionary) and "/FontName" in font]
            assert len(fonts) == 3
            assert all("+" in str(font.FontName) and "/FontFile3" in font for font in fonts)
        assert len(paper.pdf) < most


def test_each_signer_has_a_box_inside_the_type_area_and_none_overlap(small: Rendered, crowded: Rendered) -> None:
    for paper, signers in ((small, 3), (crowded, 20)):
        assert [box.field for box in paper.boxes] == [*(f"party_{n}" for n in range(1, signers)), "mediator"]
        assert all(inside(box) for box in paper.boxes)
        assert not any(overlap(one, other) for one, other in combinations(paper.boxes, 2))


def inside(box: Box) -> bool:
    left, bottom, right, top = TYPE_AREA
    return left - 0.01 <= box.x1 < box.x2 <= right + 0.01 and bottom <= box.y1 < box.y2 <= top


def overlap(one: Box, other: Box) -> bool:
    apart = one.x2 <= other.x1 or other.x2 <= one.x1 or one.y2 <= other.y1 or other.y2 <= one.y1
    return one.page == other.page and not apart


def test_a_box_of_a_usual_agreement_is_sixty_by_twenty_two_millimetres(small: Rendered) -> None:
    first = small.boxes[0]
    assert (first.x2 - first.x1, first.y2 - first.y1) == pytest.approx((60 * MM, 22 * MM), abs=1.5)


@pytest.mark.parametrize("signers", [3, 8, 20])
@pytest.mark.parametrize("copies", ["一式三份。", "本协议以电子形式签署，各方可随时下载。" * 12])
def test_at56_no_page_has_only_signatures(signers: int, copies: str) -> None:
    base = sample_document(signers=signers)
    ending = Section("copies", "", (copies,))
    for more in (0, 7, 14):
        facts = replace(base.facts, paragraphs=(*base.facts.paragraphs, *["补充事实。"] * more))
        paper = printed(replace(base, facts=facts, closing_sections=(*base.closing_sections[:-1], ending)))
        assert text_before_signatures(paper) >= 3  # two lines of text and （以下无正文）


def text_before_signatures(paper: Rendered) -> int:
    """Lines of text on the page of the signatures, which is one page for all."""
    (page,) = {box.page for box in paper.boxes}
    return next(n for n, line in enumerate(lines(paper.pdf)[page]) if "签名）" in line)


def test_at56_a_paper_of_more_than_thirty_pages_counts_them_on_each() -> None:
    base = sample_document("long", signers=12)
    paper = printed(replace(base, terms=base.terms * 2))
    assert paper.pages >= 30
    assert text_before_signatures(paper) >= 3


def test_every_page_says_which_it_is_and_that_the_signatures_are_a_trial(small: Rendered) -> None:
    code = digest_of(canonical(sample_document()))
    with pikepdf.open(BytesIO(small.pdf)) as pdf:
        assert len(pdf.pages) == small.pages
        assert {tuple(round(float(side)) for side in page.mediabox) for page in pdf.pages} == {(0, 0, 595, 842)}
    for number, text in enumerate(whole_pages(small.pdf), 1):
        footer = f"第{number}页共{small.pages}页·编号（2026）滨劳调字第00017号·校验码{code[:4]}-{code[4:8]}"
        assert footer in text
        assert "测试签名环境" in text


def whole_pages(pdf: bytes) -> list[str]:
    with PdfDocument(pdf) as document:
        return [solid(page.get_textpage().get_text_bounded()) for page in document]


def test_text_is_text_and_no_markup() -> None:
    base = sample_document()
    trap = '<img src="file:///etc/hostname"><script>alert(1)</script> &amp; <b>不是粗体</b>'
    paper = printed(replace(base, facts=replace(base.facts, paragraphs=(trap,))))
    assert solid(trap) in copied(paper.pdf)


def test_printing_opens_no_file_and_no_connection() -> None:
    program = (
        "import sys; from agreements import render;"
        "from tests.agreements.render.samples import printed, sample_document;"
        "render.warm(); seen = [];"
        "watched = lambda event: event == 'open' or event.startswith('socket.');"
        "sys.addaudithook(lambda event, args: seen.append((event, args)) if watched(event) else None);"
        "printed(sample_document()); print(seen)"
    )
    printer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert printer.stdout == "[]\n"


def test_a_folder_without_fonts_is_named(tmp_path: Path) -> None:
    document = sample_document()
    with pytest.raises(render.FontsMissing, match=r"NotoSerifCJK-Regular\.ttc"):
        render.agreement(document, canonical=b"{}", digest="00", fonts=tmp_path)
