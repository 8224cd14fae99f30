"""What happened or was asked. A closed union: `step` matches it to the end.

Time (`at`) and every new id are part of the input; the core has neither clock nor chance.
Inputs by a person carry `by` or `seat` from the authenticated session, never from a payload. `person` names one of the
persons in that very seat: who else sits there, or in another seat, is nobody the tab can speak for.
"""

from dataclasses import dataclass

from rooms.asked.course import (
    BreakBegun,
    BreakEnded,
    CaucusCalled,
    CaucusClosed,
    CaucusJoined,
    CaucusLeft,
    CaucusOpened,
    CaucusSet,
    CaucusWanted,
    Closed,
    Extended,
    HostTakenOver,
    MediatorCalled,
    Rescheduled,
    Resumed,
    SummonsAnswered,
    Suspended,
)
from rooms.asked.door import (
    Admitted,
    AllAdmitted,
    CalledToCheck,
    CheckLeft,
    Cleared,
    CodeProved,
    ConsentsGiven,
    CredentialAdded,
    DeclarationMade,
    DeviceAllowed,
    DeviceRefused,
    EnterRequested,
    HeldBack,
    IdentityConfirmed,
    IdentityOffered,
    InviteRenewed,
    InviteRevoked,
    JointOpened,
    Left,
    NoticeFinished,
    NoticeOpened,
    PapersSeen,
    PersonCorrected,
    Removed,
    Screened,
    SeatAdded,
    SentToLobby,
)
from rooms.asked.signs import (
    Elapsed,
    Forsaken,
    Forsaking,
    MoveFailed,
    NodeStarted,
    SeatGone,
    SeatHeard,
    SeatSilent,
)
from rooms.asked.table import (
    AllMuted,
    ChatReceived,
    ChatSent,
    Disclosed,
    DisclosureAnswered,
    DocumentAdded,
    DocumentHidden,
    DocumentShown,
    FactAnswered,
    FactProposed,
    FactReworded,
    FactWithdrawn,
    HandLowered,
    HandRaised,
    MediaOffered,
    MediaSet,
    Muted,
    MuteLifted,
    ScreenAllowed,
    ScriptTold,
    Spotlit,
    UnmuteAsked,
)
from rooms.ids import SeatId, SessionId

__all__ = [
    "Admitted",
    "AllAdmitted",
    "AllMuted",
    "BreakBegun",
    "BreakEnded",
    "CalledToCheck",
    "CaucusCalled",
    "CaucusClosed",
    "CaucusJoined",
    "CaucusLeft",
    "CaucusOpened",
    "CaucusSet",
    "CaucusWanted",
    "ChatReceived",
    "ChatSent",
    "CheckLeft",
    "Cleared",
    "Closed",
    "CodeProved",
    "Command",
    "ConsentsGiven",
    "CredentialAdded",
    "DeclarationMade",
    "DeviceAllowed",
    "DeviceRefused",
    "Disclosed",
    "DisclosureAnswered",
    "DocumentAdded",
    "DocumentHidden",
    "DocumentShown",
    "Elapsed",
    "EnterRequested",
    "Extended",
    "FactAnswered",
    "FactProposed",
    "FactReworded",
    "FactWithdrawn",
    "Forsaken",
    "Forsaking",
    "FromTab",
    "HandLowered",
    "HandRaised",
    "HeldBack",
    "HostTakenOver",
    "IdentityConfirmed",
    "IdentityOffered",
    "Input",
    "InviteRenewed",
    "InviteRevoked",
    "JointOpened",
    "Left",
    "MediaOffered",
    "MediaSet",
    "MediatorCalled",
    "MoveFailed",
    "MuteLifted",
    "Muted",
    "NodeStarted",
    "NoticeFinished",
    "NoticeOpened",
    "PapersSeen",
    "PersonCorrected",
    "Removed",
    "Rescheduled",
    "Resumed",
    "ScreenAllowed",
    "Screened",
    "ScriptTold",
    "SeatAdded",
    "SeatGone",
    "SeatHeard",
    "SeatSilent",
    "SentToLobby",
    "Spotlit",
    "SummonsAnswered",
    "Suspended",
    "UnmuteAsked",
]

Command = (
    EnterRequested
    | Left
    | CalledToCheck
    | CheckLeft
    | Cleared
    | JointOpened
    | Admitted
    | AllAdmitted
    | HeldBack
    | SentToLobby
    | Removed
    | DeviceAllowed
    | DeviceRefused
    | IdentityConfirmed
    | PapersSeen
    | CredentialAdded
    | Screened
    | NoticeOpened
    | NoticeFinished
    | DeclarationMade
    | CaucusOpened
    | CaucusCalled
    | SummonsAnswered
    | CaucusJoined
    | CaucusLeft
    | CaucusClosed
    | CaucusSet
    | CaucusWanted
    | MediatorCalled
    | BreakBegun
    | BreakEnded
    | Suspended
    | Resumed
    | Extended
    | HostTakenOver
    | ScriptTold
    | Disclosed
    | DisclosureAnswered
    | FactProposed
    | FactReworded
    | FactAnswered
    | FactWithdrawn
    | Closed
    | MediaSet
    | Muted
    | AllMuted
    | MuteLifted
    | UnmuteAsked
    | HandRaised
    | HandLowered
    | Spotlit
    | ScreenAllowed
    | MediaOffered
    | ChatSent
    | ChatReceived
    | DocumentAdded
    | DocumentShown
    | DocumentHidden
)
"""What a tab that speaks for a seat can say."""


@dataclass(frozen=True, slots=True)
class FromTab:
    """A command as it came from one authenticated tab of `seat`."""

    seat: SeatId
    session: SessionId
    said: Command


Said = (
    Command
    | IdentityOffered
    | CodeProved
    | ConsentsGiven
    | PersonCorrected
    | SeatAdded
    | Rescheduled
    | InviteRevoked
    | InviteRenewed
    | SeatHeard
    | SeatSilent
    | SeatGone
    | NodeStarted
    | Forsaken
    | Elapsed
    | MoveFailed
)
"""What a tab said, or the server saw: whatever has a handler."""

Input = FromTab | Said
