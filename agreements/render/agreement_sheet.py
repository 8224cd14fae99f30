"""The 调解协议书 as a sheet: the order of domain.md §3.2 in the layout of §3.12. It adds labels and no sentence."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Final

from agreements.canonical import short_code
from agreements.document import Document, PerformanceRow, PrintedParty, PrintedTerm, Section, SignatureField
from agreements.ids import Digest
from agreements.render.markup import Markup
from agreements.render.press import BOX, Sheet
from agreements.render.standing import footer, trial
from law.beijing import BEIJING

NOTHING_FOLLOWS: Final = "（以下无正文）"
PERFORMANCE: Final = "履行一览"
COLUMNS: Final = ("序号", "义务人", "内容", "金额", "期限", "方式")
LONG: Final = 5_000
"""Characters of text from which on 小三 is used instead of 三号 (about ten pages)."""
LONGEST: Final = 12_000
"""And 四号."""
ROWS: Final = ((6, 2, "two"), (15, 3, "three"), (32, 4, "four"))
"""Up to so many signers: so many in a row, in this style; then all of them stay on one page, beside two lines of text.
The last row also serves more signers, who then take a second page."""


def agreement_sheet(document: Document, *, canonical: bytes, digest: str) -> Sheet:
    """`digest`: SHA-256 of `canonical`, hex."""
    markup = Markup()
    standing = trial(markup) + footer(markup, document.number, short_code(Digest(digest)))
    body = "".join([_head(markup, document), *_text(markup, document), _signatures(markup, document)])
    return Sheet(
        title=f"{document.title} {document.number}",
        organisation=document.organisation,
        style="agreement",
        html=f'{standing}<div class="{_size(markup)}">{body}</div>',
        markup=markup,
        made=datetime.combine(date.fromisoformat(document.frozen_on), time(), BEIJING),
        attachment="agreement.json",
        description="本协议书的结构化数据（RFC 8785 规范形式）",
        canonical=canonical,
        identifier=digest,
    )


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


def _text(markup: Markup, document: Document) -> Iterable[str]:
    for party in document.parties:
        yield from _party(markup, party)
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


def _signatures(markup: Markup, document: Document) -> str:
    """Room for each signer's ink; never begun on a page of its own."""
    fields = [field for field in document.fields if field.kind != "platform"]
    width, style = next(((width, style) for most, width, style in ROWS if len(fields) <= most), ROWS[-1][1:])
    cells = [_signature(markup, field) for field in fields]
    cells += ["<td></td>"] * (-len(cells) % width)
    rows = "".join(f"<tr>{''.join(cells[start : start + width])}</tr>" for start in range(0, len(cells), width))
    table = f'<table class="signatures {style}"><tbody>{rows}</tbody></table>'
    return f'<div class="ending"><p>{markup.body(NOTHING_FOLLOWS)}</p>{table}</div>'


def _signature(markup: Markup, field: SignatureField) -> str:
    lines = [field.on_behalf_of, field.signer_name] if field.on_behalf_of else [field.signer_name]
    names = "<br>".join(markup.strong(line) for line in lines)
    return (
        f'<td>{markup.body(f"{field.label}：")}<div class="ink" id="{BOX}{field.name}"></div>'
        f'<div class="signer">{names}</div></td>'
    )
