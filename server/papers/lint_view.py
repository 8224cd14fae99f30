"""What the linter found and which ways are open, on the wire's terms."""

from collections.abc import Iterable
from datetime import date

from agreements.agreement import Agreement, PaperKind
from agreements.dossier import Dossier
from agreements.draft import Draft
from agreements.effect import Effects
from agreements.linter import Finding, Means, Mend, lint, stopping
from agreements.routes import Route, routes
from law.citations import printed
from law.sentence import Sentence
from signaling.contract import agreement_view as wire
from signaling.contract.answers import Message


def findings(
    agreement: Agreement, draft: Draft, dossier: Dossier | None, today: date, means: Means
) -> tuple[wire.Missing, ...]:
    """All of them, in the order of the draft."""
    found = lint(agreement, draft, dossier, today, means=means)
    stops = stopping(draft)
    return tuple(_finding(each, today, blocks=each.level in stops) for each in found)


def ways(
    agreement: Agreement, draft: Draft, dossier: Dossier | None, effects: Effects | None, today: date, means: Means
) -> tuple[wire.RouteState, ...]:
    """The ways to enforcement; minutes have none."""
    if agreement.matter.paper is not PaperKind.AGREEMENT:
        return ()
    return tuple(
        _route(each, today) for each in routes(agreement, draft, dossier, effects, today, calendar=means.calendar)
    )


def _finding(found: Finding, today: date, *, blocks: bool) -> wire.Missing:
    return wire.Missing(
        part=found.part,
        field=found.field,
        rule=found.rule,
        code=found.code,
        level=found.level.value,
        message=Message(zh=found.zh, en=found.en),
        citation=_cited(found.citations, today),
        mend=_mend(found.mend) if found.mend else None,
        blocks=blocks,
    )


def _mend(mend: Mend) -> wire.MendState:
    return wire.MendState(message=_message(mend.says), field=mend.field, value=mend.value)


def _route(route: Route, today: date) -> wire.RouteState:
    limit = route.limit
    last = limit.last.isoformat() if limit and limit.last else None
    return wire.RouteState(
        id=route.id,
        label=_message(route.label),
        state=route.state.value,
        who=route.who.value,
        limit=wire.RouteLimit(count=limit.count, unit=limit.unit.value, last=last) if limit else None,
        message=_message(route.says),
        citation=_cited(route.citations, today),
    )


def _cited(keys: Iterable[str], today: date) -> Message | None:
    line = printed(keys, today)
    return _message(line) if line.zh else None


def _message(sentence: Sentence) -> Message:
    return Message(zh=sentence.zh, en=sentence.en)
