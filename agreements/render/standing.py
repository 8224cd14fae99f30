"""What stands on every page: the note that the signatures are a trial's, and the footer."""

from typing import Final

from agreements.render.markup import Markup

TRIAL: Final = "测试签名环境"
TRIAL_NOTE: Final = "签名证书和时间戳由本系统的测试机构签发，不是第三方电子认证"


def trial(markup: Markup) -> str:
    """Every certificate comes from the in-house authority, and the paper says so itself."""
    return f'<div class="trial"><strong>{markup.body(TRIAL)}</strong>{markup.body(TRIAL_NOTE)}</div>'


def footer(markup: Markup, number: str, code: str) -> str:
    """`第 n 页 共 N 页 · 编号 … · a1b2-c3d4`, on each page."""
    pages = markup.body("第 ") + '<span class="song page"></span>' + markup.body(" 页　共 ")
    total = '<span class="song pages"></span>' + markup.body(" 页")
    return f'<div class="footer">{pages}{total}{markup.body(f" · 编号 {number} · 校验码 {code}")}</div>'
