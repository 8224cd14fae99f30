"""The 签署证据页 as a sheet: who signed, how that is known, when it takes effect, and what all this does not prove."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

from agreements.canonical import short_code
from agreements.glyphs import spelled
from agreements.ids import Digest
from agreements.ports import Evidence, EvidenceEffect, EvidenceEvent, EvidenceSigner
from agreements.render.markup import Markup
from agreements.render.press import Sheet
from agreements.render.standing import footer, trial
from law.beijing import BEIJING

TITLE: Final = "签署证据页"
NOTHING_FOLLOWS: Final = "（以下无内容）"
LOOK: Final = "签名栏中的笔迹和文字只供阅读；以文件中的数字签名为准。"
NUMERALS: Final = "三四五"
"""Of the parts behind the signers; minutes take effect under no rule, and have one part less."""
PENDING: Final = "尚未成就"
GROUP: Final = 8
LINE: Final = 32
"""Hex digits of a digest that stand together, and in one line."""


def evidence_sheet(evidence: Evidence, *, canonical: bytes, glyphs: Mapping[int, str]) -> Sheet:
    """`canonical`: the same value as canonical JSON. `glyphs`: of the body face.

    Nothing is refused here: the agreement is signed, and no device may hold up its evidence by an odd name.
    """
    markup = Markup(lambda text: spelled(text, glyphs))
    standing = trial(markup) + footer(markup, evidence.number, short_code(Digest(evidence.digest)))
    return Sheet(
        title=f"{TITLE} {evidence.number}",
        organisation=evidence.organisation,
        styles=("evidence",),
        html=standing + "".join(_body(markup, evidence)),
        markup=markup,
        made=_moment(evidence.sealed_at),
        attachment="evidence.json",
        description="本签署证据页的结构化数据（RFC 8785 规范形式）",
        canonical=canonical,
        identifier=sha256(canonical).hexdigest(),
        code=short_code(Digest(evidence.digest)),
    )


def _moment(text: str) -> datetime:
    """An ISO time; without offset it is Beijing's."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def _body(markup: Markup, evidence: Evidence) -> Iterable[str]:
    yield f'<div class="organisation">{markup.body(evidence.organisation)}</div><h1>{markup.strong(TITLE)}</h1>'
    yield f"<h2>{markup.heading('一、签署的文件')}</h2>{_file(markup, evidence)}"
    yield f"<h2>{markup.heading('二、签名人')}</h2>"
    yield f'<p class="note">{markup.body(LOOK)}</p>'
    yield from (_signer(markup, number, signer) for number, signer in enumerate(evidence.signers, 1))
    rest = iter(NUMERALS)
    if evidence.effects:
        yield f"<h2>{markup.heading(f'{next(rest)}、生效时间')}</h2>{_effects(markup, evidence.effects)}"
    yield f"<h2>{markup.heading(f'{next(rest)}、签署经过')}</h2>{_events(markup, evidence.events)}"
    yield f"<h2>{markup.heading(f'{next(rest)}、本页不能证明的事项')}</h2>"
    yield from (f"<p>{markup.body(f'{n}. {text}')}</p>" for n, text in enumerate(evidence.not_proved, 1))
    yield f"<p>{markup.body(NOTHING_FOLLOWS)}</p>"


def _file(markup: Markup, evidence: Evidence) -> str:
    paper = evidence.title.removeprefix("调解")
    return _pairs(
        markup,
        [
            ("文件", markup.strong(f"{evidence.title} {evidence.number}")),
            ("案号", markup.body(evidence.case_no)),
            (f"{paper.removesuffix('书')}数据摘要（SHA-256）", _digest(markup, evidence.digest)),
            ("校验码", markup.body(short_code(Digest(evidence.digest)))),
            (f"{paper} PDF 摘要（SHA-256，首次封存）", _digest(markup, evidence.agreement_pdf_sha256)),
            ("封存时间", markup.body(evidence.sealed_at)),
        ],
    )


def _signer(markup: Markup, number: int, signer: EvidenceSigner) -> str:
    who = f"{markup.body(f'{number}. {signer.capacity}　')}{markup.strong(signer.name)}"
    behalf = [("代表", markup.strong(signer.on_behalf_of))] if signer.on_behalf_of else []
    texts = (
        ("证件号码", signer.id_no_masked),
        ("身份核验", signer.identity),
        ("阅读", signer.read),
        ("确认", signer.confirmed),
        ("验证码", signer.code),
        ("笔迹", signer.ink),
        ("签名操作时间", signer.activated_at),
        ("签名时间戳", signer.signed_at),
        ("证书序列号", signer.certificate_serial),
    )
    more = (("设备", signer.device), ("网络地址", signer.source), ("浏览器", signer.agent))
    rows = [*behalf, *_texts(markup, texts), ("证书摘要（SHA-256）", _digest(markup, signer.certificate_sha256))]
    return f'<div class="signer"><h3>{who}</h3>{_pairs(markup, [*rows, *_texts(markup, more)])}</div>'


def _texts(markup: Markup, rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rows that say something."""
    return [(name, markup.body(text)) for name, text in rows if text]


def _pairs(markup: Markup, rows: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"<tr><th>{markup.body(name)}</th><td>{value}</td></tr>" for name, value in rows)
    return f'<table class="pairs">{lines}</table>'


def _digest(markup: Markup, digest: str) -> str:
    """In groups, with gaps and no spaces: it copies out whole."""
    lines = (digest[start : start + LINE] for start in range(0, len(digest), LINE))
    return "<br>".join("".join(_groups(markup, line)) for line in lines)


def _groups(markup: Markup, line: str) -> Iterable[str]:
    for start in range(0, len(line), GROUP):
        yield f'<span class="group">{markup.body(line[start : start + GROUP])}</span>'


def _effects(markup: Markup, effects: Sequence[EvidenceEffect]) -> str:
    rows = ((one.rule, one.citation, one.says, one.at or PENDING) for one in effects)
    return _grid(markup, "effects", ("规则", "依据", "结论", "时间"), rows)


def _events(markup: Markup, events: Sequence[EvidenceEvent]) -> str:
    return _grid(markup, "events", ("时间", "事项"), ((event.at, event.what) for event in events))


def _grid(markup: Markup, kind: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{markup.strong(column)}</th>" for column in columns)
    lines = "".join(f"<tr>{''.join(f'<td>{markup.body(cell)}</td>' for cell in row)}</tr>" for row in rows)
    widths = "".join(f'<col class="c{n}">' for n in range(len(columns)))
    return f'<table class="grid {kind}">{widths}<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>'
