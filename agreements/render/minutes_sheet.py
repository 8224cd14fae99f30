"""The 调解笔录 as a sheet: the order of domain.md §3.3 in the layout of §3.12. It adds labels and no sentence.

What was written down comes out whatever was typed, the unprintable as `〔U+1F600〕`; names are printed as they are or
the paper is refused (AT-55).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from agreements.canonical import short_code
from agreements.glyphs import spelled, unprintable
from agreements.ids import Digest
from agreements.minutes_document import MinutesDocument, PrintedAttendant, PrintedEntry, PrintedFact
from agreements.ports import Unprintable
from agreements.render.ink_places import in_rows, ink_place, layout_of
from agreements.render.markup import Markup
from agreements.render.press import Sheet
from agreements.render.standing import footer, trial
from agreements.templates import numeral
from law.beijing import BEIJING

NOTHING_FOLLOWS: Final = "（以下无正文）"
NONE: Final = "无。"
CLOSING: Final = "以上笔录已阅（已宣读），与所述一致。电子签名覆盖本笔录的每一页。"
UNDISPUTED: Final = "以下事实经各方当事人逐字确认，无争议："
ROWS: Final = ((6, 2, "two"), (15, 3, "three"), (40, 4, "four"))
"""Up to so many signers: so many in a row, in this style."""


def minutes_sheet(document: MinutesDocument, *, canonical: bytes, digest: str, glyphs: Mapping[int, str]) -> Sheet:
    """`digest`: SHA-256 of `canonical`, hex. `glyphs`: of the body face. Raises Unprintable for names alone."""
    if missing := unprintable(document.exact, glyphs):
        raise Unprintable(missing)
    markup = Markup(lambda text: spelled(text, glyphs))
    standing = trial(markup) + footer(markup, document.number, short_code(Digest(digest)))
    body = "".join([_head(markup, document), *_parts(markup, document), _ending(markup, document)])
    return Sheet(
        title=f"{document.title} {document.number}",
        organisation=document.organisation,
        styles=("titled", "minutes"),
        html=standing + body,
        markup=markup,
        made=datetime.combine(date.fromisoformat(document.frozen_on), time(), BEIJING),
        attachment="minutes.json",
        description="本笔录的结构化数据（RFC 8785 规范形式）",
        canonical=canonical,
        identifier=digest,
        code=short_code(Digest(digest)),
    )


def _head(markup: Markup, document: MinutesDocument) -> str:
    lines = [f"编号：{document.number}", *([f"案号：{document.case_no}"] if document.case_no else [])]
    rows = [
        ("时间", [document.time]),
        ("地点", [document.place]),
        ("方式", [document.method]),
        ("案由", [document.cause]),
        ("调解员", [document.mediators]),
        ("记录人", [document.recorder]),
        ("参加人", [_attendant(one) for one in document.attendants]),
    ]
    table = "".join(
        f"<tr><th>{markup.body(name)}</th><td>{'<br>'.join(map(markup.body, texts))}</td></tr>" for name, texts in rows
    )
    return (
        f'<div class="organisation">{markup.body(document.organisation)}</div>'
        f"<h1>{markup.strong(document.title)}</h1>"
        f'<div class="numbers">{"<br>".join(map(markup.body, lines))}</div>'
        f'<table class="lines"><tbody>{table}</tbody></table>'
    )


def _attendant(one: PrintedAttendant) -> str:
    name = f"{one.name}（代表{one.on_behalf_of}）" if one.on_behalf_of else one.name
    return "；".join(filter(None, (f"{one.capacity}：{name}", one.how, one.identity)))


def _parts(markup: Markup, document: MinutesDocument) -> Iterable[str]:
    numbers = map(numeral, range(1, 10))
    yield _heading(markup, numbers, "告知事项")
    yield from _entries(markup, document.told)
    yield _heading(markup, numbers, "当事人陈述")
    yield from _entries(markup, document.statements)
    yield _heading(markup, numbers, "争议焦点")
    yield from markup.paragraphs([document.focus or NONE])
    yield from _undisputed(markup, _heading(markup, numbers, "无争议事实"), document.undisputed)
    yield _heading(markup, numbers, "调解过程")
    yield from _entries(markup, document.course)
    yield _heading(markup, numbers, "调解结果")
    yield from markup.paragraphs([document.result, *document.unsigned])


def _heading(markup: Markup, numbers: Iterator[str], text: str) -> str:
    return f"<h2>{markup.heading(f'{next(numbers)}、{text}')}</h2>"


def _entries(markup: Markup, entries: Sequence[PrintedEntry]) -> Iterable[str]:
    if not entries:
        yield from markup.paragraphs([NONE])
    for one in entries:
        who = f"{one.who}：" if one.who else ""
        lines = [line for line in one.text.split("\n") if line.strip()]
        first = f"<p>{markup.body(f'{one.number}. {one.at}　{who}{lines[0]}')}</p>"
        rest = "".join(markup.paragraphs(lines[1:]))
        notes = "".join(f'<p class="note">{markup.body(note)}</p>' for note in one.notes)
        yield f'<div class="entry">{first}{rest}{notes}</div>'


def _undisputed(markup: Markup, heading: str, facts: Sequence[PrintedFact]) -> Iterable[str]:
    """On a page of its own: the court takes it from there (法释〔2021〕23号 §22)."""
    if not facts:
        yield heading
        yield from markup.paragraphs([NONE])
        return
    told = "".join(
        f'<div class="entry"><p>{markup.body(f"{number}. {one.text}")}</p>'
        f'<p class="note">{markup.body(one.confirmed)}</p></div>'
        for number, one in enumerate(facts, start=1)
    )
    yield f'<div class="alone">{heading}<p>{markup.body(UNDISPUTED)}</p>{told}</div>'


def _ending(markup: Markup, document: MinutesDocument) -> str:
    """Room for each signer's ink, with the closing sentence: never alone on a page."""
    fields = [field for field in document.fields if field.kind != "platform"]
    width, style = layout_of(ROWS, len(fields))
    rows = in_rows([ink_place(markup, field) for field in fields], width)
    table = f'<table class="signatures {style}"><tbody>{rows}</tbody></table>'
    return f'<div class="ending"><p>{markup.body(CLOSING)}</p><p>{markup.body(NOTHING_FOLLOWS)}</p>{table}</div>'
