"""The case machine as people read it: a picture and tables made from the very rows `step` goes by (docs/case.md)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from law.citations import printed
from law.clock_rules import ClockRule, rules
from law.deadlines import Unit
from law.procedures import ProcedureProfile, period_rule, profiles
from rooms.cases.labels import WordList, label
from rooms.cases.transitions import Row
from rooms.cases.words import Office, State

UNITS: Final = {Unit.DAYS: "日", Unit.WORKING_DAYS: "个工作日", Unit.MONTHS: "个月", Unit.YEARS: "年"}
NOTHING: Final = "–"


def mermaid(table: Iterable[Row], on: date) -> str:
    """A Mermaid state diagram: every state by its Chinese name and id, every move once with the numbers of its rows."""
    moves: dict[tuple[str, str], dict[str, None]] = {}
    for row in table:
        for source in _in_order(row.sources) or ("[*]",):
            if row.target is not None:
                moves.setdefault((source, row.target), {})[row.id] = None
    names = (f'    state "{_zh("state", state, on)} {state}" as {state}' for state in State)
    arrows = (f"    {source} --> {target} : {', '.join(ids)}" for (source, target), ids in moves.items())
    return "\n".join(("stateDiagram-v2", *names, *arrows, f"    {State.ARCHIVED} --> [*]"))


def transition_lines(table: Iterable[Row], on: date) -> Iterator[str]:
    """A Markdown table with a line for each row: number, from and to, who, what must hold, which clock."""
    yield _line("编号", "从", "到", "做什么", "谁", "须满足", "期限")
    yield _line(*["---"] * 7)
    for row in table:
        guards = (*row.needs, *row.checks, *((row.when,) if row.when else ()))
        yield _line(
            row.id,
            "、".join(_zh("state", one, on) for one in _in_order(row.sources)),
            _zh("state", row.target, on) if row.target else "不变",
            row.label.zh + ("（调解室内）" if row.session else ""),
            "、".join(_zh("office", one, on) for one in Office if one in row.offices),
            "；".join(_zh("guard", one, on) for one in guards),
            f"`{row.clock}`" if row.clock else "",
        )


def clock_lines(on: date) -> Iterator[str]:
    """A Markdown table of the clocks in force on that day; the period has a line for each profile."""
    yield _line("期限", "长度", "末日休假顺延", "由谁完成", "提前提醒", "依据", "来源", "是否有定论")
    yield _line(*["---"] * 8)
    for one in rules(on):
        if one.id != "period":
            yield _clock_line(one, f"{one.label.zh} `{one.id}`", "", on)
    for way in profiles(on):
        period = period_rule(way, on)
        if period is not None:
            yield _clock_line(period, f"{period.label.zh}：{way.label.zh} `{way.id}`", _more(way), on)


def _clock_line(one: ClockRule, name: str, more: str, on: date) -> str:
    settled = "有定论" if one.settled else "**法律未明确**"
    return _line(
        name,
        f"{one.span.count}{UNITS[one.span.unit]}{more}",
        "" if one.span.unit is Unit.WORKING_DAYS else ("是" if one.span.rolls else "否"),
        _zh("owed_by", one.owed_by, on),
        "、".join(f"{days}日" for days in one.remind_before_days),
        printed(one.citations, on).zh,
        one.source,
        f"{settled}：{one.note.zh}" if one.note else settled,
    )


def _more(way: ProcedureProfile) -> str:
    """How far the period may be extended, in words."""
    if way.extension is None:
        return ""
    most = f"合计不超过{way.extension.max_days}日" if way.extension.max_days else "天数不限"
    times = f"，{way.extension.times}次" if way.extension.times else ""
    return f"；各方同意可延长，{most}{times}"


def _in_order(states: frozenset[State]) -> tuple[State, ...]:
    return tuple(state for state in State if state in states)


def _zh(kind: WordList, word: str, on: date) -> str:
    return label(kind, word, on).zh


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell or NOTHING for cell in cells)} |"
