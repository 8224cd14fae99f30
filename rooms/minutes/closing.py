"""Fixed, reopened, sealed; or ended unsigned. Meanwhile the signing of the paper goes on elsewhere."""

from collections.abc import Set as AbstractSet
from dataclasses import replace

from rooms.ids import PersonId
from rooms.minutes.acts import EndAsked, FreezeAsked, Reopened, Sealed
from rooms.minutes.facts import MinutesClosed, MinutesEnded, MinutesFrozen, MinutesReopened
from rooms.minutes.keeping import still_open
from rooms.minutes.minutes import Closed, Ended, EntryId, Fall, Frozen, Minutes, Open
from rooms.minutes.outcome import Step
from rooms.minutes.reading import settled_by
from rooms.minutes.refusals import Unmet
from rooms.minutes.words import reason_of


def freeze(minutes: Minutes, act: FreezeAsked) -> Step:
    """Everything was read back, and everybody who signs has confirmed or disputed each entry."""
    still_open(minutes)
    if act.saw != minutes.version:
        raise Unmet("minutes.entry_changed")
    signers = remaining(minutes, tuple(person for person, _ in act.signers))
    if not minutes.entries:
        raise Unmet("minutes.nothing_written")
    if minutes.result is None:
        raise Unmet("minutes.result_missing")
    if unread := len(minutes.entries) - minutes.offered:
        raise Unmet("minutes.unread", count=unread)
    if act.mediator not in signers or len(signers) < 2:
        raise Unmet("minutes.no_signers")
    behind = [
        name
        for person, name in act.signers
        if person in signers and unsettled(minutes, person, act.withheld.get(person, frozenset()))
    ]
    if behind:
        raise Unmet("minutes.unconfirmed", names="、".join(behind))
    frozen = Frozen(act.digest, act.at, act.by, signers)
    fact = MinutesFrozen(minutes.room, act.digest, signers, act.by)
    return Step(replace(minutes, stage=frozen), (fact,))


def remaining(minutes: Minutes, people: tuple[PersonId, ...]) -> tuple[PersonId, ...]:
    """Those of them who are not excused."""
    excused = {each.person for each in minutes.excuses}
    return tuple(person for person in people if person not in excused)


def unsettled(minutes: Minutes, person: PersonId, but: AbstractSet[EntryId] = frozenset()) -> int:
    """How many entries, but those, this person has neither confirmed nor disputed."""
    return sum(1 for each in minutes.entries if each.id not in but and not settled_by(each, person))


def reopen(minutes: Minutes, act: Reopened) -> Step:
    """Back to writing with all that was confirmed; a sealed text is never reopened."""
    if isinstance(minutes.stage, Closed | Ended):
        raise Unmet("minutes.closed")
    if isinstance(minutes.stage, Open):
        raise Unmet("minutes.not_frozen")
    reason = reason_of(act.reason) if act.by is not None else act.reason
    fact = MinutesReopened(minutes.room, minutes.stage.digest, act.by, reason, act.signed)
    return Step(replace(minutes, stage=Open(Fall(act.at, act.by, reason, act.signed))), (fact,))


def seal(minutes: Minutes, act: Sealed) -> Step:
    """The end. Another text than the frozen one closes nothing."""
    if not isinstance(minutes.stage, Frozen) or minutes.stage.digest != act.digest:
        raise Unmet("minutes.not_frozen")
    fact = MinutesClosed(minutes.room, act.digest)
    return Step(replace(minutes, stage=Closed(minutes.stage, act.at)), (fact,))


def end(minutes: Minutes, act: EndAsked) -> Step:
    """The end without signatures: of everybody who took part it is on record why."""
    still_open(minutes)
    left = remaining(minutes, tuple(person for person, _ in act.signers))
    if left:
        raise Unmet("minutes.unsigned", names="、".join(name for person, name in act.signers if person in left))
    ended = Ended(act.digest, act.at, act.by, reason_of(act.reason))
    unsigned = tuple(person for person, _ in act.signers)
    fact = MinutesEnded(minutes.room, act.digest, act.by, ended.reason, unsigned)
    return Step(replace(minutes, stage=ended), (fact,))
