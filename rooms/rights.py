"""Who may ask for what: one table for HTTP routes, sockets and media, deny by default (domain.md §4.6, §1.2; T1, T4).

What the table does not name is forbidden. From where in a room and when, `permissions` says; what is whose own, the one
who asks here. docs/rights.md shows the table as a page.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Holder(StrEnum):
    """Everybody who can ask: the columns."""

    ANONYMOUS = "anonymous"
    INVITED = "invited"
    """Has a link, and nothing yet that says it is the person it was sent to."""
    PARTY = "party"
    AGENT = "agent"
    MEDIATOR = "mediator"
    """The host of the room, and whose case it is."""
    CO_MEDIATOR = "co_mediator"
    SEAL_KEEPER = "seal_keeper"
    """Of a mediation organisation."""
    COURT_CLERK = "court_clerk"
    JUDGE = "judge"
    ORG_ADMIN = "org_admin"
    PLATFORM_ADMIN = "platform_admin"
    """Opens the topmost accounts and keeps what all share; sees no case."""


class Extent(StrEnum):
    """How far a right goes."""

    YES = "yes"
    OWN = "own"
    """Own account, room, seat, side or case."""
    OWN_ORGANISATION = "own_organisation"
    OWN_COURT = "own_court"
    SPECIAL = "special"
    """An agent's, by a special authority on file for just this (民事诉讼法 §62)."""


class Right(StrEnum):
    """Everything that can be asked of the server: the rows."""

    # Without a room.
    READ_PUBLIC = "read_public"
    SIGN_IN = "sign_in"
    USE_TICKET = "use_ticket"
    """Take one file by an address that works once; whose it is was asked when it was made."""
    REPORT_DELIVERY = "report_delivery"
    """What became of a message: by whoever can sign as the gateway does, which the handler looks at."""
    USE_ACCOUNT = "use_account"
    READ_COURTS = "read_courts"
    # A room from the desk, and the way into it.
    LIST_ROOMS = "list_rooms"
    CREATE_ROOM = "create_room"
    READ_ROOM = "read_room"
    WRITE_TO_PARTIES = "write_to_parties"
    """Send invitations and reminders."""
    COME_BY_LINK = "come_by_link"
    # In a room; `permissions` knows the place and the phase of each of these.
    READ_SEAT = "read_seat"
    IDENTIFY = "identify"
    CONSENT = "consent"
    ENTER = "enter"
    LEAVE = "leave"
    SET_MEDIA = "set_media"
    OFFER_MEDIA = "offer_media"
    CHAT = "chat"
    ACKNOWLEDGE_CHAT = "acknowledge_chat"
    ADD_DOCUMENT = "add_document"
    SHOW_DOCUMENT = "show_document"
    """And look at what lies on the table."""
    HIDE_DOCUMENT = "hide_document"
    DRAFT = "draft"
    """Open and write the agreement, freeze and reopen it."""
    REMARK = "remark"
    """To the draft."""
    SIGN = "sign"
    """Read, confirm, sign or refuse what is frozen."""
    READ_PAPERS = "read_papers"
    """The agreement, its pages and files: at the table, and the mediator of the room at any time."""
    KEEP_PAPERS = "keep_papers"
    """The same by the same link, when the session is over; whose they are the agreement says."""
    ADMIT = "admit"
    HOLD = "hold"
    REMOVE = "remove"
    JUDGE_DEVICE = "judge_device"
    CONFIRM_IDENTITY = "confirm_identity"
    REVOKE_INVITE = "revoke_invite"
    RENEW_INVITE = "renew_invite"
    CLOSE = "close"
    # A case.
    LIST_CASES = "list_cases"
    READ_CASE = "read_case"
    OPEN_CASE = "open_case"
    """Put it on file, also a court's with its number and the date of receipt (TR1)."""
    CONTACT_PARTIES = "contact_parties"
    """Log attempts, consents and what else a party told the office, before a mediator is chosen too (TR3, TR4)."""
    SUSPEND_CASE = "suspend_case"
    """And go on with it (TR14)."""
    WORK_CASE = "work_case"
    """Schedule, terminate."""
    KEEP_FILE = "keep_file"
    """Enter the result, and what was done elsewhere: application, performance, hand-back, archive (TR23–TR35)."""
    APPOINT = "appoint"
    """Appoint the mediator, or return the case (TR2, TR6)."""
    ACCEPT_CASE = "accept_case"
    """Disclose, then accept or decline what one was appointed for (TR7, TR8)."""
    SEAL_CASE = "seal_case"
    """Put the organisation's stamp on record."""
    ANSWER_CASE = "answer_case"
    """Consent, extend, rank mediators, ask for another one, withdraw."""
    OWN_CASE_NOTICES = "own_case_notices"
    """What the case has sent this person."""
    READ_CASE_PAPERS = "read_case_papers"
    EXPORT_CASE = "export_case"
    """The failed case's hand-back: its report and each party's own material, by an allow-list."""
    COURT_ACT = "court_act"
    """Recall, take in, have corrected, decide."""
    ENTER_COURT_ACT = "enter_court_act"
    """The same in the court's stead, from its paper, while the court works outside this server."""
    OVERRIDE_DEADLINE = "override_deadline"
    """With a reason on record."""
    READ_COURT_PAPERS = "read_court_papers"
    """The sealed agreements that go to a court, checked anew, and their bundle."""
    # What cases rest on.
    READ_REGISTER = "read_register"
    KEEP_REGISTER = "keep_register"
    """Enter an organisation's mediators and submit them to the court."""
    CONFIRM_REGISTER = "confirm_register"
    KEEP_PROFILE = "keep_profile"
    """Write what is published of the own organisation and its mediators, or of the own court."""
    SWITCH_LANES = "switch_lanes"
    """Which lanes are open at a court."""
    KEEP_CALENDAR = "keep_calendar"
    """Load a year's public holidays."""


Row = Mapping[Holder, Extent]

_EVERYBODY: Final[Row] = dict.fromkeys(Holder, Extent.YES)
_STAFF: Final = (
    *(Holder.MEDIATOR, Holder.SEAL_KEEPER, Holder.ORG_ADMIN),
    *(Holder.COURT_CLERK, Holder.JUDGE, Holder.PLATFORM_ADMIN),
)
_PARTIES: Final[Row] = dict.fromkeys((Holder.PARTY, Holder.AGENT), Extent.OWN)
_HOST: Final[Row] = {Holder.MEDIATOR: Extent.OWN}
_MEDIATORS: Final[Row] = {**_HOST, Holder.CO_MEDIATOR: Extent.OWN}
_AT_TABLE: Final[Row] = {**_PARTIES, **_MEDIATORS}
_COURT: Final[Row] = dict.fromkeys((Holder.COURT_CLERK, Holder.JUDGE), Extent.OWN_COURT)
_OFFICE: Final[Row] = {Holder.ORG_ADMIN: Extent.OWN_ORGANISATION}
_SEAL: Final[Row] = {Holder.SEAL_KEEPER: Extent.OWN_ORGANISATION}

TABLE: Final[Mapping[Right, Row]] = {
    Right.READ_PUBLIC: _EVERYBODY,
    Right.SIGN_IN: _EVERYBODY,
    Right.USE_TICKET: _EVERYBODY,
    Right.REPORT_DELIVERY: _EVERYBODY,
    Right.USE_ACCOUNT: dict.fromkeys(_STAFF, Extent.OWN),
    Right.READ_COURTS: dict.fromkeys((Holder.MEDIATOR, Holder.CO_MEDIATOR, Holder.ORG_ADMIN), Extent.YES),
    Right.LIST_ROOMS: _HOST,
    Right.CREATE_ROOM: _HOST,
    Right.READ_ROOM: _HOST,
    Right.WRITE_TO_PARTIES: _HOST,
    Right.COME_BY_LINK: {Holder.INVITED: Extent.OWN},
    Right.READ_SEAT: _AT_TABLE,
    Right.IDENTIFY: _PARTIES,
    Right.CONSENT: _PARTIES,
    Right.ENTER: _AT_TABLE,
    Right.LEAVE: _AT_TABLE,
    Right.SET_MEDIA: _AT_TABLE,
    Right.OFFER_MEDIA: _AT_TABLE,
    Right.CHAT: _AT_TABLE,
    Right.ACKNOWLEDGE_CHAT: _AT_TABLE,
    Right.ADD_DOCUMENT: _AT_TABLE,
    Right.SHOW_DOCUMENT: _AT_TABLE,
    Right.HIDE_DOCUMENT: _AT_TABLE,
    Right.DRAFT: _MEDIATORS,
    Right.REMARK: _AT_TABLE,
    Right.SIGN: {**_AT_TABLE, Holder.AGENT: Extent.SPECIAL},
    Right.READ_PAPERS: _AT_TABLE,
    Right.KEEP_PAPERS: _PARTIES,
    Right.ADMIT: _HOST,
    Right.HOLD: _HOST,
    Right.REMOVE: _HOST,
    Right.JUDGE_DEVICE: _HOST,
    Right.CONFIRM_IDENTITY: _HOST,
    Right.REVOKE_INVITE: _HOST,
    Right.RENEW_INVITE: _HOST,
    Right.CLOSE: _HOST,
    Right.LIST_CASES: {**_HOST, **_SEAL, **_OFFICE, **_COURT},
    Right.READ_CASE: {**_HOST, **_SEAL, **_OFFICE, **_COURT},
    Right.OPEN_CASE: {**_HOST, **_OFFICE},
    Right.CONTACT_PARTIES: {**_HOST, **_OFFICE},
    Right.SUSPEND_CASE: {**_HOST, **_OFFICE},
    Right.WORK_CASE: _HOST,
    Right.KEEP_FILE: {**_HOST, **_OFFICE},
    Right.APPOINT: {**_OFFICE, **_COURT},
    Right.ACCEPT_CASE: _HOST,
    Right.SEAL_CASE: _SEAL,
    Right.ANSWER_CASE: {Holder.PARTY: Extent.OWN, Holder.AGENT: Extent.SPECIAL},
    Right.OWN_CASE_NOTICES: _PARTIES,
    Right.READ_CASE_PAPERS: {**_HOST, **_SEAL, **_OFFICE, **_COURT},
    Right.EXPORT_CASE: {**_HOST, **_OFFICE, **_COURT},
    Right.COURT_ACT: _COURT,
    Right.ENTER_COURT_ACT: _OFFICE,
    Right.OVERRIDE_DEADLINE: _COURT,
    Right.READ_COURT_PAPERS: _COURT,
    Right.READ_REGISTER: {Holder.MEDIATOR: Extent.OWN_ORGANISATION, **_SEAL, **_OFFICE, **_COURT},
    Right.KEEP_REGISTER: _OFFICE,
    Right.CONFIRM_REGISTER: _COURT,
    Right.KEEP_PROFILE: {**_OFFICE, **_COURT},
    Right.SWITCH_LANES: _COURT,
    Right.KEEP_CALENDAR: {Holder.PLATFORM_ADMIN: Extent.YES},
}


def extent(holder: Holder, right: Right) -> Extent | None:
    """How far `holder` has `right`; None: not at all."""
    return TABLE.get(right, {}).get(holder)
