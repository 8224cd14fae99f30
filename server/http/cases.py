"""Cases over HTTP: the list, one whole case, and what happened in it."""

from datetime import timedelta
from enum import StrEnum
from typing import Final, TypeVar

from law.plain_text import in_line
from law.procedures import Lane
from rooms.cases.words import State
from server.app_keys import CLOCK, CONFIG, STORES
from server.http.access import Call, Staff
from server.http.bodies import Body
from server.http.case_bodies import CaseDetail, CaseEvents, CaseList, StateCount
from server.http.case_detail import case_detail
from server.http.case_door import ours, own_case
from server.http.case_rows import case_row
from server.http.case_timeline import timeline_rows
from server.http.case_words import word
from server.http.problems import invalid, refused
from server.storage.case_desk import Wanted

B = TypeVar("B", bound=Body | bytes | None)
E = TypeVar("E", bound=StrEnum)

TEXT_CHARACTERS: Final = 100
MOST_DAYS: Final = 366
MOST_PAGES: Final = 9999


async def listed(call: Call[Staff, None]) -> CaseList:
    """One page of the own cases that fit, the most urgent first."""
    app = call.request.app
    today = app[CONFIG].local_day(app[CLOCK]())
    query = call.request.query
    due_days = _number(call, "due_days", 0, MOST_DAYS)
    page = _number(call, "page", 1, MOST_PAGES) or 1
    wanted = Wanted(
        words=_text(call),
        states=_words(query.get("state"), State, "state"),
        lanes=_words(query.get("lane"), Lane, "lane"),
        due_by=None if due_days is None else today + timedelta(days=due_days),
        late_on=today if _late(query.get("late")) else None,
        page=page,
    )
    found = await app[STORES].case_desk.find(ours(call.caller.account), wanted)
    counts = ((state, found.counts[state]) for state in State if state in found.counts)
    return CaseList(
        cases=tuple(case_row(line, today) for line in found.lines),
        total=found.total,
        page=page,
        pages=found.pages,
        counts=tuple(StateCount(state=word("state", state, today), count=count) for state, count in counts),
    )


async def shown(call: Call[Staff, None]) -> CaseDetail:
    """One case, as far as the asker may see it."""
    return await case_detail(call.request.app, await own_case(call))


async def timeline(call: Call[Staff, None]) -> CaseEvents:
    """What happened after the line of that number, oldest first."""
    opened = await own_case(call)
    after = _number(call, "after", 0, 10**9) or 0
    return CaseEvents(events=await timeline_rows(call.request.app, opened, after=after))


def _text(call: Call[Staff, None]) -> str:
    text = call.request.query.get("text", "")
    if len(text) > TEXT_CHARACTERS:
        limit = TEXT_CHARACTERS
        raise invalid("text", f"最多 {limit} 个字符。", f"must have at most {limit} characters.")
    if hidden := in_line(text):
        raise refused("text.control_characters", field="text", characters=" ".join(hidden))
    return text


def _words(listed: str | None, kind: type[E], field: str) -> tuple[E, ...]:
    try:
        return tuple(kind(each) for each in listed.split(",")) if listed else ()
    except ValueError:
        raise invalid(field, "没有这个选项。", "there is no such choice.") from None


def _late(said: str | None) -> bool:
    if said not in {None, "true", "false"}:
        raise invalid("late", "应为 true 或 false。", "must be true or false.")
    return said == "true"


def _number(call: Call[Staff, B], name: str, least: int, most: int) -> int | None:
    said = call.request.query.get(name)
    if said is None:
        return None
    if not (said.isascii() and said.isdigit() and len(said) <= len(str(most)) and least <= int(said) <= most):
        raise invalid(name, f"应为 {least} 到 {most} 的整数。", f"must be a whole number from {least} to {most}.")
    return int(said)
