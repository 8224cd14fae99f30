"""From the wire to the room, for the session's own commands: one line for each, the sender from the connection."""

from datetime import datetime
from typing import assert_never

from rooms import inputs
from rooms.ids import CaucusId, DisclosureId, FactId, PersonId, SeatId
from signaling.contract import session

WayIn = (
    session.NoticeOpen
    | session.NoticeFinish
    | session.DeclarationMake
    | session.CheckCall
    | session.CheckLeave
    | session.CheckClear
    | session.PapersSeen
    | session.JointOpen
    | session.SeatAdmitAll
    | session.SeatToLobby
    | session.SeatsScreen
)
"""Up to the table, and back from it."""
PrivateTalk = (
    session.CaucusOpen
    | session.CaucusCall
    | session.CaucusAnswer
    | session.CaucusJoin
    | session.CaucusLeave
    | session.CaucusClose
    | session.CaucusSet
    | session.CaucusWant
    | session.MediatorCall
)
Course = (
    session.BreakBegin
    | session.BreakEnd
    | session.SessionSuspend
    | session.SessionResume
    | session.SessionExtend
    | session.HostTakeOver
)
"""How the session goes on, or does not."""
Order = (
    session.SeatMute
    | session.SeatMuteAll
    | session.SeatUnlock
    | session.SeatAskUnmute
    | session.HandRaise
    | session.HandLower
    | session.SeatSpotlight
    | session.ScreenAllow
)
"""Who speaks, who is seen."""
Words = (
    session.ScriptTell
    | session.DisclosureMake
    | session.DisclosureAnswer
    | session.FactPropose
    | session.FactReword
    | session.FactAnswer
    | session.FactWithdraw
)
"""What is told, disclosed and agreed on as undisputed."""
RoomsOwn = WayIn | PrivateTalk | Course | Order | Words
"""All but `media.prefer`, which is between a tab and the relay."""


def input_of(command: RoomsOwn, seat: SeatId, at: datetime) -> inputs.Command:
    """The command as the room's input, said by `seat`. A proposed fact has yet to be told who said its line."""
    if isinstance(command, WayIn):
        return _way_in(command, seat, at)
    if isinstance(command, PrivateTalk):
        return _private_talk(command, seat, at)
    if isinstance(command, Course):
        return _course(command, seat, at)
    if isinstance(command, Order):
        return _order(command, seat, at)
    return _words(command, seat, at)


def _way_in(command: WayIn, seat: SeatId, at: datetime) -> inputs.Command:  # noqa: C901, PLR0911 - one line per command
    match command:
        case session.NoticeOpen():
            return inputs.NoticeOpened(at, seat, PersonId(command.person))
        case session.NoticeFinish():
            return inputs.NoticeFinished(at, seat, PersonId(command.person), command.version, command.aloud)
        case session.DeclarationMake():
            return inputs.DeclarationMade(at, seat, PersonId(command.person), command.what, command.text)
        case session.CheckCall():
            return inputs.CalledToCheck(at, seat, SeatId(command.seat))
        case session.CheckLeave():
            return inputs.CheckLeft(at, seat)
        case session.CheckClear():
            return inputs.Cleared(at, seat, SeatId(command.seat))
        case session.PapersSeen():
            return inputs.PapersSeen(at, seat, SeatId(command.seat), command.signs)
        case session.JointOpen():
            return inputs.JointOpened(at, seat)
        case session.SeatAdmitAll():
            return inputs.AllAdmitted(at, seat)
        case session.SeatToLobby():
            return inputs.SentToLobby(at, seat, SeatId(command.seat), command.reason)
        case session.SeatsScreen():
            return inputs.Screened(at, seat, SeatId(command.first), SeatId(command.second), command.apart)
        case _:
            assert_never(command)


def _private_talk(command: PrivateTalk, seat: SeatId, at: datetime) -> inputs.Command:  # noqa: PLR0911 - as above
    match command:
        case session.CaucusOpen():
            called = tuple(map(SeatId, command.seats))
            return inputs.CaucusOpened(at, seat, CaucusId(command.id), called, command.comes, command.named)
        case session.CaucusCall():
            return inputs.CaucusCalled(at, seat, CaucusId(command.caucus), tuple(map(SeatId, command.seats)))
        case session.CaucusAnswer():
            return inputs.SummonsAnswered(at, seat, CaucusId(command.caucus), command.accepts)
        case session.CaucusJoin():
            return inputs.CaucusJoined(at, seat, CaucusId(command.caucus))
        case session.CaucusLeave():
            return inputs.CaucusLeft(at, seat)
        case session.CaucusClose():
            return inputs.CaucusClosed(at, seat, CaucusId(command.caucus))
        case session.CaucusSet():
            return inputs.CaucusSet(at, seat, CaucusId(command.caucus), command.locked, command.named)
        case session.CaucusWant():
            return inputs.CaucusWanted(at, seat, command.wanted)
        case session.MediatorCall():
            return inputs.MediatorCalled(at, seat, command.wanted)
        case _:
            assert_never(command)


def _course(command: Course, seat: SeatId, at: datetime) -> inputs.Command:
    match command:
        case session.BreakBegin():
            return inputs.BreakBegun(at, seat, command.minutes)
        case session.BreakEnd():
            return inputs.BreakEnded(at, seat)
        case session.SessionSuspend():
            return inputs.Suspended(at, seat, command.note, command.until)
        case session.SessionResume():
            return inputs.Resumed(at, seat)
        case session.SessionExtend():
            return inputs.Extended(at, seat, command.minutes)
        case session.HostTakeOver():
            return inputs.HostTakenOver(at, seat)
        case _:
            assert_never(command)


def _order(command: Order, seat: SeatId, at: datetime) -> inputs.Command:  # noqa: PLR0911 - as above
    match command:
        case session.SeatMute():
            return inputs.Muted(at, seat, SeatId(command.seat), command.locked)
        case session.SeatMuteAll():
            return inputs.AllMuted(at, seat, command.locked)
        case session.SeatUnlock():
            return inputs.MuteLifted(at, seat, SeatId(command.seat) if command.seat else None)
        case session.SeatAskUnmute():
            return inputs.UnmuteAsked(at, seat, SeatId(command.seat))
        case session.HandRaise():
            return inputs.HandRaised(at, seat)
        case session.HandLower():
            return inputs.HandLowered(at, seat, SeatId(command.seat))
        case session.SeatSpotlight():
            return inputs.Spotlit(at, seat, SeatId(command.seat) if command.seat else None)
        case session.ScreenAllow():
            return inputs.ScreenAllowed(at, seat, SeatId(command.seat), command.allowed)
        case _:
            assert_never(command)


def _words(command: Words, seat: SeatId, at: datetime) -> inputs.Command:  # noqa: PLR0911 - as above
    match command:
        case session.ScriptTell():
            return inputs.ScriptTold(at, seat, command.item, command.told)
        case session.DisclosureMake():
            return inputs.Disclosed(at, seat, DisclosureId(command.id), command.text)
        case session.DisclosureAnswer():
            person, disclosure = PersonId(command.person), DisclosureId(command.disclosure)
            return inputs.DisclosureAnswered(at, seat, person, disclosure, command.agrees)
        case session.FactPropose():
            return inputs.FactProposed(at, seat, FactId(command.id), command.words, command.line)
        case session.FactReword():
            return inputs.FactReworded(at, seat, FactId(command.fact), command.words)
        case session.FactAnswer():
            person, fact = PersonId(command.person), FactId(command.fact)
            return inputs.FactAnswered(at, seat, person, fact, command.version, command.confirms)
        case session.FactWithdraw():
            return inputs.FactWithdrawn(at, seat, FactId(command.fact))
        case _:
            assert_never(command)
