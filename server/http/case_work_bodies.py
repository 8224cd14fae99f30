"""What can be done to a case while it is mediated: one part of `DeedRequest`."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from rooms.cases.words import (
    ChosenBy,
    ConsentHow,
    ContactChannel,
    ContactResult,
    Form,
    Mode,
    PaperUse,
    ReturnReason,
    SuspendReason,
)
from rooms.person import Consent
from server.http.bodies import Body
from server.http.case_people_bodies import Code, Days, Note, Ref


class CaseAct(Body):
    """Whatever is done, it is done to a case as somebody saw it."""

    version: int
    """Of the case as the page showed it; another one is answered 409 `case.changed`."""


class ReturnDeed(CaseAct):
    """TR2."""

    do: Literal["return"]
    reason: ReturnReason
    note: Note


class ConsentDeed(CaseAct):
    """What a party said about one step."""

    do: Literal["consent"]
    participant: Ref
    step: Consent
    given: bool
    how: ConsentHow
    on: date
    evidence: Ref | None = None


class ContactDeed(CaseAct):
    """One try."""

    do: Literal["contact"]
    participant: Ref
    channel: ContactChannel
    result: ContactResult
    at: AwareDatetime
    note: Note | None = None


class ConsentFailedDeed(CaseAct):
    """TR4."""

    do: Literal["consent_failed"]
    note: Note


class PaperUseDeed(CaseAct):
    """What a paper on file was handed in for."""

    do: Literal["paper_use"]
    material: Ref
    use: PaperUse


class CourtPaperDeed(CaseAct):
    """A party's own paper given to the court, or kept back, on the statement it signed."""

    do: Literal["court_paper"]
    participant: Ref
    material: Ref
    given: bool
    statement: Ref


class RankDeed(CaseAct):
    """A party's ranking as told to the office; an empty one leaves the choice to others."""

    do: Literal["rank"]
    participant: Ref
    ranked: Annotated[tuple[Ref, ...], Field(max_length=10)]


class AppointDeed(CaseAct):
    """TR6."""

    do: Literal["appoint"]
    host: Ref
    others: Annotated[tuple[Ref, ...], Field(max_length=4)] = ()
    chosen_by: ChosenBy


class AcceptDeed(CaseAct):
    """TR7 with the disclosure form; `relations` empty says there is nothing to tell."""

    do: Literal["accept"]
    relations: Annotated[tuple[Code, ...], Field(max_length=10)]
    note: Note | None = None


class DeclineDeed(CaseAct):
    """TR8."""

    do: Literal["decline"]
    note: Note


class DiscloseDeed(CaseAct):
    """Told while mediating."""

    do: Literal["disclose"]
    relations: Annotated[tuple[Code, ...], Field(min_length=1, max_length=10)]
    note: Note | None = None


class KnownDeed(CaseAct):
    """知悉并同意继续, told to the mediator."""

    do: Literal["known"]
    participant: Ref
    number: Annotated[int, Field(ge=1)]


class AskChangeDeed(CaseAct):
    """A party asks for another mediator, told to the office."""

    do: Literal["ask_change"]
    participant: Ref
    ground: Code | None = None
    note: Note | None = None


class DecideChangeDeed(CaseAct):
    """The answer."""

    do: Literal["decide_change"]
    granted: bool
    note: Note | None = None


class ChoiceRefusedDeed(CaseAct):
    """After a change still refusing, and choosing nobody (AT-35)."""

    do: Literal["choice_refused"]
    participant: Ref
    note: Note | None = None


class ModeDeed(CaseAct):
    """How a party takes part."""

    do: Literal["mode"]
    participant: Ref
    mode: Mode


class SuspendDeed(CaseAct):
    """TR14."""

    do: Literal["suspend"]
    reason: SuspendReason
    note: Note | None = None


class ResumeDeed(CaseAct):
    """The end of it."""

    do: Literal["resume"]
    note: Note | None = None


class ExtendDeed(CaseAct):
    """TR15: the proposal."""

    do: Literal["extend"]
    days: Days


class ExtensionAnswerDeed(CaseAct):
    """A party's answer on paper."""

    do: Literal["extension_answer"]
    participant: Ref
    agreed: bool
    paper: Ref | None = None


class PrincipleDeed(CaseAct):
    """A side's yes in principle, said before the mediator or written."""

    do: Literal["principle"]
    participant: Ref
    form: Form
