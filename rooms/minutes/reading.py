"""Read back and confirmed, person by person: who agrees, who notes a 不同意见, who will not sign and why."""

from dataclasses import replace
from typing import Final

from rooms.ids import PersonId
from rooms.minutes.acts import Confirmed, Dissented, Excused, Offered
from rooms.minutes.facts import MinutesConfirmed, MinutesDisputed, MinutesReadBack, SignatureExcused
from rooms.minutes.keeping import still_open
from rooms.minutes.minutes import Dissent, Entry, EntryId, Excuse, Minutes
from rooms.minutes.outcome import Step
from rooms.minutes.refusals import Unfit, Unmet
from rooms.minutes.words import NOTE_CHARACTERS, reason_of, text_of

MOST_DISSENTS: Final = 60
"""Of one person."""


def offer(minutes: Minutes, act: Offered) -> Step:
    """Entries up to that one can be confirmed now; what was offered stays so."""
    still_open(minutes)
    place = minutes.place(act.through)
    if place is None:
        raise Unfit("minutes.entry_unknown")
    if place < minutes.offered:
        return Step(minutes)
    fact = MinutesReadBack(minutes.room, place + 1, act.by)
    return Step(replace(minutes, offered=place + 1), (fact,))


def confirm(minutes: Minutes, act: Confirmed) -> Step:
    """A person agrees to the words seen: all of them, or (one is changed, or not offered) none."""
    still_open(minutes)
    seen = dict(act.seen)
    for entry, revision in seen.items():
        if _offered(minutes, entry).revision != revision:
            raise Unmet("minutes.entry_changed")
    fresh = [each for each in minutes.entries if each.id in seen and act.by not in each.confirmed]
    if not fresh:
        return Step(minutes)
    new = {each.id: replace(each, confirmed={**each.confirmed, act.by: act.at}) for each in fresh}
    entries = tuple(new.get(each.id, each) for each in minutes.entries)
    fact = MinutesConfirmed(minutes.room, act.by, tuple(f"{each.id}@{each.revision}" for each in fresh))
    return Step(replace(minutes, entries=entries), (fact,))


def dissent(minutes: Minutes, act: Dissented) -> Step:
    """A note beside an entry; it changes no words and clears nothing."""
    still_open(minutes)
    entry, text = _offered(minutes, act.id), text_of(act.text, NOTE_CHARACTERS)
    if any((each.person, each.text, each.revision) == (act.by, text, entry.revision) for each in entry.dissents):
        return Step(minutes)
    if sum(note.person == act.by for each in minutes.entries for note in each.dissents) >= MOST_DISSENTS:
        raise Unfit("minutes.dissents_full")
    noted = replace(entry, dissents=(*entry.dissents, Dissent(act.by, act.at, text, entry.revision)))
    entries = tuple(noted if each is entry else each for each in minutes.entries)
    return Step(replace(minutes, entries=entries), (MinutesDisputed(minutes.room, act.by, act.id),))


def excuse(minutes: Minutes, act: Excused) -> Step:
    """Put on record why somebody does not sign; nobody waits for that person then."""
    still_open(minutes)
    others = tuple(each for each in minutes.excuses if each.person != act.person)
    reason = reason_of(act.reason) if act.reason.strip() else ""
    excuses = (*others, Excuse(act.person, act.at, act.by, reason)) if reason else others
    before = next((each.reason for each in minutes.excuses if each.person == act.person), "")
    if reason == before:
        return Step(minutes)
    fact = SignatureExcused(minutes.room, act.person, reason, act.by)
    return Step(replace(minutes, excuses=excuses), (fact,))


def settled_by(entry: Entry, person: PersonId) -> bool:
    """Whether this person has nothing more to say to this entry: confirmed or disputed as it stands, or struck out."""
    disputed = any((each.person, each.revision) == (person, entry.revision) for each in entry.dissents)
    return disputed or entry.struck is not None or person in entry.confirmed


def _offered(minutes: Minutes, entry: EntryId) -> Entry:
    place = minutes.place(entry)
    if place is None:
        raise Unfit("minutes.entry_unknown")
    if place >= minutes.offered:
        raise Unmet("minutes.not_offered")
    return minutes.entries[place]
