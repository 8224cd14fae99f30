"""What a party answers behind the link, as the deed the case records."""

from rooms.cases.deeds.assignment import ChangeAsked, KnownAndContinued, MediatorsRanked
from rooms.cases.deeds.by import By
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.ending import Withdrew
from rooms.cases.deeds.talks import ExtensionAnswered
from rooms.cases.deeds.text import PrincipleAgreed
from rooms.cases.ids import ParticipantId, StaffId
from rooms.cases.words import Form, Ground
from server.http.case_notes import Notes
from server.http.own_case_bodies import (
    ChangeAnswer,
    ExtensionAnswer,
    KnownAnswer,
    PartyAnswer,
    PrincipleAnswer,
    RankAnswer,
    WithdrawAnswer,
)


def answer_of(said: PartyAnswer, who: ParticipantId, by: By, notes: Notes) -> Deed:
    """The deed; its free text is in `notes`. Raises Refused (422) for a text that cannot be."""
    match said:
        case ExtensionAnswer():
            return ExtensionAnswered(who, said.agreed, Form.LINK, None, by)
        case KnownAnswer():
            return KnownAndContinued(who, said.number, by)
        case RankAnswer():
            return MediatorsRanked(who, tuple(map(StaffId, said.ranked)), by)
        case ChangeAnswer():
            return ChangeAsked(who, said.ground, notes.put_any("said.note", said.note), by)
        case PrincipleAnswer():
            return PrincipleAgreed(who, Form.LINK, by)
        case WithdrawAnswer():
            return Withdrew(who, Ground(said.ground), notes.put_any("said.note", said.note), by)
