"""What a template may choose: parties as a grid, 仿宋 where the machine has it; and no name in two faces (AT-55)."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection

from agreements import render
from agreements.document import Document, Layout, Particular
from agreements.glyphs import runs
from agreements.ports import Rendered
from agreements.render.fonts import SYSTEM_FONTS
from tests.agreements.render.reading import copied, solid
from tests.agreements.render.samples import RARE, canonical, digest_of, sample_document

PERSON = (
    Particular("姓名", "龑玥喆"),
    Particular("性别", "女"),
    Particular("公民身份号码", "33010619900102001X"),
    Particular("住址", "滨江市滨江区江南大道588号3幢2单元1102室"),
)
LACKS = "玥喆𬭎䶮𫖯𫍯"
"""As FandolFang does (domain.md §3.12)."""


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a 仿宋 that has few characters: 宋体 under that name, since no free one is installed everywhere."""
    folder = tmp_path_factory.mktemp("fonts")
    for file in SYSTEM_FONTS.glob("*.ttc"):
        (folder / file.name).symlink_to(file)
    with TTCollection(SYSTEM_FONTS / "NotoSerifCJK-Regular.ttc", lazy=True) as collection:
        font = next(each for each in collection if each["name"].getDebugName(1) == "Noto Serif CJK SC")
        subsetter = Subsetter(Options(name_IDs=["*"], notdef_outline=True))
        subsetter.populate(text="".join(set(canonical(grid()).decode()) - set(LACKS)) + "第页共校验码·（盖章）")
        subsetter.subset(font)
        for name in font["name"].names:
            if name.nameID in {1, 16}:
                name.string = "FandolFang R"
        font.save(folder / "FandolFang-Regular.otf")
    return folder


def grid() -> Document:
    base = sample_document(names=RARE)
    return replace(
        base,
        layout=Layout("grid", "fangsong"),
        parties=(replace(base.parties[0], particulars=PERSON), *base.parties[1:]),
    )


def printed(document: Document, folder: Path) -> Rendered:
    data = canonical(document)
    return render.agreement(document, canonical=data, digest=digest_of(data), fonts=folder)


def faces(paper: Rendered) -> set[str]:
    with pikepdf.open(BytesIO(paper.pdf)) as pdf:
        fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/FontName" in each]
        return {str(font.FontName).partition("+")[2] for font in fonts}


def test_at55_a_grid_in_fangsong_prints_every_rare_name_whole(fonts: Path) -> None:
    paper = printed(grid(), fonts)
    text = copied(paper.pdf)
    assert {name for name in RARE if name not in text} == set()
    assert "姓名龑玥喆" in text
    assert solid(PERSON[-1].value) in text
    assert any("Fandol" in face for face in faces(paper))
    assert any("Noto-Serif" in face and "Bold" not in face for face in faces(paper))


def test_without_fangsong_on_the_machine_the_text_is_song() -> None:
    paper = printed(grid(), SYSTEM_FONTS)
    assert not any("Fandol" in face for face in faces(paper))
    assert "姓名龑玥喆" in copied(paper.pdf)


def test_at55_a_name_is_one_piece_in_one_face_wherever_it_stands() -> None:
    few, all_ = {ord(char): char for char in "申请人与龑签名"}, {ord(char): char for char in "申请人与龑玥喆签名"}
    assert runs("申请人龑玥喆签名", ("龑玥喆",), (few, all_)) == [(0, "申请人"), (1, "龑玥喆"), (0, "签名")]
    assert runs("申请人龑玥", (), (few, all_)) == [(0, "申请人龑"), (1, "玥")]
    assert runs("龑与龑玥喆", ("龑", "龑玥喆"), (few, all_)) == [(0, "龑与"), (1, "龑玥喆")]
    assert "".join(piece for _, piece in runs("第一行\n第二行", (), (few, all_))) == "第一行\n第二行"
