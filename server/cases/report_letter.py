"""The 调解情况复函 as a letter (domain.md §3.9): the report in words, in the order of the form."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from agreements.letter import Letter, Line, Passage
from law.beijing import printed_day
from law.money import Money
from law.procedures import Lane
from rooms.cases.labels import label
from rooms.cases.words import Result
from server.cases.ended import Said
from server.cases.report import (
    ResultReport,
    ToldAgreement,
    ToldContacts,
    ToldPaper,
    ToldParty,
    ToldPeriod,
    people_named,
)

REPLY: Final = ("调解情况复函", "特此函复。")
KEPT: Final = ("调解情况报告", "特此报告。")
"""Title and last sentence: of an answer to a court, and of what stays in the file."""
FILE: Final = "本组织案卷"
DATA: Final = "report.json"
DESCRIPTION: Final = "本文书的结构化数据（RFC 8785 规范形式）"
NUMERALS: Final = "一二三四五六七八九"
NONE: Final = "无"
HOUR: Final = 60
HALF: Final = 32
"""Hex digits of a SHA-256 on one line."""


def report_letter(report: ResultReport) -> Letter:
    """The letter: to the court, or for the file where no court sent the case."""
    title, closing = REPLY if report.to else KEPT
    numbers = (f"编号：{report.number}", f"{_name('case_no', report)}：{report.court_case_no}")
    return Letter(
        title=title,
        organisation=report.organisation,
        number=report.number,
        numbers=numbers if report.court_case_no else numbers[:1],
        to=report.to or FILE,
        passages=tuple(_headed(_passages(report))),
        closing=closing,
        reporter=f"{_name('reporter', report)}：{report.reporter or ''}",
        dated=printed_day(date.fromisoformat(report.dated_on)),
        dated_on=report.dated_on,
        exact=tuple(people_named(report)),
        data=DATA,
        description=DESCRIPTION,
    )


def _headed(parts: Iterable[tuple[str, tuple[Passage, ...]]]) -> Iterator[Passage]:
    """Numbered 一、二、…; a part that says nothing has no number."""
    for number, (heading, (first, *more)) in zip(NUMERALS, (part for part in parts if part[1]), strict=False):
        yield replace(first, heading=f"{number}、{heading}")
        yield from more


def _passages(report: ResultReport) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    yield "案件和当事人", (Passage("", lines=tuple(_matter(report))),)
    yield "调解经过", (Passage("", lines=tuple(_course(report))),)
    yield _name("result", report), (Passage("", lines=tuple(_outcome(report))),)
    if report.agreement is not None:
        # What was agreed may run over the page, so it is no row of the table.
        lines = tuple(_agreement(report, report.agreement))
        yield _name("agreement", report), (Passage("", tuple(report.agreement.content.splitlines()), lines),)
    if report.said is not None:
        yield "有关情况说明", (Passage(""), *_said(report, report.said))
    papers = tuple(_paper(report, number, one) for number, one in enumerate(report.materials, start=1))
    listed = Passage("", lines=papers, numbered=True)
    if papers or report.agreement is None:
        yield _name("materials", report), (listed if papers else Passage("", (f"{NONE}。",)),)
    if report.addresses:
        yield _name("service_addresses", report), (Passage("", lines=tuple(_addresses(report))),)


def _matter(report: ResultReport) -> Iterator[Line]:
    yield Line("案件来源", (report.lane.zh,))
    yield Line("案由", (report.cause.zh,))
    yield Line(_name("received_on", report), (_day(report.received_on),))
    if report.material_received_on:
        yield Line("签收法院材料日期", (_day(report.material_received_on),))
    address = (f"地址：{report.organisation_address}",) if report.organisation_address else ()
    yield Line(_name("organisation", report), (report.organisation, *address))
    yield Line(_name("mediator", report), (report.mediator or ("未登记" if report.agreement else "未确定"),))
    yield Line(_name("parties", report), tuple(map(_party, report.parties)))


def _course(report: ResultReport) -> Iterator[Line]:
    contacts = tuple(_contact(report, one) for one in report.contacts)
    yield Line(_name("contacts", report), contacts or (NONE,))
    yield Line(_name("sessions", report), (*_sessions(report), *_modes(report)))
    if report.period is not None:
        yield Line(_name("period", report), tuple(_period(report.period)))


def _outcome(report: ResultReport) -> Iterator[Line]:
    yield Line(_name("result", report), (report.result.zh,))
    yield Line("协议生效日期" if report.agreement else "终结日期", (_day(report.ended_on),))
    if report.returned is not None:
        yield Line("理由" if report.result.id == Result.DECLINED else "退回原因", (report.returned.zh,))
    elif report.ground is not None:
        yield Line(_name("ground", report), (report.ground.ground.zh, f"（{report.ground.item}）"))


def _agreement(report: ResultReport, told: ToldAgreement) -> Iterator[Line]:
    yield Line("金额合计", tuple(_sum(Money(told.amount_fen))) if told.amount_fen else ("没有金钱给付",))
    yield Line(_name("performed", report), ("是" if told.performed_at_once else "否",))
    yield Line(_name("follow_up", report), (told.follow_up.zh if told.follow_up else f"{NONE}（尚未选择）",))
    if told.sha256:
        yield Line("协议书SHA-256", (told.sha256[:HALF], told.sha256[HALF:]))


def _sum(money: Money) -> Iterator[str]:
    """In figures and in words, each on its line."""
    yield f"人民币{money.shown}"
    yield f"大写：{money.in_words}"


def _said(report: ResultReport, said: Said) -> Iterator[Passage]:
    fields = (
        ("basics", said.basics),
        ("reasons", said.reasons),
        ("cost_conduct", said.cost_conduct),
        ("court_matters", said.court_matters),
    )
    for number, (field, text) in zip(NUMERALS, fields, strict=False):
        yield Passage(f"（{number}）{_name(field, report)}", (text,), minor=True)


def _party(one: ToldParty) -> str:
    speaks = f"，{one.representative}" if one.representative else ""
    agents = f"，代理人{'、'.join(one.agents)}" if one.agents else ""
    return f"{one.standing.zh}：{one.name}{speaks}{agents}"


def _contact(report: ResultReport, one: ToldContacts) -> str:
    results = "，".join(f"{each.result.zh}{each.count}次" for each in one.results)
    return f"{_who(report, one.party)}：共{one.tries}次，其中{results}"


def _sessions(report: ResultReport) -> Iterator[str]:
    if not report.sessions:
        yield "线下进行，本系统没有记录" if report.lane.id == Lane.OFFLINE and report.agreement else "未举行"
        return
    yield f"{len(report.sessions)}次，合计{_length(sum(one.minutes for one in report.sessions))}"
    for one in report.sessions:
        begun, ended = datetime.fromisoformat(one.begun_at), datetime.fromisoformat(one.ended_at)
        over = "次日" if ended.date() == begun.date() + timedelta(days=1) else ""
        yield f"{printed_day(begun.date())}{begun:%H:%M}至{over}{ended:%H:%M}"


def _modes(report: ResultReport) -> Iterator[str]:
    """How the parties took part, and who did in which way."""
    for mode in dict.fromkeys(one.mode for one in report.parties if one.mode is not None):
        yield f"{mode.zh}：{'、'.join(one.name for one in report.parties if one.mode == mode)}"


def _period(period: ToldPeriod) -> Iterator[str]:
    yield f"自{_day(period.started_on)}起，至{_day(period.last_day)}止"
    yield f"延长：{'，'.join(f'经各方同意延长{days}日' for days in period.extended) or NONE}"
    for rest in period.rests:
        until = f"至{_day(rest.until)}" if rest.until else "起至终结"
        yield f"中止：{_day(rest.since)}{until}（{rest.reason.zh}）"
    yield f"扣除：{f'{period.left_out}日' if period.left_out else NONE}"


def _paper(report: ResultReport, number: int, one: ToldPaper) -> Line:
    owner = "" if report.agreement else "法院，" if one.owner is None else f"{_who(report, one.owner)}提交，"
    return Line(str(number), (one.title, f"{owner}{one.what.zh}，{one.form.zh}"))


def _addresses(report: ResultReport) -> Iterator[Line]:
    for one in report.addresses:
        told = (("地址", one.address), ("电话", one.phone), ("电子邮箱", one.email))
        yield Line(_who(report, one.party), tuple(f"{name}：{text}" for name, text in told if text) or (NONE,))


def _who(report: ResultReport, number: int) -> str:
    return report.parties[number - 1].name


def _name(heading: str, report: ResultReport) -> str:
    """What the form calls that row on the day of the report."""
    return label("report_heading", heading, date.fromisoformat(report.dated_on)).zh


def _day(iso: str) -> str:
    return printed_day(date.fromisoformat(iso))


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, HOUR)
    return f"{hours}小时{rest}分" if hours else f"{rest}分"
