"""What can be done about an agreement, its way to the court, and the end of a case: the other part of `DeedRequest`."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from rooms.cases.words import ConsentHow, Decision, Ground, Result, Route
from server.http.bodies import Body
from server.http.case_bodies import ReportData
from server.http.case_people_bodies import Code, Note, Ref, ShortText
from server.http.case_work_bodies import CaseAct


class SealDeed(CaseAct):
    """The organisation's stamped scan (规则 §19), on file as a material."""

    do: Literal["seal"]
    paper: Ref


class OfflineDeed(CaseAct):
    """Lane OFFLINE: the paper agreement, on file as a material."""

    do: Literal["offline_agreement"]
    paper: Ref
    signed_on: date


class GiveUpDeed(CaseAct):
    """TR21."""

    do: Literal["give_up_signing"]
    note: Note


class RouteDeed(CaseAct):
    """TR23, TR30."""

    do: Literal["route"]
    route: Route


class ApplicationDeed(CaseAct):
    """A party's signature on the joint application, on paper."""

    do: Literal["application"]
    participant: Ref
    paper: Ref | None = None


class SubmitDeed(CaseAct):
    """TR24; `override` is the court's alone."""

    do: Literal["submit"]
    on: date
    receipt: ShortText
    override: Note | None = None


class CourtAcceptDeed(CaseAct):
    """TR25."""

    do: Literal["court_accept"]
    court_case_no: ShortText
    on: date


class CorrectionDeed(CaseAct):
    """TR26: what the court asks for."""

    do: Literal["correction"]
    note: Note
    until: date | None = None


class CorrectedDeed(CaseAct):
    """TR26: handed in again."""

    do: Literal["corrected"]
    note: Note | None = None


class VerifiedDeed(CaseAct):
    """TR27."""

    do: Literal["court_verified"]
    on: date


class DecideDeed(CaseAct):
    """TR28."""

    do: Literal["court_decision"]
    decision: Decision
    on: date
    paper: Ref | None = None


class ServedDeed(CaseAct):
    """TR29."""

    do: Literal["served"]
    participant: Ref
    how: ConsentHow
    on: date


class PerformDeed(CaseAct):
    """TR31, one item."""

    do: Literal["performed"]
    item: Ref
    on: date
    paper: Ref | None = None


class DefaultDeed(CaseAct):
    """TR31."""

    do: Literal["defaulted"]
    item: Ref
    note: Note | None = None


class DueItem(Body):
    """One item and its day."""

    name: ShortText
    day: date


class PlanPerformanceDeed(CaseAct):
    """What is due when."""

    do: Literal["performance"]
    items: Annotated[tuple[DueItem, ...], Field(min_length=1, max_length=60)]


class ReopenDeed(CaseAct):
    """TR32."""

    do: Literal["reopen"]


class TerminateDeed(CaseAct):
    """TR33 with the four fields."""

    do: Literal["terminate"]
    ground: Ground
    report: ReportData


class WithdrawDeed(CaseAct):
    """A party goes, told to the office."""

    do: Literal["withdraw"]
    participant: Ref
    ground: Ground
    note: Note | None = None


class RecallDeed(CaseAct):
    """The court takes its case back."""

    do: Literal["recall"]
    note: Note


class ReportDeed(CaseAct):
    """The four fields for a case that ended without them."""

    do: Literal["report"]
    report: ReportData


class ResultDeed(CaseAct):
    """What came of a mediation that ended in an agreement; `amount` in yuan, as typed."""

    do: Literal["result"]
    result: Literal[Result.AGREEMENT_FULL, Result.AGREEMENT_PARTIAL]
    content: Note
    amount: ShortText | None = None
    performed_at_once: bool


class HandBackDeed(CaseAct):
    """TR34."""

    do: Literal["hand_back"]
    receipt: ShortText


class ArchiveDeed(CaseAct):
    """TR35."""

    do: Literal["archive"]
    checked: tuple[Code, ...]
