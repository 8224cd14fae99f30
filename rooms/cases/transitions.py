"""The case machine as a table (domain.md §4.3), and beside it what may be recorded without moving the case.

Theory. A deed may be done when some row has its kind, the state the case is in, and the office it is done in; what is
in neither table is refused. The row's `needs` (of the case) and `checks` (of the deed) must hold first. The deed is
recorded; then every row of TABLE that lists it, or comes `after` it, moves the case on, each at most once and only
where its `when` holds. So one deed may carry a case over several rows: the last consent, the last signature.

The rows are data (`rooms/data/case_transitions.json`, `case_records.json`); names in them are those of
`rooms.cases.guards` and `rooms.cases.moves`, clocks those of `law.clock_rules`.
"""

from dataclasses import dataclass
from typing import Final, get_args

from law.dated import Row as Data
from law.dated import rows, sentence
from law.sentence import Sentence
from rooms.cases.deeds.deed import Deed
from rooms.cases.words import Office, State

Kind = type[Deed]
KINDS: Final[dict[str, Kind]] = {kind.kind: kind for kind in get_args(Deed)}
"""Deeds by the name they are stored under."""


@dataclass(frozen=True, slots=True)
class Row:
    """One way on, `TR1` … `TR35`; several rows share an id where one step of the statute has several ends.

    `sources` is empty where there is no case yet, `target` None where the state stays. `when` must hold after the deed
    for the case to move, None: always. `session`: a step of the room's own (`rooms.step`), shown here so that the
    table is whole; it has no deeds.
    """

    id: str
    label: Sentence
    sources: frozenset[State]
    target: State | None
    deeds: tuple[Kind, ...]
    after: tuple[Kind, ...]
    offices: frozenset[Office]
    needs: tuple[str, ...]
    checks: tuple[str, ...]
    when: str | None
    clock: str | None
    session: bool


def rows_for(kind: Kind) -> tuple[Row, ...]:
    """Every row by which such a deed may be done, in the order of the tables."""
    return tuple(row for row in (*TABLE, *RECORDS) if kind in row.deeds)


def _row(data: Data) -> Row:
    target = data.get("target")
    return Row(
        id=data["id"],
        label=sentence(data),
        sources=_sources(data),
        target=State(target) if target else None,
        deeds=tuple(KINDS[kind] for kind in data.get("deeds", ())),
        after=tuple(KINDS[kind] for kind in data.get("after", ())),
        offices=frozenset(map(Office, data.get("offices", ()))),
        needs=tuple(data.get("needs", ())),
        checks=tuple(data.get("checks", ())),
        when=data.get("when"),
        clock=data.get("clock"),
        session=data.get("session", False),
    )


def _sources(data: Data) -> frozenset[State]:
    """As listed, or every state but those of `sources_but`."""
    if "sources_but" in data:
        return frozenset(State) - frozenset(map(State, data["sources_but"]))
    return frozenset(map(State, data["sources"]))


TABLE: Final = tuple(map(_row, rows("case_transitions.json", package="rooms")))
RECORDS: Final = tuple(map(_row, rows("case_records.json", package="rooms")))
