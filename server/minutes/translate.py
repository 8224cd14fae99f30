"""From the wire to minutes and to their signing: one function for each; the person is one of the sender's seat."""

from datetime import datetime
from typing import assert_never

from agreements.acts import PersonAct
from agreements.ids import SignerId
from rooms.ids import PersonId
from rooms.minutes import acts
from rooms.minutes.minutes import EntryId, EntryKind, Result
from server.papers.translate import PlainCommand, act_of
from signaling.contract import drafting
from signaling.contract import minutes as wire

Written = (
    wire.MinutesWrite
    | wire.MinutesCorrect
    | wire.MinutesStrike
    | wire.MinutesHead
    | wire.MinutesOffer
    | wire.MinutesConfirm
    | wire.MinutesDissent
    | wire.MinutesExcuse
)
"""Commands that are an act of the minutes."""
Signed = wire.MinutesRead | wire.MinutesAffirm | wire.MinutesRefuse | wire.MinutesReopen
"""Commands that are an act of the signing and say all there is to say."""


def written_act(command: Written, by: PersonId, at: datetime) -> acts.Act:  # noqa: PLR0911 - one line per command
    """The command as an act; `by` is the person named in it, or who speaks for the seat."""
    match command:
        case wire.MinutesWrite(id=entry, kind=kind, speaker=speaker, text=text):
            return acts.Written(at, by, EntryId(entry), EntryKind(kind), PersonId(speaker), text)
        case wire.MinutesCorrect(entry=entry, saw=saw, text=text, speaker=speaker):
            other = PersonId(speaker) if speaker else None
            return acts.Corrected(at, by, EntryId(entry), saw, text, other)
        case wire.MinutesStrike(entry=entry, saw=saw, reason=reason):
            return acts.Struck(at, by, EntryId(entry), saw, reason)
        case wire.MinutesHead(focus=focus, result=result):
            return acts.Headed(at, by, focus, Result(result) if result else None)
        case wire.MinutesOffer(entry=entry):
            return acts.Offered(at, by, EntryId(entry))
        case wire.MinutesConfirm(seen=seen):
            return acts.Confirmed(at, by, tuple((EntryId(each.entry), each.revision) for each in seen))
        case wire.MinutesDissent(entry=entry, text=text):
            return acts.Dissented(at, by, EntryId(entry), text)
        case wire.MinutesExcuse(person=person, reason=reason):
            return acts.Excused(at, by, PersonId(person), reason)
        case _:
            assert_never(command)


def signed_act(command: Signed, by: PersonId, at: datetime) -> PersonAct:
    """The command as an act of the ceremony."""
    return act_of(_in_its_terms(command), SignerId(by), at)


def _in_its_terms(command: Signed) -> PlainCommand:
    match command:
        case wire.MinutesRead(digest=digest, page=page, seconds=seconds):
            return drafting.AgreementRead(digest=digest, page=page, seconds=seconds)
        case wire.MinutesAffirm(digest=digest, sentence=sentence, esign_version=version):
            return drafting.AgreementConfirm(
                signer=command.person, digest=digest, sentence=sentence, esign_version=version
            )
        case wire.MinutesRefuse(reason=reason):
            return drafting.AgreementRefuse(reason=reason)
        case wire.MinutesReopen(reason=reason):
            return drafting.AgreementReopen(reason=reason)
        case _:
            assert_never(command)
