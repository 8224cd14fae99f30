"""What the mediator tells all: the opening script (特邀 §14), and a relation that has to be disclosed (规则 §13)."""

from dataclasses import replace

from law.beijing import day_of
from law.disclosure import TEXT_CHARACTERS
from law.plain_text import in_line
from rooms.effects import RecordFact
from rooms.facts import DisclosureJudged, RelationDisclosed, ScriptItemTold
from rooms.inputs import Disclosed, DisclosureAnswered, ScriptTold
from rooms.opening_script import opening_script
from rooms.outcome import Step
from rooms.permissions import require, require_person
from rooms.refusals import Unfit, Unmet
from rooms.rights import Right
from rooms.room import Disclosure, DisclosureAnswer, Room, Told

DISCLOSURE_LIMIT = 20
"""Disclosures of one session."""


def tell_script(room: Room, event: ScriptTold) -> Step:
    """Tick an item with the time it was told, or take the tick back; the first tick stands."""
    seat = require(room, event.by, Right.TELL_SCRIPT)
    if event.item not in {item.id for item in opening_script(day_of(room.scheduled_at))}:
        raise Unfit("script.unknown")
    if event.told == any(told.item == event.item for told in room.script):
        return Step(room)
    others = tuple(told for told in room.script if told.item != event.item)
    script = (*others, Told(event.item, event.at, seat.id)) if event.told else others
    return Step(replace(room, script=script), (RecordFact(ScriptItemTold(event.item, event.told, seat.id)),))


def disclose(room: Room, event: Disclosed) -> Step:
    """Put a relation before all; from now on each principal has to answer. The same one sent again is the same one."""
    seat = require(room, event.by, Right.DISCLOSE)
    if any(one.id == event.id for one in room.disclosures):
        return Step(room)
    if len(room.disclosures) >= DISCLOSURE_LIMIT:
        raise Unmet("disclosure.full", limit=DISCLOSURE_LIMIT)
    made = Disclosure(event.id, _told(event.text), seat.id, event.at)
    fact = RecordFact(RelationDisclosed(made.id, seat.id))
    return Step(replace(room, disclosures=(*room.disclosures, made)), (fact,))


def _told(text: str) -> str:
    words = text.strip()
    if not words or len(words) > TEXT_CHARACTERS:
        raise Unfit("disclosure.text", limit=TEXT_CHARACTERS)
    if hidden := in_line(words):
        raise Unfit("text.control_characters", characters=" ".join(hidden))
    return words


def answer_disclosure(room: Room, event: DisclosureAnswered) -> Step:
    """知悉并同意继续, or not; the latest answer of a person counts. A no ends nothing, but the gate knows of it."""
    seat, person = require_person(room, event.seat, event.person, Right.ANSWER_DISCLOSURE)
    disclosure = next((one for one in room.disclosures if one.id == event.id), None)
    if disclosure is None:
        raise Unmet("disclosure.unknown")
    earlier = next((one for one in disclosure.answers if one.person == person.id), None)
    if earlier is not None and earlier.agrees == event.agrees:
        return Step(room)
    others = tuple(one for one in disclosure.answers if one.person != person.id)
    answered = replace(disclosure, answers=(*others, DisclosureAnswer(person.id, event.agrees, event.at)))
    fact = RecordFact(DisclosureJudged(disclosure.id, seat.id, person.id, event.agrees))
    known = tuple(answered if one.id == answered.id else one for one in room.disclosures)
    return Step(replace(room, disclosures=known), (fact,))
