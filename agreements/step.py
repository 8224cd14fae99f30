"""The agreement's whole behaviour: one act in, the next agreement and its facts out (architecture.md §3.1, §3.8).

Every act has one handler in the module of its subject. A handler refuses first, by raising, and a raised refusal
changes nothing. Here the version grows with every change; what is to be done next outside says `work.due`.
"""

from dataclasses import replace

from agreements import ceremony, drafting, paper_signing, particulars, stages, suggesting
from agreements.acts import (
    Act,
    ClauseAdded,
    ClauseMoved,
    ClauseRemoved,
    CloseDone,
    CodeSent,
    Commented,
    CommentSettled,
    Confirmed,
    Delayed,
    FieldSet,
    FreezeAsked,
    FreezeDone,
    FreezeFailed,
    GroupConfirmed,
    MembersChanged,
    Objected,
    Outcome,
    PageRead,
    PaperFiled,
    PartiesCorrected,
    Refused,
    Reopened,
    SealAsked,
    SignAsked,
    SignatureApplied,
    TimeOver,
)
from agreements.agreement import Agreement
from agreements.outcome import Step
from agreements.suggestion_acts import SuggestingAct


def step(agreement: Agreement, act: Act) -> Step:
    """The next agreement and its facts; raises Refusal where nothing may change."""
    outcome = _react(agreement, act)
    if outcome.agreement == agreement:
        return outcome
    return replace(outcome, agreement=replace(outcome.agreement, version=agreement.version + 1))


def _react(agreement: Agreement, act: Act) -> Step:  # noqa: C901, PLR0911, PLR0912 - one line per act, nothing else
    if isinstance(act, SuggestingAct):
        return suggesting.react(agreement, act)
    match act:
        case ClauseAdded():
            return drafting.add(agreement, act)
        case FieldSet():
            return drafting.set_field(agreement, act)
        case ClauseRemoved():
            return drafting.remove(agreement, act)
        case ClauseMoved():
            return drafting.move(agreement, act)
        case Commented():
            return drafting.comment(agreement, act)
        case CommentSettled():
            return drafting.settle(agreement, act)
        case FreezeAsked():
            return stages.ask_freeze(agreement, act)
        case Reopened():
            return stages.reopen(agreement, act)
        case Refused():
            return stages.refuse(agreement, act)
        case PageRead():
            return ceremony.read(agreement, act)
        case GroupConfirmed():
            return ceremony.confirm_group(agreement, act)
        case Objected():
            return stages.object_(agreement, act)
        case Confirmed():
            return ceremony.confirm(agreement, act)
        case CodeSent():
            return ceremony.send_code(agreement, act)
        case SignAsked():
            return ceremony.sign(agreement, act)
        case SealAsked():
            return ceremony.seal(agreement, act)
        case MembersChanged():
            return particulars.reseat(agreement, act)
        case PaperFiled():
            return paper_signing.file_paper(agreement, act)
        case TimeOver():
            return stages.expire(agreement, act)
        case PartiesCorrected():
            return particulars.put_right(agreement, act)
        case FreezeDone() | FreezeFailed() | SignatureApplied() | CloseDone() | Delayed():
            return _reported(agreement, act)


def _reported(agreement: Agreement, act: Outcome) -> Step:
    """What came of the work outside."""
    match act:
        case FreezeDone():
            return stages.freeze_done(agreement, act)
        case FreezeFailed():
            return stages.freeze_failed(agreement, act)
        case SignatureApplied():
            return stages.signature_applied(agreement, act)
        case CloseDone():
            return stages.close_done(agreement, act)
        case Delayed():
            return stages.delayed(agreement, act)
