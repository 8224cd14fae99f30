"""Which ways to enforcement are open for an agreement, told before anybody signs (domain.md §2.5).

What cannot be known here is never guessed: such a way is `ask`, with whom to ask. Days count from the earliest effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from agreements.agreement import Agreement
from agreements.dossier import Dossier
from agreements.draft import Draft
from agreements.effect import Effects
from agreements.forms import value_of
from agreements.kinds import Kind
from agreements.linter.court import not_payments
from agreements.linter.rights import not_confirmable
from agreements.linter.scene import Scene, is_employer, is_worker, scene_of, unknown
from law.beijing import day_of
from law.calendar import OFFICIAL, Calendar
from law.clock_rules import rule as clock_rule
from law.court_policies import CourtPolicy, sentence_of
from law.dated import Row, day, in_force, rows, sentence
from law.deadlines import Unit, deadline
from law.sentence import Sentence

ENTRUSTED: Final = "WEITUO"
SELF: Final = "SELF"
OF_THE_COURT: Final = frozenset({"refuses", "refuses_self", "committee_accepts", "organisation_accepts"})
"""Answers that rest on what the court takes."""


class State(StrEnum):
    """Whether a way is open."""

    OPEN = "open"
    ASK = "ask"
    CLOSED = "closed"


class Who(StrEnum):
    """Who takes it."""

    BOTH = "both"
    WORKER = "worker"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long it can be taken. `last` is known once somebody has signed."""

    count: int
    unit: Unit
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One way, and why it stands as it does. `citations` are keys of `law.citations`."""

    id: str
    label: Sentence
    state: State
    who: Who
    limit: Limit | None
    says: Sentence
    citations: tuple[str, ...]


class NoRoutesError(LookupError):
    """Nothing is in force on that day: ours to mend in `agreements/data/routes.json`."""


@dataclass(frozen=True, slots=True)
class _Table:
    valid_from: date
    valid_to: date | None
    row: Row

    def route(self, name: str, state: State, who: Who, why: str, limit: Limit | None = None) -> Route:
        said = self.row["says"][name][why]
        shown = None if state is State.CLOSED else limit
        label = sentence(self.row["labels"][name])
        return Route(name, label, state, who, shown, sentence(said), tuple(said["citations"]))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the answers depend on."""

    table: _Table
    scene: Scene
    entrusted: bool
    paid: tuple[str, ...]
    """Kinds of all payments."""
    to_worker: tuple[str, ...]
    """Kinds of those that an employer owes a worker."""
    other_duties: bool
    effects: Effects | None
    calendar: Calendar

    @property
    def dossier(self) -> Dossier:
        return self.scene.dossier

    def limit(self, clock: str) -> Limit:
        """Of that clock, from the earliest effect."""
        span = clock_rule(clock, self.scene.today).span
        earliest = self.effects.earliest if self.effects else None
        last = deadline(day_of(earliest), span, self.calendar).last if earliest else None
        return Limit(span.count, span.unit, last)

    def late(self, clock: str) -> bool:
        """Whether that clock has run out."""
        last = self.limit(clock).last
        return last is not None and last < self.scene.today


def routes(
    agreement: Agreement,
    draft: Draft,
    dossier: Dossier | None,
    effects: Effects | None,
    today: date,
    *,
    calendar: Calendar = OFFICIAL,
) -> tuple[Route, ...]:
    """All ways, in the order of domain.md §2.5. Raises NoRoutesError for a day without a table."""
    scene = scene_of(agreement, draft, dossier or unknown(agreement), today)
    asked = _Asked(
        table=_table_on(today),
        scene=scene,
        entrusted=scene.dossier.lane == ENTRUSTED,
        paid=tuple(value_of(part, "item_type") for part in scene.clauses(Kind.PAYMENT, Kind.INSTALMENTS)),
        to_worker=tuple(
            value_of(part, "item_type")
            for part in scene.clauses(Kind.PAYMENT, Kind.INSTALMENTS)
            if is_employer(scene.party(value_of(part, "payer"))) and is_worker(scene.party(value_of(part, "payee")))
        ),
        other_duties=bool(not_payments(scene)),
        effects=effects,
        calendar=calendar,
    )
    found = (_confirmation, _review, _payment_order, _suit, _arbitration, _court_paper, _notarised)
    return tuple(each(asked) for each in found)


def paragraphs(found: tuple[Route, ...], today: date) -> tuple[str, ...]:
    """As the agreement prints them: those to be taken one by one, the closed ones in one sentence."""
    row = _table_on(today).row
    texts: Mapping[str, str] = row["print"]
    usable = [each for each in found if each.state is not State.CLOSED]
    lines = (
        texts["line"].format(
            number=f"{number}．", label=each.label.zh, state=row["states"][each.state]["zh"], says=each.says.zh
        )
        for number, each in enumerate(usable, start=1)
    )
    closed = "；".join(
        texts["closed_route"].format(label=each.label.zh, says=each.says.zh.rstrip("。"))
        for each in found
        if each.state is State.CLOSED
    )
    return (texts["lead"], *lines, *((texts["closed"].format(routes=closed),) if closed else ()))


def _confirmation(asked: _Asked) -> Route:
    state, why = _confirmable(asked)
    found = asked.table.route("judicial_confirmation", state, Who.BOTH, why, asked.limit("confirmation"))
    court = asked.dossier.court
    return _with_policy(found, court.policy) if court and court.policy and why in OF_THE_COURT else found


def _with_policy(found: Route, policy: CourtPolicy) -> Route:
    """The same with whose word it is and since when."""
    by, zh, en = sentence_of(policy), found.says.zh.rstrip("。"), found.says.en.rstrip(".")
    return replace(found, says=Sentence(f"{zh}（{by.zh}）。", f"{en} ({by.en})."))


def _confirmable(asked: _Asked) -> tuple[State, str]:  # noqa: PLR0911 - one line for each answer
    court, committee = asked.dossier.court, asked.dossier.organisation.kind == asked.table.row["committee"]
    if asked.entrusted:
        return State.CLOSED, "entrusted"
    if not_confirmable(asked.scene):
        return State.CLOSED, "excluded"
    if not asked.paid:
        return State.CLOSED, "no_payment"
    if asked.late("confirmation"):
        return State.CLOSED, "late"
    if court is None:
        return State.ASK, "no_court"
    if court.accepts is False:
        return State.CLOSED, "refuses_self" if court.policy and court.policy.lane == SELF else "refuses"
    if asked.other_duties:
        return State.ASK, "other_duties"
    if court.accepts is None:
        return State.ASK, "committee_unknown" if committee else "organisation_unknown"
    return State.OPEN, "committee_accepts" if committee else "organisation_accepts"


def _review(asked: _Asked) -> Route:
    here = asked.dossier.organisation.district[:2] in asked.table.row["review_provinces"]
    state, why = (State.OPEN, "province") if here else (State.ASK, "elsewhere")
    if asked.entrusted:
        state, why = State.CLOSED, "entrusted"
    elif asked.late("arbitration_review"):
        state, why = State.CLOSED, "late"
    return asked.table.route("arbitration_review", state, Who.BOTH, why, asked.limit("arbitration_review"))


def _payment_order(asked: _Asked) -> Route:
    kinds = asked.table.row["payment_order"]
    state, why = State.CLOSED, "none"
    if asked.entrusted:
        why = "entrusted"
    elif any(each in kinds["open"] for each in asked.to_worker):
        state, why = State.OPEN, "due"
    elif any(each in kinds["ask"] for each in asked.to_worker):
        state, why = State.ASK, "unsettled"
    return asked.table.route("payment_order", state, Who.WORKER, why)


def _suit(asked: _Asked) -> Route:
    state, why = _sueable(asked)
    return asked.table.route("direct_suit", state, Who.WORKER, why)


def _sueable(asked: _Asked) -> tuple[State, str]:
    """解释一 §51(2): about wages and nothing else, before an organisation of 调解仲裁法 §10."""
    kinds = asked.table.row["direct_suit"]
    if asked.entrusted:
        return State.CLOSED, "entrusted"
    if asked.other_duties or not asked.paid or len(asked.to_worker) < len(asked.paid):
        return State.CLOSED, "not_only_wages"
    if any(each not in (*kinds["open"], *kinds["ask"]) for each in asked.paid):
        return State.CLOSED, "not_only_wages"
    if any(each in kinds["ask"] for each in asked.paid):
        return State.ASK, "unsettled"
    named = asked.dossier.organisation.kind in asked.table.row["named_organisations"]
    return (State.OPEN, "wages") if named else (State.ASK, "organisation")


def _arbitration(asked: _Asked) -> Route:
    if asked.entrusted:
        return asked.table.route("arbitration", State.CLOSED, Who.EITHER, "entrusted")
    return asked.table.route("arbitration", State.OPEN, Who.EITHER, "open", Limit(1, Unit.YEARS))


def _court_paper(asked: _Asked) -> Route:
    state, why = (State.OPEN, "open") if asked.entrusted else (State.CLOSED, "not_filed")
    return asked.table.route("court_paper", state, Who.BOTH, why)


def _notarised(asked: _Asked) -> Route:
    state, why = (State.ASK, "ask") if asked.paid else (State.CLOSED, "none")
    if asked.entrusted:
        state, why = State.CLOSED, "entrusted"
    return asked.table.route("notarised", state, Who.BOTH, why)


def _table_on(today: date) -> _Table:
    found = in_force(_TABLES, today)
    if not found:
        raise NoRoutesError(today.isoformat())
    return found[-1]


def _table(row: Row) -> _Table:
    return _Table(date.fromisoformat(row["valid_from"]), day(row["valid_to"]), row)


_TABLES: Final = tuple(map(_table, rows("routes.json", package="agreements")))
