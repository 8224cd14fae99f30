"""无争议事实: proposed at the joint table, entered when all who must have confirmed the very words (规则 §18, §22).

    PROPOSED --confirmed by all who must--> ENTERED
    PROPOSED --refused by one--> REFUSED --reworded--> PROPOSED
    PROPOSED or REFUSED --withdrawn--> WITHDRAWN

What was entered never changes. New words are a new version that nobody has confirmed yet.
"""

from dataclasses import replace

from law.plain_text import in_line
from rooms.audibility import attended, facts_for
from rooms.chat import JOINT
from rooms.confirmers import confirmers, is_confirmed
from rooms.effects import RecordFact
from rooms.facts import FactMoved
from rooms.ids import FactId, SeatId
from rooms.inputs import FactAnswered, FactProposed, FactReworded, FactWithdrawn
from rooms.ledger import LEDGER_LIMIT, WORDS_LIMIT, Confirmation, Said, Standing, UndisputedFact
from rooms.outcome import Step
from rooms.permissions import entitled, require, require_person
from rooms.refusals import NotPermitted, Unfit, Unmet
from rooms.rights import Right
from rooms.room import MEDIATORS, Place, Room, Seat

OPEN = frozenset({Standing.PROPOSED, Standing.REFUSED})
"""Standings in which the words may still change."""


def propose(room: Room, event: FactProposed) -> Step:
    """Put words before all; to propose them is not yet to confirm them. The same one sent again is the same one."""
    seat = _speaker(room, event.seat)
    if any(one.id == event.id for one in room.facts):
        return Step(room)
    if len(facts_for(room, seat)) >= LEDGER_LIMIT:
        raise Unmet("facts.full", limit=LEDGER_LIMIT)
    fact = UndisputedFact(event.id, _words(event.words), seat.id, event.at, said=_said(room, seat, event))
    return Step(replace(room, facts=(*room.facts, fact)), (_record(fact, "proposed", seat.id),))


def _said(room: Room, seat: Seat, event: FactProposed) -> Said | None:
    if event.line is None:
        return None
    joint = room.conversation(JOINT)
    if event.speaker is None or event.line > joint.seq or not joint.readable(seat.id, event.line):
        raise Unfit("fact.line_unknown")
    speaker = room.seat(event.speaker)
    if event.proposal and (speaker is None or not entitled(speaker, Right.ANSWER_FACT)):
        raise Unmet("fact.proposal")
    return Said(JOINT, event.line, event.speaker, event.proposal)


def reword(room: Room, event: FactReworded) -> Step:
    """Other words, by who proposed them or a mediator; nobody has confirmed those."""
    seat = _speaker(room, event.seat)
    fact = _own(room, seat, event.id)
    words = _words(event.words)
    again = replace(
        fact, words=words, version=fact.version + 1, confirmed=(), standing=Standing.PROPOSED, refused_by=None
    )
    return _step(room, again, "reworded", by=seat.id)


def withdraw(room: Room, event: FactWithdrawn) -> Step:
    """Take it back; it stays in the ledger as withdrawn."""
    seat = require(room, event.seat, Right.PROPOSE_FACT)
    return _step(room, replace(_own(room, seat, event.id), standing=Standing.WITHDRAWN), "withdrawn", by=seat.id)


def answer(room: Room, event: FactAnswered) -> Step:
    """Confirm the very words of that version, or refuse them; the last confirmation that is needed enters the fact."""
    seat, person = require_person(room, event.seat, event.person, Right.ANSWER_FACT)
    fact = _fact(room, seat, event.id)
    if person.id not in confirmers(room, fact):
        raise NotPermitted("fact.not_asked")
    if event.version != fact.version:
        raise Unmet("fact.changed")
    repeated = event.confirms and any(one.person == event.person for one in fact.confirmed)
    if repeated and fact.standing is Standing.ENTERED:
        return Step(room)
    if fact.standing is not Standing.PROPOSED:
        raise Unmet("fact.refused" if fact.standing is Standing.REFUSED else "fact.settled")
    if not event.confirms:
        return _step(room, replace(fact, standing=Standing.REFUSED, refused_by=event.person), "refused", by=seat.id)
    return _confirmed(room, fact, event)


def _confirmed(room: Room, fact: UndisputedFact, event: FactAnswered) -> Step:
    if all(one.person != event.person for one in fact.confirmed):
        fact = replace(fact, confirmed=(*fact.confirmed, Confirmation(event.person, event.at)))
    step = _step(room, fact, "confirmed", by=event.seat)
    if not is_confirmed(room, fact):
        return step
    entered = _step(step.room, replace(fact, standing=Standing.ENTERED), "entered", by=event.seat)
    return replace(entered, effects=(*step.effects, *entered.effects))


def _speaker(room: Room, seat_id: SeatId) -> Seat:
    """Who may put words before all now: at the joint table, while a mediator is there."""
    seat = require(room, seat_id, Right.PROPOSE_FACT)
    if seat.place is not Place.JOINT or not attended(room, seat.spot):
        raise Unmet("fact.unattended")
    return seat


def _own(room: Room, seat: Seat, wanted: FactId) -> UndisputedFact:
    fact = _fact(room, seat, wanted)
    if fact.by != seat.id and seat.role not in MEDIATORS:
        raise NotPermitted("fact.not_yours")
    if fact.standing not in OPEN:
        raise Unmet("fact.settled")
    return fact


def _fact(room: Room, seat: Seat, wanted: FactId) -> UndisputedFact:
    found = next((one for one in facts_for(room, seat) if one.id == wanted), None)
    if found is None:
        raise Unmet("fact.unknown")
    return found


def _words(text: str) -> str:
    words = text.strip()
    if not words or len(words) > WORDS_LIMIT:
        raise Unfit("fact.words", limit=WORDS_LIMIT)
    if hidden := in_line(words):
        raise Unfit("text.control_characters", characters=" ".join(hidden))
    return words


def _step(room: Room, fact: UndisputedFact, act: str, *, by: SeatId) -> Step:
    facts = tuple(fact if one.id == fact.id else one for one in room.facts)
    return Step(replace(room, facts=facts), (_record(fact, act, by),))


def _record(fact: UndisputedFact, act: str, by: SeatId) -> RecordFact:
    return RecordFact(FactMoved(fact.id, act, by, fact.version))
