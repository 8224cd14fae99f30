"""The 调解协议书 as a sheet: the order of domain.md §3.2 in the layout of §3.12. It adds labels and no sentence.

Parties stand as sentences or as a grid, in 宋体 or 仿宋, as the frozen layout says.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Final

from agreements.canonical import short_code
from agreements.document import (
    Document,
    Particular,
    PerformanceRow,
    PrintedParty,
    PrintedTerm,
    Section,
    SignatureField,
)
from agreements.ids import Digest
from agreements.render.fonts import Fonts
from agreements.render.ink_places import in_rows, ink_place, layout_of
from agreements.render.markup import Markup, setting
from agreements.render.outlines import width_of
from agreements.render.press import BOX, Sheet
from agreements.render.standing import footer, sealing, trial
from law.beijing import BEIJING, printed_day

NOTHING_FOLLOWS: Final = "（以下无正文）"
PERFORMANCE: Final = "履行一览"
COLUMNS: Final = ("序号", "义务人", "内容", "金额", "期限", "方式")
LONG: Final = 5_000
"""Characters of text from which on 小三 is used instead of 三号 (about ten pages)."""
LONGEST: Final = 12_000
"""And 四号."""
SIGNATURES: Final = "签署栏"
ROWS: Final = ((4, 2, "two"), (12, 3, "three"), (20, 4, "four"))
"""Up to so many signers: so many in a row, in this style; then all of them stay on one page, with the seal and two
lines of text. The last style also serves more: they run on, and each page says again what is signed."""
NARROW: Final = 10.0
"""Ems of a grid's entry that leave room for another one beside it."""


def agreement_sheet(document: Document, *, canonical: bytes, digest: str, fonts: Fonts) -> Sheet:
    """`digest`: SHA-256 of `canonical`, hex."""
    markup = Markup(body=setting(document.layout.typeface, names_of(document), fonts))
    standing = trial(markup) + footer(markup, document.number, short_code(Digest(digest)))
    body = "".join([_head(markup, document), *_text(markup, document, fonts), _ending(markup, document)])
    return Sheet(
        title=f"{document.title} {document.number}",
        organisation=document.organisation,
        styles=("titled", "agreement"),
        html=f'{standing}<div class="{_size(markup)}">{body}</div>',
        markup=markup,
        made=datetime.combine(date.fromisoformat(document.frozen_on), time(), BEIJING),
        attachment="agreement.json",
        description="本协议书的结构化数据（RFC 8785 规范形式）",
        canonical=canonical,
        identifier=digest,
        code=short_code(Digest(digest)),
    )


def names_of(document: Document) -> tuple[str, ...]:
    """Of people, companies and houses."""
    signers = (name for field in document.fields for name in (field.signer_name, field.on_behalf_of))
    houses = (document.organisation, document.court_name)
    return tuple(filter(None, (*(party.name for party in document.parties), document.mediator, *signers, *houses)))


def _size(markup: Markup) -> str:
    characters = sum(len(text) for texts in markup.texts.values() for text in texts)
    return "longest" if characters >= LONGEST else "long" if characters >= LONG else "usual"


def _head(markup: Markup, document: Document) -> str:
    numbers = "<br>".join(
        markup.body(line) for line in (f"编号：{document.number}", f"案号：{document.case_no}") if line[3:]
    )
    return (
        f'<div class="organisation">{markup.body(document.organisation)}</div>'
        f'<h1>{markup.strong(document.title)}</h1><div class="numbers">{numbers}</div>'
    )


def _text(markup: Markup, document: Document, fonts: Fonts) -> Iterable[str]:
    for party in document.parties:
        yield from _party(markup, party) if not party.particulars else [_grid(markup, party, fonts)]
    yield from markup.paragraphs([document.opening])
    yield from _section(markup, document.facts)
    yield from markup.paragraphs([document.terms_lead])
    for term in document.terms:
        yield from _term(markup, term)
    if document.performance:
        yield _performance(markup, document.performance)
    for section in document.closing_sections:
        yield from _section(markup, section)


def _party(markup: Markup, party: PrintedParty) -> Iterable[str]:
    """The sentence begins with the name, which stands bold; where it does not, nothing is bold."""
    bold = party.name if party.sentence.startswith(party.name) else ""
    rest = party.sentence.removeprefix(bold)
    yield f"<p>{markup.heading(party.heading)}{markup.body('：')}{markup.strong(bold)}{markup.body(rest)}</p>"
    yield from markup.paragraphs([party.representative])


def _grid(markup: Markup, party: PrintedParty, fonts: Fonts) -> str:
    rows = "".join(_grid_row(markup, party, row) for row in _grid_rows(party.particulars, fonts))
    head = f'<tr><th colspan="4">{markup.heading(party.heading)}</th></tr>'
    widths = '<col class="label"><col><col class="label"><col>'
    return f'<table class="party">{widths}<thead>{head}</thead><tbody>{rows}</tbody></table>'


def _grid_rows(entries: Sequence[Particular], fonts: Fonts) -> Iterable[tuple[Particular, ...]]:
    """Two narrow entries beside each other, a wide one by itself."""
    waiting: Particular | None = None
    for entry in entries:
        if width_of(entry.value, fonts) > NARROW:
            if waiting:
                yield (waiting,)
            waiting = None
            yield (entry,)
        elif waiting:
            yield waiting, entry
            waiting = None
        else:
            waiting = entry
    if waiting:
        yield (waiting,)


def _grid_row(markup: Markup, party: PrintedParty, row: Sequence[Particular]) -> str:
    over = ' colspan="3"' if len(row) == 1 else ""
    cells = (
        f"<td>{markup.body(entry.label)}</td>"
        f"<td{over}>{markup.strong(entry.value) if entry.value == party.name else markup.body(entry.value)}</td>"
        for entry in row
    )
    return f"<tr>{''.join(cells)}</tr>"


def _section(markup: Markup, section: Section) -> Iterable[str]:
    if section.heading:
        yield f"<h2>{markup.heading(section.heading)}</h2>"
    yield from markup.paragraphs(section.paragraphs)


def _term(markup: Markup, term: PrintedTerm) -> Iterable[str]:
    yield f"<h2>{markup.heading(f'{term.number}、{term.heading}')}</h2>"
    yield from markup.paragraphs([term.text])


def _performance(markup: Markup, rows: Sequence[PerformanceRow]) -> str:
    names = "".join(f"<th>{markup.strong(column)}</th>" for column in COLUMNS)
    lines = "".join(_row(markup, row) for row in rows)
    table = f'<table class="performance"><thead><tr>{names}</tr></thead><tbody>{lines}</tbody></table>'
    return f"<h2>{markup.heading(PERFORMANCE)}</h2>{table}"


def _row(markup: Markup, row: PerformanceRow) -> str:
    amount = "<br>".join(markup.body(text) for text in (row.amount, row.amount_cn) if text)
    cells = (markup.body(text) for text in (str(row.number), row.obligor, row.content))
    rest = (markup.body(text) for text in (row.due, row.method))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in (*cells, amount, *rest)) + "</tr>"


def _ending(markup: Markup, document: Document) -> str:
    """Room for each signer's ink and for the organisation's seal; never begun on a page of its own."""
    persons = [field for field in document.fields if field.kind not in {"platform", "organisation"}]
    house = next((f"{BOX}{field.name}" for field in document.fields if field.kind == "organisation"), "")
    dated = printed_day(date.fromisoformat(document.frozen_on))
    kept = "ending" if len(persons) <= ROWS[-1][0] else "running"
    seal = sealing(markup, document.organisation, dated, house)
    rows = _signatures(markup, document, persons, seal)
    return f'<div class="{kept}"><p>{markup.body(NOTHING_FOLLOWS)}</p>{rows}</div>'


def _signatures(markup: Markup, document: Document, fields: Sequence[SignatureField], seal: str) -> str:
    """The seal stands below, or beside the last signer where two stand in a row and one place is left."""
    width, style = layout_of(ROWS, len(fields))
    head = ""
    if len(fields) > ROWS[-1][0]:
        lines = (f"{document.title}　{SIGNATURES}", f"编号：{document.number}")
        told = "<br>".join(map(markup.body, lines))
        head = f'<thead><tr><th colspan="{width}">{told}</th></tr></thead>'
    cells = [ink_place(markup, field) for field in fields]
    beside = width == ROWS[0][1] and len(cells) % width == 1
    rows = in_rows([*cells, f"<td>{seal}</td>"] if beside else cells, width)
    table = f'<table class="signatures {style}">{head}<tbody>{rows}</tbody></table>'
    return table if beside else f"{table}{seal}"
