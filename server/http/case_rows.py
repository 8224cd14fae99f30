"""Cases and clocks as the list and the page show them."""

from collections.abc import Mapping
from datetime import date

from law.clock_rules import UnknownClockRule, rule
from rooms.cases.clocks import Clock
from rooms.cases.labels import label
from server.http.bodies import Sentence
from server.http.case_bodies import CaseRow, ClockRow
from server.http.case_words import cause_word, sentence, sentence_or_none, word
from server.storage.case_desk import CaseLine


def case_row(line: CaseLine, today: date) -> CaseRow:
    """One line of the list."""
    return CaseRow(
        id=line.id,
        case_no=line.case_no,
        court_case_no=line.court_case_no,
        lane=word("lane", line.lane, today),
        state=word("state", line.state, today),
        cause=cause_word(line.cause, today),
        applicants=line.applicants,
        respondents=line.respondents,
        mediator=line.host_name,
        received_on=line.received_on,
        next_clock=clock_name(line.next_clock, today),
        next_due=line.next_due,
        days_left=None if line.next_due is None else (line.next_due - today).days,
    )


def clock_name(key: str | None, today: date) -> Sentence | None:
    """What the clock of that key (`id` or `id:about`) is called."""
    if key is None:
        return None
    of = key.partition(":")[0]
    try:
        return sentence(rule(of, today).label)
    except UnknownClockRule:
        set_day = label("set_day", of, today)
        return Sentence(zh=set_day.zh, en=set_day.en)


def clock_row(clock: Clock, names: Mapping[str, str], today: date) -> ClockRow:
    """One clock with its arithmetic; `names` of participants and of items by id."""
    return ClockRow(
        id=clock.id,
        label=sentence(clock.label),
        about=names.get(clock.about),
        state=clock.state.value,
        binding=clock.binding,
        started_on=clock.started_on,
        due=clock.due,
        due_at=clock.due_at,
        days_left=clock.days_left,
        met_on=clock.met_on,
        owed_by=word("owed_by", clock.owed_by, today),
        citations=tuple(Sentence(zh=one.zh, en=one.en) for one in clock.citations),
        source=clock.source,
        steps=tuple(sentence(step) for step in clock.deadline.steps) if clock.deadline else (),
        settled=clock.settled,
        note=sentence_or_none(clock.note),
        provisional=clock.provisional,
    )
