"""Who calls over HTTP, and the one shape every route has. Deny by default.

A route names the right it takes (`rooms.rights`); who has not got it is refused before the body is read. How far a
right goes (one's own room, one's own court) is checked by the handler, which gets the caller as a value.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, Generic, Literal, TypeVar

from aiohttp import web

from rooms.permissions import HOLDERS
from rooms.rights import TABLE, Extent, Holder, Right, extent
from rooms.room import Room, Seat
from server.http.bodies import Body, Sentence
from server.http.files import Download, File, LargeFile, Upload
from server.ids import AccountId, CourtId, OrganisationId
from server.storage.invites import Invite
from server.storage.sessions import Account, AccountRole, AccountSession, SeatSession


@dataclass(frozen=True, slots=True)
class Nobody:
    """Anyone at all; what they may have shown was not looked at."""


@dataclass(frozen=True, slots=True)
class Guest:
    """The holder of a party's link."""

    digest: str
    """SHA-256 of the secret, by which the link is found again."""
    invite: Invite
    room: Room
    seat: Seat


@dataclass(frozen=True, slots=True)
class Seated:
    """A tab that speaks for a seat."""

    session: SeatSession
    room: Room
    seat: Seat


@dataclass(frozen=True, slots=True)
class Staff:
    """A person who works here, signed in."""

    account: Account
    session: AccountSession


Caller = Nobody | Guest | Seated | Staff


STAFF_HOLDERS: Final[Mapping[AccountRole, Holder]] = {
    AccountRole.MEDIATOR: Holder.MEDIATOR,
    AccountRole.ADMIN: Holder.ORG_ADMIN,
    AccountRole.SEAL_KEEPER: Holder.SEAL_KEEPER,
    AccountRole.CLERK: Holder.COURT_CLERK,
    AccountRole.JUDGE: Holder.JUDGE,
    AccountRole.PLATFORM_ADMIN: Holder.PLATFORM_ADMIN,
}


LEADER: Final = (Staff, Seated)
"""A route of the room for the account whose it is, and for the seat that leads it now."""


COMING: Final[Mapping[type[Caller], frozenset[Holder]]] = {
    Guest: frozenset({Holder.INVITED}),
    Seated: frozenset(HOLDERS.values()),
    Staff: frozenset(STAFF_HOLDERS.values()),
}
"""Who can come in each guarded way."""


def holder(caller: Caller) -> Holder:
    """In which column of the rights a caller stands."""
    match caller:
        case Nobody():
            return Holder.ANONYMOUS
        case Guest():
            return Holder.INVITED
        case Seated():
            return HOLDERS[caller.seat.role]
        case Staff():
            return STAFF_HOLDERS[caller.account.role]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whom a case, a room or a register entry belongs to; empty and None: nobody of that kind."""

    mediators: frozenset[AccountId] = frozenset()
    organisation: OrganisationId | None = None
    court: CourtId | None = None


def reaches(staff: Staff, right: Right, whose: Whose) -> bool:
    """Whether this account's right goes as far as what is theirs.

    The extent decides by what: a clerk's account is kept by an organisation and has no part in its cases.
    """
    account = staff.account
    match extent(holder(staff), right):
        case Extent.YES:
            return True
        case Extent.OWN:
            return account.id in whose.mediators
        case Extent.OWN_ORGANISATION:
            return account.organisation == whose.organisation
        case Extent.OWN_COURT:
            return account.court is not None and account.court == whose.court
        case Extent.SPECIAL | None:
            return False


C = TypeVar("C", bound=Caller)
B = TypeVar("B", bound=Body | bytes | None)
R = TypeVar("R", bound=Body | File | LargeFile | None)


@dataclass(frozen=True, slots=True)
class Call(Generic[C, B]):
    """One admitted request: where it came in, who calls, what was said."""

    request: web.Request
    caller: C
    body: B


@dataclass(frozen=True, slots=True)
class Query:
    """A query parameter and what it means. None is ever a secret. `pattern`: what it can look like."""

    name: str
    meaning: Sentence
    pattern: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Route(Generic[C, B, R]):
    """One line of the table: it registers the handler, guards it and describes it in OpenAPI."""

    method: Literal["GET", "POST", "DELETE"]
    path: str
    summary: Sentence
    right: Right
    caller: type[C] | tuple[type[C], ...]
    """How one must come to use the right here; with Nobody, what was shown is not looked at."""
    handle: Callable[[Call[C, B]], Awaitable[R]]
    request: type[B] | Upload | None = None
    """A JSON model, or raw bytes."""
    response: type[R] | Download | None = None
    """A JSON model, or a file."""
    status: HTTPStatus = HTTPStatus.OK
    refusals: tuple[str, ...] = ()
    """Codes beyond those that every such route has (`server.http.openapi`)."""
    query: tuple[Query, ...] = ()


AnyRoute = Route[Any, Any, Any]
"""The table holds routes of every kind; each one's parts agree with each other by its own type."""


def holders(route: AnyRoute) -> tuple[Holder, ...]:
    """Whom a route is for: those who have its right and can come in such a way; a route without a guard is for all."""
    kinds = route.caller if isinstance(route.caller, tuple) else (route.caller,)
    if Nobody in kinds:
        return tuple(Holder)
    return tuple(each for each in TABLE[route.right] if any(each in COMING[kind] for kind in kinds))
