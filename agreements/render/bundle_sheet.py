"""卷内目录 and 验证说明 as sheets: what lies in the court's bundle, and how anybody checks it alone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from hashlib import sha256
from typing import Final

from agreements.bundle.bundle import CaseFacts
from agreements.bundle.index import Index, IndexedFile, IndexedSlot, Reading
from agreements.canonical import short_code
from agreements.glyphs import spelled
from agreements.ids import Digest
from agreements.render.markup import Markup
from agreements.render.press import Sheet
from agreements.render.standing import footer, trial
from law.beijing import BEIJING, printed_day

INDEX_TITLE: Final = "卷内目录"
READING_TITLE: Final = "材料包验证说明"
NOTHING: Final = "无"
HALF: Final = 32
HEADS: Final = ("序号", "文书", "页数", "SHA-256")
CHECKS: Final = (
    ("一、用 verify.html（不用安装）", (
        "把整个压缩包解压一次，用浏览器（Chrome、Edge、Firefox）打开其中的 verify.html；再在页面里选取未解压的压缩包。",
        "程序在本机运行，不连网络，不上传任何内容。核对完成后，每一项显示“成立”“不成立”或者“未核对”。",
    )),
    ("二、用 verify.py（需要 Python 3.9 以上）", (
        "在命令行运行：python3 verify.py 压缩包.zip --trust 根证书.pem",
        "签名由系统的 openssl 命令核对；没有该命令时，程序写明“签名未核对”，退出码为 2。",
        "退出码：0 全部成立；1 不成立，文件被改动；2 未发现改动，但有未核对或者不能确认的事项。",
    )),
    ("三、信任从哪里来", (
        "根证书请从法院认可的渠道取得，不要用压缩包里的那一份；程序的 SHA-256 公布在平台“验证”页面，请先核对再使用。",
        "改动压缩包的人也可以改动包内的程序，所以包内的程序不能证明自己。也可以在平台“验证”页面直接提交压缩包，平台不保存。",
        "请保持压缩包原样：解压后重新压缩，验证会报告形式不符。",
    )),
    ("四、没有证明什么", (
        "协议是否真实、合法、自愿，不在验证范围内；签名人身份见各签署证据页。",
        "标有“测试”的证书和时间戳由平台自建机构签发，不能对平台自身起证明作用。",
        "两个程序不查证书吊销列表，也不逐字比对页面；平台“验证”页面都核对。",
        "亲笔签名只核对证据页、扫描件、审计记录是否一致，未经电子核验。",
        "审计记录中不得外传的只有序号和哈希：看得出有几条、排在第几，可以核对未被增删，读不出种类、时间和内容。",
    )),
)  # fmt: skip
ENGLISH: Final = (
    "In short: unpack once and open verify.html in a browser, then choose the ZIP itself; or run "
    "python3 verify.py BUNDLE.zip --trust ROOT.pem (exit 0: all holds, 1: altered, 2: something was not checked). "
    "Take the root from a source you trust, and compare both digests with the page 验证. Neither program reads "
    "revocation lists. Records that stay here show place and hash alone. What was signed by hand is not electronically "
    "verified."
)


def index_sheet(index: Index, *, canonical: bytes, glyphs: Mapping[int, str]) -> Sheet:
    """`canonical`: the same value as JSON, attached as `index.json`. What no font has is spelled out."""
    markup = Markup(lambda text: spelled(text, glyphs))
    head = "".join(f"<th>{markup.strong(each)}</th>" for each in HEADS)
    rows = "".join(_slot(markup, slot) for slot in index.slots)
    table = f'<table class="index"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    html = f"<h1>{markup.strong(INDEX_TITLE)}</h1>{_case(markup, index.case)}{table}"
    return _sheet(markup, index.case, INDEX_TITLE, html, ("index.json", "本目录的结构化数据", canonical))


def _case(markup: Markup, case: CaseFacts) -> str:
    sides = "；".join(f"{one.standing}：{one.name}" for one in case.parties)
    court = f"{case.court}（{case.route_title}）" if case.court else case.route_title
    numbers = f"{case.case_no}　法院案号：{case.court_case_no}" if case.court_case_no else case.case_no
    rows = (
        ("编号", numbers),
        ("申请事项", court),
        ("当事人", sides),
        ("案由", case.cause),
        ("调解组织", f"{case.organisation}（调解员：{case.mediator}）"),
        ("日期", printed_day(date.fromisoformat(case.day))),
    )
    lines = "".join(f"<tr><th>{markup.body(name)}</th><td>{markup.body(text)}</td></tr>" for name, text in rows)
    return f'<table class="case"><tbody>{lines}</tbody></table>'


def _slot(markup: Markup, slot: IndexedSlot) -> str:
    number = markup.strong(f"{slot.number:02d}")
    if not slot.files:
        cells = f"<td>{markup.body(slot.title)}</td><td>{markup.body(NOTHING)}</td><td></td>"
        return f'<tr class="slot"><td>{number}</td>{cells}</tr>'
    head = f'<tr class="slot"><td>{number}</td><td colspan="3">{markup.strong(slot.title)}</td></tr>'
    return head + "".join(_file(markup, each) for each in slot.files)


def _file(markup: Markup, each: IndexedFile) -> str:
    signers = f"（签名：{'、'.join(each.signers)}）" if each.signers else ""
    name = f'{markup.body(each.title + signers)}<br><span class="path">{markup.body(each.path)}</span>'
    digest = "<br>".join(markup.body(part) for part in (each.sha256[:HALF], each.sha256[HALF:]))
    pages = markup.body(str(each.pages) if each.pages else "—")
    return f'<tr><td></td><td>{name}</td><td>{pages}</td><td class="hex">{digest}</td></tr>'


def reading_sheet(reading: Reading, *, canonical: bytes, glyphs: Mapping[int, str]) -> Sheet:
    """How to check the bundle, with the digests of the programs in it."""
    markup = Markup(lambda text: spelled(text, glyphs))
    parts = [f"<h1>{markup.strong(READING_TITLE)}</h1>"]
    for heading, paragraphs in CHECKS:
        parts += [f"<h2>{markup.heading(heading)}</h2>", *markup.paragraphs(paragraphs)]
    parts += _programs(markup, (("verify.html", reading.verify_html), ("verify.py", reading.verify_py)))
    parts.append(f'<p class="english">{markup.body(ENGLISH)}</p>')
    told = ("reading.json", "本说明的结构化数据", canonical)
    return _paper(markup, reading.organisation, reading.case_no, reading.day, READING_TITLE, "".join(parts), told)


def _programs(markup: Markup, programs: Sequence[tuple[str, str]]) -> Iterable[str]:
    rows = "".join(
        f'<tr><th>{markup.body(name)}</th><td class="hex">{markup.body(digest[:HALF])}<br>'
        f"{markup.body(digest[HALF:])}</td></tr>"
        for name, digest in programs
    )
    yield f'<table class="case"><tbody>{rows}</tbody></table>'


def _sheet(markup: Markup, case: CaseFacts, title: str, html: str, told: tuple[str, str, bytes]) -> Sheet:
    return _paper(markup, case.organisation, case.case_no, case.day, title, html, told)


def _paper(  # what a sheet is made of
    markup: Markup, organisation: str, number: str, day: str, title: str, html: str, told: tuple[str, str, bytes]
) -> Sheet:
    attachment, description, canonical = told
    digest = sha256(canonical).hexdigest()
    code = short_code(Digest(digest))
    return Sheet(
        title=f"{title} {number}",
        organisation=organisation,
        styles=("bundle",),
        html=trial(markup) + footer(markup, number, code) + html,
        markup=markup,
        made=datetime.combine(date.fromisoformat(day), time(), BEIJING),
        attachment=attachment,
        description=description,
        canonical=canonical,
        identifier=digest,
        code=code,
    )
