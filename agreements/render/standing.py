"""What papers have in common: the note that the signatures are a trial's, the footer, the place of the seal."""

from typing import Final

from agreements.render.fonts import Face
from agreements.render.markup import Markup

TRIAL: Final = "测试签名环境"
STAMP: Final = "（盖章）"
TRIAL_NOTE: Final = "签名证书和时间戳由本系统的测试机构签发，不是第三方电子认证"


def trial(markup: Markup) -> str:
    """Every certificate comes from the in-house authority, and the paper says so itself."""
    return f'<div class="trial"><strong>{markup.body(TRIAL)}</strong>{markup.body(TRIAL_NOTE)}</div>'


def footer(markup: Markup, number: str, code: str) -> str:
    """`第 n 页 共 N 页 · 编号 … · a1b2-c3d4`, on each page."""
    pages = _song(markup, "第 ") + '<span class="song page"></span>' + _song(markup, " 页　共 ")
    total = '<span class="song pages"></span>' + _song(markup, " 页")
    return f'<div class="footer">{pages}{total}{_song(markup, f" · 编号 {number} · 校验码 {code}")}</div>'


def sealing(markup: Markup, organisation: str, dated: str, box: str) -> str:
    """Organisation and date, and over both the place of its round seal of 42 mm: 骑年盖月 (domain.md §3.12).

    `box`: id of the electronic seal's place; empty: room for a stamp.
    """
    place = f'<div class="seal" id="{box}"></div>' if box else ""
    stamp = "" if box else f'<div class="stamp">{markup.body(STAMP)}</div>'
    lines = f"{markup.body(organisation)}<br>{markup.body(dated)}"
    return f'<div class="sealing"><div>{place}{stamp}{lines}</div></div>'


def _song(markup: Markup, text: str) -> str:
    """宋体, as page numbers are set whatever the text is (GB/T 9704)."""
    return markup.text(Face.BODY, text)
