"""The draft's own part of the view: who agreed, what was suggested, what moved along, which days are off. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from agreements.agreement import Agreement
from agreements.consequences import Move, consequences
from agreements.draft import Draft, Entry, Reading, Settled, Snapshot, Suggestion
from agreements.editors import name_in
from agreements.history import Compared, wording
from agreements.ids import PartId, SignerId
from agreements.refusals import NotPermitted
from agreements.rest_days import days_off
from agreements.suggesting import is_stale
from agreements.wording import Desk
from law.calendar import DayKind
from signaling.contract import draft_view as wire
from signaling.contract.answers import ComparedPart, DraftCompared, FieldDone, Moved, Segment

GONE: Final = "（已不在场）"
"""Instead of the name of who takes part no more."""
WHATS: Final[Mapping[str, Literal["sum", "words", "instalment", "performance"]]] = {
    "sum": "sum",
    "words": "words",
    "instalment": "instalment",
    "performance": "performance",
}
STATES: Final[Mapping[Settled, Literal["open", "adopted", "declined", "withdrawn"]]] = {
    Settled.OPEN: "open",
    Settled.ADOPTED: "adopted",
    Settled.DECLINED: "declined",
    Settled.WITHDRAWN: "withdrawn",
}
OFF: Final[Mapping[DayKind, Literal["weekend", "holiday", "swapped_rest"]]] = {
    DayKind.WEEKEND: "weekend",
    DayKind.HOLIDAY: "holiday",
    DayKind.SWAPPED_REST: "swapped_rest",
}


def name_of(agreement: Agreement, who: SignerId) -> str:
    """What somebody is called, also who has gone since."""
    try:
        return name_in(agreement, who)
    except NotPermitted:
        return GONE


def accepted(agreement: Agreement, draft: Draft, reading: Reading) -> tuple[wire.AcceptedBy, ...]:
    """Who agreed to that clause, now or as it read earlier."""
    return tuple(
        wire.AcceptedBy(
            seat=one.by,
            device=_device(agreement, one.by),
            name=name_of(agreement, one.by),
            at=one.at,
            wording=one.wording,
            current=one.wording == wording(reading),
        )
        for one in draft.acceptances
        if one.part == reading.part
    )


def suggestion(agreement: Agreement, draft: Draft, one: Suggestion) -> wire.SuggestionState:
    """One suggestion, for all to see."""
    return wire.SuggestionState(
        id=one.id,
        part=one.part,
        field=one.field,
        value=one.value,
        seat=one.by,
        device=_device(agreement, one.by),
        name=name_of(agreement, one.by),
        at=one.at,
        state=STATES[one.state],
        reason=one.reason,
        stale=is_stale(draft, one),
    )


def snapshot(agreement: Agreement, one: Snapshot) -> wire.SnapshotState:
    """One kept state, without its words."""
    return wire.SnapshotState(
        id=one.id,
        name=one.name,
        why="frozen" if one.round else "kept",
        round=one.round,
        by=name_of(agreement, one.by),
        at=one.at,
    )


def rest_days(at: Desk, draft: Draft) -> tuple[wire.DayOff, ...]:
    """Days off on which something is due."""
    return tuple(
        wire.DayOff(
            part=one.part,
            field=one.field,
            day=one.day.isoformat(),
            kind=OFF[one.kind],
            next=one.next.isoformat(),
            provisional=one.provisional,
        )
        for one in days_off(at, draft)
    )


def last_moved(at: Desk, before: Draft, after: Draft) -> wire.LastMoved | None:
    """What moved from the one to the other, and with which field; None where nothing did."""
    moves = consequences(at, before, after)
    if not moves:
        return None
    part, field, entry = _changed(before, after)
    return wire.LastMoved(
        draft_version=after.version,
        part=part,
        field=field,
        by=name_of(at.agreement, entry.by) if entry else "",
        moved=tuple(map(_moved, moves)),
    )


def field_done(at: Desk, before: Draft, after: Draft) -> FieldDone:
    """The answer to who set a field."""
    return FieldDone(draft_version=after.version, moved=tuple(map(_moved, consequences(at, before, after))))


def draft_compared(found: Iterable[Compared]) -> DraftCompared:
    """The answer to who asked what differs."""
    return DraftCompared(parts=tuple(map(_compared, found)))


def _changed(before: Draft, after: Draft) -> tuple[PartId, str, Entry | None]:
    """The field that was set last between the two; empty where clauses came, went or changed places."""
    was = {part.id: part.entries for part in before.parts}
    found = [
        (part.id, name, entry)
        for part in after.parts
        for name, entry in part.entries.items()
        if was.get(part.id, {}).get(name) != entry
    ]
    return max(found, key=lambda one: one[2].at) if found else (PartId(""), "", None)


def _moved(move: Move) -> Moved:
    return Moved(part=move.part, what=WHATS[move.what], number=move.number, before=move.before, after=move.after)


def _compared(one: Compared) -> ComparedPart:
    return ComparedPart(
        part=one.part,
        number=one.number,
        heading=one.heading,
        change=one.change,
        segments=tuple(Segment(change=each.change, text=each.text) for each in one.segments),
    )


def _device(agreement: Agreement, who: SignerId) -> SignerId:
    """The seat from which somebody speaks: the own one, of those who take no part as well."""
    return next((one.device for one in agreement.members if one.id == who), who)
