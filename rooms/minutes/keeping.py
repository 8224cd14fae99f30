"""The keeper's hand: writing, correcting, striking out; and what the room itself writes. Nothing is ever lost."""

import re
from dataclasses import replace
from typing import Final

from rooms.ids import PersonId
from rooms.minutes.acts import Corrected, Happened, Headed, Struck, Written
from rooms.minutes.facts import MinutesChanged
from rooms.minutes.minutes import Closed, Ended, Entry, EntryId, EntryKind, Frozen, Minutes, Open, Strike, Wording
from rooms.minutes.outcome import Step
from rooms.minutes.refusals import Unfit, Unmet
from rooms.minutes.words import reason_of, text_of

MOST_CHARACTERS: Final = 60_000
"""Of all entries and the words they replaced: what each change sends must reach a phone on a weak network."""
MOST_ENTRIES: Final = 800
FOCUS_CHARACTERS: Final = 1000
NEW_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)


def still_open(minutes: Minutes) -> Open:
    """Raises Unmet once the text is fixed."""
    match minutes.stage:
        case Open():
            return minutes.stage
        case Frozen():
            raise Unmet("minutes.not_open")
        case Closed() | Ended():
            raise Unmet("minutes.closed")


def write(minutes: Minutes, act: Written) -> Step:
    """One more entry at the end. What was confirmed before it stays so."""
    still_open(minutes)
    text = text_of(act.text)
    there = minutes.place(act.id)
    if there is not None and minutes.entries[there].by == act.by:
        return Step(minutes)
    if there is not None or not NEW_ID.fullmatch(act.id):
        raise Unfit("minutes.entry_id")
    if act.kind is EntryKind.EVENT:
        raise Unfit("minutes.entry_kind")
    entry = Entry(act.id, act.at, act.kind, text, act.speaker, act.by)
    after = replace(minutes, entries=(*minutes.entries, entry))
    _room_for(after)
    return Step(after, (_changed(minutes, "written", entry, act.by),))


def correct(minutes: Minutes, act: Corrected) -> Step:
    """Other words; the old ones stay. Confirmations of this entry and of all behind it are cleared (AT-40)."""
    still_open(minutes)
    text = text_of(act.text)
    place, entry = standing(minutes, act.id, act.saw)
    speaker = entry.speaker if act.speaker is None or entry.kind is EntryKind.EVENT else act.speaker
    if (text, speaker) == (entry.text, entry.speaker):
        return Step(minutes)
    old = Wording(entry.text, entry.speaker, act.at, act.by)
    after = replace(entry, text=text, speaker=speaker, history=(*entry.history, old))
    changed = _from(minutes, place, after)
    _room_for(changed)
    return Step(changed, (_changed(minutes, "corrected", after, act.by),))


def strike(minutes: Minutes, act: Struck) -> Step:
    """The entry keeps its place and its words, and no longer counts."""
    still_open(minutes)
    place, entry = standing(minutes, act.id, act.saw)
    after = replace(entry, struck=Strike(act.at, act.by, reason_of(act.reason)))
    return Step(_from(minutes, place, after), (_changed(minutes, "struck", after, act.by),))


def head(minutes: Minutes, act: Headed) -> Step:
    """争议焦点 and result."""
    still_open(minutes)
    focus = minutes.focus if act.focus is None else act.focus.strip() and text_of(act.focus, FOCUS_CHARACTERS)
    result = minutes.result if act.result is None else act.result
    if (focus, result) == (minutes.focus, minutes.result):
        return Step(minutes)
    fact = MinutesChanged(minutes.room, "head", "", 0, act.by)
    return Step(replace(minutes, focus=focus, result=result), (fact,))


def happened(minutes: Minutes, act: Happened) -> Step:
    """What the room wrote since. Looked at once, however often it is told."""
    still_open(minutes)
    if act.seen <= minutes.seen:
        return Step(minutes)
    known = {each.id for each in minutes.entries}
    fresh = tuple(each for each in act.entries if each.id not in known)
    return Step(replace(minutes, entries=(*minutes.entries, *fresh), seen=act.seen))


def standing(minutes: Minutes, entry: EntryId, saw: int) -> tuple[int, Entry]:
    """Its place, and the entry as it stands now; raises where it is not what was seen."""
    place = minutes.place(entry)
    if place is None:
        raise Unfit("minutes.entry_unknown")
    found = minutes.entries[place]
    if found.struck is not None:
        raise Unmet("minutes.entry_struck")
    if found.revision != saw:
        raise Unmet("minutes.entry_changed")
    return place, found


def _from(minutes: Minutes, place: int, changed: Entry) -> Minutes:
    """With that entry replaced, and nothing confirmed from there on."""
    behind = (replace(each, confirmed={}) for each in minutes.entries[place + 1 :])
    entries = (*minutes.entries[:place], replace(changed, confirmed={}), *behind)
    return replace(minutes, entries=entries)


def _room_for(minutes: Minutes) -> None:
    words = sum(len(each.text) + sum(len(old.text) for old in each.history) for each in minutes.entries)
    if words > MOST_CHARACTERS or len(minutes.entries) > MOST_ENTRIES:
        raise Unfit("minutes.full")


def _changed(minutes: Minutes, act: str, entry: Entry, by: PersonId) -> MinutesChanged:
    return MinutesChanged(minutes.room, act, entry.id, entry.revision, by)
