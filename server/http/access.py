"""Who may ask for what over HTTP: the actors, and the one shape every route has. Deny by default.

A route names the actors it is for; everybody else is refused before its body is read. What belongs to somebody (a room
to its mediator) is checked by the handler, which gets the caller as a value and nothing else to tell who it is.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final, Generic, Literal, TypeVar

from aiohttp import web

from rooms.room import Role, Room, Seat
from server.http.bodies import Body, Sentence
from server.http.files import Download, File, Upload
from server.storage.invites import Invite
from server.storage.sessions import Account, AccountRole, AccountSession, SeatSession


class Actor(StrEnum):
    """Everybody who can knock at a route."""

    ANONYMOUS = "anonymous"
    INVITE = "invite"
    PARTY_SEAT = "party seat"
    MEDIATOR_SEAT = "mediator seat"
    MEDIATOR = "mediator account"
    ADMIN = "administrator"
    CLERK = "court clerk"


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


STAFF_ROLES: Final = {
    AccountRole.MEDIATOR: Actor.MEDIATOR,
    AccountRole.ADMIN: Actor.ADMIN,
    AccountRole.CLERK: Actor.CLERK,
}


def actor(caller: Caller) -> Actor:
    """Which column of the access table a caller stands in."""
    match caller:
        case Nobody():
            return Actor.ANONYMOUS
        case Guest():
            return Actor.INVITE
        case Seated():
            return Actor.MEDIATOR_SEAT if caller.seat.role is Role.MEDIATOR else Actor.PARTY_SEAT
        case Staff():
            return STAFF_ROLES[caller.account.role]


EVERYBODY: Final = frozenset(Actor)
STAFF: Final = frozenset({Actor.MEDIATOR, Actor.ADMIN, Actor.CLERK})
CLERKS: Final = frozenset({Actor.CLERK})
MEDIATORS: Final = frozenset({Actor.MEDIATOR})
SEATS: Final = frozenset({Actor.PARTY_SEAT, Actor.MEDIATOR_SEAT})
PARTIES: Final = frozenset({Actor.PARTY_SEAT})
GUESTS: Final = frozenset({Actor.INVITE})

KNOWN: Final = STAFF | SEATS

C = TypeVar("C", bound=Caller)
B = TypeVar("B", bound=Body | bytes | None)
R = TypeVar("R", bound=Body | File | None)


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
    actors: frozenset[Actor]
    caller: type[C] | tuple[type[C], ...]
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
