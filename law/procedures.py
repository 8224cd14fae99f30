"""How a case may run in each lane, as dated profiles (domain.md §4.1): its period, start, extension and ends."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from law.clock_rules import ClockRule, rule, span_of
from law.dated import Row, day, in_force, rows, sentence
from law.deadlines import Span
from law.sentence import Sentence

Procedure = Literal["ordinary", "summary"]
"""普通程序, 简易程序: what the court registered the case for."""


class Lane(StrEnum):
    """The way a case came to mediation."""

    WEIPAI = "WEIPAI"
    """立案前委派"""
    WEITUO = "WEITUO"
    """立案后委托"""
    SELF = "SELF"
    """调解组织自行受理"""
    OFFLINE = "OFFLINE"
    """线下成功后在线申请"""
    COURT_HOSTED = "COURT_HOSTED"
    """审判人员主持"""


@dataclass(frozen=True, slots=True)
class Extension:
    """How far the period may be extended: days in all and times; None: no limit is set."""

    max_days: int | None
    times: int | None
    by: str
    """Who must agree: `all_parties`."""


@dataclass(frozen=True, slots=True)
class ProcedureProfile:
    """One way to run a case. `period` None: no period of mediation runs; `procedure` None: it is the same for all.

    `start_events` may each start the period, `start_takes` says which does where there are several (`earliest`).
    `citations` are keys of `law.citations`. `default_on`: whether a court or channel that said nothing may use it.
    """

    id: str
    lane: Lane
    procedure: Procedure | None
    label: Sentence
    valid_from: date
    valid_to: date | None
    period: Span | None
    start_events: tuple[str, ...]
    start_takes: str
    extension: Extension | None
    pause_reasons: tuple[str, ...]
    allowed_results: tuple[str, ...]
    end_documents: tuple[str, ...]
    citations: tuple[str, ...]
    settled: bool
    note: Sentence | None
    source: str
    default_on: bool


class UnknownProfile(LookupError):
    """No such profile on that day: ours to mend in `law/data/procedures.json`, or the day is before the law."""


def profile(profile_id: str, on: date) -> ProcedureProfile:
    """The profile as it stands on that day. Raises UnknownProfile."""
    found = [one for one in profiles(on) if one.id == profile_id]
    if not found:
        raise UnknownProfile(f"{profile_id} on {on}")
    return found[-1]


def profiles(on: date) -> tuple[ProcedureProfile, ...]:
    """All profiles of that day, in the order of the file."""
    return in_force(_PROFILES, on)


def profile_for(lane: Lane, procedure: Procedure | None, on: date) -> ProcedureProfile:
    """The profile of a lane. Raises UnknownProfile, also where the lane asks for a procedure and none is given."""
    found = [one for one in profiles(on) if one.lane is lane and one.procedure in (None, procedure)]
    if not found:
        raise UnknownProfile(f"{lane} {procedure} on {on}")
    return found[-1]


def period_rule(of: ProcedureProfile, on: date) -> ClockRule | None:
    """The clock of the period as that profile sets it; None where no period runs."""
    if of.period is None:
        return None
    return replace(
        rule("period", on),
        span=of.period,
        citations=of.citations,
        settled=of.settled,
        note=of.note,
        pausable=bool(of.pause_reasons),
        source=of.source,
    )


def _extension(row: Row | None) -> Extension | None:
    return Extension(row["max_days"], row["times"], row["by"]) if row else None


def _profile(row: Row) -> ProcedureProfile:
    return ProcedureProfile(
        id=row["id"],
        lane=Lane(row["lane"]),
        procedure=row["procedure"],
        label=sentence(row["label"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        period=span_of(row["period"]) if row["period"] else None,
        start_events=tuple(row["start_events"]),
        start_takes=row["start_takes"],
        extension=_extension(row["extension"]),
        pause_reasons=tuple(row["pause_reasons"]),
        allowed_results=tuple(row["allowed_results"]),
        end_documents=tuple(row["end_documents"]),
        citations=tuple(row["citations"]),
        settled=row["settled"],
        note=sentence(row["note"]) if row["note"] else None,
        source=row["source"],
        default_on=row["default_on"],
    )


_PROFILES: Final = tuple(map(_profile, rows("procedures.json")))
