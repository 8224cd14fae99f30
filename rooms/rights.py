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
    """Or who stands for it by law: a legal representative, the workers' representative."""
    AGENT = "agent"
    THIRD_PARTY = "third_party"
    MEDIATOR = "mediator"
    """The host of the room, and whose case it is."""
    CO_MEDIATOR = "co_mediator"
    RECORDER = "recorder"
    INTERPRETER = "interpreter"
    COURT_GUEST = "court_guest"
    """Somebody of a court at the table, by invitation."""
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
    """Take one file, or draw one signature, by an address that works once; whose it is was asked when it was made."""
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
    """Behind the link; who came by one and leads since comes back by it."""
    CONSENT = "consent"
    ENTER = "enter"
    LEAVE = "leave"
    SET_MEDIA = "set_media"
    OFFER_MEDIA = "offer_media"
    CHAT = "chat"
    """In which channel, `audibility.may_say` decides beside this."""
    ACKNOWLEDGE_CHAT = "acknowledge_chat"
    WHISPER = "whisper"
    """From the court or among the mediators, unheard by the parties."""
    NOTE = "note"
    """The mediators' own notes."""
    ADD_DOCUMENT = "add_document"
    SHOW_DOCUMENT = "show_document"
    """And look at what lies on the table."""
    HIDE_DOCUMENT = "hide_document"
    SHOW_CREDENTIAL = "show_credential"
    """Lay the own identity document or authority before the mediators, and look at it; a mediator: a seat's."""
    DECLARE = "declare"
    """Read the notice of rights to its end, and say what each person says for themselves before the table."""
    SHARE_SCREEN = "share_screen"
    RAISE_HAND = "raise_hand"
    WANT_CAUCUS = "want_caucus"
    """Ask to talk with the mediator alone."""
    ANSWER_SUMMONS = "answer_summons"
    JOIN_CAUCUS = "join_caucus"
    LEAVE_CAUCUS = "leave_caucus"
    CALL_MEDIATOR = "call_mediator"
    """Into the caucus one is in."""
    PROPOSE_FACT = "propose_fact"
    """And reword or withdraw an undisputed one."""
    ANSWER_FACT = "answer_fact"
    """Confirm it or refuse; whose word is needed is asked of each fact (`undisputed`)."""
    ANSWER_DISCLOSURE = "answer_disclosure"
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
    KEEP_MINUTES = "keep_minutes"
    CONFIRM_MINUTES = "confirm_minutes"
    CHECK = "check"
    """Call a seat to be checked, leave the check, clear the seat."""
    OPEN_JOINT = "open_joint"
    ADMIT = "admit"
    HOLD = "hold"
    SEND_BACK = "send_back"
    """To the lobby."""
    REMOVE = "remove"
    JUDGE_DEVICE = "judge_device"
    CONFIRM_IDENTITY = "confirm_identity"
    REVOKE_INVITE = "revoke_invite"
    RENEW_INVITE = "renew_invite"
    CAUCUS = "caucus"
    """Open one, call into it, lock and close it."""
    PAUSE = "pause"
    """Break, suspend, resume, extend."""
    TAKE_OVER = "take_over"
    """Become the host while the host is lost."""
    MODERATE = "moderate"
    """Shut microphones, lower hands, put somebody before all eyes, allow a screen; opening is the owner's alone."""
    TELL_SCRIPT = "tell_script"
    DISCLOSE = "disclose"
    SEAT_OTHERS = "seat_others"
    SCREEN_OTHERS = "screen_others"
    RESCHEDULE = "reschedule"
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
    KEEP_COURT_POLICY = "keep_court_policy"
    """Enter what a court takes: the court its own, an organisation what it has seen of any."""
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
_AFFECTED: Final[Row] = {**_PARTIES, Holder.THIRD_PARTY: Extent.OWN}
"""Whose dispute it is, or whom it touches."""
_HELPERS: Final[Row] = dict.fromkeys((Holder.RECORDER, Holder.INTERPRETER, Holder.COURT_GUEST), Extent.OWN)
_HOST: Final[Row] = {Holder.MEDIATOR: Extent.OWN}
_CO_MEDIATOR: Final[Row] = {Holder.CO_MEDIATOR: Extent.OWN}
_MEDIATORS: Final[Row] = {**_HOST, **_CO_MEDIATOR}
_RECORDER: Final[Row] = {Holder.RECORDER: Extent.OWN}
_INTERPRETER: Final[Row] = {Holder.INTERPRETER: Extent.OWN}
_GUESTS: Final[Row] = {**_AFFECTED, **_CO_MEDIATOR, **_HELPERS}
"""Who comes by a link and is checked by the host."""
_ALL_SEATS: Final[Row] = {**_GUESTS, **_HOST}
_AT_TABLE: Final[Row] = {**_PARTIES, **_MEDIATORS}
_WHISPERERS: Final[Row] = {**_MEDIATORS, Holder.COURT_GUEST: Extent.OWN}
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
    Right.READ_SEAT: _ALL_SEATS,
    Right.IDENTIFY: _ALL_SEATS,
    Right.CONSENT: _AFFECTED,
    Right.DECLARE: _GUESTS,
    Right.SHOW_CREDENTIAL: _ALL_SEATS,
    Right.ENTER: _ALL_SEATS,
    Right.LEAVE: _ALL_SEATS,
    Right.SET_MEDIA: _ALL_SEATS,
    Right.SHARE_SCREEN: _ALL_SEATS,
    Right.OFFER_MEDIA: _ALL_SEATS,
    Right.CHAT: _ALL_SEATS,
    Right.ACKNOWLEDGE_CHAT: _ALL_SEATS,
    Right.WHISPER: _WHISPERERS,
    Right.NOTE: _MEDIATORS,
    Right.ADD_DOCUMENT: _ALL_SEATS,
    Right.SHOW_DOCUMENT: _ALL_SEATS,
    Right.HIDE_DOCUMENT: _ALL_SEATS,
    Right.RAISE_HAND: _GUESTS,
    Right.WANT_CAUCUS: _AFFECTED,
    Right.ANSWER_SUMMONS: _ALL_SEATS,
    Right.JOIN_CAUCUS: _ALL_SEATS,
    Right.LEAVE_CAUCUS: _ALL_SEATS,
    Right.CALL_MEDIATOR: {**_AFFECTED, **_HELPERS},
    Right.PROPOSE_FACT: {**_AT_TABLE, **_RECORDER},
    Right.ANSWER_FACT: {**_AFFECTED, **_MEDIATORS},
    Right.ANSWER_DISCLOSURE: {Holder.PARTY: Extent.OWN, Holder.AGENT: Extent.SPECIAL},
    Right.DRAFT: _MEDIATORS,
    Right.REMARK: _AT_TABLE,
    Right.SIGN: {**_AT_TABLE, Holder.AGENT: Extent.SPECIAL},
    Right.READ_PAPERS: _AT_TABLE,
    Right.KEEP_PAPERS: _PARTIES,
    Right.KEEP_MINUTES: {**_MEDIATORS, **_RECORDER},
    Right.CONFIRM_MINUTES: {**_AFFECTED, **_MEDIATORS, **_RECORDER, **_INTERPRETER},
    Right.CHECK: _HOST,
    Right.OPEN_JOINT: _HOST,
    Right.ADMIT: _HOST,
    Right.HOLD: _HOST,
    Right.SEND_BACK: _HOST,
    Right.REMOVE: _HOST,
    Right.JUDGE_DEVICE: _HOST,
    Right.CONFIRM_IDENTITY: _HOST,
    Right.REVOKE_INVITE: _HOST,
    Right.RENEW_INVITE: _HOST,
    Right.CAUCUS: _MEDIATORS,
    Right.PAUSE: _HOST,
    Right.TAKE_OVER: _CO_MEDIATOR,
    Right.MODERATE: _HOST,
    Right.TELL_SCRIPT: _HOST,
    Right.DISCLOSE: _MEDIATORS,
    Right.SEAT_OTHERS: _HOST,
    Right.SCREEN_OTHERS: _HOST,
    Right.RESCHEDULE: _HOST,
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
    Right.KEEP_COURT_POLICY: {**_OFFICE, **_COURT},
    Right.SWITCH_LANES: _COURT,
    Right.KEEP_CALENDAR: {Holder.PLATFORM_ADMIN: Extent.YES},
}


def extent(holder: Holder, right: Right) -> Extent | None:
    """How far `holder` has `right`; None: not at all."""
    return TABLE.get(right, {}).get(holder)
