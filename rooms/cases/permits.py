"""Which rows of the table stand open to an office in a state; deny by default."""

from datetime import date

from rooms.cases.case import Case
from rooms.cases.labels import label
from rooms.cases.refusals import IllegalMove, NotPermitted
from rooms.cases.transitions import RECORDS, TABLE, Kind, Row, rows_for
from rooms.cases.words import Office


def permitted(case: Case | None, kind: Kind, office: Office) -> tuple[Row, ...]:
    """The rows by which that office may do such a deed now. Raises NotPermitted or IllegalMove where there is none."""
    here = tuple(row for row in rows_for(kind) if _stands(row, case))
    found = tuple(row for row in here if office in row.offices)
    if found:
        return found
    if here or not any(office in row.offices for row in rows_for(kind)):
        words = label("office", office, case.received_on if case else date.max)
        raise NotPermitted("office.other", office_zh=words.zh, office_en=words.en.lower())
    raise _illegal(case, office)


def open_to(case: Case | None, office: Office) -> tuple[Row, ...]:
    """Every row by which that office may do something now, its guards apart."""
    return tuple(row for row in (*TABLE, *RECORDS) if row.deeds and office in row.offices and _stands(row, case))


def _stands(row: Row, case: Case | None) -> bool:
    return not row.sources if case is None else case.state in row.sources


def _illegal(case: Case | None, office: Office) -> IllegalMove:
    """Says the state, and what that office can do instead; the moves first."""
    if case is None:
        return IllegalMove("case.none")
    words = label("state", case.state, case.received_on)
    ways_on = [row.label for row in TABLE if row in open_to(case, office)]
    return IllegalMove(
        "state.other",
        state=case.state,
        state_zh=words.zh,
        state_en=words.en,
        possible_zh="、".join(dict.fromkeys(way.zh for way in ways_on)) or "等待",
        possible_en="; ".join(dict.fromkeys(way.en for way in ways_on)) or "wait",
    )
