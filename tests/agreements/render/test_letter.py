import hashlib
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from agreements import render
from agreements.letter import Letter, Line, Passage
from agreements.ports import Rendered, Unprintable
from tests.agreements.render.reading import copied, lines, solid

DATA = b'{"schema":"result-report/1"}'
LETTER = Letter(
    title="调解情况复函",
    organisation="滨江市劳动人事争议联合调解中心",
    number="（2026）滨劳调字第00017号",
    numbers=("编号：（2026）滨劳调字第00017号", "案号：（2026）浙0108诉前调1234号"),
    to="滨江市滨江区人民法院",
    passages=(
        Passage(
            "一、案件和当事人",
            lines=(
                Line("接收日期", ("2026年3月2日",)),
                Line("当事人", ("申请人：张小芳", "被申请人：滨江市恒远电子有限公司，法定代表人李建国")),
                Line("调解次数、方式和总时长", ("2次，合计1小时35分",)),
            ),
        ),
        Passage("二、调解结果", ("经调解，未能达成协议。",)),
        Passage("（一）调解基本情况", ("双方到场，各自陈述。\n第二次调解时被申请人未到场。",), minor=True),
        Passage("（二）需要提示法院的其他情况", ("无。",), minor=True),
    ),
    closing="特此函复。",
    reporter="报告人：王敏",
    dated="2026年3月31日",
    dated_on="2026-03-31",
    exact=("滨江市劳动人事争议联合调解中心", "张小芳", "滨江市恒远电子有限公司", "李建国", "王敏"),
    data="report.json",
    description="本函的结构化数据（RFC 8785 规范形式）",
)


def printed(letter: Letter) -> Rendered:
    return render.letter(letter, canonical=DATA)


@pytest.fixture(scope="module")
def paper() -> Rendered:
    return printed(LETTER)


def test_everything_that_is_said_can_be_copied_out_of_the_letter(paper: Rendered) -> None:
    text = copied(paper.pdf)
    said = [LETTER.title, LETTER.organisation, *LETTER.numbers, f"{LETTER.to}：", LETTER.closing, LETTER.reporter]
    for passage in LETTER.passages:
        said += [passage.heading, *(one for text in passage.paragraphs for one in text.split("\n"))]
        said += [one for line in passage.lines for one in line.texts]
    assert [each for each in (*said, LETTER.dated) if solid(each) not in text] == []


def test_a_letter_bears_no_note_of_electronic_signatures_and_has_no_boxes(paper: Rendered) -> None:
    with PdfDocument(paper.pdf) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    assert not any("测试" in text for text in texts)
    assert all("校验码" in text for text in texts)
    assert paper.boxes == ()


def test_two_processes_print_the_same_letter() -> None:
    program = (
        "import sys; from tests.agreements.render.test_letter import LETTER, printed;"
        "sys.stdout.buffer.write(printed(LETTER).pdf)"
    )
    elsewhere = {"PYTHONHASHSEED": "7", "TZ": "America/Lima", "LANG": "C", "PYTHONPATH": "."}
    printer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=elsewhere)
    assert printer.stdout == printed(LETTER).pdf


def test_the_data_is_attached_byte_for_byte_and_names_the_file(paper: Rendered) -> None:
    with pikepdf.open(BytesIO(paper.pdf)) as pdf:
        assert pdf.attachments["report.json"].get_file().read_bytes() == DATA
        assert bytes(pdf.trailer.ID[0]).hex() == hashlib.sha256(DATA).hexdigest()
        about = pdf.open_metadata()
        assert (about.pdfa_status, about["xmp:CreateDate"]) == ("3U", "2026-03-31T00:00:00+08:00")
        assert datetime.fromisoformat(str(about["xmp:ModifyDate"])).year == 2026


def test_a_name_without_a_glyph_is_refused_by_that_character() -> None:
    with pytest.raises(Unprintable) as no:
        printed(replace(LETTER, reporter="报告人：王\U0002a6a5", exact=("王\U0002a6a5",)))
    assert no.value.characters == ("\U0002a6a5 U+2A6A5",)


def test_what_cannot_be_shown_of_other_words_is_spelled_out() -> None:
    """A report that was written is not written again because somebody typed a smile."""
    told = replace(LETTER, passages=(Passage("（一）调解基本情况", ("对方说😀。",)),))
    assert "对方说〔U+1F600〕。" in copied(printed(told).pdf)


@pytest.mark.parametrize("paragraphs", range(9, 17))
def test_the_place_for_the_stamp_is_never_alone_on_a_page(paragraphs: int) -> None:
    """Wherever the text ends, its last line comes along."""
    filled = Passage("三、情况", tuple("双方各自陈述，未能达成一致。" for _ in range(paragraphs)))
    last = lines(printed(replace(LETTER, passages=(filled,))).pdf)[-1]
    assert last[0].strip() != LETTER.reporter
    assert LETTER.dated in solid("".join(last))
